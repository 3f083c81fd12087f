import type { Findings, ParsedCommand, Word } from './cursor.ts'
import {
  dangerousAssignments,
  dangerousRedirections,
  dangersOf,
  inlineCode,
  isExec,
  programName,
  shells,
} from './dangers.ts'
import { parse } from './grammar.ts'
import { isOutside } from './paths.ts'
import type { Danger } from './rules.ts'
import { commandInside, commandsPerhapsInside } from './wrappers.ts'

/** A simple command of a script, as patterns see it. */
export interface SimpleCommand {
  /** Its words joined by one blank, without quotes, assignments and redirections, except those that are dangerous. */
  readonly text: string
  /** Why it needs a pattern that names it; also what it runs in turn. */
  readonly dangers: readonly (Danger & {
    /** What the literal part of a pattern must begin with; null when only the whole script will do. */
    readonly named: string | null
  })[]
  /** The commands that it runs in turn, such as that of `timeout` or those of `sh -c`. */
  readonly inner: readonly SimpleCommand[]
  /** It does nothing but run `inner`, so that their patterns allow it. */
  readonly through: boolean
}

export interface ShellScript {
  readonly commands: readonly SimpleCommand[]
  /** Why it needs a pattern equal to the whole script, such as `a command substitution`; null for a list of simple commands. */
  readonly complex: string | null
  /** Why what it does cannot be told; null when it can. What is in doubt is complex and dangerous. */
  readonly doubt: string | null
}

/** Reads a script as a shell would, and says what it would run. Never throws; in doubt it says so. */
export function simpleCommands(script: string): ShellScript {
  const found: Findings = { commands: [], complex: null, doubt: null, budget: 5000 }
  const text = script.replace(/\r\n/g, '\n')
  if (text.length > longest) doubt(found, 'a very long script')
  else if (invisible.test(text)) doubt(found, 'characters that cannot be seen')
  else parse(text, found, false)
  const commands = meanings(found.commands, found, 0)
  return { commands, complex: found.complex, doubt: found.doubt }
}

const longest = 100_000
/** Control and format characters, and blanks that are none to a shell; the joiner of emoji is harmless. */
const invisible = /[^\P{C}\n\t\u200d]|[^\P{Z} ]/u

function doubt(found: Findings, reason: string): void {
  found.doubt ??= reason
  found.complex ??= reason
}

function meanings(
  parsed: readonly ParsedCommand[],
  found: Findings,
  depth: number,
): SimpleCommand[] {
  const away = parsed.some(leaves)
  const downloads = new Set(parsed.flatMap(downloadsOf))
  return parsed.map((command) => meaning(command, { found, depth, away, downloads }))
}

interface Surroundings {
  readonly found: Findings
  readonly depth: number
  /** The script goes to a folder outside the one it starts in. */
  readonly away: boolean
  /** Files that the script fetches from the net. */
  readonly downloads: ReadonlySet<string>
}

function meaning(command: ParsedCommand, around: Surroundings): SimpleCommand {
  const { found, depth } = around
  if (found.budget-- <= 0 || depth > 20) {
    doubt(found, 'too many commands within each other')
    return { text: '', dangers: [], inner: [], through: false }
  }
  const code = inlineCode(command)
  if (code !== null) found.complex ??= code
  const runs = runsInside(command, around)
  const own = [...dangersOf(command, around.away), ...fetched(command, around.downloads)]
  return { ...described(command, [...own, ...runs.dangers], around.away), ...runs.shown }
}

/** The text with what must be named: dangerous assignments first, dangerous redirections last. */
function described(
  command: ParsedCommand,
  dangers: readonly Danger[],
  away: boolean,
): Pick<SimpleCommand, 'text' | 'dangers'> {
  const before = dangerousAssignments(command.assignments)
  const after = dangerousRedirections(command.redirections, away)
  const words = [
    ...before.map((one) => one.text),
    ...command.words.map((word) => word.text),
    ...after.flatMap((one) => ['>', one.text]),
  ]
  const all: Danger[] = [
    ...before.map(({ reason }, at) => ({ reason, names: at + 1 })),
    ...dangers.map(({ reason, names }) => ({ reason, names: names + before.length })),
    ...after.map(({ reason }) => ({ reason, names: words.length })),
  ]
  return {
    text: words.join(' '),
    dangers: all.map((danger) => ({
      ...danger,
      named: Number.isFinite(danger.names) ? words.slice(0, danger.names).join(' ') : null,
    })),
  }
}

interface Inside {
  readonly dangers: readonly Danger[]
  readonly shown: Pick<SimpleCommand, 'inner' | 'through'>
}

const nothing: Inside = { dangers: [], shown: { inner: [], through: false } }

/** What a command runs in turn: a wrapper its arguments, a shell its text. */
function runsInside(command: ParsedCommand, around: Surroundings): Inside {
  const { words } = command
  const name = programName(words[0])
  if (shells.has(name)) return shellText(command, around)
  if (name === 'trap') return script(words, 1, command, around)
  const at = commandInside(name, words)
  if (at !== undefined) return wrapped(command, at, around)
  const starts = commandsPerhapsInside(name, words)
  const found = [...starts, ...words.keys().filter((index) => isExec(words[index - 1]))]
  return found.length === 0 ? nothing : perhaps(command, name, found, around)
}

/** A harmless wrapper: the inner command stands for it, unless the wrapper gets a dangerous assignment. */
function wrapped(command: ParsedCommand, at: number, around: Surroundings): Inside {
  const own = dangerousAssignments(command.words.slice(1, at)).map(({ reason }) => ({
    reason,
    names: at,
  }))
  if (at >= command.words.length) return { dangers: own, shown: nothing.shown }
  const inner = meaning(
    { ...command, assignments: [], redirections: [], words: command.words.slice(at) },
    around,
  )
  const outside = dangerousRedirections(command.redirections, around.away).length > 0
  return {
    dangers: [...own, ...shifted(inner, at)],
    shown: {
      inner: [inner],
      through:
        own.length === 0 && !outside && dangerousAssignments(command.assignments).length === 0,
    },
  }
}

/** A program that runs a command in a way of its own: each place where one may begin counts, and each text with blanks. */
function perhaps(
  command: ParsedCommand,
  name: string,
  starts: readonly number[],
  around: Surroundings,
): Inside {
  const more: readonly Word[] = name === 'xargs' || name === 'parallel' ? [unknown] : []
  const bare = { ...command, assignments: [], redirections: [] }
  const inner = starts.flatMap((at) => {
    const words = [...command.words.slice(at), ...more]
    const one = meaning({ ...bare, words }, around)
    return [{ at, one }]
  })
  const texts = command.words.flatMap((word, at) =>
    at > 0 && /\s/.test(word.text) ? [script(command.words, at, command, around)] : [],
  )
  return {
    dangers: [
      ...inner.flatMap(({ at, one }) => shifted(one, at)),
      ...texts.flatMap((text) => text.dangers),
    ],
    shown: {
      inner: [...inner.map(({ one }) => one), ...texts.flatMap((text) => text.shown.inner)],
      through: false,
    },
  }
}

const unknown: Word = { text: '…', bare: '\0', known: false, open: true }

function shifted(inner: SimpleCommand, by: number): Danger[] {
  return inner.dangers.map(({ reason, names }) => ({ reason, names: names + by }))
}

/** `sh -c 'text'`: the text is a script; anything else is a file to run. */
function shellText(command: ParsedCommand, around: Surroundings): Inside {
  const { words } = command
  let at = 1
  let text = false
  for (; /^[-+]./.test(words[at]?.text ?? ''); at++) {
    const option = words[at]?.text ?? ''
    if (/^-[A-Za-z]*c/.test(option)) text = true
    if (/^[-+][A-Za-z]*[oO]$|^--(?:rcfile|init-file)$/.test(option)) at++
  }
  if (!text) return nothing
  const odd = words
    .slice(1, at)
    .some((word) => !word.known || !/^(?:-[celuvx]+|--(?:norc|noprofile|posix))$/.test(word.text))
  const inside = script(words, at, command, around)
  return odd ? { ...inside, shown: { ...inside.shown, through: false } } : inside
}

/** A word that is a script of its own. */
function script(
  words: readonly Word[],
  at: number,
  command: ParsedCommand,
  around: Surroundings,
): Inside {
  const word = words[at]
  if (!word) return nothing
  if (!word.known && !/^[^$`]*$/.test(word.text))
    return {
      ...nothing,
      dangers: [{ reason: `runs a text that is known only when it runs`, names: Infinity }],
    }
  const found: Findings = { commands: [], complex: null, doubt: null, budget: around.found.budget }
  parse(word.text, found, command.fed, around.depth)
  const inner = meanings(found.commands, found, around.depth + 1)
  around.found.budget = found.budget
  around.found.complex ??= found.complex
  around.found.doubt ??= found.doubt
  const dangers = inner.flatMap((one) =>
    one.dangers.map(({ reason }) => ({ reason, names: at + 1 })),
  )
  const outside = dangerousRedirections(command.redirections, around.away).length > 0
  const through = !outside && dangerousAssignments(command.assignments).length === 0
  return { dangers, shown: { inner, through } }
}

/** `cd` to another folder: then relative paths lead outside too. */
function leaves({ words }: ParsedCommand): boolean {
  const [program, ...rest] = words
  if (!/^(?:cd|pushd|popd)$/.test(program?.text ?? '')) return false
  const target = rest.find((word) => !/^-./.test(word.text))
  return !target || !target.known || target.text === '-' || isOutside(target.text)
}

function downloadsOf({ words, redirections }: ParsedCommand): string[] {
  if (!/^(?:curl|wget|fetch|aria2c|http)$/.test(programName(words[0]))) return []
  const named = words.flatMap((word, at) =>
    /^(?:-[A-Za-z]*[oO]|--output|--output-document)$/.test(words[at - 1]?.text ?? '')
      ? [word.text]
      : [],
  )
  const urls = words
    .filter((word) => /:\/\//.test(word.text))
    .map((word) => word.text.replace(/[?#].*$/, ''))
  const written = redirections.filter((one) => one.kind === 'write').map((one) => one.target.text)
  return [...named, ...urls, ...written].map(fileName).filter((name) => name !== '')
}

/** Running what the same script has fetched from the net. */
function fetched({ words }: ParsedCommand, downloads: ReadonlySet<string>): Danger[] {
  const name = programName(words[0])
  if (downloads.size === 0 || /^(?:curl|wget|fetch|aria2c|http)$/.test(name)) return []
  const runs =
    shells.has(name) || /^(?:\.|source|chmod|python[\d.]*|node|perl|ruby|php)$/.test(name)
  const files = runs ? words.slice(1) : words.slice(0, 1)
  return files.some((word) => downloads.has(fileName(word.text)))
    ? [{ reason: 'runs what was fetched from the net', names: Infinity }]
    : []
}

function fileName(path: string): string {
  return path.split('/').at(-1) ?? ''
}

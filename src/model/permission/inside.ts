import type { Findings, ParsedCommand, Word } from './cursor.ts'
import { dangerousAssignments, dangerousRedirections, isExec } from './dangers.ts'
import { parse } from './grammar.ts'
import { shells } from './interpreters.ts'
import { programName } from './program.ts'
import type { Danger } from './rules.ts'
import type { SimpleCommand } from './simple-command.ts'
import type { Surroundings } from './together.ts'
import { commandInside, commandsPerhapsInside, isShellText } from './wrappers.ts'

/** What a command runs in turn, and the dangers of that, counted in words of the outer command. */
export interface Inside {
  readonly dangers: readonly Danger[]
  readonly inner: readonly SimpleCommand[]
  /** The command does nothing else. */
  readonly through: boolean
}

/** Says what commands mean; handed in, since this and that call each other. */
type Meaning = (command: ParsedCommand, around: Surroundings) => SimpleCommand
type Meanings = (parsed: readonly ParsedCommand[], around: Surroundings) => readonly SimpleCommand[]

const nothing: Inside = { dangers: [], inner: [], through: false }

/** Looks into what a command runs: a wrapper its arguments, a shell its text, `find` what follows `-exec`. */
export function runsInside(
  command: ParsedCommand,
  around: Surroundings,
  meaning: Meaning,
  meanings: Meanings,
): Inside {
  const { words } = command
  const name = programName(words[0])
  if (shells.has(name)) return shellText(command, around, meanings)
  if (name === 'trap') return scriptIn(command, 1, around, meanings)
  const at = commandInside(name, words)
  if (at !== undefined) return wrapped(command, at, around, meaning)
  const starts = [...commandsPerhapsInside(name, words), ...executed(name, words, around.found)]
  const found = starts.filter((start) => !/\s/.test(words[start]?.text ?? ''))
  const commands = found.map((start) => started(command, start, around, meaning))
  const texts = words.flatMap((_, index) =>
    isShellText(name, words, index) ? [scriptIn(command, index, around, meanings)] : [],
  )
  return joined([...commands, ...texts])
}

/** Where the commands begin that `find` runs. They may be anything, so a pattern for `find` alone does not cover them. */
function executed(name: string, words: readonly Word[], found: Findings): number[] {
  if (name !== 'find' && name !== 'fd') return []
  const starts = [...words.keys()].filter((at) => isExec(words[at - 1]))
  if (starts.length > 0) found.complex ??= `a command that ${name} runs`
  return starts
}

function joined(parts: readonly Inside[]): Inside {
  return {
    dangers: parts.flatMap((part) => part.dangers),
    inner: parts.flatMap((part) => part.inner),
    through: false,
  }
}

/** A harmless wrapper: the inner command stands for it, unless something dangerous stands before or after it. */
function wrapped(
  command: ParsedCommand,
  at: number,
  around: Surroundings,
  meaning: Meaning,
): Inside {
  const own = dangerousAssignments(command.words.slice(1, at)).map(({ reason }) => ({
    reason,
    names: at,
  }))
  if (at >= command.words.length) return { ...nothing, dangers: own }
  const { dangers, inner } = started(command, at, around, meaning)
  return {
    dangers: [...own, ...dangers],
    inner,
    through: own.length === 0 && isPlain(command, around),
  }
}

/** The command that begins at a word. What `xargs` adds to it is not known. */
function started(
  command: ParsedCommand,
  at: number,
  around: Surroundings,
  meaning: Meaning,
): Inside {
  const adds = /^(?:xargs|parallel)$/.test(programName(command.words[0]))
  const words = [...command.words.slice(at), ...(adds ? [unknown] : [])]
  const deeper = { ...around, depth: around.depth + 1 }
  const inner = meaning({ ...command, assignments: [], redirections: [], words }, deeper)
  const dangers = inner.dangers.map(({ reason, names }) => ({ reason, names: names + at }))
  return { dangers, inner: [inner], through: false }
}

const unknown: Word = { text: '…', bare: '\0', known: false, open: true }

/** `sh -c 'text'`: the text is a script; anything else is a file to run. */
function shellText(command: ParsedCommand, around: Surroundings, meanings: Meanings): Inside {
  const { words } = command
  let at = 1
  let text = false
  let usual = true
  for (; /^[-+]./.test(words[at]?.text ?? ''); at++) {
    const option = words[at]?.text ?? ''
    text ||= /^-[A-Za-z]*c/.test(option)
    usual &&= /^(?:-[celuvx]+o?|--(?:norc|noprofile|posix))$/.test(option)
    if (!/^[-+][A-Za-z]*[oO]$|^--(?:rcfile|init-file)$/.test(option)) continue
    at++
    usual &&= /^(?:pipefail|errexit|nounset)$/.test(words[at]?.text ?? '')
  }
  if (!text) return nothing
  const inside = scriptIn(command, at, around, meanings)
  return { ...inside, through: inside.through && usual }
}

/** A word that is a script of its own. */
function scriptIn(
  command: ParsedCommand,
  at: number,
  around: Surroundings,
  meanings: Meanings,
): Inside {
  const word = command.words[at]
  if (!word) return nothing
  if (!word.known) {
    const reason = `it runs a text that is known only when it runs (${word.text})`
    return { ...nothing, dangers: [{ reason, names: Infinity }] }
  }
  const { found } = around
  const part: Findings = { commands: [], complex: null, doubt: null, budget: found.budget }
  parse(word.text, part, command.fed, around.depth)
  found.budget = part.budget
  found.complex ??= part.complex
  found.doubt ??= part.doubt
  const inner = meanings(part.commands, { ...around, depth: around.depth + 1 })
  return {
    dangers: inner.flatMap((one) => one.dangers.map(({ reason }) => ({ reason, names: at + 1 }))),
    inner,
    through: isPlain(command, around),
  }
}

function isPlain(command: ParsedCommand, around: Surroundings): boolean {
  return (
    dangerousRedirections(command.redirections, around.away).length === 0 &&
    dangerousAssignments(command.assignments).length === 0
  )
}

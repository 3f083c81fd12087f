import { forText } from '../../base/index.ts'
import type { Findings, ParsedCommand } from './cursor.ts'
import { dangerousAssignments, dangerousRedirections, dangersOf } from './dangers.ts'
import { parse } from './grammar.ts'
import { runsInside } from './inside.ts'
import { inlineCode } from './interpreters.ts'
import type { Danger } from './rules.ts'
import type { SimpleCommand } from './simple-command.ts'
import { surroundings, togetherDangers, type Surroundings } from './together.ts'

export type { NamedDanger, SimpleCommand } from './simple-command.ts'

export interface ShellScript {
  readonly commands: readonly SimpleCommand[]
  /** Why it needs a pattern equal to the whole script, such as `a command substitution`; null for a list of simple commands. */
  readonly complex: string | null
  /** Why what it does cannot be told; null when it can. What is in doubt is complex and dangerous. */
  readonly doubt: string | null
}

/** Reads a script as a shell would, and says what it would run. Never throws; in doubt it says so. */
export function simpleCommands(script: string): ShellScript {
  const found: Findings = { commands: [], complex: null, doubt: null, budget: 3000 }
  const text = script.replace(/\r\n/g, '\n')
  if (text.length > longest) doubt(found, 'a very long script')
  else if (invisible(text).test(text)) doubt(found, 'characters that cannot be seen')
  else parse(text, found, false)
  const commands = meanings(found.commands, surroundings(found))
  return { commands, complex: found.complex, doubt: found.doubt }
}

const longest = 100_000
const mostWords = 2000
/** Control and format characters, and separators of lines; the joiner of emoji is harmless. */
const invisible = forText(String.raw`(?![\n\t\u200d])[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]`, 'u')

function doubt(found: Findings, reason: string): void {
  found.doubt ??= reason
  found.complex ??= reason
}

function meanings(
  parsed: readonly ParsedCommand[],
  around: Surroundings,
): readonly SimpleCommand[] {
  const together = surroundings(around.found, parsed, around)
  return parsed.map((command) => meaning(command, together))
}

function meaning(command: ParsedCommand, around: Surroundings): SimpleCommand {
  const { found } = around
  if (found.budget-- <= 0 || around.depth > 20 || command.words.length > mostWords) {
    doubt(found, 'too many commands or words')
    return { text: '', dangers: [], inner: [], through: false }
  }
  const code = inlineCode(command)
  if (code !== null) found.complex ??= code
  const own = [...dangersOf(command, around.away), ...togetherDangers(command, around)]
  const inside = runsInside(command, around, meaning, meanings)
  return {
    ...described(command, [...own, ...inside.dangers], around.away),
    inner: inside.inner,
    through: inside.through && own.length === 0,
  }
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
    dangers: all.map((danger) => ({ ...danger, named: namedText(words, danger.names) })),
  }
}

function namedText(words: readonly string[], names: number): string | null {
  return Number.isFinite(names) ? words.slice(0, names).join(' ') : null
}

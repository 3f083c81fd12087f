import { literalPart, matches } from './glob.ts'
import type { PermissionPattern, Permissions } from './permissions.ts'
import { simpleCommands, type ShellScript, type SimpleCommand } from './shell.ts'

export type PermissionDecision =
  | {
      readonly allowed: true
      /** What allowed it. */
      readonly by: string
    }
  | {
      readonly allowed: false
      readonly dangerous: boolean
      /** A pattern of `deny` forbids it; no other permission helps. */
      readonly denied: boolean
      readonly reason: string
      /** What `--allow` would need. */
      readonly pattern: string
    }

// Whether a script may run.
//
//   P1. What a `deny` pattern matches never runs, whatever else allows it.
//   P2. Each simple command must be allowed; one that is not holds back all of the script.
//   P3. A dangerous command needs a pattern whose literal beginning names it. `*` and `--yes` never suffice.
//   P4. What is not a plain list of commands needs a pattern equal to the whole script, or `--yes` if nothing in it is dangerous.
//   P5. What cannot be read for certain counts as dangerous.

/** Decides about a script. Pure: the same script and permissions always give the same answer. */
export function decidePermission(command: string, permissions: Permissions): PermissionDecision {
  const script = simpleCommands(command)
  const whole = normalised(command)
  const denial = denialOf(script, whole, permissions)
  if (denial)
    return { allowed: false, dangerous: false, denied: true, reason: denial, pattern: whole }
  const exact = permissions.allow.find(({ pattern }) => isExact(pattern, whole))
  if (exact) return { allowed: true, by: shown(exact) }
  return script.complex === null
    ? listDecision(script, whole, permissions)
    : complexDecision(script, whole, permissions)
}

/** Why a script is dangerous, or null when it is not. */
export function isDangerous(command: string): string | null {
  return dangerOf(simpleCommands(command))
}

function dangerOf(script: ShellScript): string | null {
  if (script.doubt !== null) return `It cannot be read for certain: ${script.doubt}.`
  const danger = script.commands.flatMap((one) => one.dangers)[0]
  return danger ? sentence(danger.reason) : null
}

function denialOf(script: ShellScript, whole: string, { deny }: Permissions): string | undefined {
  const texts = script.commands.flatMap(allTexts)
  const rule = deny.find(
    ({ pattern }) =>
      isExact(pattern, whole) || texts.some((text) => matches(squeezed(pattern), squeezed(text))),
  )
  return rule && `It is forbidden by ${shown(rule)}.`
}

/** The texts that a `deny` pattern may mean: also of what a command runs in turn, and without the program's folder. */
function allTexts(command: SimpleCommand): string[] {
  const short = command.text.replace(/^\S*\//, '')
  return [command.text, short, ...command.inner.flatMap(allTexts)]
}

function complexDecision(
  script: ShellScript,
  whole: string,
  { all }: Permissions,
): PermissionDecision {
  const danger = dangerOf(script)
  if (danger === null && all !== null) return { allowed: true, by: all }
  return {
    allowed: false,
    dangerous: danger !== null,
    denied: false,
    reason:
      danger ??
      `It holds ${script.complex}, so only a pattern equal to the whole command allows it.`,
    pattern: whole,
  }
}

function listDecision(
  script: ShellScript,
  whole: string,
  permissions: Permissions,
): PermissionDecision {
  const sources = new Set<string>()
  const missing = script.commands.filter((command) => {
    const by = allowedBy(command, permissions)
    by?.forEach((source) => sources.add(source))
    return by === undefined
  })
  const [first] = missing
  if (!first) return { allowed: true, by: [...sources].join(', ') || 'nothing to run' }
  const danger = missing.flatMap((command) => command.dangers)[0]
  return {
    allowed: false,
    dangerous: danger !== undefined,
    denied: false,
    reason: danger ? sentence(danger.reason) : `No permission covers \`${first.text}\`.`,
    pattern: missing.length === 1 && isNameable(first) ? first.text : whole,
  }
}

/** What allows a command, undefined when nothing does. */
function allowedBy(
  command: SimpleCommand,
  permissions: Permissions,
): readonly string[] | undefined {
  // Assignments alone, or a redirection within the workspace.
  if (command.text === '' && command.dangers.length === 0) return []
  if (permissions.all !== null && command.dangers.length === 0) return [permissions.all]
  const rule = permissions.allow.find(({ pattern }) => covers(squeezed(pattern), command))
  if (rule) return [shown(rule)]
  if (!command.through || command.inner.length === 0) return undefined
  const inner = command.inner.map((one) => allowedBy(one, permissions))
  return inner.every((by) => by !== undefined) ? inner.flat() : undefined
}

/** Whether a pattern allows a command: it matches, and names each danger before its first wildcard (P3). */
function covers(pattern: string, command: SimpleCommand): boolean {
  // A word may end with a blank of its own; patterns have one blank everywhere, so the text gets one too.
  if (!matches(pattern, squeezed(command.text))) return false
  const literal = literalPart(pattern)
  return command.dangers.every(({ named }) => {
    if (named === null || !literal.startsWith(named)) return false
    return literal.length === named.length
      ? literal.length === pattern.length
      : literal[named.length] === ' '
  })
}

/** Whether the pattern that shows the command's own text would allow it. */
function isNameable(command: SimpleCommand): boolean {
  return covers(squeezed(command.text), command)
}

function isExact(pattern: string, whole: string): boolean {
  return !/^[*?\s]*$/.test(pattern) && normalised(pattern) === whole
}

/** Runs of blanks as one, no blanks at the ends of lines; lines stay lines. */
function normalised(script: string): string {
  return script
    .replace(/\r\n/g, '\n')
    .replace(/[ \t]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .trim()
}

function squeezed(pattern: string): string {
  return pattern.replace(/[ \t]+/g, ' ').replace(/^ /, '')
}

function shown({ pattern, source }: PermissionPattern): string {
  return source.endsWith(pattern) ? source : `${source}: ${pattern}`
}

function sentence(reason: string): string {
  return `It is dangerous: ${reason}.`
}

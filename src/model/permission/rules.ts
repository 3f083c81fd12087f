import { rules } from './catalogue.ts'
import type { Word } from './cursor.ts'
import type { Rule } from './rule.ts'
import { operandsFrom } from './wrappers.ts'

/** Why a command needs a pattern that names it, and how many of its first words that pattern must hold; Infinity: only all of the script. */
export interface Danger {
  readonly reason: string
  readonly names: number
}

/** The dangers of a command by the catalogue. `words` begins with the program. */
export function rulesBroken(name: string, words: readonly Word[]): readonly Danger[] {
  return rulesFor(name).flatMap((rule) => broken(rule, name, words) ?? [])
}

const byName = new Map<string, readonly Rule[]>()
const byPrefix: { readonly prefix: string; readonly rule: Rule }[] = []
for (const rule of rules)
  for (const program of rule.programs.split(' '))
    if (program.endsWith('*')) byPrefix.push({ prefix: program.slice(0, -1), rule })
    else byName.set(program, [...(byName.get(program) ?? []), rule])

function rulesFor(name: string): readonly Rule[] {
  const started = byPrefix.filter(({ prefix }) => name.startsWith(prefix)).map(({ rule }) => rule)
  return [...(byName.get(name) ?? []), ...started]
}

function broken(rule: Rule, name: string, words: readonly Word[]): Danger | undefined {
  const found = rule.subcommand === undefined ? 1 : afterSubcommand(rule.subcommand, words)
  if (found === undefined) return undefined
  if (found === 'unknown')
    return { reason: `${name} gets a sub-command that is known only when it runs`, names: Infinity }
  if (isExcepted(rule, words)) return undefined
  const names = namedWords(rule, words, found)
  return names === undefined ? undefined : { reason: `"${name}" ${rule.reason}`, names }
}

/** How many words are to be named; undefined when nothing here is dangerous. */
function namedWords(rule: Rule, words: readonly Word[], from: number): number | undefined {
  if (rule.flags === undefined && rule.argument === undefined) return from
  const flags = rule.flags?.split(' ') ?? []
  let last: number | undefined
  let open: number | undefined
  words.forEach((word, at) => {
    if (at === 0) return
    if (flags.some((flag) => isFlag(word.text, flag)) || rule.argument?.test(word.text)) last = at
    else if (word.open && at >= from) open = at
  })
  const at = last ?? open
  return at === undefined ? undefined : Math.max(from, at + 1)
}

/** How many words there are up to the end of the sub-command. It may follow options, and the values of options. */
function afterSubcommand(
  subcommands: string,
  words: readonly Word[],
): number | 'unknown' | undefined {
  const starts = operandsFrom(words, 1)
  for (const subcommand of subcommands.split('|')) {
    const wanted = subcommand.split(' ')
    for (const start of subcommand.startsWith('-') ? words.keys() : starts) {
      const end = matchedFrom(words, start, wanted)
      if (end !== undefined) return end
    }
  }
  return starts.some((at) => words[at]?.open) ? 'unknown' : undefined
}

/** Options, and their values, may stand between the words of a sub-command. */
function matchedFrom(
  words: readonly Word[],
  start: number,
  [want, ...more]: readonly string[],
): number | undefined {
  if (words[start]?.text.toLowerCase() !== want?.toLowerCase()) return undefined
  if (more.length === 0) return start + 1
  return operandsFrom(words, start + 1)
    .map((next) => matchedFrom(words, next, more))
    .find((end) => end !== undefined)
}

function isExcepted(rule: Rule, words: readonly Word[]): boolean {
  if (rule.unless === undefined) return false
  const stem = rule.unless.replace(/^-+|=.*$/g, '')
  const related = words.filter((word) => word.text.includes(stem))
  const contrary = words.some((word) => word.open || /^(?:--worktree|-[A-Za-z]*W)/.test(word.text))
  return related.length > 0 && related.every((word) => word.text === rule.unless) && !contrary
}

/** `-f` in `-rf`, `--force` also as `--forc` or `--force=…`; a text without dashes as it is. */
function isFlag(text: string, flag: string): boolean {
  if (flag.startsWith('--')) {
    const name = text.slice(2).replace(/=.*$/s, '')
    return text.startsWith('--') && name !== '' && flag.slice(2).startsWith(name)
  }
  if (/^-.$/.test(flag)) return /^-[^-]/.test(text) && text.includes(flag.slice(1))
  return text === flag
}

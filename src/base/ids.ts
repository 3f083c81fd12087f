import type { Clock, Random } from './clock.ts'
import { codeAt } from './code-at.ts'
import { folded, keeping } from './fold.ts'

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'

/**
 * A run's id: the date and time of its start (UTC) and five random characters, such as
 * `20261121-031500-k3x9q`. Ids sort by time and are safe in a path and a URL.
 */
export function runId(clock: Clock, random: Random): string {
  const stamp = new Date(clock.now()).toISOString().replace(/[-:]/g, '').slice(0, 15)
  let tail = ''
  for (let i = 0; i < 5; i++) tail += alphabet[Math.floor(random.next() * alphabet.length)]
  return `${stamp.replace('T', '-')}-${tail}`
}

const inKeys = keeping('._')
const hyphen = 45

/** Dashes, arrows and ticks are all that most titles have beyond ASCII. */
function mixedSlug(text: string): string {
  const simple = text.replace(/[–—→✅]/g, '-')
  return folded(simple, inKeys, hyphen) ?? anySlug(simple)
}

function anySlug(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase()
    .replace(/[^\p{Letter}\p{Number}._]+/gu, '-')
}

/** Without `-` and `.` at both ends. */
function trimmed(text: string): string {
  let start = 0
  let end = text.length
  while (start < end && isEdge(codeAt(text, start))) start++
  while (end > start && isEdge(codeAt(text, end - 1))) end--
  return start === 0 && end === text.length ? text : text.slice(start, end)
}

function isEdge(code: number): boolean {
  return code === 45 || code === 46
}

/**
 * A title as a key: lower case, runs of anything that is not a letter, digit, dot or underscore become one `-`.
 * `slug('Wire WASM → sandbox!')` is `wire-wasm-sandbox`. At most `limit` characters (default 60), cut at a word where possible.
 */
export function slug(text: string, limit = 60): string {
  const whole = trimmed(folded(text, inKeys, hyphen) ?? mixedSlug(text))
  if (whole.length <= limit) return whole
  const cut = whole.slice(0, limit)
  const word = cut.lastIndexOf('-')
  return (word > limit / 2 ? cut.slice(0, word) : cut).replace(/[-.]+$/, '')
}

/** The wanted key; where it is taken with the group's name behind it (`key~group`), else with a number (`key~2`). `used` counts what was given out. Default group: none. */
export function freeKey(used: Map<string, number>, wanted: string, group = ''): string {
  if (!used.has(wanted)) {
    used.set(wanted, 1)
    return wanted
  }
  const base = group === '' ? wanted : `${wanted}~${group}`
  let key = base
  let count = used.get(base) ?? 0
  while (used.has(key)) key = `${base}~${++count}`
  used.set(base, Math.max(count, 1))
  used.set(key, used.get(key) ?? 1)
  return key
}

import { parseDuration, type Milliseconds } from '../../../base/index.ts'
import type { Retry } from '../../../model/index.ts'
import type { Key } from './key-phrases.ts'
import type { Label } from './labels.ts'
import { plain } from './words.ts'

// How often, how long and how many at once: what labels, columns and headings say in numbers (R8, R12). A label whose value is no
// such number is no such label: "Timeout: handled by the client" stays what it was.

const limits: ReadonlySet<Key> = new Set([
  'retries',
  'attempts',
  'timeout',
  'iterations',
  'workers',
])

/** Whether the key says how often, how long, or how many at once. */
export function isLimit(key: Key | undefined): boolean {
  return key !== undefined && limits.has(key)
}

/** The key of a label's name; undefined also for a limit whose value is none. */
export function keyOfLabel({ key, value }: Label): Key | undefined {
  return key === undefined || !limits.has(key) || says(key, value.text) ? key : undefined
}

function says(key: Key, value: string): boolean {
  if (key === 'timeout') return timeoutOf(value) !== null
  if (key === 'retries' || key === 'attempts') return retryOf(key, value) !== null
  return countOf(value) !== null
}

const counted =
  /^(?:(?:up to|at most|max(?:imum)?) )?(\d{1,3}|none|never|no|once|twice)(?: ?[×x]| (?:more )?times| retries| (attempts|tries))?(?: |$)/i
const paused =
  /^(?:(?:every|after|with|delay|wait) )*((?:\d{1,7}(?:\.\d{1,3})? ?[a-z]{1,8} ?){1,3}?)(?: (?:apart|delay|between|backoff|pause))?(?: |$)/i
const words: Readonly<Record<string, number>> = { none: 0, never: 0, no: 0, once: 1, twice: 2 }

/**
 * `3`, `3 times, 5 s apart`, `2 on transient failures` as the policy of a task. With the key `retries` the number is that of further
 * attempts, with `attempts` (and where the value says "attempts") that of all. Any failure is tried again, unless the value
 * says that only transient ones are. Null when the text is none of these.
 */
export function retryOf(key: 'retries' | 'attempts', value: string): Retry | null {
  return policyOf(key, bareValue(value)) ?? policyOf(key, bareValue(withoutNotes(value)))
}

function policyOf(key: 'retries' | 'attempts', text: string): Retry | null {
  const count = text.length > 80 ? null : counted.exec(text)
  if (!count) return null
  const number = words[count[1]?.toLowerCase() ?? ''] ?? Number(count[1])
  const attempts = key === 'attempts' || count[2] !== undefined ? number : number + 1
  const scope = / ?(?:on|for) (any|all|transient) (?:failures?|errors?)$/i
  const rest = text.slice(count[0].length)
  const on = scope.exec(rest)?.[1]?.toLowerCase() === 'transient' ? 'transient' : 'any'
  // Each pause is longer than the one before anyway.
  const pause = rest.replace(scope, '').replace(/ ?(?:with )?exponential backoff$/i, '')
  if (attempts < 1) return null
  if (pause === '') return { attempts, on }
  const found = paused.exec(pause)
  const delay = found?.[0].length === pause.length ? parseDuration(found[1] ?? '') : undefined
  return delay === undefined ? null : { attempts, delay, on }
}

/** The longest time that a timer of the machine can measure, a little less than 25 days. */
const longest: Milliseconds = 2 ** 31 - 1

/** `10 min`, `at most 1 h 30 min`. Null when the text is no time, or one that no timer can measure. */
export function timeoutOf(value: string): Milliseconds | null {
  const text = bareValue(withoutNotes(value))
    .replace(/^(?:(?:up to|at most|max(?:imum)?) |[≤<] ?)/i, '')
    .replace(/ (?:per|each) (?:attempt|try|run)$| max(?:imum)?$/i, '')
  const span = text.length > 40 ? undefined : parseDuration(text)
  return span === undefined || span < 1 || span > longest ? null : span
}

/** A time as a label says it, without rounding: `90 s`, `10 min`. */
export function spanText(span: Milliseconds): string {
  for (const [unit, name] of [
    [3_600_000, 'h'],
    [60_000, 'min'],
    [1000, 's'],
  ] as const)
    // prettier-ignore
    if (span > 0 && span % unit === 0) return `${span / unit} ${name}`
  return `${span} ms`
}

const numbered =
  /^(?:(?:up to|at most|max(?:imum)?(?: of)?) |≤ ?)?(\d{1,4})(?: (?:iterations?|rounds?|times|workers?|agents?))?(?: (?:in parallel|at once|at most|max(?:imum)?))?$/i

/** `5`, `up to 5 rounds`, `4 agents in parallel` as the number, at least 1. Null for any other text. */
export function countOf(value: string): number | null {
  return positive(numbered.exec(bareValue(withoutNotes(value)))?.[1])
}

const rounds = '(?:iterations?|rounds?)'
const most = String.raw`(?:max(?:imum)?(?: of)?|up to|at most|\u2264)`
const roundsPattern = new RegExp(
  String.raw`\b(?:${most} ?(\d{1,4}) ${rounds}|(\d{1,4}) ${rounds} (?:max(?:imum)?|at most)|max(?:imum)? ${rounds}:? (\d{1,4}))(?![\w.%-])`,
  'i',
)

/** How often an iterative phase runs at most, by its heading or its mode: "(iterative, max 5 iterations)", "up to 5 rounds". */
export function iterationsIn(title: string): number | null {
  const text = plain(title)
  if (!ofRounds.test(text)) return null
  const found = roundsPattern.exec(text)
  if (found) return positive(found[1] ?? found[2] ?? found[3])
  const own = /\biterative\W{1,3}(\d{1,4}) ?(?:×|x\b|times\b|iterations?\b|rounds?\b)/i.exec(text)
  return positive(own?.[1])
}

/** Pieces of words without which nothing is said of rounds, or of workers. */
const ofRounds = /iterati|round/i
const ofWorkers = /agents|worker|swarm|parallel/i

const together = String.raw`(?:in parallel|at once|at a time|concurrently|simultaneously)`
const agentsPattern = new RegExp(
  String.raw`(?<![\w.-])(\d{1,4}) (?:(?:agents|workers) (?:running |working )?${together}|(?:parallel|concurrent) (?:agents|workers))\b`,
  'i',
)

/** How many tasks of a phase run at once, by its heading or its mode: "(swarm, 4 workers)", "(Parallel — 4 agents)". */
export function workersIn(title: string): number | null {
  const text = plain(title)
  if (!ofWorkers.test(text)) return null
  const found = agentsPattern.exec(text)
  if (found) return positive(found[1])
  // "Scale to 10 workers" is about something.
  const inside = /\([^()]*\)/.exec(text)?.[0] ?? (/^swarm\b/i.test(text) ? `(${text})` : '')
  const own =
    /[(,;:] ?(?:(?:with|using|up to|at most|max(?:imum)?) )*(\d{1,4}) workers?(?= ?[),;:])/i.exec(
      inside,
    ) ??
    /\bswarm(?: of|[,:]| with) (?:(?:up to|at most) )?(\d{1,4})(?: (?:agents|workers))?(?= ?[),;:])/i.exec(
      inside,
    ) ??
    /\bparallel(?: with|[,:]| ?[-–—]) ?(?:(?:up to|at most) )?(\d{1,4}) (?:agents?|workers?)(?= ?[),;:])/i.exec(
      inside,
    )
  return positive(own?.[1])
}

function positive(digits: string | undefined): number | null {
  const number = Number(digits ?? 0)
  return number >= 1 ? number : null
}

/** Without markup and with single blanks between words: `3 (5 s apart)` as `3 5 s apart`. */
function bareValue(value: string): string {
  return plain(value.replaceAll('`', ''))
    .replace(/[(),;]+/g, ' ')
    .replace(/\s+/g, ' ')
    .replace(/[ .]+$/, '')
    .trim()
}

function withoutNotes(value: string): string {
  return value.replace(/\([^()]*\)/g, ' ')
}

import type { Contingency } from '../../model/index.ts'
import { comparing, metricTrigger, type MetricTrigger } from './metric-trigger.ts'

/** What failed, in the words of its document. */
export interface Failure {
  /** Id, title, command and reason of a task; title of a gate and its criteria that failed. */
  readonly words: string
  /** Names that a trigger may call it by: its id, the titles of its phase and group. */
  readonly names: readonly string[]
  /** Criteria that failed by a value. */
  readonly measures: readonly FailedMeasure[]
}

/** A value that was measured and is not as it should be. */
export interface FailedMeasure {
  /** The words of the criterion. */
  readonly text: string
  /** As a document would show it: `83%`, `12`, `1.2 s`. */
  readonly measured: string
}

/** Words that say that something failed, or only hold a sentence together. */
const idle = new Set(
  (
    'if when in case should a an the any of on to with for and or is are be not does do doesn t fail fails failed failing failure ' +
    'failures break breaks broken stall stalls stalled worse than error errors issue issues problem problems reveal reveals deeper ' +
    'occur occurs properly critical due existing bug bugs regression regressions it its this that cannot can will more takes longer expected'
  ).split(' '),
)

const everything =
  /^(?:if |when |on )?(?:any(?:thing| (?:task|step|phase|gate))|a (?:task|step)|the plan|execution|something)\b.{0,20}\b(?:fails?|breaks?|goes wrong)|^on failure$/i

/**
 * The contingency that speaks of a failure: one whose number the measured value has passed before one that names it (id, phase,
 * group), before one whose words all occur in it, before one for everything. Of several numbers the nearest counts, so that "below
 * 60 %" comes before "below 80 %"; one whose number the value has not passed is none, whatever its words. Mitigations of risks are
 * no contingencies: they are meant to be done before. Undefined: none does.
 */
export function contingencyFor(
  contingencies: readonly Contingency[],
  failure: Failure,
): number | undefined {
  const scores = contingencies.map((one) => (one.kind === 'risk' ? 0 : score(one.trigger, failure)))
  const best = Math.max(0, ...scores)
  return best > 0 ? scores.indexOf(best) : undefined
}

function score(trigger: string, failure: Failure): number {
  const parts = trigger.split(/,?\s+or\s+/i).filter((part) => /\p{Letter}/u.test(part))
  const numbers = parts.map(metricTrigger)
  if (numbers.every((one) => one === null)) return wordScore(trigger, trigger, failure)
  return Math.max(...parts.map((part, at) => partScore(part, numbers[at] ?? null, failure)))
}

function partScore(part: string, metric: MetricTrigger | null, failure: Failure): number {
  if (!metric) return wordScore(part, part, failure)
  const compared = failure.measures
    .filter(({ text }) => isAbout(metric.subject, text))
    .flatMap(({ measured }) => comparing(metric, measured) ?? [])
  if (compared.length === 0) return wordScore(part, `${metric.subject} ${metric.limit}`, failure)
  const nearest = Math.min(...compared.flatMap(({ holds, distance }) => (holds ? distance : [])))
  return nearest === Infinity ? 0 : 4 + 1 / (1 + nearest)
}

/** Whether a subject and a criterion are of one thing: "coverage" of "Test coverage ≥ 90 %", "test coverage" of "Coverage ≥ 90 %". */
function isAbout(subject: string, criterion: string): boolean {
  const wanted = partsOf(subject)
  const said = partsOf(criterion)
  const name = partsOf(/^[^\d<>≤≥=`(:]*/.exec(criterion)?.[0] ?? '')
  return (wanted.size > 0 && wanted.isSubsetOf(said)) || (name.size > 0 && name.isSubsetOf(wanted))
}

const filling = new Set('the a an any of on in to with for and or is are be it its this that measured current overall total'.split(' ')) // prettier-ignore

function partsOf(text: string): ReadonlySet<string> {
  const parts = text.toLowerCase().match(/[\p{Letter}\p{Number}]+/gu) ?? []
  return new Set(parts.filter((part) => !filling.has(part)).map(stem))
}

/** `said`: the words of the trigger that must occur. */
function wordScore(trigger: string, said: string, { words, names }: Failure): number {
  const folded = ` ${fold(trigger)} `
  const named = names.filter((name) => name !== '' && folded.includes(` ${fold(name)} `))
  if (named.length > 0) return 3
  const wanted = wordsOf(said).filter((word) => !idle.has(word))
  if (wanted.length === 0) return everything.test(trigger.trim()) ? 1 : 0
  const there = new Set(wordsOf(words).map(stem))
  const found = wanted.filter((word) => there.has(stem(word))).length
  return found === wanted.length ? 2 : everything.test(trigger.trim()) ? 1 : 0
}

function fold(text: string): string {
  return wordsOf(text).join(' ')
}

function wordsOf(text: string): readonly string[] {
  return text.toLowerCase().match(/[\p{Letter}\p{Number}]+(?:[.-][\p{Letter}\p{Number}]+)*/gu) ?? []
}

/** Rough stems: `tests` and `testing` are `test`. */
function stem(word: string): string {
  const cut = word.replace(/(?:ations?|ing|ion|ers?|ed|es|s)$/, '')
  return cut.length < 3 ? word : cut
}

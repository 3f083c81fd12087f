import type { Contingency } from '../../model/index.ts'

/** What failed, in the words of its document. */
export interface Failure {
  /** Id, title, command and reason of a task; title of a gate and its criteria that failed. */
  readonly words: string
  /** Names that a trigger may call it by: its id, the titles of its phase and group. */
  readonly names: readonly string[]
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
 * The contingency that speaks of a failure: one that names it (id, phase, group) before one whose words all occur in it, before one
 * for everything. Mitigations of risks are no contingencies: they are meant to be done before. Undefined: none does.
 */
export function contingencyFor(
  contingencies: readonly Contingency[],
  failure: Failure,
): number | undefined {
  const scores = contingencies.map((one) => (one.kind === 'risk' ? 0 : score(one.trigger, failure)))
  const best = Math.max(0, ...scores)
  return best > 0 ? scores.indexOf(best) : undefined
}

function score(trigger: string, { words, names }: Failure): number {
  const folded = ` ${fold(trigger)} `
  const named = names.filter((name) => name !== '' && folded.includes(` ${fold(name)} `))
  if (named.length > 0) return 3
  const wanted = wordsOf(trigger).filter((word) => !idle.has(word))
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

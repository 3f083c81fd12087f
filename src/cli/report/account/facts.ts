import type { AccountedGate, AccountedTask } from '../../../index.ts'
import { visibleLine } from '../../visible.ts'
import { seconds } from '../plain.ts'

// What an account says of one thing, in words that every format shares. All of it is safe to print; markup is left to the format.

type Criterion = AccountedGate['evaluations'][number]['criteria'][number]

/** A sign and what it means for a reader's eye. */
export interface Sign {
  readonly sign: string
  readonly tone: 'good' | 'bad' | 'doubtful' | 'quiet'
}

const signs: Readonly<Record<string, Sign>> = {
  done: { sign: '✓', tone: 'good' },
  proven: { sign: '✓', tone: 'good' },
  passed: { sign: '✓', tone: 'good' },
  succeeded: { sign: '✓', tone: 'good' },
  failed: { sign: '✗', tone: 'bad' },
  cancelled: { sign: '⊘', tone: 'doubtful' },
  interrupted: { sign: '⊘', tone: 'doubtful' },
  waiting: { sign: '‖', tone: 'doubtful' },
  running: { sign: '▶', tone: 'doubtful' },
  claimed: { sign: '○', tone: 'doubtful' },
  waived: { sign: '◇', tone: 'doubtful' },
  'insufficient-evidence': { sign: '?', tone: 'doubtful' },
}

/** The sign of a status, an outcome or a verdict. */
export function signOf(status: string | null): Sign {
  return signs[status ?? ''] ?? { sign: '–', tone: 'quiet' }
}

const words: Readonly<Record<string, string>> = {
  'insufficient-evidence': 'nothing to measure',
  proven: 'proven by an earlier run',
  claimed: 'claimed by the document',
}

/** A status, an outcome or a verdict in words. */
export function wordOf(status: string | null): string {
  return words[status ?? ''] ?? status ?? 'not judged'
}

/** The status of a task with its reason, where that says more than the word. */
export function stateOf({ status, reason }: Pick<AccountedTask, 'status' | 'reason'>): string {
  const isKnown = reason === '' || status === 'proven' || status === 'claimed'
  return visibleLine(isKnown ? wordOf(status) : `${wordOf(status)}: ${reason}`)
}

/** `2026-11-21 08:30:12 UTC` */
export function moment(at: number | null): string {
  return at === null
    ? 'not yet'
    : `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`
}

/** `08:30:12` */
export function timeOfDay(at: number): string {
  return new Date(at).toISOString().slice(11, 19)
}

/** What a task that is done was to report and did not; null: nothing. */
export function untold({ missing = [] }: Pick<AccountedTask, 'missing'>): string | null {
  return missing.length === 0 ? null : visibleLine(`does not tell: ${missing.join('; ')}`)
}

/** `plan.md:12`, or the document alone. */
export function placeOf({ document, line }: Pick<AccountedTask, 'document' | 'line'>): string {
  return visibleLine(line === null ? document : `${document}:${line}`)
}

/** An estimate, which is round: `2 h`. */
export function span(time: number): string {
  return seconds(time).replace(/(?<=\w) 0 (?:min|s)$/, '')
}

/** `2 h`, or `1 h–2 h`. */
export function estimateOf({ minimum, maximum }: NonNullable<AccountedTask['estimate']>): string {
  return minimum === maximum ? span(minimum) : `${span(minimum)}–${span(maximum)}`
}

/** A gate's last evaluation, if there was one. */
export function judged(gate: AccountedGate): AccountedGate['evaluations'][number] | undefined {
  return gate.evaluations.at(-1)
}

/** The criteria of a gate with the results of its last evaluation. */
export function criteriaOf(gate: AccountedGate): readonly {
  readonly text: string
  readonly line: number | null
  readonly expect: string | null
  readonly result: Criterion | undefined
}[] {
  const results = new Map(judged(gate)?.criteria.map((one) => [one.key, one] as const))
  return gate.criteria.map(({ key, text, line, expect }) => ({
    text: visibleLine(text),
    line,
    expect,
    result: results.get(key),
  }))
}

/** What became of a criterion: `128, expected = 128`. */
export function criterionFacts(result: Criterion | undefined): string {
  if (!result) return 'not measured'
  return visibleLine(
    result.verdict === 'claimed' ? `only claimed: ${result.reason}` : result.reason,
  )
}

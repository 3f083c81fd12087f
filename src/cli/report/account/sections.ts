import type { Account } from '../../../index.ts'
import { visibleLine } from '../../visible.ts'
import { seconds, type Names } from '../plain.ts'
import { usefulLines } from '../useful.ts'
import type { Evidence } from './evidence.ts'
import { criteriaOf, criterionFacts, moment, placeOf, span, timeOfDay } from './facts.ts'

// The sections of an account, in words that every format shares. All of it is safe to print; markup is left to the format.

/** Label and value of what stands at the head of a report. */
export function figures(account: Account): readonly (readonly [string, string])[] {
  const { documents, started, updated, stretches } = account
  const pauses = stretches.length - 1
  const again = pauses > 0 ? `, gone on with ${pauses === 1 ? 'once' : `${pauses} times`}` : ''
  return [
    [
      'documents',
      visibleLine(
        documents
          .map((one) => (one.title === '' ? one.document : `${one.document} (${one.title})`))
          .join(', '),
      ),
    ],
    ['began', moment(started)],
    ['last event', moment(updated)],
    ['worked', `${seconds(account.active)}${again}`],
    ['estimated', estimated(account)],
    ['tasks', counted(account)],
    ['gates', gatesCounted(account)],
  ]
}

function estimated({ planned, tasks }: Account): string {
  if (planned.unestimated >= tasks.length) return 'nothing; the documents have no estimates'
  const assumed =
    planned.unestimated > 0
      ? ` (${planned.unestimated} without an estimate count ${span(planned.assumed)} each)`
      : ''
  return `${span(planned.length)} at best, ${span(planned.sequential)} one by one${assumed}`
}

function counted({ counts, tasks }: Account): string {
  const shown = Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([status, count]) => `${count} ${status}`)
  return tasks.length === 0 ? 'none' : shown.join(', ')
}

function gatesCounted({ gates }: Account): string {
  const passed = gates.filter(({ verdict }) => verdict === 'passed').length
  return gates.length === 0 ? 'none' : `${passed} of ${gates.length} passed`
}

/** What failed, with its reason and the lines of its output that tell most: tasks, and criteria of gates. */
export function failures(
  account: Account,
  names: Names,
): readonly {
  readonly name: string
  readonly place: string
  readonly reason: string
  readonly output: readonly string[]
}[] {
  const tasks = account.tasks
    .filter(({ status }) => status === 'failed')
    .map((task) => ({
      name: names(task.key),
      place: placeOf(task),
      reason: visibleLine(task.reason),
      output: usefulLines(tailOf(task.attempts.at(-1)?.evidence ?? [])),
    }))
  const criteria = account.gates
    .filter(({ verdict }) => verdict === 'failed')
    .flatMap((gate) =>
      criteriaOf(gate)
        .filter(
          ({ result }) =>
            result !== undefined && result.verdict !== 'passed' && result.verdict !== 'claimed',
        )
        .map(({ text, line, result }) => ({
          name: `gate ${names(gate.key)}: ${text}`,
          place: placeOf({ document: gate.document, line: line ?? gate.line }),
          reason: criterionFacts(result),
          output: usefulLines(tailOf(result?.evidence ?? [])),
        })),
    )
  return [...tasks, ...criteria]
}

/** What the last command or script printed at its end, as it was kept. */
function tailOf(evidence: readonly Evidence[]): string {
  return evidence.findLast((one) => 'tail' in one)?.tail ?? ''
}

/** Tasks and gates that were skipped, with the reason; of many that share one, the first and how many more there are. */
export function skipped(account: Account, names: Names): readonly (readonly [string, string])[] {
  const all = [
    ...account.tasks
      .filter(({ status }) => status === 'skipped')
      .map((one) => [names(one.key), visibleLine(one.reason)] as const),
    ...account.gates
      .filter(({ verdict }) => verdict === 'skipped')
      .map((one) => [`gate ${names(one.key)}`, visibleLine(one.reason)] as const),
  ]
  const byReason = Map.groupBy(all, ([, reason]) => reason)
  return [...byReason.values()].flatMap((same) =>
    same.length <= mostOfAReason ? same : folded(same),
  )
}

/** So many that were skipped for one reason are told one by one. */
const mostOfAReason = 10

function folded(
  same: readonly (readonly [string, string])[],
): readonly (readonly [string, string])[] {
  const first = same.slice(0, mostOfAReason - 1)
  return [...first, [`… and ${same.length - first.length} more`, same[0]?.[1] ?? '']]
}

/** What nobody measured: tasks that only the document calls done, and criteria without a check. */
export function claimed(account: Account, names: Names): readonly (readonly [string, string])[] {
  return [
    ...account.tasks
      .filter(({ status }) => status === 'claimed')
      .map((one) => [names(one.key), visibleLine(one.reason)] as const),
    ...account.gates.flatMap((gate) =>
      criteriaOf(gate)
        .filter(({ result }) => result?.verdict === 'claimed')
        .map(
          ({ text, result }) =>
            [
              text,
              `criterion of gate ${names(gate.key)}: ${visibleLine(result?.reason ?? '')}`,
            ] as const,
        ),
    ),
  ]
}

/** The chain that decided the length, each step with how long it took and why it began when it did. */
export function pathSteps(
  { path }: Account,
  names: Names,
): readonly {
  readonly key: string
  readonly name: string
  readonly took: string
  readonly note: string
}[] {
  return path.map(({ key, round, started, ended, waited, because, held }, index) => {
    const before = path[index - 1]
    const notes = [
      ...(round > 0 ? [`round ${round + 1}`] : []),
      ...(because === 'slot' && before
        ? [`waited for a free place until ${names(before.key)} ended`]
        : []),
      ...(waited >= 100 && because !== 'slot' ? [`began ${seconds(waited)} later`] : []),
      ...(held === 'person' ? ['waited for a person'] : []),
      ...(held === 'paused' ? ['the run stood still meanwhile'] : []),
    ]
    return { key, name: names(key), took: seconds(ended - started), note: notes.join(', ') }
  })
}

/** How long the chain took of the time in which the run went on. */
export function pathLength({ path }: Account): number {
  return path.reduce((sum, { started, ended }) => sum + ended - started, 0)
}

/** What people decided, and what they still have to. */
export function decisions(
  { requests }: Account,
  names: Names,
): readonly (readonly [string, string])[] {
  return requests.map(({ subject, kind, text, command, answer, by, answered }) => {
    const asked = kind === 'permission' ? `permission for ${command ?? ''}` : text
    const said = typeof answer === 'string' ? answer : JSON.stringify(answer)
    const what = answered === null ? 'open' : `${said} by ${by ?? 'somebody'}`
    return [`${names(subject)}: ${visibleLine(asked)}`, visibleLine(what)] as const
  })
}

/** Signals, waivers, steps of contingencies, and events of kinds that this goap does not know. */
export function remarkLines(
  { remarks }: Account,
  names: Names,
): readonly {
  readonly what: string
  readonly how: string
  readonly evidence: readonly Evidence[]
}[] {
  return remarks.map(({ at, type, subject, by, text, evidence }) => ({
    what: `${timeOfDay(at)} ${visibleLine(type)}${subject === null ? '' : ` ${names(subject)}`}`,
    how: visibleLine([text, ...(by === null ? [] : [`by ${by}`])].join(' ')),
    evidence,
  }))
}

/** Which process executed the run, when, and how that ended. */
export function stretchLines({ stretches }: Account): readonly string[] {
  const ends: Readonly<Record<string, string>> = {
    open: 'still open',
    killed: 'cut off',
    waiting: 'until it waited for a person',
  }
  return stretches.map(({ from, to, by, end }) =>
    visibleLine(
      `${moment(from)} to ${timeOfDay(to)}${by === null ? '' : ` by ${by}`}: ${ends[end] ?? end}`,
    ),
  )
}

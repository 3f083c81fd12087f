import type { Account, AccountedGate, AccountedTask } from '../../../index.ts'
import { visibleLine } from '../../visible.ts'
import { seconds, type Names } from '../plain.ts'
import { usefulLines } from '../useful.ts'

// What an account says, in words that every format shares. All of it is safe to print; markup is left to the format.

type Evidence = AccountedTask['attempts'][number]['evidence'][number]
type CommandEvidence = Extract<Evidence, { kind: 'command' }>
type Attempt = AccountedTask['attempts'][number]
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

/** Who tried a task, how long and with whose permission: `shell · 1.2 s, estimated 2 h · allowed by --yes`. */
export function attemptFacts(attempt: Attempt, task: AccountedTask): string {
  const { round, attempt: number, agent, outcome, allowed, usage } = attempt
  const isOnly = task.attempts.length === 1
  const parts = [
    ...(round > 0 ? [`round ${round + 1}`] : []),
    ...(isOnly || number === 0 ? [] : [`attempt ${number}`]),
    ...(agent === null ? [] : [agent]),
    ...(outcome === 'succeeded' ? [] : [outcome]),
    spanOf(attempt, task),
    ...(usage?.tokens === undefined ? [] : [`${usage.tokens} tokens`]),
    ...(usage?.cost === undefined ? [] : [`$${usage.cost.toFixed(2)}`]),
    ...(allowed === null ? [] : [`allowed by ${allowed}`]),
  ]
  return visibleLine(parts.filter((part) => part !== '').join(' · '))
}

function spanOf({ started, ended, usage }: Attempt, { estimate }: AccountedTask): string {
  const span =
    usage && usage.duration > 0 ? usage.duration : ended === null ? null : ended - started
  if (span === null) return ''
  return `${seconds(span)}${estimate === null ? '' : `, estimated ${estimateOf(estimate)}`}`
}

/** An estimate, which is round: `2 h`. */
function span(time: number): string {
  return seconds(time).replace(/(?<=\w) 0 (?:min|s)$/, '')
}

/** `2 h`, or `1 h–2 h`. */
export function estimateOf({ minimum, maximum }: NonNullable<AccountedTask['estimate']>): string {
  return minimum === maximum ? span(minimum) : `${span(minimum)}–${span(maximum)}`
}

/** How a command ended and what its output was: `exit code 0 · 0.1 s · 12 bytes · sha256 e3b0c44298fc`. */
export function commandFacts({
  exit,
  signal,
  duration,
  bytes,
  hash,
  truncated,
  confinement,
}: CommandEvidence): string {
  return visibleLine(
    [
      exit === null ? `ended by ${signal ?? 'a signal'}` : `exit code ${exit}`,
      seconds(duration),
      `${bytes} bytes${truncated ? ', only the end kept' : ''}`,
      `sha256 ${hash.slice(0, 12)}`,
      ...(confinement === 'plain' ? [] : [`confined: ${confinement}`]),
    ].join(' · '),
  )
}

/** Evidence that is no command, in words. */
export function statementFacts(evidence: Exclude<Evidence, CommandEvidence>, names: Names): string {
  switch (evidence.kind) {
    case 'statement':
      return visibleLine(`${evidence.by} says: ${evidence.text}`)
    case 'parts':
      return visibleLine(`its parts are done: ${evidence.tasks.map(names).join(', ')}`)
    case 'measure':
      return visibleLine(
        `measured ${evidence.value}${evidence.unit === '%' || evidence.unit === '' ? '' : ' '}${evidence.unit}: ${evidence.of}`,
      )
    case 'script':
      return visibleLine(scriptFacts(evidence))
    case 'file':
      return visibleLine(`${evidence.path}: ${fileFacts(evidence)}`)
  }
}

/** How a script of the sandbox ended, and what it used. */
function scriptFacts(evidence: Extract<Evidence, { kind: 'script' }>): string {
  const { status, reason, error, value, fuel, backend, duration, source, bytes, hash } = evidence
  const where = error?.line == null ? '' : ` in line ${error.line}`
  const said = error ? `: ${error.name}: ${error.message}${where}` : ''
  return [
    status === 'success' ? `script gave ${value === undefined ? 'nothing' : JSON.stringify(value)}` : `script ${status} (${reason})${said}`,
    ...(fuel === null ? [] : [`fuel ${fuel}`]),
    `sandbox ${backend}`,
    seconds(duration),
    `source sha256 ${source.slice(0, 12)}`,
    ...(bytes === 0 ? [] : [`${bytes} bytes printed, sha256 ${hash.slice(0, 12)}`]),
  ].join(' · ') // prettier-ignore
}

function fileFacts({ found, bytes, hash }: Extract<Evidence, { kind: 'file' }>): string {
  if (found === 'nothing') return 'not there'
  if (found === 'unknown') return 'could not be looked at'
  return [found, ...(bytes === null ? [] : [`${bytes} bytes`]), ...(hash === null ? [] : [`sha256 ${hash.slice(0, 12)}`])].join(' · ') // prettier-ignore
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

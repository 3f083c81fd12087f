import type { TaskGraph } from '../graph/index.ts'
import type { Journal, ResultRecord } from '../journal/index.ts'
import { gateKey, taskKey, type Gate, type GateKey, type Plan, type Task, type TaskKey } from '../model/index.ts' // prettier-ignore
import type { ReportedGate, ReportedTask, Waiting } from '../observe/index.ts'
import { gateRecords, judgedGates } from './gate-records.ts'
import { isJudgedAlike } from './gate-states.ts'
import { liveRuns, type LiveRun } from './live-runs.ts'

// Where each task and gate stands now, whatever it waits for.
//
//   N1. An unfinished run knows best, as long as a task or gate is defined as it was for the run.
//   N2. Then the journal: results and verdicts count for the definition that they speak of.
//   N3. Then the document: what it says is done is over. A gate is over only by a verdict, or when it has nothing to measure.

/** `open`: it can be started once what it needs is over. `asked`: a person must answer first. */
export interface StandingNow {
  readonly kind: 'over' | 'open' | 'running' | 'asked' | 'stuck'
  /** Why it is stuck, or was cut off; '' otherwise. */
  readonly reason: string
  /** The unfinished run that it is a part of. */
  readonly run: string | null
  /** What a person is asked. */
  readonly asked: Waiting | null
}

/** Where all tasks and gates of a graph stand, and the runs of theirs that are not finished. */
export interface Now {
  readonly standings: ReadonlyMap<string, StandingNow>
  readonly live: readonly LiveRun[]
}

/** Looks up where the tasks and gates of a graph stand. */
export async function standingsNow({ plans }: TaskGraph, journal: Journal | null): Promise<Now> {
  const documents = plans.map(({ document }) => document)
  const live = await liveRuns(journal, documents)
  const standings = new Map<string, StandingNow>()
  for (const [key, one] of await tasksNow(plans, journal, live)) standings.set(key, one)
  for (const [key, one] of await gatesNow(plans, journal, live)) standings.set(key, one)
  return { standings, live }
}

async function tasksNow(
  plans: readonly Plan[],
  journal: Journal | null,
  live: readonly LiveRun[],
): Promise<ReadonlyMap<TaskKey, StandingNow>> {
  const { standingsOf, taskDefinitions } = await import('../engine/index.ts')
  const definitions = taskDefinitions(plans)
  const results = (await journal?.results([...definitions.keys()])) ?? new Map<TaskKey, ResultRecord>() // prettier-ignore
  const known = standingsOf(plans, results, { strict: false, again: null, given: {} })
  const reported = new Map<TaskKey, Reported<ReportedTask>>()
  for (const one of live) {
    const before = taskDefinitions(one.plans)
    for (const task of one.report.tasks)
      if (before.get(task.key) === definitions.get(task.key) && !reported.has(task.key))
        reported.set(task.key, { live: one, what: task })
  }
  return new Map(
    plans.flatMap(({ document, tasks }) =>
      tasks.map((task) => {
        const key = taskKey(document, task.key)
        const result = results.get(key)
        const failed = result?.outcome === 'failed' && result.definition === definitions.get(key) ? result.run : null // prettier-ignore
        const alone = byDocument(task, known[key]?.kind, failed)
        const seen = reported.get(key)
        return [key, seen ? byRun(seen, task, alone) : alone] as const
      }),
    ),
  )
}

interface Reported<What> {
  readonly live: LiveRun
  readonly what: What
}

/** Where a task stands that no unfinished run knows; `failed`: the run in which it did. */
function byDocument(
  { status }: Task,
  standing: string | undefined,
  failed: string | null,
): StandingNow {
  if (standing === 'proven' || standing === 'claimed' || standing === 'skipped') return over
  if (standing === 'blocked') return stuck('the document says that it is blocked')
  if (failed !== null) return stuck(`failed in run ${failed}`)
  if (status === 'failed') return stuck('the document says that it has failed')
  return status === 'running' ? { ...open, kind: 'running' } : open
}

function byRun(
  { live: { record, isExecuted, report }, what }: Reported<ReportedTask>,
  task: Task,
  alone: StandingNow,
): StandingNow {
  const { run } = record
  switch (what.status) {
    case 'done':
    case 'proven':
    case 'claimed':
      return over
    case 'running':
      return isExecuted ? { ...open, kind: 'running', run } : { ...open, run, reason: 'was cut off' } // prettier-ignore
    case 'waiting':
      return { ...open, kind: 'asked', run, asked: askedOf(report.waiting, what.key) }
    case 'failed':
      return { ...stuck(what.reason), run }
    case 'skipped':
      // Left out of the run, or skipped because of another: it has not been done.
      return alone.kind === 'over' || task.status === 'skipped' ? over : { ...open, run }
    case 'pending':
    case 'cancelled':
      return { ...open, run }
  }
}

async function gatesNow(
  plans: readonly Plan[],
  journal: Journal | null,
  live: readonly LiveRun[],
): Promise<ReadonlyMap<GateKey, StandingNow>> {
  const records = await gateRecords(journal, plans)
  const asJudged = judgedGates(journal)
  const found = new Map<GateKey, StandingNow>()
  for (const plan of plans)
    for (const gate of plan.gates) {
      const key = gateKey(plan.document, gate.key)
      const one = live.find(({ record }) => record.documents.includes(plan.document))
      const then = one?.plans.find(({ document }) => document === plan.document)
      const before = then?.gates.find((each) => each.key === gate.key)
      const what = one?.report.gates.find((each) => each.key === key)
      if (one && what && before && isJudgedAlike(before, gate)) {
        found.set(key, gateByRun({ live: one, what }, gate))
        continue
      }
      const record = records.get(key)
      const judged = record?.run ? await asJudged(record.run, key) : undefined
      const isSame = judged !== undefined && isJudgedAlike(judged, gate)
      const last = [...(record?.results.values() ?? [])].filter((each) => each.run.run === record?.run) // prettier-ignore
      found.set(key, gateAlone(gate, isSame ? (record?.state ?? null) : null, last.map(({ result }) => result))) // prettier-ignore
    }
  return found
}

function gateAlone(
  gate: Gate,
  state: string | null,
  results: readonly Pick<ReportedGate['criteria'][number], 'text' | 'verdict' | 'reason'>[],
): StandingNow {
  // Insufficient evidence stops nothing; nor does what a person waived.
  const isGood = state === 'passed' || state === 'waived' || state === 'insufficient-evidence'
  if (isUnmeasured(gate) || isGood) return over
  return state === 'failed' ? stuck(`failed: ${whyFailed(results)}`) : open
}

function gateByRun(
  { live: { record, isExecuted, report }, what }: Reported<ReportedGate>,
  gate: Gate,
): StandingNow {
  const { run } = record
  switch (what.verdict) {
    case 'waiting':
      return { ...open, kind: 'asked', run, asked: askedOf(report.waiting, what.key) }
    case 'running':
      return isExecuted ? { ...open, kind: 'running', run } : { ...open, run, reason: 'was cut off' } // prettier-ignore
    default:
      return { ...gateAlone(gate, what.verdict, what.criteria), run }
  }
}

/** A gate without any check stops nothing. */
function isUnmeasured({ criteria }: Gate): boolean {
  return criteria.every(({ check }) => check === null)
}

function whyFailed(
  results: readonly Pick<ReportedGate['criteria'][number], 'text' | 'verdict' | 'reason'>[],
): string {
  const bad = results.filter(({ verdict }) => verdict === 'failed' || verdict === 'insufficient-evidence') // prettier-ignore
  return bad.map(({ text, reason }) => `${text}: ${reason}`).join('; ')
}

function askedOf(waiting: readonly Waiting[], key: string): Waiting | null {
  return waiting.find(({ subject }) => subject === key) ?? null
}

const open: StandingNow = { kind: 'open', reason: '', run: null, asked: null }
const over: StandingNow = { ...open, kind: 'over' }

function stuck(reason: string): StandingNow {
  return { ...open, kind: 'stuck', reason }
}

import type { Json, Milliseconds, Timestamp } from '../base/index.ts'
import {
  gateKey,
  missingFields,
  taskKey,
  type CriterionResult,
  type Evidence,
  type Plan,
  type RunEvent,
  type Verdict,
} from '../model/index.ts'

/** How a task stands in a run. `proven`: an earlier run has its result; `claimed`: only the document says so. */
export type ReportedStatus =
  | 'done'
  | 'proven'
  | 'claimed'
  | 'running'
  | 'pending'
  | 'waiting'
  | 'failed'
  | 'cancelled'
  | 'skipped'

export interface ReportedTask {
  readonly key: string
  readonly id: string | null
  readonly title: string
  readonly status: ReportedStatus
  readonly agent: string | null
  readonly attempts: number
  /** Of the attempt that ended it. */
  readonly duration: Milliseconds | null
  readonly reason: string
  readonly evidence: readonly Evidence[]
  /** What it was to tell and did not; absent: nothing. */
  readonly missing?: readonly string[]
}

export interface ReportedGate {
  readonly key: string
  readonly title: string
  readonly verdict: Verdict | 'skipped' | 'waiting' | 'running' | 'waived' | null
  readonly criteria: readonly CriterionResult[]
  readonly reason: string
}

/** Something that a person must do before the run can go on. */
export interface Waiting {
  readonly subject: string
  readonly kind: 'permission' | 'question'
  readonly text: string
  /** The command that needs permission. */
  readonly command: string | null
  /** What `--allow` needs. */
  readonly pattern: string | null
  readonly dangerous: boolean
  /** A `deny` pattern forbids the command: no permission helps. */
  readonly denied: boolean
}

/** What a run came to, as far as it went: the fold of its events. */
export interface Report {
  readonly run: string
  readonly outcome: 'running' | 'waiting' | 'interrupted' | 'succeeded' | 'failed' | 'cancelled'
  readonly reason: string
  readonly documents: readonly string[]
  readonly started: Timestamp | null
  readonly updated: Timestamp | null
  readonly tasks: readonly ReportedTask[]
  readonly gates: readonly ReportedGate[]
  readonly waiting: readonly Waiting[]
  readonly counts: Readonly<Record<ReportedStatus, number>>
}

/** What a report rests on beside the events. */
export interface ReportBasis {
  readonly plans: readonly Plan[]
  readonly standings: Readonly<Record<string, { readonly kind: string; readonly reason: string }>>
  /** Plans of the generations before: what was done or failed of them is told too. Default: none. */
  readonly earlier?: readonly (readonly Plan[])[]
}

/** Folds events, one after the other, into a report. */
export interface Reporter {
  take(event: RunEvent): void
  report(): Report
}

/** Makes a fold of a run's events over its frozen plans. */
export function reporter(run: string, { plans, standings, earlier = [] }: ReportBasis): Reporter {
  const tasks = new Map<string, ReportedTask>()
  const gates = new Map<string, ReportedGate>()
  const waiting = new Map<string, Waiting>()
  const reports = new Map<string, readonly string[]>()
  let outcome: Report['outcome'] = 'running'
  let reason = ''
  let documents: readonly string[] = plans.map(({ document }) => document)
  let started: Timestamp | null = null
  let updated: Timestamp | null = null

  /** The last generation that has a task or gate. */
  const last = new Map<string, number>()
  let generation = 0
  for (const [number, all] of [...earlier, plans].entries())
    for (const plan of all) for (const key of enter(plan)) last.set(key, number)

  /** Enters the tasks and gates of a plan, those of the plans that count last. */
  function enter(plan: Plan): readonly string[] {
    const keys: string[] = []
    for (const task of plan.tasks) {
      const key = taskKey(plan.document, task.key)
      keys.push(key)
      if (task.report) reports.set(key, task.report)
      tasks.set(key, { ...blank, key, id: task.id, title: task.title, ...standing(standings[key]) })
    }
    for (const gate of plan.gates) {
      const key = gateKey(plan.document, gate.key)
      keys.push(key)
      gates.set(key, { key, title: gate.title, verdict: null, criteria: [], reason: '' })
    }
    return keys
  }

  function task(key: string, change: Partial<ReportedTask>): void {
    const before = tasks.get(key)
    if (!before) return
    const { missing: _told, ...rest } = before
    tasks.set(key, { ...rest, ...change })
  }

  /** What a task that is done does not tell. */
  function untold(key: string, outputs: Readonly<Record<string, Json>>): Partial<ReportedTask> {
    const missing = missingFields(reports.get(key) ?? [], outputs)
    return missing.length > 0 ? { missing } : {}
  }

  function gate(key: string, change: Partial<ReportedGate>): void {
    const before = gates.get(key)
    if (before) gates.set(key, { ...before, ...change })
  }

  function cutOff(): void {
    for (const [key, { status }] of tasks)
      if (status === 'running') task(key, { status: 'pending', reason: 'cut off' })
  }

  function wait(subject: string, what: Waiting): void {
    waiting.set(subject, what)
    task(subject, { status: 'waiting', reason: what.text })
    gate(subject, { verdict: 'waiting', reason: what.text })
  }

  function take(event: RunEvent): void {
    updated = event.at
    switch (event.type) {
      case 'run.started':
        started = event.at
        documents = event.documents
        return
      case 'run.replanned':
        // Whoever does not know the generations before has the plans of the last.
        generation = Math.min(generation + 1, earlier.length)
        for (const [key, { status }] of tasks) {
          if ((last.get(key) ?? 0) < generation) {
            // Of what is no longer planned only what came to an end is of interest.
            if (status !== 'done' && status !== 'failed') tasks.delete(key)
            continue
          }
          const now = standing(standings[key])
          const isKept = now.status === 'proven' && status === 'done'
          if (!isKept) task(key, { ...now })
        }
        for (const [key, { verdict }] of gates)
          if ((last.get(key) ?? 0) >= generation) gate(key, { verdict: null, reason: '' })
          else if (verdict !== 'passed' && verdict !== 'failed') gates.delete(key)
        waiting.clear()
        return
      case 'run.paused':
        outcome = event.reason === 'waiting' ? 'waiting' : 'interrupted'
        reason = event.reason
        // A pause that was asked for lets what runs come to its end.
        if (event.reason !== 'requested') cutOff()
        return
      case 'run.resumed':
        outcome = 'running'
        return cutOff()
      case 'run.finished':
        outcome = event.outcome
        reason = event.reason
        return
      case 'task.ready':
        waiting.delete(event.task)
        return task(event.task, { status: 'pending', reason: '' })
      case 'task.started':
        return task(event.task, {
          status: 'running',
          agent: event.agent,
          attempts: event.attempt,
        })
      case 'task.retried':
        return task(event.task, { status: 'pending', reason: event.reason })
      case 'task.finished': {
        const { outcome: end } = event
        return task(event.task, {
          status: end.kind === 'succeeded' ? 'done' : end.kind,
          duration: end.kind === 'cancelled' ? null : end.usage.duration,
          reason: end.kind === 'succeeded' ? '' : end.reason,
          evidence: end.evidence,
          ...(end.kind === 'succeeded' ? untold(event.task, end.outputs) : {}),
        })
      }
      case 'task.compensated':
        return event.outcome.kind === 'succeeded'
          ? task(event.task, { status: 'pending', reason: 'what it did was undone' })
          : task(event.task, { reason: `it could not be undone: ${event.outcome.reason}` })
      case 'task.skipped':
        waiting.delete(event.task)
        return task(event.task, { status: 'skipped', reason: event.reason })
      case 'gate.started':
        waiting.delete(event.gate)
        return gate(event.gate, { verdict: 'running', reason: '' })
      case 'gate.finished':
        return gate(event.gate, { verdict: event.verdict, criteria: event.criteria })
      case 'gate.waived':
        waiting.delete(event.gate)
        return gate(event.gate, {
          verdict: 'waived',
          reason: `waived by ${event.by}: ${event.why}`,
        })
      case 'round.opened':
        for (const key of event.nodes) {
          waiting.delete(key)
          task(key, { status: 'pending', reason: '' })
          gate(key, { verdict: null, reason: '' })
        }
        return
      case 'remedy.finished':
        waiting.delete(event.subject)
        // What is done again or deferred is told by the event that follows.
        if (event.decision !== 'given-up' && event.decision !== 'rolled-back') return
        task(event.subject, { status: 'failed', reason: event.reason })
        return gate(event.subject, { verdict: 'failed', reason: event.reason })
      case 'gate.skipped':
        waiting.delete(event.gate)
        return gate(event.gate, { verdict: 'skipped', reason: event.reason })
      case 'permission.requested':
        return wait(event.subject, {
          subject: event.subject,
          kind: 'permission',
          text: event.reason,
          command: event.command,
          pattern: event.pattern,
          dangerous: event.dangerous,
          denied: event.denied,
        })
      case 'question.asked':
        return wait(event.subject, {
          subject: event.subject,
          kind: 'question',
          text: event.text,
          command: null,
          pattern: null,
          dangerous: false,
          denied: false,
        })
      default:
    }
  }

  return {
    take,
    report: () => ({
      run,
      outcome,
      reason,
      documents,
      started,
      updated,
      tasks: [...tasks.values()],
      gates: [...gates.values()],
      waiting: [...waiting.values()],
      counts: countsOf(tasks.values()),
    }),
  }
}

const blank = {
  status: 'pending',
  agent: null,
  attempts: 0,
  duration: null,
  reason: '',
  evidence: [],
} as const satisfies Partial<ReportedTask>

function standing(
  found: { readonly kind: string; readonly reason: string } | undefined,
): Pick<ReportedTask, 'status' | 'reason'> {
  const reason = found?.reason ?? ''
  switch (found?.kind) {
    case 'proven':
      return { status: 'proven', reason }
    case 'claimed':
      return { status: 'claimed', reason }
    case 'skipped':
    case 'excluded':
    case 'left-out':
      return { status: 'skipped', reason }
    default:
      return { status: 'pending', reason }
  }
}

function countsOf(tasks: Iterable<ReportedTask>): Record<ReportedStatus, number> {
  const counts = {
    done: 0,
    proven: 0,
    claimed: 0,
    running: 0,
    pending: 0,
    waiting: 0,
    failed: 0,
    cancelled: 0,
    skipped: 0,
  }
  for (const { status } of tasks) counts[status]++
  return counts
}

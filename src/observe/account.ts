import type { Milliseconds, Timestamp } from '../base/index.ts'
import { graph, schedule } from '../graph/index.ts'
import {
  gateKey,
  splitKey,
  taskKey,
  type Criterion,
  type Plan,
  type RunEvent,
  type Task,
} from '../model/index.ts'
import {
  history,
  type RecordedAttempt,
  type RecordedEvaluation,
  type RecordedRequest,
  type RecordedStretch,
} from './history.ts'
import type { Remark } from './remark.ts'
import {
  reporter,
  type Report,
  type ReportBasis,
  type ReportedGate,
  type ReportedTask,
  type Waiting,
} from './report.ts'
import { takenPath, type PathStep } from './taken-path.ts'

/** A task of a run with all that became of it. */
export interface AccountedTask extends Omit<ReportedTask, 'attempts' | 'evidence'> {
  readonly document: string
  /** The line of the document; null for a plan made in code. */
  readonly line: number | null
  /** The title of the phase that runs it. */
  readonly phase: string | null
  /** The agent that the document names. */
  readonly assigned: string | null
  /** By the document, in milliseconds; null when it gives none. */
  readonly estimate: { readonly minimum: Milliseconds; readonly maximum: Milliseconds } | null
  readonly started: Timestamp | null
  readonly ended: Timestamp | null
  readonly attempts: readonly RecordedAttempt[]
}

/** A criterion of a gate: what it says, and the result of the last evaluation if there was one. */
export interface AccountedCriterion {
  readonly key: string
  readonly text: string
  readonly line: number | null
  /** The expectation as the document words it. */
  readonly expect: string | null
}

export interface AccountedGate extends Omit<ReportedGate, 'criteria'> {
  readonly document: string
  readonly line: number | null
  readonly phase: string | null
  /** What the gate asks for, in the order of the document; results stand in the evaluations. */
  readonly criteria: readonly AccountedCriterion[]
  readonly evaluations: readonly RecordedEvaluation[]
}

/** All that is known of a run: what ran, by whom, with which evidence, how long and why. */
export interface Account {
  readonly run: string
  readonly outcome: Report['outcome']
  readonly reason: string
  readonly documents: readonly { readonly document: string; readonly title: string }[]
  readonly started: Timestamp | null
  readonly updated: Timestamp | null
  /** Milliseconds in which a process executed the run. */
  readonly active: Milliseconds
  readonly stretches: readonly RecordedStretch[]
  /** By the estimates of the documents: with as many workers as can, and one by one; tasks without an estimate count `assumed`. */
  readonly planned: {
    readonly length: Milliseconds
    readonly sequential: Milliseconds
    readonly criticalPath: readonly string[]
    readonly unestimated: number
    readonly assumed: Milliseconds
  }
  readonly counts: Report['counts']
  readonly tasks: readonly AccountedTask[]
  readonly gates: readonly AccountedGate[]
  /** The chain that decided how long it took. */
  readonly path: readonly PathStep[]
  readonly requests: readonly RecordedRequest[]
  readonly waiting: readonly Waiting[]
  /** Signals, waivers, contingencies and whatever else happened. */
  readonly remarks: readonly Remark[]
}

/** Folds the events of a run over its frozen plans. Unknown kinds of events are told as remarks. */
export function account(run: string, basis: ReportBasis, events: readonly RunEvent[]): Account {
  const fold = reporter(run, basis)
  for (const event of events) fold.take(event)
  const { tasks, gates, documents: _documents, ...report } = fold.report()
  const told = history(events)
  const built = graph(basis.plans)
  const { length, sequential, criticalPath, unestimated, assumed } = schedule(built)
  const plans = new Map(basis.plans.map((plan) => [plan.document, plan] as const))
  const written = new Map(
    basis.plans.flatMap((plan) =>
      plan.tasks.map((task) => [taskKey(plan.document, task.key), task] as const),
    ),
  )
  const gated = new Map(
    basis.plans.flatMap((plan) =>
      plan.gates.map((gate) => [gateKey(plan.document, gate.key), gate] as const),
    ),
  )
  return {
    ...report,
    documents: basis.plans.map(({ document, title }) => ({ document, title })),
    active: told.active,
    stretches: told.stretches,
    planned: { length, sequential, criticalPath, unestimated, assumed },
    tasks: tasks.map((one) => {
      const { document } = splitKey(one.key)
      const task = written.get(one.key)
      const phase = task ? phaseOf(plans.get(document), task) : null
      return accountedTask(one, task, phase, told.attempts.get(one.key) ?? [])
    }),
    gates: gates.map((one) => {
      const { document } = splitKey(one.key)
      const gate = gated.get(one.key)
      const phase = plans.get(document)?.phases.find(({ key }) => key === gate?.phase)
      return {
        key: one.key,
        title: one.title,
        verdict: one.verdict,
        reason: one.reason,
        document,
        line: gate?.place?.line ?? null,
        phase: phase?.title ?? null,
        criteria: (gate?.criteria ?? []).map(accountedCriterion),
        evaluations: told.evaluations.get(one.key) ?? [],
      }
    }),
    path: takenPath(built, told),
    requests: told.requests,
    remarks: told.remarks,
  }
}

function accountedTask(
  { attempts: _count, evidence: _evidence, ...reported }: ReportedTask,
  task: Task | undefined,
  phase: string | null,
  attempts: readonly RecordedAttempt[],
): AccountedTask {
  const minute = 60_000
  const effort = task?.effort
  return {
    ...reported,
    document: splitKey(reported.key).document,
    line: task?.place?.line ?? null,
    phase,
    assigned: task?.agent ?? null,
    estimate: effort
      ? { minimum: effort.minimum * minute, maximum: effort.maximum * minute }
      : null,
    started: attempts[0]?.started ?? null,
    ended: attempts.at(-1)?.ended ?? null,
    attempts,
  }
}

function phaseOf(plan: Plan | undefined, { key, group }: Task): string | null {
  return plan?.phases.find(({ tasks }) => tasks.includes(key))?.title ?? group
}

function accountedCriterion({ key, text, place, expect }: Criterion): AccountedCriterion {
  return { key, text, line: place?.line ?? null, expect }
}

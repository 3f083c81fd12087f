import type { Json, Milliseconds, Timestamp } from '../base/index.ts'
import type { FactValue } from './goal.ts'
import type { GateKey, PhaseKey, TaskKey } from './keys.ts'
import type { CriterionResult, Evidence, Outcome, Verdict } from './outcome.ts'

/** What happened, without its place in a run. */
export type Happening =
  | {
      readonly type: 'run.started'
      /** SHA-256 of the frozen plans and options; the journal keeps them under it. */
      readonly spec: string
      readonly generation: number
      readonly documents: readonly string[]
      /** SHA-256 of the permissions in force; a run never reads them again. */
      readonly permissions: string
      readonly tasks: number
      readonly gates: number
    }
  /** The run goes on with the plans as they are now; what was done of them stays done. */
  | {
      readonly type: 'run.replanned'
      /** SHA-256 of the new frozen plans and options. */
      readonly spec: string
      /** One more than before. */
      readonly generation: number
      readonly reason: string
      readonly by: string
      /** A planner found another way after these had failed. Absent: the documents have changed. */
      readonly failed?: readonly string[]
    }
  | {
      readonly type: 'run.paused'
      readonly reason: 'waiting' | 'interrupted' | 'requested'
      readonly by: string
    }
  | { readonly type: 'run.resumed'; readonly by: string }
  /** A failure ends everything that still runs. */
  | { readonly type: 'run.stopping'; readonly reason: string }
  | {
      readonly type: 'run.finished'
      readonly outcome: 'succeeded' | 'failed' | 'cancelled'
      readonly reason: string
    }
  | { readonly type: 'phase.started'; readonly phase: PhaseKey }
  | {
      readonly type: 'phase.finished'
      readonly phase: PhaseKey
      readonly outcome: 'succeeded' | 'failed'
    }
  | { readonly type: 'task.ready'; readonly task: TaskKey; readonly round: number }
  | {
      readonly type: 'task.started'
      readonly task: TaskKey
      readonly round: number
      /** 1 for the first try of the round. */
      readonly attempt: number
      readonly agent: string
      /** The idempotency key. */
      readonly key: string
      /** What will run, redacted; null for an agent without a command. */
      readonly command: string | null
      /** Why it may run: `--yes`, `--allow npm *`, `trusted configuration`, …; null when nothing had to be allowed. */
      readonly allowed: string | null
    }
  | { readonly type: 'task.progressed'; readonly task: TaskKey; readonly note: string }
  | { readonly type: 'task.saved'; readonly task: TaskKey; readonly value: Json }
  | {
      readonly type: 'task.retried'
      readonly task: TaskKey
      readonly round: number
      /** An attempt that was cut off does not count against the retry policy. */
      readonly cause: 'failed' | 'interrupted'
      readonly reason: string
      /** When the next attempt may start. */
      readonly due: Timestamp
    }
  | {
      readonly type: 'task.finished'
      readonly task: TaskKey
      readonly round: number
      readonly attempt: number
      readonly outcome: Outcome
      /** SHA-256 of the task's definition, so that a later run knows whether the result still speaks of the same task. */
      readonly definition: string
    }
  | {
      readonly type: 'task.skipped'
      readonly task: TaskKey
      readonly reason: string
      /** Whether what needs the task may go on as if it were done. */
      readonly satisfied: boolean
    }
  | { readonly type: 'gate.started'; readonly gate: GateKey; readonly round: number }
  | {
      readonly type: 'gate.finished'
      readonly gate: GateKey
      readonly round: number
      readonly verdict: Verdict
      readonly criteria: readonly CriterionResult[]
      /** Whether what follows must not go on. */
      readonly blocking: boolean
      readonly duration: Milliseconds
    }
  | {
      readonly type: 'gate.skipped'
      readonly gate: GateKey
      readonly reason: string
      /** Whether what follows may go on all the same. Default false. */
      readonly satisfied?: boolean
    }
  /** A person lets what follows a gate go on, whatever its verdict. */
  | {
      readonly type: 'gate.waived'
      readonly gate: GateKey
      readonly by: string
      readonly why: string
    }
  /** Tasks, gates and phases begin their next round. */
  | {
      readonly type: 'round.opened'
      /** The task or gate for whose sake. */
      readonly subject: string
      /** Graph keys of all that is open again, in the order of the graph. */
      readonly nodes: readonly string[]
      readonly reason: string
      /** What the attempts of the next round are told: why the last was not good enough. */
      readonly note: string | null
      readonly by: string
    }
  /** What the document states for a failure begins. */
  | {
      readonly type: 'remedy.started'
      /** The task or gate that failed. */
      readonly subject: string
      readonly trigger: string
      /** Position among the contingencies of its document. */
      readonly contingency: number
      /** Why the subject failed. */
      readonly reason: string
    }
  | {
      readonly type: 'remedy.stepped'
      readonly subject: string
      readonly action: string
      readonly outcome: Outcome
    }
  | {
      readonly type: 'remedy.finished'
      readonly subject: string
      readonly decision: 'again' | 'deferred' | 'rolled-back' | 'given-up'
      readonly reason: string
      readonly by: string
    }
  /** What was done in a document is undone, last first. */
  | {
      readonly type: 'rollback.started'
      readonly subject: string
      readonly reason: string
      /** Tasks that say how they are undone, in the order in which they are. */
      readonly tasks: readonly TaskKey[]
    }
  | { readonly type: 'task.compensated'; readonly task: TaskKey; readonly outcome: Outcome }
  | {
      readonly type: 'fact.observed'
      readonly name: string
      readonly value: FactValue
      readonly evidence: Evidence | null
    }
  | {
      readonly type: 'permission.requested'
      /** The task or gate that wants to run it. */
      readonly subject: string
      /** Redacted. */
      readonly command: string
      /** SHA-256 of the command; absent when it is kept as it is. */
      readonly digest?: string
      readonly reason: string
      readonly dangerous: boolean
      /** What `--allow` would need. */
      readonly pattern: string
      /** A `deny` pattern forbids it: no permission helps. */
      readonly denied: boolean
    }
  /** Decided without a question, where no `task.started` tells it: commands of gates, contingencies and rollbacks. */
  | {
      readonly type: 'permission.decided'
      readonly subject: string
      /** Redacted. */
      readonly command: string
      /** SHA-256 of the command; absent when it is kept as it is. */
      readonly digest?: string
      readonly allowed: boolean
      /** What allowed it, or why it may not run. */
      readonly reason: string
    }
  | {
      readonly type: 'permission.given'
      readonly subject: string
      /** Redacted. */
      readonly command: string
      /** SHA-256 of the command; absent when it is kept as it is. */
      readonly digest?: string
      readonly decision: 'once' | 'always' | 'never'
      readonly by: string
    }
  | {
      readonly type: 'question.asked'
      readonly subject: TaskKey
      readonly question: string
      readonly text: string
      readonly choices: readonly string[]
      /** What the answer is to tell beside, by these names; absent: nothing. */
      readonly fields?: readonly string[]
    }
  | {
      readonly type: 'question.answered'
      readonly subject: TaskKey
      readonly question: string
      readonly answer: Json
      readonly by: string
    }
  | {
      readonly type: 'signal.received'
      readonly signal: string
      readonly kind: string
      readonly payload: Json
      readonly by: string
    }
  /** A signal that came too late, or that asks for what cannot be. */
  | { readonly type: 'signal.refused'; readonly signal: string; readonly reason: string }

/** A fact of a run. `seq` is dense from 0. */
export type RunEvent = Happening & {
  readonly run: string
  readonly seq: number
  readonly at: Timestamp
}

export type EventType = Happening['type']

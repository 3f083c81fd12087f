import type { Json, Milliseconds, Timestamp } from '../base/index.ts'
import type { CriterionResult, Evidence, RunEvent, Usage, Verdict } from '../model/index.ts'
import { remark, type Remark } from './remark.ts'

/** One try of a task. */
export interface RecordedAttempt {
  readonly round: number
  /** 1 for the first of the round; 0 when nobody had to do anything, as for a task that only has parts. */
  readonly attempt: number
  /** Null when nobody had to do anything. */
  readonly agent: string | null
  readonly command: string | null
  /** What allowed the command; null when nothing had to be allowed. */
  readonly allowed: string | null
  readonly started: Timestamp
  /** Null while it runs. */
  readonly ended: Timestamp | null
  /** `waiting`: it ended with a question. `cut off`: its process ended before it did. */
  readonly outcome: 'running' | 'succeeded' | 'failed' | 'cancelled' | 'waiting' | 'cut off'
  readonly reason: string
  readonly notes: readonly { readonly at: Timestamp; readonly text: string }[]
  readonly evidence: readonly Evidence[]
  readonly usage: Usage | null
}

/** One evaluation of a gate. */
export interface RecordedEvaluation {
  readonly round: number
  readonly started: Timestamp
  readonly ended: Timestamp | null
  readonly verdict: Verdict | 'running' | 'cut off'
  readonly blocking: boolean
  readonly criteria: readonly CriterionResult[]
}

/** Something that a person had to decide. */
export interface RecordedRequest {
  readonly subject: string
  readonly kind: 'permission' | 'question'
  readonly at: Timestamp
  readonly text: string
  readonly command: string | null
  /** What was decided; null while it is open. */
  readonly answer: Json
  readonly by: string | null
  readonly answered: Timestamp | null
}

/** A stretch in which a process executed the run. */
export interface RecordedStretch {
  readonly from: Timestamp
  /** The last event of the stretch. */
  readonly to: Timestamp
  /** Which process; null where the events do not say. */
  readonly by: string | null
  /** `killed`: another process went on, and this one never said that it stopped. */
  readonly end: 'finished' | 'waiting' | 'interrupted' | 'requested' | 'killed' | 'open'
}

/** All that the events of a run tell, by what they tell it of. */
export interface History {
  readonly attempts: ReadonlyMap<string, readonly RecordedAttempt[]>
  readonly evaluations: ReadonlyMap<string, readonly RecordedEvaluation[]>
  /** When each task was last ready to start, by key. */
  readonly ready: ReadonlyMap<string, Timestamp>
  readonly requests: readonly RecordedRequest[]
  readonly stretches: readonly RecordedStretch[]
  /** Signals, waivers, contingencies, and events of kinds that are not known here. */
  readonly remarks: readonly Remark[]
  /** Milliseconds in which a process executed the run. */
  readonly active: Milliseconds
}

/** Folds the events of a run, in their order. Unknown kinds of events become remarks. */
export function history(events: readonly RunEvent[]): History {
  const attempts = new Map<string, RecordedAttempt[]>()
  const evaluations = new Map<string, RecordedEvaluation[]>()
  const ready = new Map<string, Timestamp>()
  const requests: RecordedRequest[] = []
  const stretches: RecordedStretch[] = []
  const remarks: Remark[] = []

  /** What runs has ended without having said so, at `at`. */
  function cutOff(at: Timestamp): void {
    for (const list of attempts.values()) replaceLast(list, (last) => cut(last, at, 'cut off'))
    for (const list of evaluations.values())
      replaceLast(list, (last) => (last.verdict === 'running' ? unjudged(last, at) : last))
  }

  function suspend(subject: string, at: Timestamp): void {
    replaceLast(attempts.get(subject), (last) => cut(last, at, 'waiting'))
  }

  function answer(
    subject: string,
    kind: RecordedRequest['kind'],
    value: Json,
    by: string,
    at: Timestamp,
  ): void {
    const index = requests.findLastIndex(
      (one) => one.subject === subject && one.kind === kind && one.answered === null,
    )
    const found = requests[index]
    if (found) requests[index] = { ...found, answer: value, by, answered: at }
  }

  for (const event of events) {
    const { at } = event
    if (event.type !== 'run.resumed') replaceLast(stretches, (last) => ({ ...last, to: at }))
    switch (event.type) {
      case 'run.started':
        stretches.push({ from: at, to: at, by: null, end: 'open' })
        break
      case 'run.resumed': {
        const before = stretches.at(-1)
        cutOff(before?.to ?? at)
        if (before?.end === 'open')
          replaceLast<RecordedStretch>(stretches, (last) => ({ ...last, end: 'killed' }))
        stretches.push({ from: at, to: at, by: event.by, end: 'open' })
        break
      }
      case 'run.paused':
        // A pause that was asked for lets what runs come to its end.
        if (event.reason !== 'requested') cutOff(at)
        replaceLast<RecordedStretch>(stretches, (last) => ({ ...last, end: event.reason }))
        break
      case 'run.finished':
        replaceLast<RecordedStretch>(stretches, (last) => ({ ...last, end: 'finished' }))
        break
      case 'task.ready':
        ready.set(event.task, at)
        break
      case 'task.started': {
        const { round, attempt, agent, command, allowed } = event
        const rest = { started: at, ended: null, outcome: 'running', ...nothing } as const
        push(attempts, event.task, { round, attempt, agent, command, allowed, ...rest })
        break
      }
      case 'task.progressed':
        replaceLast(attempts.get(event.task), (last) => ({
          ...last,
          notes: [...last.notes, { at, text: event.note }],
        }))
        break
      case 'task.retried':
        replaceLast(attempts.get(event.task), (last) => ({
          ...last,
          ended: last.ended ?? at,
          outcome:
            last.outcome !== 'running'
              ? last.outcome
              : event.cause === 'failed'
                ? 'failed'
                : 'cut off',
          reason: event.reason,
        }))
        break
      case 'task.finished': {
        const { task, round, attempt, outcome } = event
        const last = attempts.get(task)?.at(-1)
        const end = {
          ended: at,
          outcome: outcome.kind,
          reason: outcome.kind === 'succeeded' ? '' : outcome.reason,
          evidence: outcome.evidence,
          usage: outcome.kind === 'cancelled' ? null : outcome.usage,
        }
        if (last && last.round === round && last.attempt === attempt)
          replaceLast(attempts.get(task), (before) => ({ ...before, ...end }))
        else push(attempts, task, { round, attempt, ...nobody, started: at, notes: [], ...end })
        break
      }
      case 'gate.started': {
        const rest = { started: at, ended: null, verdict: 'running', blocking: false } as const
        push(evaluations, event.gate, { round: event.round, ...rest, criteria: [] })
        break
      }
      case 'gate.finished': {
        const { gate, verdict, criteria, blocking } = event
        replaceLast(evaluations.get(gate), (last) => ({
          ...last,
          ended: at,
          verdict,
          criteria,
          blocking,
        }))
        break
      }
      case 'gate.skipped':
        // Its evaluation was cut off by the end of the run, or by another plan.
        replaceLast(evaluations.get(event.gate), (last) =>
          last.verdict === 'running' ? unjudged(last, at) : last,
        )
        break
      case 'permission.requested':
        suspend(event.subject, at)
        requests.push({
          subject: event.subject,
          kind: 'permission',
          at,
          text: event.reason,
          command: event.command,
          ...unanswered,
        })
        break
      case 'permission.decided':
        // What may run is told by what it did.
        if (!event.allowed) remarks.push(remark(event))
        break
      case 'permission.given':
        answer(event.subject, 'permission', event.decision, event.by, at)
        break
      case 'question.asked':
        suspend(event.subject, at)
        requests.push({
          subject: event.subject,
          kind: 'question',
          at,
          text: event.text,
          command: null,
          ...unanswered,
        })
        break
      case 'question.answered':
        answer(event.subject, 'question', event.answer, event.by, at)
        break
      // They are told by the report, or lead to nothing that a reader could miss.
      case 'task.skipped':
      case 'task.saved':
      case 'phase.started':
      case 'phase.finished':
        break
      default:
        remarks.push(remark(event))
    }
  }
  const active = stretches.reduce((sum, { from, to }) => sum + to - from, 0)
  return { attempts, evaluations, ready, requests, stretches, remarks, active }
}

function cut(
  last: RecordedAttempt,
  ended: Timestamp,
  outcome: 'waiting' | 'cut off',
): RecordedAttempt {
  return last.outcome === 'running' ? { ...last, ended, outcome } : last
}

function unjudged(last: RecordedEvaluation, ended: Timestamp): RecordedEvaluation {
  return { ...last, ended, verdict: 'cut off' }
}

function replaceLast<T>(list: T[] | undefined, change: (last: T) => T): void {
  const last = list?.at(-1)
  if (list && last !== undefined) list[list.length - 1] = change(last)
}

function push<T>(lists: Map<string, T[]>, key: string, one: T): void {
  const list = lists.get(key)
  if (list) list.push(one)
  else lists.set(key, [one])
}

const nothing = { reason: '', notes: [], evidence: [], usage: null } as const
const nobody = { agent: null, command: null, allowed: null } as const
const unanswered = { answer: null, by: null, answered: null } as const

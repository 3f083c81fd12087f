import type { RunEvent } from '../../index.ts'
import type { Begun } from './display.ts'

/** What of a run is under way, what has ended, and what needs attention. */
export interface Tally {
  /** Since when each task and gate runs, or what the document states for its failure. */
  readonly running: ReadonlyMap<string, number>
  /** Tasks and gates that failed, with the reason. */
  readonly failed: ReadonlyMap<string, string>
  /** Tasks and gates that wait for a person, with what they wait for. */
  readonly waiting: ReadonlyMap<string, string>
  /** Tasks that have ended, in whatever way. */
  readonly ended: ReadonlySet<string>
  /** Whether nothing is left to be done for a task: it has ended, or was not chosen. */
  readonly isOver: (task: string) => boolean
  readonly isLeftOut: (task: string) => boolean
  /** Tasks of the run; what was not chosen is none. */
  readonly tasks: number
  readonly gates: { readonly total: number; readonly passed: number; readonly judged: number }
  /** A run, or the next generation of its plans: it counts from the first event. */
  begin(begun: Pick<Begun, 'plans' | 'standings'>): void
  count(event: RunEvent): void
}

const settles: ReadonlySet<string> = new Set(['proven', 'claimed', 'skipped'])

/** Makes a count that goes on with each event. */
export function tallied(): Tally {
  const running = new Map<string, number>()
  const failed = new Map<string, string>()
  const waiting = new Map<string, string>()
  const ended = new Set<string>()
  const verdicts = new Map<string, string>()
  let settled: readonly string[] = []
  let leftOut: ReadonlySet<string> = new Set()
  let undoing: readonly string[] = []
  let tasks = 0
  let gates = 0

  function start(key: string, at: number): void {
    running.set(key, at)
    waiting.delete(key)
    failed.delete(key)
  }

  function end(key: string): void {
    running.delete(key)
    waiting.delete(key)
  }

  function wait(key: string, what: string): void {
    running.delete(key)
    waiting.set(key, what)
  }

  function count(event: RunEvent): void {
    switch (event.type) {
      // Of the plans as they are now, only what stands already has ended.
      case 'run.replanned':
        return reset()
      case 'run.paused':
        // A pause that was asked for lets what runs come to its end.
        if (event.reason !== 'requested') running.clear()
        return
      // A process that was killed said nothing of what it left.
      case 'run.resumed':
        running.clear()
        for (const key of undoing.slice(0, 1)) running.set(key, event.at)
        return
      case 'task.ready':
        ended.delete(event.task)
        failed.delete(event.task)
        waiting.delete(event.task)
        return
      case 'task.started':
        return start(event.task, event.at)
      case 'gate.started':
        return start(event.gate, event.at)
      case 'task.finished':
        end(event.task)
        ended.add(event.task)
        if (event.outcome.kind === 'failed') failed.set(event.task, event.outcome.reason)
        return
      case 'task.skipped':
        end(event.task)
        failed.delete(event.task)
        ended.add(event.task)
        return
      case 'task.retried':
        return end(event.task)
      case 'gate.finished':
        end(event.gate)
        verdicts.set(event.gate, event.verdict)
        if (event.verdict === 'failed') failed.set(event.gate, 'failed')
        return
      case 'gate.skipped':
        end(event.gate)
        failed.delete(event.gate)
        verdicts.set(event.gate, 'skipped')
        return
      case 'gate.waived':
        end(event.gate)
        failed.delete(event.gate)
        verdicts.set(event.gate, 'waived')
        return
      case 'round.opened':
        for (const key of event.nodes) {
          end(key)
          ended.delete(key)
          failed.delete(key)
          verdicts.delete(key)
        }
        return
      case 'remedy.started':
        running.set(event.subject, event.at)
        return
      case 'remedy.finished':
        return end(event.subject)
      case 'rollback.started':
        return undo(event.tasks, event.at)
      case 'task.compensated':
        end(event.task)
        if (event.outcome.kind === 'succeeded') ended.delete(event.task)
        return undo(undoing.slice(1), event.at)
      case 'permission.requested':
        return wait(event.subject, `waits for permission: ${event.command}`)
      case 'question.asked':
        return wait(event.subject, `waits for a person: ${event.text}`)
      case 'permission.given':
        if (event.decision !== 'never') waiting.delete(event.subject)
        return
      case 'question.answered':
        waiting.delete(event.subject)
        return
      default:
    }
  }

  /** Tasks are undone one after the other. */
  function undo(rest: readonly string[], at: number): void {
    undoing = rest
    for (const key of rest.slice(0, 1)) running.set(key, at)
  }

  function reset(): void {
    for (const one of [running, failed, waiting, ended, verdicts]) one.clear()
    for (const key of settled) ended.add(key)
    undoing = []
  }

  return {
    running,
    failed,
    waiting,
    ended,
    isLeftOut: (task) => leftOut.has(task),
    isOver: (task) => ended.has(task) || leftOut.has(task),
    begin({ plans, standings }) {
      const all = Object.entries(standings)
      settled = all.filter(([, { kind }]) => settles.has(kind)).map(([key]) => key)
      leftOut = new Set(all.filter(([, { kind }]) => kind === 'left-out').map(([key]) => key))
      tasks = plans.reduce((sum, plan) => sum + plan.tasks.length, 0) - leftOut.size
      gates = plans.reduce((sum, plan) => sum + plan.gates.length, 0)
      reset()
    },
    count,
    get tasks() {
      return tasks
    },
    get gates() {
      const passed = [...verdicts.values()].filter((verdict) => verdict === 'passed').length
      return { total: gates, passed, judged: verdicts.size }
    },
  }
}

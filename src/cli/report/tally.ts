import type { RunEvent } from '../../index.ts'

/** What of a run is under way, what has ended, and what needs attention. */
export interface Tally {
  /** Since when each task and gate runs. */
  readonly running: ReadonlyMap<string, number>
  /** Tasks and gates that failed, with the reason. */
  readonly failed: ReadonlyMap<string, string>
  /** Tasks and gates that wait for a person, with what they wait for. */
  readonly waiting: ReadonlyMap<string, string>
  /** Tasks that have ended, in whatever way. */
  readonly ended: ReadonlySet<string>
  readonly tasks: number
  readonly gates: { readonly total: number; readonly passed: number; readonly judged: number }
  count(event: RunEvent): void
  settle(tasks: readonly string[]): void
}

/** Makes a count that goes on with each event. */
export function tallied(): Tally {
  const running = new Map<string, number>()
  const failed = new Map<string, string>()
  const waiting = new Map<string, string>()
  const ended = new Set<string>()
  const verdicts = new Map<string, string>()
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
      case 'run.started':
        tasks = event.tasks
        gates = event.gates
        return
      // A process that was killed said nothing of what it left.
      case 'run.paused':
      case 'run.resumed':
        return running.clear()
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

  return {
    running,
    failed,
    waiting,
    ended,
    count,
    settle: (settled) => settled.forEach((task) => ended.add(task)),
    get tasks() {
      return tasks
    },
    get gates() {
      const passed = [...verdicts.values()].filter((verdict) => verdict === 'passed').length
      return { total: gates, passed, judged: verdicts.size }
    },
  }
}

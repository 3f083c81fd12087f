import type { RunEvent } from '../../index.ts'

/** What of a run is under way and what has ended. */
export interface Tally {
  /** Since when each task and gate runs. */
  readonly running: Map<string, number>
  readonly total: number
  readonly ended: number
  readonly failed: number
  count(event: RunEvent): void
  settle(tasks: readonly string[]): void
}

/** Makes a count that goes on with each event. */
export function tallied(): Tally {
  const running = new Map<string, number>()
  const ended = new Set<string>()
  const failed = new Set<string>()
  let total = 0

  function count(event: RunEvent): void {
    switch (event.type) {
      case 'run.started':
        total = event.tasks
        return
      // A process that was killed said nothing of what it left.
      case 'run.paused':
      case 'run.resumed':
        return running.clear()
      case 'task.started':
        running.set(event.task, event.at)
        return
      case 'gate.started':
        running.set(event.gate, event.at)
        return
      case 'task.finished':
        running.delete(event.task)
        ended.add(event.task)
        if (event.outcome.kind === 'failed') failed.add(event.task)
        return
      case 'task.skipped':
        ended.add(event.task)
        return
      case 'task.retried':
        running.delete(event.task)
        return
      case 'gate.finished':
      case 'gate.skipped':
        running.delete(event.gate)
        return
      case 'permission.requested':
      case 'question.asked':
        running.delete(event.subject)
        return
      default:
    }
  }

  return {
    running,
    count,
    settle: (tasks) => tasks.forEach((task) => ended.add(task)),
    get total() {
      return total
    },
    get ended() {
      return ended.size
    },
    get failed() {
      return failed.size
    },
  }
}

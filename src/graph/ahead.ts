import type { Milliseconds } from '../base/index.ts'
import { estimate, halfAnHour } from './schedule.ts'
import type { TaskGraph } from './task-graph.ts'

/** What is left of the longest chain of work. */
export interface Ahead {
  /** By the estimates; a task without one counts half an hour. */
  readonly length: Milliseconds
  /** All that is left, one by one. */
  readonly work: Milliseconds
  /** Whether a task is on a chain of that length. */
  readonly isCritical: (key: string) => boolean
}

/** Measures again and again how much of the longest chain is left; each time takes one pass over the graph in both directions. */
export function aheadOf(graph: TaskGraph): (isOver: (key: string) => boolean) => Ahead {
  const { nodes, needs, dependents, position } = graph
  const durations = nodes.map(({ task }) => (task ? (estimate(task) ?? halfAnHour) : 0))
  return (isOver) => {
    const own = durations.map((span, index) => (isOver(nodes[index]?.key ?? '') ? 0 : span))
    const until = new Float64Array(nodes.length)
    const from = new Float64Array(nodes.length)
    let length = 0
    let work = 0
    for (let index = 0; index < nodes.length; index++) {
      let most = 0
      for (const need of needs[index] ?? []) most = Math.max(most, until[need] ?? 0)
      until[index] = most + (own[index] ?? 0)
      work += own[index] ?? 0
      length = Math.max(length, until[index] ?? 0)
    }
    for (let index = nodes.length - 1; index >= 0; index--) {
      let most = 0
      for (const dependent of dependents[index] ?? []) most = Math.max(most, from[dependent] ?? 0)
      from[index] = most + (own[index] ?? 0)
    }
    return {
      length,
      work,
      isCritical(key) {
        const index = position.get(key) ?? -1
        const span = own[index] ?? 0
        return span > 0 && (until[index] ?? 0) + (from[index] ?? 0) - span === length
      },
    }
  }
}

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
  const { nodes, position } = graph
  const keys = nodes.map(({ key }) => key)
  const durations = Float64Array.from(nodes, ({ task }) => (task ? (estimate(task) ?? halfAnHour) : 0)) // prettier-ignore
  const needs = flat(graph.needs)
  const dependents = flat(graph.dependents)
  return (isOver) => {
    const own = durations.map((span, index) => (span === 0 || isOver(keys[index] ?? '') ? 0 : span))
    const until = new Float64Array(own.length)
    const from = new Float64Array(own.length)
    for (let index = 0; index < own.length; index++) reach(until, index, own, needs)
    for (let index = own.length - 1; index >= 0; index--) reach(from, index, own, dependents)
    const length = until.reduce((most, one) => Math.max(most, one), 0)
    const work = own.reduce((sum, one) => sum + one, 0)
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

/** The neighbours of all nodes in one row: those of node `n` stand from `starts[n]` to `starts[n + 1]`. */
interface Flat {
  readonly starts: Int32Array
  readonly nodes: Int32Array
}

function flat(lists: readonly (readonly number[])[]): Flat {
  const starts = new Int32Array(lists.length + 1)
  lists.forEach((list, index) => (starts[index + 1] = (starts[index] ?? 0) + list.length))
  return { starts, nodes: Int32Array.from(lists.flat()) }
}

/** The longest chain that ends in a node, over neighbours that are known already. */
function reach(
  chains: Float64Array,
  index: number,
  own: Float64Array,
  { starts, nodes }: Flat,
): void {
  let most = 0
  for (let at = starts[index] ?? 0; at < (starts[index + 1] ?? 0); at++)
    most = Math.max(most, chains[nodes[at] ?? 0] ?? 0)
  chains[index] = most + (own[index] ?? 0)
}

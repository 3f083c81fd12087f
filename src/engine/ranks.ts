import { slackOf, type TaskGraph } from '../graph/index.ts'
import type { Priority } from '../model/index.ts'

/**
 * Which of several ready tasks goes first: by priority, then by slack on the critical path. Larger goes first; what the graph does
 * not have has 0. A list by position: a plan may have very many tasks.
 */
export function ranks(graph: TaskGraph): (key: string) => number {
  const { nodes, position } = graph
  const slack = slackOf(graph)
  const order = [...nodes.keys()]
    .filter((index) => nodes[index]?.kind === 'task' || nodes[index]?.kind === 'gate')
    .toSorted(
      (left, right) =>
        urgency(nodes[left]?.task?.priority) - urgency(nodes[right]?.task?.priority) ||
        (slack[left] ?? 0) - (slack[right] ?? 0),
    )
  const rank = new Uint32Array(nodes.length)
  for (const [place, index] of order.entries()) rank[index] = order.length - place
  return (key) => rank[position.get(key) ?? -1] ?? 0
}

function urgency(priority: Priority | null | undefined): number {
  return priority ? Number(priority[1]) : 2
}

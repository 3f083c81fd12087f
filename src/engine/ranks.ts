import { schedule, type TaskGraph } from '../graph/index.ts'
import type { Priority } from '../model/index.ts'

/** Which of several ready tasks goes first: by priority, then by slack on the critical path. Larger goes first. */
export function ranks(graph: TaskGraph): ReadonlyMap<string, number> {
  const slack = new Map(schedule(graph).items.map((item) => [item.key, item.slack] as const))
  const order = graph.nodes
    .filter(({ kind }) => kind === 'task' || kind === 'gate')
    .toSorted(
      (left, right) =>
        urgency(left.task?.priority) - urgency(right.task?.priority) ||
        (slack.get(left.key) ?? 0) - (slack.get(right.key) ?? 0),
    )
  return new Map(order.map(({ key }, position) => [key, order.length - position] as const))
}

function urgency(priority: Priority | null | undefined): number {
  return priority ? Number(priority[1]) : 2
}

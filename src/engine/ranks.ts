import { slackOf, type TaskGraph } from '../graph/index.ts'
import type { Priority } from '../model/index.ts'

/** Which of several ready tasks goes first: by priority, then by slack on the critical path. Larger goes first. */
export function ranks(graph: TaskGraph): ReadonlyMap<string, number> {
  const slack = slackOf(graph)
  const order = graph.nodes
    .flatMap(({ key, kind, task }, index) =>
      kind === 'task' || kind === 'gate'
        ? [{ key, urgency: urgency(task?.priority), slack: slack[index] ?? 0 }]
        : [],
    )
    .toSorted((left, right) => left.urgency - right.urgency || left.slack - right.slack)
  return new Map(order.map(({ key }, position) => [key, order.length - position] as const))
}

function urgency(priority: Priority | null | undefined): number {
  return priority ? Number(priority[1]) : 2
}

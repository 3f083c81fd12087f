import type { Json } from '../base/index.ts'
import type { Schedule } from './schedule.ts'
import type { TaskGraph } from './task-graph.ts'

/** A schedule as `goap/schedule@1`; times in milliseconds from the start. */
export function scheduleJson(graph: TaskGraph, schedule: Schedule): Json {
  return {
    schema: 'goap/schedule@1',
    documents: graph.plans.map(({ document }) => document),
    tasks: schedule.items.map(({ key, start, end, worker, slack, critical }) => {
      const task = graph.nodes[graph.position.get(key) ?? -1]?.task
      return { key, id: task?.id ?? null, title: task?.title ?? '', start, end, worker, slack, critical } // prettier-ignore
    }),
    criticalPath: [...schedule.criticalPath],
    length: schedule.length,
    sequential: schedule.sequential,
    unestimated: schedule.unestimated,
    assumed: schedule.assumed,
    excluded: schedule.excluded,
    workers: schedule.workers === Infinity ? null : schedule.workers,
  }
}

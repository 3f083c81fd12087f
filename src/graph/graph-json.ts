import type { Json } from '../base/index.ts'
import { phaseKey, taskKey, type Plan } from '../model/index.ts'
import type { Schedule } from './schedule.ts'
import type { TaskGraph } from './task-graph.ts'

/** The graph as `goap/graph@1`; times in milliseconds. */
export function graphJson(graph: TaskGraph, schedule: Schedule): Json {
  const items = new Map(schedule.items.map((item) => [item.key, item] as const))
  return {
    schema: 'goap/graph@1',
    documents: graph.plans.map(({ document }) => document),
    nodes: graph.nodes.map(({ key, kind, document, task, gate, phase }) => {
      const item = items.get(key)
      return {
        key,
        kind,
        document,
        id: task?.id ?? null,
        title: task?.title ?? gate?.title ?? phase?.title ?? '',
        ...(task ? { status: task.status } : {}),
        ...(item
          ? {
              start: item.start,
              end: item.end,
              slack: item.slack,
              critical: item.critical,
              worker: item.worker,
            }
          : {}),
      }
    }),
    phases: graph.plans.flatMap(phasesJson),
    edges: graph.edges.map(({ from, to, origin }) => ({ from, to, origin })),
    yielded: graph.yielded.map(({ from, to, origin }) => ({ from, to, origin })),
    cycles: graph.cycles.map((path) => [...path]),
    dangling: graph.dangling.map(({ task, need }) => ({ task, need })),
    criticalPath: [...schedule.criticalPath],
    length: schedule.length,
    sequential: schedule.sequential,
    unestimated: schedule.unestimated,
    workers: schedule.workers === Infinity ? null : schedule.workers,
  }
}

function phasesJson({ document, phases }: Plan): Json[] {
  return phases.map(({ key, title, mode, status, needs, tasks }) => ({
    key: phaseKey(document, key),
    document,
    title,
    mode,
    status,
    needs: needs.map((need) => phaseKey(document, need)),
    tasks: tasks.map((task) => taskKey(document, task)),
  }))
}

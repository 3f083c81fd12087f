import { formatDuration } from '../base/index.ts'
import type { Phase, Plan, Status, Task } from '../model/index.ts'
import type { Schedule } from './schedule.ts'
import type { TaskGraph } from './task-graph.ts'

const signs: Readonly<Record<Status, string>> = {
  done: '✓',
  running: '▶',
  pending: '·',
  failed: '✗',
  blocked: '‖',
  skipped: '–',
}

/** The graph as an indented list: documents, phases, tasks with what they need, gates. */
export function tree(graph: TaskGraph, schedule?: Schedule): string {
  const lines = graph.plans.flatMap((plan) => planLines(plan, schedule))
  if (schedule) {
    const { length, sequential, workers, unestimated } = schedule
    const who =
      workers === Infinity
        ? 'with as many workers as can be used'
        : `with ${workers} ${workers === 1 ? 'worker' : 'workers'}`
    const note =
      unestimated > 0
        ? ` (${unestimated} tasks without an estimate count ${formatDuration(schedule.assumed)})`
        : ''
    lines.push(
      '',
      `${formatDuration(length)} ${who}, ${formatDuration(sequential)} one by one${note}`,
    )
  }
  for (const cycle of graph.cycles) lines.push('', `circle: ${[...cycle, cycle[0]].join(' → ')}`)
  return lines.join('\n')
}

function planLines(plan: Plan, schedule: Schedule | undefined): string[] {
  const critical = new Set(schedule?.items.filter((item) => item.critical).map(({ key }) => key))
  const shown = new Set<string>()
  const byKey = new Map(plan.tasks.map((task) => [task.key, task] as const))
  const partsOf = Map.groupBy(plan.tasks, ({ parent }) => parent)
  const line = (task: Task, depth: string): string[] => {
    shown.add(task.key)
    const parts = partsOf.get(task.key) ?? []
    const mark = critical.has(`${plan.document}#${task.key}`) ? '  *' : ''
    return [
      `${depth}${taskLine(task, byKey)}${mark}`,
      ...parts.flatMap((part) => (shown.has(part.key) ? [] : line(part, `${depth}  `))),
    ]
  }
  const tasksOf = (phase: Phase): Task[] =>
    phase.tasks.flatMap((slug) => byKey.get(slug) ?? []).filter(({ key }) => !shown.has(key))
  const gatesOf = (phase: string | null): string[] =>
    plan.gates
      .filter((gate) => gate.phase === phase)
      .map(
        ({ title, criteria }) => `${phase === null ? '  ' : '    '}◇ ${title} (${criteria.length})`,
      )
  const title = plan.title === '' ? plan.document : `${plan.title}  (${plan.document})`
  return [
    title,
    ...plan.phases.flatMap((phase) => [
      `  ${phase.title}${phase.mode === null ? '' : ` [${phase.mode}]`}`,
      ...tasksOf(phase).flatMap((task) => line(task, '    ')),
      ...gatesOf(phase.key),
    ]),
    ...plan.tasks
      .filter(({ key, parent }) => !shown.has(key) && (parent === null || !byKey.has(parent)))
      .flatMap((task) => line(task, '  ')),
    // Parts of each other have no beginning: they are listed as they are written.
    ...plan.tasks.flatMap((task) => (shown.has(task.key) ? [] : line(task, '  '))),
    ...gatesOf(null),
  ]
}

function taskLine(task: Task, byKey: ReadonlyMap<string, Task>): string {
  const needs = task.needs.map((need) => byKey.get(need)?.id ?? need)
  return [
    signs[task.status ?? 'pending'],
    ...(task.id === null ? [] : [task.id]),
    task.title,
    ...(task.agent === null ? [] : [`@${task.agent}`]),
    ...(needs.length === 0 ? [] : [`← ${needs.join(', ')}`]),
  ].join(' ')
}

import { formatDuration, type Json } from '../base/index.ts'
import type { Phase, Plan, Status, Task } from '../model/index.ts'
import type { Schedule } from './schedule.ts'
import type { TaskGraph } from './task-graph.ts'
import { nameOf } from './why.ts'

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

/** The graph as a Mermaid flowchart: phases as boxes, gates as diamonds, the critical path marked. */
export function mermaid(graph: TaskGraph, schedule?: Schedule): string {
  const ids = new Map(graph.nodes.map(({ key }, index) => [key, `n${index}`] as const))
  const longest = new Set(schedule?.criticalPath)
  const critical = graph.nodes.filter(({ key }) => longest.has(key))
  const lines = ['flowchart LR']
  const placed = new Set<string>()
  for (const [index, node] of graph.nodes.entries()) {
    if (node.kind !== 'phase-start' || !node.phase) continue
    lines.push(`  subgraph p${index}["${escaped(node.phase.title)}"]`)
    for (const slug of node.phase.tasks) {
      const key = `${node.document}#${slug}`
      const task = graph.nodes[graph.position.get(key) ?? -1]
      if (!task || placed.has(key)) continue
      placed.add(key)
      lines.push(`    ${ids.get(key)}["${escaped(nameOf(task))}"]`)
    }
    lines.push('  end')
  }
  for (const node of graph.nodes) {
    const id = ids.get(node.key) ?? ''
    if (node.kind === 'task' && !placed.has(node.key))
      lines.push(`  ${id}["${escaped(nameOf(node))}"]`)
    if (node.gate) lines.push(`  ${id}{"${escaped(node.gate.title)}"}`)
  }
  for (const { from, to, origin } of visibleEdges(graph))
    lines.push(`  ${ids.get(from)} ${origin === 'stated' ? '-->' : '-.->'} ${ids.get(to)}`)
  if (critical.length > 0) {
    lines.push('  classDef critical stroke-width:3px')
    lines.push(`  class ${critical.map(({ key }) => ids.get(key)).join(',')} critical`)
  }
  return lines.join('\n')
}

/** Edges between tasks and gates; what the boxes of phases show already is left out. */
function visibleEdges({ edges }: TaskGraph): TaskGraph['edges'] {
  return edges.filter(({ origin, from, to }) => origin !== 'barrier' && !isEnd(from) && !isEnd(to))
}

function isEnd(key: string): boolean {
  return /#phase\/[^#]*:(?:start|end)$/.test(key)
}

function escaped(text: string): string {
  return text
    .replaceAll('#', '#35;') // Mermaid reads `#12;` as a character
    .replaceAll('&', '&amp;')
    .replaceAll('"', '&quot;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/[\r\n]+/g, ' ')
}

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

import { formatDuration } from '../../base/index.ts'
import type { Schedule } from '../schedule.ts'
import type { TaskGraph } from '../task-graph.ts'
import { margin } from './layout.ts'
import { clipped, widthOf, wrapped } from './text.ts'
import { escapeXml as escaped } from './xml.ts'

export interface Heading {
  readonly title: string
  readonly drawn: string
  readonly width: number
  readonly height: number
}

/** The title of a drawing, with how much there is and how long it takes below it. */
export function headingOf(
  graph: TaskGraph,
  schedule: Schedule | undefined,
  whole: TaskGraph,
): Heading {
  const [only, ...others] = graph.plans
  const title =
    only && others.length === 0 ? only.title || only.document : `${graph.plans.length} plans`
  const lines = wrapped(title, 900, 2, 20, true)
  const sub = clipped(summary(graph, schedule, whole), 1050, 12)
  const drawn = [
    ...lines.map(
      (line, index) =>
        `<text class="h1" x="${margin}" y="${margin + 12 + index * 26}">${escaped(line)}</text>`,
    ),
    `<text class="sub m" x="${margin}" y="${margin + lines.length * 26 + 10}">${escaped(sub)}</text>`,
  ]
  const widest = Math.max(widthOf(sub, 12), ...lines.map((line) => widthOf(line, 20, true)))
  return {
    title,
    drawn: drawn.join('\n'),
    width: Math.ceil(widest) + 2 * margin,
    height: lines.length * 30 + 30,
  }
}

/** The drawing in words, for those who cannot see it. */
export function description(
  graph: TaskGraph,
  schedule: Schedule | undefined,
  whole: TaskGraph,
): string {
  const names = new Map(
    graph.nodes.map(({ key, task }) => [key, task?.id ?? task?.title ?? key] as const),
  )
  // The cards of an overview have no names.
  const path = (graph === whole ? (schedule?.criticalPath ?? []) : []).map(
    (key) => names.get(key) ?? key,
  )
  return [
    `${summary(graph, schedule, whole)}.`,
    ...graph.plans.flatMap(({ phases }) =>
      phases.length > 0 ? [`Phases: ${phases.map(({ title }) => title).join('; ')}.`] : [],
    ),
    ...(path.length > 0 ? [`Critical path: ${path.join(', ')}.`] : []),
    ...(graph.cycles.length > 0 ? ['Some tasks wait for each other in a circle.'] : []),
  ].join(' ')
}

function summary(shown: TaskGraph, schedule: Schedule | undefined, whole: TaskGraph): string {
  const { nodes, plans } = whole
  const tasks = nodes.flatMap(({ task }) => task ?? [])
  const done = tasks.filter(({ status }) => status === 'done').length
  const [only] = plans
  return [
    ...(plans.length === 1 && only ? [only.document] : []),
    `${tasks.length} ${tasks.length === 1 ? 'task' : 'tasks'}${done > 0 ? `, ${done} done` : ''}`,
    ...(shown === whole
      ? []
      : [`as ${shown.nodes.filter(({ task }) => task).length} cards, by their phases`]),
    ...(schedule ? [times(schedule)] : []),
  ].join('  ·  ')
}

function times({ length, sequential, workers, unestimated, assumed }: Schedule): string {
  const who =
    workers === Infinity ? 'in parallel' : `with ${workers} ${workers === 1 ? 'worker' : 'workers'}`
  const guess =
    unestimated > 0
      ? `, counting ${formatDuration(assumed)} for each of ${unestimated} without an estimate`
      : ''
  return `${formatDuration(length)} ${who}, ${formatDuration(sequential)} one by one${guess}`
}

import type { Milliseconds } from '../base/index.ts'
import type { Plan, Task, TaskKey } from '../model/index.ts'
import {
  listSchedule,
  longestChain,
  windows,
  type ListScheduleOptions,
  type Works,
} from './list-schedule.ts'
import type { TaskGraph } from './task-graph.ts'

export interface ScheduleOptions {
  /** How many tasks run at once, at least 1. Default: as many as can. */
  readonly workers?: number
  /** How long a task takes. Default: the middle of its estimate. */
  readonly duration?: (task: Task, key: TaskKey) => Milliseconds | undefined
  /** How long these tasks take, by their keys, whatever `duration` says. */
  readonly durations?: ReadonlyMap<TaskKey, Milliseconds>
  /** How long a task takes that has no estimate. Default 30 minutes. */
  readonly unestimated?: Milliseconds
}

/** When a task would run, from 0. */
export interface ScheduledItem {
  readonly key: TaskKey
  readonly start: Milliseconds
  readonly end: Milliseconds
  /** 0 for the first worker. */
  readonly worker: number
  /** How much later it could end without making everything longer, with unlimited workers and resources. */
  readonly slack: Milliseconds
  /** Whether it lies on a critical path: it has no slack. */
  readonly critical: boolean
}

export interface Schedule {
  /** Tasks by start. */
  readonly items: readonly ScheduledItem[]
  /** From the first start to the last end. */
  readonly length: Milliseconds
  /** One longest chain of tasks, first to last. */
  readonly criticalPath: readonly TaskKey[]
  /** The sum of all durations: the length with one worker. */
  readonly sequential: Milliseconds
  /** Tasks without an estimate. */
  readonly unestimated: number
  /** What each of those counts as. */
  readonly assumed: Milliseconds
  /** Tasks left out since a circle holds them up. */
  readonly excluded: number
  /** Infinity when unlimited. */
  readonly workers: number
}

/**
 * When each task would run: the critical path method (Kelley and Walker 1959) for slack, and list scheduling by priority, then
 * slack, for a limited number of workers and of what tasks use. Gates and phases take no time.
 */
export function schedule(graph: TaskGraph, options: ScheduleOptions = {}): Schedule {
  const workers = Math.max(1, Math.floor(options.workers ?? Infinity) || 1)
  const held = heldUp(graph)
  const { durations, unestimated } = durationsOf(graph, held, options)
  const works: Works = {
    needs: graph.needs,
    dependents: graph.dependents,
    durations,
    isMoment: (index) => !graph.nodes[index]?.task,
    isHeldUp: (index) => held.has(index),
  }
  const window = windows(works)
  const { earliest, latest, length } = window
  const slack = durations.map((_, index) => (latest[index] ?? 0) - (earliest[index] ?? 0))
  const users = graph.nodes.some(({ task }) => task?.resources !== undefined)
  const placed = listSchedule(works, {
    workers,
    before: byUrgency(graph, slack),
    ...(users ? claimsOf(graph) : {}),
  })
  const items = placed
    .map(({ work, start, worker }) => ({
      key: graph.nodes[work]?.key ?? '',
      start,
      end: start + (durations[work] ?? 0),
      worker,
      slack: slack[work] ?? 0,
      critical: slack[work] === 0,
    }))
    .toSorted((left, right) => left.start - right.start)
  return {
    items,
    length:
      workers === Infinity && !users
        ? length
        : items.reduce((most, { end }) => Math.max(most, end), 0),
    criticalPath: longestChain(works, window).map((index) => graph.nodes[index]?.key ?? ''),
    sequential: durations.reduce((sum, one) => sum + one, 0),
    unestimated,
    assumed: options.unestimated ?? halfAnHour,
    excluded: graph.nodes.filter(({ kind }, index) => kind === 'task' && held.has(index)).length,
    workers,
  }
}

function claimsOf({ nodes, plans }: TaskGraph): Pick<ListScheduleOptions, 'claims' | 'limitOf'> {
  return {
    claims: (index) => [...new Set(nodes[index]?.task?.resources ?? [])],
    limitOf: capacityOf(capacitiesOf(plans)),
  }
}

/** How many of a resource there are, 1 where nothing is said of it. */
export function capacityOf(
  capacities: Readonly<Record<string, number>>,
): (resource: string) => number {
  const byName = new Map(Object.entries(capacities))
  return (resource) => byName.get(resource) ?? 1
}

/** How many of each resource there are, as plans say; where two say it differently, the fewer. */
export function capacitiesOf(plans: readonly Plan[]): Readonly<Record<string, number>> {
  const all = new Map<string, number>()
  for (const { capacities = {} } of plans)
    for (const [name, count] of Object.entries(capacities))
      all.set(name, Math.min(all.get(name) ?? count, count))
  return Object.fromEntries(all)
}

/** How much later each node could end without making everything longer, by its position, as `schedule` says; 0 for what is no task. */
export function slackOf(graph: TaskGraph): readonly Milliseconds[] {
  const held = heldUp(graph)
  const { needs, dependents, nodes } = graph
  const { durations } = durationsOf(graph, held, {})
  const { earliest, latest } = windows({ needs, dependents, durations, isHeldUp: (index) => held.has(index) }) // prettier-ignore
  return nodes.map(({ task }, index) =>
    task && !held.has(index) ? (latest[index] ?? 0) - (earliest[index] ?? 0) : 0,
  )
}

/** What a task without an estimate counts. */
export const halfAnHour: Milliseconds = 1_800_000

function heldUp({ cycles, position, dependents }: TaskGraph): ReadonlySet<number> {
  const held = new Set(cycles.flat().map((key) => position.get(key) ?? 0))
  for (const node of held) for (const dependent of dependents[node] ?? []) held.add(dependent)
  return held
}

function durationsOf(
  { nodes }: TaskGraph,
  held: ReadonlySet<number>,
  { duration = estimate, durations: given, unestimated: otherwise = halfAnHour }: ScheduleOptions,
): { durations: Milliseconds[]; unestimated: number } {
  let unestimated = 0
  const durations = nodes.map(({ task, key }, index) => {
    if (!task || held.has(index)) return 0
    const known = given?.get(key) ?? duration(task, key)
    if (known === undefined) unestimated++
    return known ?? otherwise
  })
  return { durations, unestimated }
}

/** The middle of what the document says that a task takes. */
export function estimate({ effort }: Task): Milliseconds | undefined {
  // Whole milliseconds: sums of fractions would differ by their order, and leave a slack of almost nothing.
  return effort ? Math.round(((effort.minimum + effort.maximum) / 2) * 60_000) : undefined
}

function byUrgency(
  { nodes }: TaskGraph,
  slack: readonly Milliseconds[],
): (left: number, right: number) => number {
  const urgency = nodes.map(({ task }) => (task?.priority ? Number(task.priority[1]) : 2))
  return (left, right) =>
    (urgency[left] ?? 0) - (urgency[right] ?? 0) ||
    (slack[left] ?? 0) - (slack[right] ?? 0) ||
    left - right
}

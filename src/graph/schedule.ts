import type { Milliseconds } from '../base/index.ts'
import type { Task, TaskKey } from '../model/index.ts'
import { heap } from './heap.ts'
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
  /** How much later it could end without making everything longer, with unlimited workers. */
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
 * slack, for a limited number of workers. Gates and phases take no time.
 */
export function schedule(graph: TaskGraph, options: ScheduleOptions = {}): Schedule {
  const workers = Math.max(1, Math.floor(options.workers ?? Infinity) || 1)
  const held = heldUp(graph)
  const { durations, unestimated } = durationsOf(graph, held, options)
  const { earliest, latest, length } = windows(graph, durations, held)
  const slack = durations.map((_, index) => (latest[index] ?? 0) - (earliest[index] ?? 0))
  const placed = place(graph, durations, slack, held, workers)
  const items = placed
    .map(({ index, start, worker }) => ({
      key: graph.nodes[index]?.key ?? '',
      start,
      end: start + (durations[index] ?? 0),
      worker,
      slack: slack[index] ?? 0,
      critical: slack[index] === 0,
    }))
    .toSorted((left, right) => left.start - right.start)
  return {
    items,
    length: workers === Infinity ? length : items.reduce((most, { end }) => Math.max(most, end), 0),
    criticalPath: criticalPath(graph, durations, earliest, length, held),
    sequential: durations.reduce((sum, one) => sum + one, 0),
    unestimated,
    assumed: options.unestimated ?? halfAnHour,
    excluded: graph.nodes.filter(({ kind }, index) => kind === 'task' && held.has(index)).length,
    workers,
  }
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

/** The earliest and the latest start of every node. Nodes are in topological order, so one pass each way does. */
function windows(
  { nodes, needs, dependents }: TaskGraph,
  durations: readonly Milliseconds[],
  held: ReadonlySet<number>,
): { earliest: Milliseconds[]; latest: Milliseconds[]; length: Milliseconds } {
  const earliest = nodes.map(() => 0)
  let length = 0
  for (const index of nodes.keys()) {
    if (held.has(index)) continue
    for (const need of needs[index] ?? [])
      earliest[index] = Math.max(
        earliest[index] ?? 0,
        (earliest[need] ?? 0) + (durations[need] ?? 0),
      )
    length = Math.max(length, (earliest[index] ?? 0) + (durations[index] ?? 0))
  }
  const latest = nodes.map((_, index) => length - (durations[index] ?? 0))
  for (let index = nodes.length - 1; index >= 0; index--)
    for (const dependent of dependents[index] ?? [])
      if (!held.has(dependent))
        latest[index] = Math.min(
          latest[index] ?? 0,
          (latest[dependent] ?? 0) - (durations[index] ?? 0),
        )
  return { earliest, latest, length }
}

/** A longest chain, walked back from what ends last. */
function criticalPath(
  { nodes, needs }: TaskGraph,
  durations: readonly Milliseconds[],
  earliest: readonly Milliseconds[],
  length: Milliseconds,
  held: ReadonlySet<number>,
): TaskKey[] {
  const endOf = (index: number): Milliseconds => (earliest[index] ?? 0) + (durations[index] ?? 0)
  const path: TaskKey[] = []
  let current = nodes.findIndex(
    ({ task }, index) => task !== null && !held.has(index) && endOf(index) === length,
  )
  while (current >= 0) {
    const node = nodes[current]
    if (node?.task) path.push(node.key)
    const begin = earliest[current] ?? 0
    current = (needs[current] ?? []).find((need) => endOf(need) === begin) ?? -1
  }
  return path.toReversed()
}

interface Placed {
  readonly index: number
  readonly start: Milliseconds
  readonly worker: number
}

/** List scheduling: whenever a worker is free it takes the most urgent task that is ready. */
function place(
  { nodes, needs, dependents }: TaskGraph,
  durations: readonly Milliseconds[],
  slack: readonly Milliseconds[],
  held: ReadonlySet<number>,
  workers: number,
): Placed[] {
  const urgency = nodes.map(({ task }) => (task?.priority ? Number(task.priority[1]) : 2))
  const before = (left: number, right: number): number =>
    (urgency[left] ?? 0) - (urgency[right] ?? 0) ||
    (slack[left] ?? 0) - (slack[right] ?? 0) ||
    left - right
  const unmet = needs.map(({ length }) => length)
  const ready = heap<number>(before)
  const running = heap<{ index: number; end: Milliseconds; worker: number }>(
    (left, right) => left.end - right.end || left.index - right.index,
  )
  const idle = heap<number>((left, right) => left - right)
  const placed: Placed[] = []
  let hired = 0
  let now = 0

  function open(index: number): void {
    const instant = [index]
    for (const node of instant) {
      if (held.has(node)) continue
      if (nodes[node]?.task) ready.push(node)
      else instant.push(...released(node))
    }
  }

  function released(index: number): number[] {
    return (dependents[index] ?? []).filter((dependent) => {
      unmet[dependent] = (unmet[dependent] ?? 0) - 1
      return unmet[dependent] === 0
    })
  }

  for (const index of nodes.keys()) if (needs[index]?.length === 0) open(index)
  for (;;) {
    while (ready.size() > 0 && running.size() < workers) {
      const index = ready.pop() ?? 0
      const worker = idle.pop() ?? hired++
      placed.push({ index, start: now, worker })
      running.push({ index, end: now + (durations[index] ?? 0), worker })
    }
    const next = running.pop()
    if (!next) return placed
    now = next.end
    // All that ends at this moment ends before anything starts, so that the most urgent of what follows goes first.
    for (let ended: typeof next | undefined = next; ended;) {
      idle.push(ended.worker)
      for (const dependent of released(ended.index)) open(dependent)
      ended = running.peek()?.end === now ? running.pop() : undefined
    }
  }
}

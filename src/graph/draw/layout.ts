import { Graph, layout as dagre } from '@dagrejs/dagre'
import type { Gate, Phase, Plan, Task } from '../../model/index.ts'
import type { TaskGraph } from '../task-graph.ts'
import { boxOf, gateHeight, type Card } from './card.ts'

// Where everything lies on the page: phases as boxes below each other, side by side where neither waits for the other; in each box
// its tasks, those that depend on each other laid out in ranks (Sugiyama, by dagre), the others in rows.
//
//   L1. Boxes of tasks never overlap, and lie within the box of their phase.
//   L2. The page is as wide as `pageWidth` unless a single chain of dependencies is wider.

export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export interface PlacedTask extends Box {
  readonly key: string
  readonly task: Task
  readonly card: Card
}

export interface PlacedGate extends Box {
  readonly gate: Gate
}

/** A phase with its tasks; without a phase those that none runs. */
export interface PlacedPhase extends Box {
  readonly key: string
  readonly phase: Phase | null
  readonly plan: Plan
  readonly tasks: readonly PlacedTask[]
  readonly gates: readonly PlacedGate[]
  readonly level: number
}

export interface Layout {
  readonly width: number
  readonly height: number
  readonly phases: readonly PlacedPhase[]
}

/** The width that a page aims at, in pixels. */
export const pageWidth = 1240
const gap = 18
const padding = 16
const header = 34

/** Lays a graph out below `top` pixels. */
export function layout(graph: TaskGraph, top: number): Layout {
  const phases: PlacedPhase[] = []
  let y = top
  let width = 0
  for (const plan of graph.plans) {
    const rows = Map.groupBy(sized(plan, graph), ({ level }) => level)
    for (const [, row] of [...rows].toSorted(([a], [b]) => a - b)) {
      const packed = pack(row, pageWidth, 26)
      for (const { item, x, y: below } of packed.items) phases.push(moved(item, x, y + below))
      width = Math.max(width, packed.width)
      y += packed.height + 40
    }
  }
  return { width: Math.max(width, 420), height: y, phases }
}

/** The phases of a plan, each laid out by itself at the origin. */
function sized(plan: Plan, graph: TaskGraph): readonly PlacedPhase[] {
  const byKey = new Map(plan.tasks.map((task) => [task.key, task] as const))
  const innermost = new Map<string, string>()
  // Later phases of the document that hold the same task are the inner ones.
  for (const { key, tasks } of [...plan.phases].toSorted((a, b) => b.tasks.length - a.tasks.length))
    for (const task of tasks) innermost.set(task, key)
  const levels = levelsOf(plan.phases)
  const boxes = plan.phases.flatMap((phase) => {
    const tasks = phase.tasks.flatMap((slug) =>
      innermost.get(slug) === phase.key ? (byKey.get(slug) ?? []) : [],
    )
    const gates = plan.gates.filter((gate) => gate.phase === phase.key)
    if (tasks.length === 0 && gates.length === 0) return []
    return [boxed(plan, phase, tasks, gates, levels.get(phase.key) ?? 0, graph)]
  })
  const rest = plan.tasks.filter(({ key }) => !innermost.has(key))
  const shown = new Set(plan.phases.map(({ key }) => key))
  const open = plan.gates.filter(({ phase }) => phase === null || !shown.has(phase))
  if (rest.length === 0 && open.length === 0) return boxes
  const last = Math.max(-1, ...boxes.map(({ level }) => level)) + 1
  return [...boxes, boxed(plan, null, rest, open, last, graph)]
}

/** How many phases must be done before each, at least; circles end where they began. */
function levelsOf(phases: readonly Phase[]): ReadonlyMap<string, number> {
  const byKey = new Map(phases.map((phase) => [phase.key, phase] as const))
  const levels = new Map<string, number>()
  const open = new Set<string>()
  const levelOf = (key: string): number => {
    const known = levels.get(key)
    if (known !== undefined) return known
    const phase = byKey.get(key)
    if (!phase || open.has(key) || open.size > 2000) return 0
    open.add(key)
    const level = phase.needs.reduce((most, need) => Math.max(most, levelOf(need) + 1), 0)
    open.delete(key)
    levels.set(key, level)
    return level
  }
  for (const { key } of phases) levelOf(key)
  return levels
}

function boxed(
  plan: Plan,
  phase: Phase | null,
  tasks: readonly Task[],
  gates: readonly Gate[],
  level: number,
  graph: TaskGraph,
): PlacedPhase {
  const cards = new Map(tasks.map((task) => [`${plan.document}#${task.key}`, { task, card: boxOf(task) }])) // prettier-ignore
  const parts = components([...cards.keys()], graph).map((keys) => ranked(keys, cards, graph))
  const packed = pack(parts, pageWidth - 2 * padding, gap)
  const placed = packed.items.flatMap(({ item, x, y }) =>
    item.tasks.map((one) => ({ ...one, x: one.x + x + padding, y: one.y + y + header })),
  )
  const titled = 180 + Math.min(600, (phase?.title.length ?? 10) * 7)
  const width = Math.max(packed.width + 2 * padding, titled, gates.length > 0 ? 480 : 0)
  const below = header + packed.height + (tasks.length > 0 ? gap : 0)
  const guards = gates.map((gate, index) => ({
    gate,
    x: padding,
    y: below + index * (gateHeight + 8),
    width: width - 2 * padding,
    height: gateHeight,
  }))
  const height = below + gates.length * (gateHeight + 8) + (gates.length > 0 ? 8 : 0)
  const key = `${plan.document}#phase/${phase?.key ?? ''}`
  return { x: 0, y: 0, width, height, key, phase, plan, tasks: placed, gates: guards, level }
}

interface Part extends Box {
  readonly tasks: readonly PlacedTask[]
}

/** Tasks that depend on each other, in groups; a task without any such dependency is a group of its own. */
function components(keys: readonly string[], graph: TaskGraph): readonly (readonly string[])[] {
  const own = new Set(keys)
  const root = new Map(keys.map((key) => [key, key] as const))
  const find = (key: string): string => {
    let at = key
    while ((root.get(at) ?? at) !== at) at = root.get(at) ?? at
    root.set(key, at)
    return at
  }
  for (const { from, to, origin } of graph.edges)
    if (own.has(from) && own.has(to) && origin !== 'part') root.set(find(from), find(to))
  return [...Map.groupBy(keys, find).values()]
}

/** One group in ranks, from left to right or downwards, whichever keeps to the page. */
function ranked(
  keys: readonly string[],
  cards: ReadonlyMap<string, { readonly task: Task; readonly card: Card }>,
  graph: TaskGraph,
): Part {
  const [only] = keys
  if (keys.length === 1 && only !== undefined) return directed(keys, [], cards, 'LR')
  const own = new Set(keys)
  const edges = graph.edges.filter(({ from, to }) => own.has(from) && own.has(to))
  const across = directed(keys, edges, cards, 'LR')
  if (across.width <= pageWidth - 2 * padding) return across
  const down = directed(keys, edges, cards, 'TB')
  return down.width < across.width ? down : across
}

function directed(
  keys: readonly string[],
  edges: readonly { readonly from: string; readonly to: string }[],
  cards: ReadonlyMap<string, { readonly task: Task; readonly card: Card }>,
  rankdir: 'LR' | 'TB',
): Part {
  const drawing = new Graph()
  drawing.setGraph({ rankdir, nodesep: gap, ranksep: 34 })
  drawing.setDefaultEdgeLabel(() => ({}))
  for (const key of keys) {
    const { width = 0, height = 0 } = cards.get(key)?.card ?? {}
    drawing.setNode(key, { width, height })
  }
  for (const { from, to } of edges) drawing.setEdge(from, to)
  dagre(drawing)
  const tasks = keys.flatMap((key): PlacedTask[] => {
    const known = cards.get(key)
    const { x = 0, y = 0 } = drawing.node(key)
    if (!known) return []
    const { width, height } = known.card
    return [{ key, ...known, x: x - width / 2, y: y - height / 2, width, height }]
  })
  const [left, up] = [Math.min(...tasks.map(({ x }) => x)), Math.min(...tasks.map(({ y }) => y))]
  return {
    x: 0,
    y: 0,
    width: Math.max(...tasks.map(({ x, width }) => x + width)) - left,
    height: Math.max(...tasks.map(({ y, height }) => y + height)) - up,
    tasks: tasks.map((one) => ({ ...one, x: one.x - left, y: one.y - up })),
  }
}

/** Boxes in rows from left to right, none wider than `most` unless one box alone is. */
function pack<T extends Box>(
  boxes: readonly T[],
  most: number,
  between: number,
): {
  readonly items: readonly { readonly item: T; readonly x: number; readonly y: number }[]
  readonly width: number
  readonly height: number
} {
  const items: { item: T; x: number; y: number }[] = []
  let [x, y, row, width] = [0, 0, 0, 0]
  for (const item of boxes) {
    if (x > 0 && x + item.width > most) [x, y, row] = [0, y + row + between, 0]
    items.push({ item, x, y })
    x += item.width + between
    row = Math.max(row, item.height)
    width = Math.max(width, x - between)
  }
  return { items, width, height: y + row }
}

function moved(phase: PlacedPhase, x: number, y: number): PlacedPhase {
  const shift = <T extends Box>(box: T): T => ({ ...box, x: box.x + x, y: box.y + y })
  return { ...shift(phase), tasks: phase.tasks.map(shift), gates: phase.gates.map(shift) }
}

import { barriers, edgesBetweenNodes, outline, type Barrier, type Box } from '../outline.ts'
import type { GraphEdge, TaskGraph } from '../task-graph.ts'
import { blockOf, pad, stackOf, type Block, type Context, type PlacedCard } from './block.ts'
import { cardWidth } from './card.ts'
import { columnsOfDrawing } from './flow.ts'
import { columnGap, type Link, type Size } from './geometry.ts'
import { place, type Frame } from './place.ts'

// Where everything of a drawing lies.
//
//   L1. Cards never touch: at least two steps of the grid are between any two.
//   L2. What belongs to a phase lies within its frame, and nothing else does.
//   L3. A gate that stands behind all of its box lies beyond a rule, at the right in a frame and below on the page; it needs no lines.

/** What lies where; all whole numbers, multiples of the grid's step. */
export interface Layout extends Size {
  readonly frames: readonly Frame[]
  readonly cards: readonly PlacedCard[]
  readonly edges: readonly GraphEdge[]
  readonly barriers: readonly Barrier[]
}

export const margin = 40

/** Lays out a graph below `top`, with so many cards side by side that it has the shape of a page. */
export function layOut(graph: TaskGraph, top: number): Layout {
  const boxes = outline(graph)
  const order = barriers(graph, boxes)
  const edges = edgesBetweenNodes(graph)
  const feet = footGates(boxes)
  const level = levels(boxes, edges, order, feet)
  const context = { level, feet, columns: columnsOfDrawing() }
  const block = pageOf(boxes, context, graph.nodes.length)
  const frames: Frame[] = []
  const cards: PlacedCard[] = []
  place(block, { x: margin, y: top, width: block.width, height: block.height }, [], frames, cards)
  return {
    width: block.width + 2 * margin,
    height: top + block.height,
    frames,
    cards,
    edges: edges.filter(({ from, to }) => !feet.has(from) && !feet.has(to)),
    barriers: order,
  }
}

/** The widths to try, in cards. Of a large graph one is computed: laying it out several times would take long. */
const widths = [4, 5, 6, 7, 8]
const large = 800
/** How much higher than wide a page is. */
const pageRatio = 1.3

function pageOf(boxes: readonly Box[], context: Context, nodes: number): Block {
  const counts = nodes > large ? [Math.max(8, Math.ceil(Math.sqrt(nodes / 2)))] : widths
  const [first, ...others] = counts.map((count) => blockOfAll(boxes, count, context))
  return others.reduce(
    (best, one) => (sizeOf(one) < sizeOf(best) ? one : best),
    first ?? blockOfAll(boxes, 4, context),
  )
}

/** How wide a page of that shape has to be. */
function sizeOf({ width, height }: Size): number {
  return Math.max(width, height / pageRatio)
}

function blockOfAll(boxes: readonly Box[], count: number, context: Context): Block {
  const across = count * (cardWidth + columnGap) - columnGap + 2 * pad
  const [only, ...others] = boxes
  return only && others.length === 0
    ? blockOf(only, across, context, 0)
    : stackOf('', null, boxes, across + 2 * pad, context, 0)
}

/** Gates that stand behind everything in their box. */
function footGates(boxes: readonly Box[]): Set<string> {
  const all = (box: Box): readonly string[] => [
    ...box.tasks.flatMap(({ task }) => task?.key ?? []),
    ...box.boxes.flatMap(all),
  ]
  return new Set(
    boxes.flatMap((box) => {
      const tasks = all(box)
      const own = box.gates.filter(({ gate }) => {
        const after = new Set(gate?.after)
        const judgesAll = after.size === 0 || tasks.every((key) => after.has(key))
        return gate?.closing || (box.phase !== null && judgesAll)
      })
      return [...own.map(({ key }) => key), ...footGates(box.boxes)]
    }),
  )
}

/** For each box the links between what lies directly in it: cards by their keys, boxes by theirs. */
function levels(
  boxes: readonly Box[],
  edges: readonly GraphEdge[],
  order: readonly Barrier[],
  feet: ReadonlySet<string>,
): ReadonlyMap<string, readonly Link[]> {
  const paths = new Map<string, readonly string[]>()
  const visit = (box: Box, around: readonly string[]): void => {
    const path = [...around, box.key]
    paths.set(box.key, path)
    for (const { key } of [...box.tasks, ...box.gates]) paths.set(key, [...path, key])
    for (const inner of box.boxes) visit(inner, path)
  }
  for (const box of boxes) visit(box, [''])
  const found = new Map<string, Link[]>()
  for (const { from, to } of [...edges, ...order]) {
    const [before, after] = [paths.get(from), paths.get(to)]
    if (!before || !after || feet.has(from) || feet.has(to)) continue
    const split = before.findIndex((key, index) => key !== after[index])
    const [left, right] = [before[split], after[split]]
    if (split < 1 || left === undefined || right === undefined) continue
    const level = before[split - 1] ?? ''
    const links = found.get(level)
    if (links) links.push({ from: left, to: right })
    else found.set(level, [{ from: left, to: right }])
  }
  return found
}

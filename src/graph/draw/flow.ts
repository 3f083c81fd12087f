import { dagre } from '../../base/index.ts'
import {
  columnGap,
  depths,
  lineGap,
  rowGap,
  step,
  type Arrangement,
  type Link,
  type Piece,
  type Spot,
} from './geometry.ts'

/** A column with more pieces than this becomes several. */
const tallest = 8
/** What all layouts by dagre in a drawing may come to, about half a second for each thousand; what goes beyond is put in columns without looking for few crossings. */
const patience = 2500

interface Placed extends Spot {
  readonly piece: Piece
}

/** Pieces that hang together, in columns from left to right. */
export type Columns = (
  members: readonly Piece[],
  own: readonly Link[],
) => readonly (readonly Placed[])[]

/** Columns for one drawing, whose patience they share; what was put in columns once stays so, whatever width is tried. */
export function columnsOfDrawing(): Columns {
  const known = new Map<string, readonly (readonly Placed[])[]>()
  let left = patience
  return (members, own) => {
    const name = members.map(({ key }) => key).join('\n')
    const before = known.get(name)
    if (before) return before
    const depth = depths(
      members.map(({ key }) => key),
      own,
    )
    const work = workOf(members, own, depth)
    const found = work <= left ? byDagre(members, own) : byDepth(members, depth)
    if (work <= left) left -= work
    known.set(name, found)
    return found
  }
}

/** What dagre has to order: the pieces, and a point in each column that a link passes. */
function workOf(
  members: readonly Piece[],
  own: readonly Link[],
  depth: ReadonlyMap<string, number>,
): number {
  return own.reduce((sum, { from, to }) => {
    const passed = Math.abs((depth.get(to) ?? 0) - (depth.get(from) ?? 0)) - 1
    return sum + Math.max(0, passed)
  }, members.length)
}

/** Pieces that hang together: what follows stands right of what it needs; what is wider than `width` goes on in the next line. */
export function flow(drawn: readonly (readonly Placed[])[], width: number): Arrangement {
  const columns = drawn.some(({ length }) => length > tallest)
    ? centred(drawn.flatMap(divided))
    : drawn
  const spots = new Map<string, Spot>()
  let [y, widest] = [0, 0]
  for (const line of linesOf(columns, width)) {
    const top = Math.min(...line.flat().map((one) => one.y))
    const bottom = Math.max(...line.flat().map((one) => one.y + one.piece.height))
    let x = 0
    for (const column of line) {
      for (const one of column) spots.set(one.piece.key, { x, y: y + one.y - top })
      x += Math.max(...column.map(({ piece }) => piece.width)) + columnGap
    }
    widest = Math.max(widest, x - columnGap)
    y += bottom - top + lineGap
  }
  return { width: widest, height: y - lineGap, spots }
}

/** Columns as lines of text: as many as fit, then the next line. */
function linesOf(columns: readonly (readonly Placed[])[], width: number): Placed[][][] {
  const lines: Placed[][][] = []
  let x = 0
  for (const column of columns) {
    const wide = Math.max(...column.map(({ piece }) => piece.width))
    if (lines.length === 0 || x + wide > width) {
      lines.push([])
      x = 0
    }
    lines.at(-1)?.push([...column])
    x += wide + columnGap
  }
  return lines
}

/** A column that is too tall, as several. */
function divided(column: readonly Placed[]): Placed[][] {
  if (column.length <= tallest) return [[...column]]
  const parts = Math.ceil(column.length / tallest)
  const size = Math.ceil(column.length / parts)
  return Array.from({ length: parts }, (_, part) =>
    column.slice(part * size, (part + 1) * size),
  ).filter((one) => one.length > 0)
}

/** Columns with their middles at one height. */
function centred(columns: readonly (readonly Placed[])[]): Placed[][] {
  const stacks = columns.map((column) => stacked(column.map(({ piece }) => piece)))
  const heights = stacks.map((column) =>
    Math.max(...column.map(({ piece, y }) => y + piece.height)),
  )
  const highest = Math.max(...heights)
  return stacks.map((column, index) => {
    const down = Math.floor((highest - (heights[index] ?? 0)) / 2 / step) * step
    return column.map((one) => ({ ...one, y: one.y + down }))
  })
}

function stacked(pieces: readonly Piece[]): Placed[] {
  let y: number = 0
  return pieces.map((piece) => {
    const placed = { piece, x: 0, y }
    y += piece.height + rowGap
    return placed
  })
}

/** Columns with few crossings, by dagre (Gansner et al. 1993, Brandes and Köpf 2001). */
function byDagre(members: readonly Piece[], own: readonly Link[]): Placed[][] {
  const { Graph, layout } = dagre()
  const drawing = new Graph()
  drawing.setGraph({ rankdir: 'LR', nodesep: rowGap, ranksep: columnGap, edgesep: step })
  drawing.setDefaultEdgeLabel(() => ({}))
  for (const { key, width, height } of members) drawing.setNode(key, { width, height })
  for (const { from, to } of own) drawing.setEdge(from, to)
  layout(drawing)
  const placed = members.map((piece) => {
    const { x, y } = spotIn(drawing.node(piece.key))
    return { piece, x: Math.round(x), y: Math.round((y - piece.height / 2) / step) * step }
  })
  return inOrder(Map.groupBy(upright(placed), ({ x }) => x)).map((column) =>
    column.toSorted((left, right) => left.y - right.y),
  )
}

/** What dagre has written into a node. */
function spotIn(label: unknown): Spot {
  return typeof label === 'object' && label !== null ? { x: 0, y: 0, ...label } : { x: 0, y: 0 }
}

/** The picture or its mirror image: that in which more pieces stand in the order in which they are given. */
function upright(placed: readonly Placed[]): readonly Placed[] {
  let order = 0
  for (const column of Map.groupBy(placed, ({ x }) => x).values())
    for (const [index, one] of column.entries())
      order += Math.sign(one.y - (column[index - 1]?.y ?? one.y))
  const bottom = Math.max(...placed.map(({ piece, y }) => y + piece.height))
  return order >= 0
    ? placed
    : placed.map((one) => ({ ...one, y: bottom - one.y - one.piece.height }))
}

/** Columns by the longest chain before each piece; what closes a circle is left out of account. */
function byDepth(members: readonly Piece[], depth: ReadonlyMap<string, number>): Placed[][] {
  return inOrder(Map.groupBy(members, ({ key }) => depth.get(key) ?? 0)).map(stacked)
}

function inOrder<T>(groups: ReadonlyMap<number, readonly T[]>): (readonly T[])[] {
  return [...groups].toSorted(([left], [right]) => left - right).map(([, group]) => group)
}

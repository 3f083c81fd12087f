import { heap } from '../heap.ts'
import { step, type Rectangle, type Spot } from './geometry.ts'
import type { Terrain } from './terrain.ts'

// Finds ways for lines between cards.
//
//   W1. A line runs along the grid, never through a card, and ends at the middle of a side.
//   W2. Lines share a stretch gladly when they begin or end at the same card, and avoid it otherwise.
//   W3. The search is bounded: what finds no way within it is drawn straight.

/** A line to draw. */
export interface Wire {
  readonly from: Rectangle
  readonly to: Rectangle
  /** Numbers from 1 of what it begins and ends at. */
  readonly source: number
  readonly target: number
  /** `across`: leaves at the right and arrives at the left if it may; `down`: leaves below and arrives above. */
  readonly direction: 'across' | 'down'
  /** The regions that it may pass; default: all. */
  readonly regions?: ReadonlySet<number>
}

/** Steps of the search for all lines together, and the largest ground it is made for. */
const patience = 5_000_000
const largest = 3_000_000

const right = 0
const down = 1
const left = 2
const up = 3

/** Points of each line, from the side of its first card to the side of its last; null where none was found. */
export function route(terrain: Terrain, wires: readonly Wire[]): (Spot[] | null)[] {
  const cells = terrain.columns * terrain.rows
  if (cells > largest) return wires.map(() => null)
  const ground = groundOf(terrain, cells)
  const found = wires.map((): Spot[] | null => null)
  const order = [...wires.keys()].toSorted(
    (a, b) =>
      Number(wires[b]?.direction === 'down') - Number(wires[a]?.direction === 'down') ||
      distance(wires[a]) - distance(wires[b]) ||
      a - b,
  )
  for (const index of order) {
    const wire = wires[index]
    if (wire && ground.steps < patience) found[index] = search(ground, wire)
  }
  return found
}

function distance(wire: Wire | undefined): number {
  if (!wire) return 0
  const { from, to } = wire
  return Math.abs(from.x - to.x) + Math.abs(from.y - to.y)
}

interface Ground extends Terrain {
  /** Of each state (cell and direction): the least cost so far, in which search that was, and the state before. */
  readonly least: Int32Array
  readonly search: Int32Array
  readonly before: Int32Array
  /** The line that runs there, by cell and orientation. */
  readonly source: readonly [Int32Array, Int32Array]
  readonly target: readonly [Int32Array, Int32Array]
  searches: number
  steps: number
}

function groundOf(terrain: Terrain, cells: number): Ground {
  const numbers = (): Int32Array => new Int32Array(cells)
  return {
    ...terrain,
    least: new Int32Array(4 * cells),
    search: new Int32Array(4 * cells),
    before: new Int32Array(4 * cells),
    source: [numbers(), numbers()],
    target: [numbers(), numbers()],
    searches: 0,
    steps: 0,
  }
}

/** The shortest way with few bends (Hart, Nilsson and Raphael 1968). */
function search(ground: Ground, wire: Wire): Spot[] | null {
  const { columns } = ground
  const starts = ports(ground, wire.from, wire, false)
  const ends = ports(ground, wire.to, wire, true)
  const endAt = new Map(ends.map((port) => [port.cell * 4 + port.direction, port.cost] as const))
  const goals = ends.map(({ cell }) => [cell % columns, Math.floor(cell / columns)] as const)
  const rest = (cell: number): number => {
    const [x, y] = [cell % columns, Math.floor(cell / columns)]
    let least = Infinity
    for (const [goalX, goalY] of goals)
      least = Math.min(least, Math.abs(goalX - x) + Math.abs(goalY - y))
    return least * expected
  }
  const number = ++ground.searches
  const size = 4 * columns * ground.rows
  // Cost and state in one number: the cheapest comes first.
  const open = heap<number>((a, b) => a - b)
  const reach = (state: number, cost: number, before: number): void => {
    if (ground.search[state] === number && (ground.least[state] ?? 0) <= cost) return
    ground.search[state] = number
    ground.least[state] = cost
    ground.before[state] = before
    open.push((cost + rest(state >> 2)) * size + state)
  }
  for (const { cell, direction, cost } of starts) reach(cell * 4 + direction, cost, -1)
  let best = Infinity
  let end = -1
  for (let top = open.pop(); top !== undefined; top = open.pop()) {
    const estimated = Math.floor(top / size)
    if (estimated >= best || ++ground.steps > patience) break
    const state = top % size
    const cost = ground.least[state] ?? 0
    if (cost + rest(state >> 2) < estimated) continue
    const last = endAt.get(state)
    if (last !== undefined && cost + last < best) [best, end] = [cost + last, state]
    for (let direction = 0; direction < 4; direction++) {
      if (direction === ((state & 3) ^ 2)) continue
      const cell = neighbour(ground, state >> 2, direction)
      if (cell < 0 || !isFree(ground, cell, wire)) continue
      const turn = direction === (state & 3) ? 0 : bend
      reach(cell * 4 + direction, cost + turn + price(ground, cell, direction, wire), state)
    }
  }
  return end < 0 ? null : pathTo(ground, end, wire)
}

/** What is expected of the rest of the way, for each cell; sharing costs a little less, for which no wider search is made. */
const expected = 10
const bend = 25

function price(ground: Ground, cell: number, direction: number, wire: Wire): number {
  const along = direction & 1
  const other = use(ground, cell, along, wire)
  const crossed = use(ground, cell, 1 - along, wire)
  const shared = other === 'own' ? -2 : other === 'free' ? 0 : 80
  return 10 + shared + (crossed === 'other' ? 15 : 0) + (ground.cost[cell] ?? 0)
}

function use(
  ground: Ground,
  cell: number,
  orientation: number,
  wire: Wire,
): 'free' | 'own' | 'other' {
  const source = ground.source[orientation]?.[cell] ?? 0
  if (source === 0) return 'free'
  const isOwn = source === wire.source || ground.target[orientation]?.[cell] === wire.target
  return isOwn ? 'own' : 'other'
}

function isFree(ground: Ground, cell: number, { regions }: Wire): boolean {
  return !ground.blocked[cell] && (regions === undefined || regions.has(ground.region[cell] ?? 0))
}

function neighbour({ columns, rows }: Ground, cell: number, direction: number): number {
  const x = (cell % columns) + (direction === right ? 1 : direction === left ? -1 : 0)
  const y = Math.floor(cell / columns) + (direction === down ? 1 : direction === up ? -1 : 0)
  return x < 0 || y < 0 || x >= columns || y >= rows ? -1 : y * columns + x
}

interface Port {
  readonly cell: number
  readonly direction: number
  readonly cost: number
}

/** What it costs to leave or to arrive at the right, below, at the left, above. */
const leaving = { across: [0, 30, 400, 60], down: [80, 0, 150, 200] } as const
const arriving = { across: [200, 80, 0, 30], down: [200, 200, 100, 0] } as const

/** The cells beside the middles of the sides, with the direction in which a line passes them. */
function ports(
  { columns, rows, blocked }: Ground,
  { x, y, width, height }: Rectangle,
  wire: Wire,
  arrives: boolean,
): Port[] {
  const middleOfBoth = wire.direction === 'down' ? shared(wire) : null
  const middle = Math.round((middleOfBoth ?? x + width / 2) / step)
  const centre = Math.round((y + height / 2) / step)
  const sides = [
    { at: [(x + width) / step + 1, centre], outward: right },
    { at: [middle, (y + height) / step + 1], outward: down },
    { at: [x / step - 1, centre], outward: left },
    { at: [middle, y / step - 1], outward: up },
  ] as const
  const costs = (arrives ? arriving : leaving)[wire.direction]
  return sides.flatMap(({ at: [column, row], outward }) => {
    const cell = row * columns + column
    if (column < 0 || row < 0 || column >= columns || row >= rows || blocked[cell]) return []
    const direction = arrives ? outward ^ 2 : outward
    return [{ cell, direction, cost: costs[outward] ?? 0 }]
  })
}

/** The middle of the stretch that both ends have below each other, if there is one. */
function shared({ from, to }: Wire): number | null {
  const first = Math.max(from.x, to.x)
  const last = Math.min(from.x + from.width, to.x + to.width)
  return last - first >= 4 * step ? (first + last) / 2 : null
}

function pathTo(ground: Ground, end: number, wire: Wire): Spot[] {
  const states: number[] = []
  for (let state = end; state >= 0; state = ground.before[state] ?? -1) states.push(state)
  states.reverse()
  for (const [index, state] of states.entries()) {
    const next = states[index + 1] ?? state
    for (const orientation of new Set([state & 1, next & 1]))
      occupy(ground, state >> 2, orientation, wire)
  }
  const points = states.map((state) => spotOf(ground, state >> 2))
  const first = moved(points[0], (states[0] ?? 0) & 3, -step)
  const last = moved(points.at(-1), end & 3, step)
  return corners([first, ...points, last])
}

function occupy(ground: Ground, cell: number, orientation: number, wire: Wire): void {
  if (ground.source[orientation]?.[cell]) return
  ground.source[orientation]?.fill(wire.source, cell, cell + 1)
  ground.target[orientation]?.fill(wire.target, cell, cell + 1)
}

function spotOf({ columns }: Ground, cell: number): Spot {
  return { x: (cell % columns) * step, y: Math.floor(cell / columns) * step }
}

function moved({ x, y }: Spot = { x: 0, y: 0 }, direction: number, by: number): Spot {
  const forward = direction === right || direction === down ? by : -by
  return direction & 1 ? { x, y: y + forward } : { x: x + forward, y }
}

/** The points at which a way turns, with its ends. */
function corners(points: readonly Spot[]): Spot[] {
  return points.filter((point, index) => {
    const [before, after] = [points[index - 1], points[index + 1]]
    if (!before || !after) return true
    return !(
      (before.x === point.x && point.x === after.x) ||
      (before.y === point.y && point.y === after.y)
    )
  })
}

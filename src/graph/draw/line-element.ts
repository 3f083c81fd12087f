import type { Rectangle, Spot } from './geometry.ts'
import type { LineKind } from './legend.ts'
import type { Wire } from './route.ts'

/** A line with how it looks. */
export interface Line {
  readonly wire: Wire
  readonly kind: LineKind
  readonly isCritical: boolean
}

/** A line as SVG, along the points that were found, or else straight. */
export function lineElement(
  { wire, kind, isCritical }: Line,
  points: readonly Spot[] | null,
): string {
  const dash = kind === 'inferred' ? ' d' : ''
  const shape = kind === 'barrier' ? 'b' : 'e'
  const mark = kind === 'circle' ? ' r' : isCritical ? ' c' : ''
  const arrow = kind === 'circle' ? 'ar' : isCritical ? 'ac' : kind === 'barrier' ? 'ab' : 'ae'
  const way = wire.source === wire.target ? loop(wire.from) : points ? bent(points) : direct(wire)
  return `<path class="${shape}${dash}${mark}" d="${way.path}"/><path class="${arrow}" d="${head(way.end, way.angle)}"/>`
}

interface Way {
  readonly path: string
  readonly end: Spot
  /** Where the arrow points, in quarter turns to the right. */
  readonly angle: number
}

/** A way with rounded corners. It ends a little before its arrow's point. */
function bent(points: readonly Spot[]): Way {
  const [first, ...others] = points
  const end = others.at(-1) ?? { x: 0, y: 0 }
  const before = points.at(-2) ?? end
  const angle = before.x < end.x ? 0 : before.x > end.x ? 2 : before.y < end.y ? 1 : 3
  const parts = [`M${first?.x ?? 0} ${first?.y ?? 0}`]
  for (const [index, corner] of points.slice(1, -1).entries()) {
    const enter = towards(corner, points[index] ?? corner)
    const leave = towards(corner, points[index + 2] ?? corner)
    parts.push(`L${enter.x} ${enter.y}Q${corner.x} ${corner.y} ${leave.x} ${leave.y}`)
  }
  const last = towards(end, before, 6)
  return { path: `${parts.join('')}L${last.x} ${last.y}`, end, angle }
}

function towards(from: Spot, to: Spot, most = 7): Spot {
  const [x, y] = [to.x - from.x, to.y - from.y]
  const length = Math.abs(x) + Math.abs(y)
  const share = length === 0 ? 0 : Math.min(most, length / 2) / length
  return { x: from.x + x * share, y: from.y + y * share }
}

/** A curve, where no way was found or looked for. */
function direct({ from, to }: Wire): Way {
  const start = { x: from.x + from.width, y: from.y + from.height / 2 }
  const end = { x: to.x, y: to.y + to.height / 2 }
  const swing = Math.max(40, Math.abs(end.x - start.x) / 2)
  const path = `M${start.x} ${start.y}C${start.x + swing} ${start.y} ${end.x - swing} ${end.y} ${end.x - 6} ${end.y}`
  return { path, end, angle: 0 }
}

/** From the right side of a card round its corner to its top. */
function loop({ x, y, width }: Rectangle): Way {
  const right = x + width
  return {
    path: `M${right} ${y + 20}h8q4 0 4 -4v-20q0 -4 -4 -4h-34q-4 0 -4 4v0`,
    end: { x: right - 30, y },
    angle: 1,
  }
}

const turns = [
  [1, 0],
  [0, 1],
  [-1, 0],
  [0, -1],
] as const

function head({ x, y }: Spot, angle: number): string {
  const [cos, sin] = turns[angle] ?? turns[0]
  const turned = (dx: number, dy: number): string =>
    `${x + dx * cos - dy * sin} ${y + dx * sin + dy * cos}`
  return `M${turned(-1, 0)}L${turned(-9, -4)}L${turned(-9, 4)}Z`
}

import { flow, type Columns } from './flow.ts'
import {
  columnGap,
  lineGap,
  rowGap,
  type Arrangement,
  type Link,
  type Piece,
  type Spot,
} from './geometry.ts'

/**
 * Places pieces as a text is read, in at most `width`: pieces that hang together flow from left to right; those without links stand
 * in grids, beside the others where there is room.
 */
export function arrange(
  pieces: readonly Piece[],
  links: readonly Link[],
  width: number,
  columns: Columns,
): Arrangement {
  const groups = components(pieces, links)
  const linked = groups.filter(({ members }) => members.length > 1)
  const shelves = shelved(
    linked.map(({ members, own }) => flow(columns(members, own), width)),
    width,
  )
  let alone = groups.flatMap(({ members }) => (members.length === 1 ? members : []))
  const blocks = shelves.flatMap((shelf) => {
    const filling = beside(shelf, alone, width)
    alone = alone.slice(filling?.spots.size ?? 0)
    return filling ? [...shelf.blocks, filling] : shelf.blocks
  })
  const last = shelves.at(-1)
  const y = last ? last.y + last.height + rowGap : 0
  if (alone.length > 0) blocks.push({ ...grid(alone, width), x: 0, y })
  return together(blocks)
}

interface Block extends Arrangement, Spot {}

interface Shelf {
  readonly blocks: readonly Block[]
  readonly y: number
  readonly width: number
  readonly height: number
}

/** Blocks side by side while there is room, then below. */
function shelved(blocks: readonly Arrangement[], width: number): Shelf[] {
  const shelves: Shelf[] = []
  for (const block of blocks) {
    const last = shelves.at(-1)
    const x = last ? last.width + columnGap : 0
    if (last && x + block.width <= width)
      shelves[shelves.length - 1] = {
        blocks: [...last.blocks, { ...block, x, y: last.y }],
        y: last.y,
        width: x + block.width,
        height: Math.max(last.height, block.height),
      }
    else {
      const y = last ? last.y + last.height + lineGap : 0
      const { width: wide, height } = block
      shelves.push({ blocks: [{ ...block, x: 0, y }], y, width: wide, height })
    }
  }
  return shelves
}

/** As many of the pieces as find room beside what stands on a shelf. */
function beside(shelf: Shelf, pieces: readonly Piece[], width: number): Block | null {
  const x = shelf.width + columnGap
  const across = Math.max(0, ...pieces.map((piece) => piece.width))
  const high = Math.max(0, ...pieces.map((piece) => piece.height))
  const columns = Math.floor((width - x + columnGap) / (across + columnGap))
  const rows = Math.floor((shelf.height + rowGap) / (high + rowGap))
  if (pieces.length === 0 || columns < 1 || rows < 1) return null
  return { ...grid(pieces.slice(0, columns * rows), width - x), x, y: shelf.y }
}

function together(blocks: readonly Block[]): Arrangement {
  const spots = new Map<string, Spot>()
  for (const block of blocks)
    for (const [key, { x, y }] of block.spots) spots.set(key, { x: block.x + x, y: block.y + y })
  return {
    width: Math.max(0, ...blocks.map(({ x, width }) => x + width)),
    height: Math.max(0, ...blocks.map(({ y, height }) => y + height)),
    spots,
  }
}

function grid(pieces: readonly Piece[], width: number): Arrangement {
  const across = Math.max(...pieces.map((piece) => piece.width))
  const fit = Math.max(1, Math.floor((width + columnGap) / (across + columnGap)))
  // As few rows as can be, and these evenly filled.
  const rows = Math.ceil(pieces.length / fit)
  const count = Math.ceil(pieces.length / rows)
  const spots = new Map<string, Spot>()
  let y = 0
  for (let first = 0; first < pieces.length; first += count) {
    const row = pieces.slice(first, first + count)
    for (const [index, { key }] of row.entries())
      spots.set(key, { x: index * (across + columnGap), y })
    y += Math.max(...row.map(({ height }) => height)) + rowGap
  }
  return { width: count * (across + columnGap) - columnGap, height: y - rowGap, spots }
}

interface Component {
  readonly members: readonly Piece[]
  readonly own: readonly Link[]
}

/** Pieces that hang together, in the order of their first one. */
function components(pieces: readonly Piece[], links: readonly Link[]): Component[] {
  const leader = new Map(pieces.map(({ key }) => [key, key] as const))
  const find = (key: string): string => {
    let [top, at] = [key, key]
    while (leader.get(top) !== top) top = leader.get(top) ?? top
    while (at !== top) {
      const next = leader.get(at) ?? top
      leader.set(at, top)
      at = next
    }
    return top
  }
  const known = links.filter(({ from, to }) => from !== to && leader.has(from) && leader.has(to))
  for (const { from, to } of known) leader.set(find(to), find(from))
  const own = Map.groupBy(known, ({ from }) => find(from))
  return [...Map.groupBy(pieces, ({ key }) => find(key))].map(([top, members]) => ({
    members,
    own: own.get(top) ?? [],
  }))
}

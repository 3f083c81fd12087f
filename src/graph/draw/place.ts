import type { Box } from '../outline.ts'
import {
  beside,
  gap,
  heightOfRow,
  pad,
  titleOf,
  widthOfRow,
  type Block,
  type PlacedCard,
} from './block.ts'
import type { Rectangle, Spot } from './geometry.ts'

export interface Frame extends Rectangle {
  readonly box: Box
  /** The frames around it. */
  readonly around: readonly string[]
  /** Empty for the box of the only plan, which is the page itself. */
  readonly title: readonly string[]
  /** The rule between the content and the gates behind it. */
  readonly rule: Rectangle | null
}

/** Puts a block and what is in it into a rectangle at least as large. */
export function place(
  block: Block,
  at: Rectangle,
  around: readonly string[],
  frames: Frame[],
  cards: PlacedCard[],
): void {
  const { box, foot, inset, head, rows } = block
  const behind = footPlace(block, at)
  if (box) frames.push({ ...at, box, around, title: titleIn(block, at), rule: behind.rule })
  for (const one of block.cards) cards.push({ ...one, x: at.x + one.x, y: at.y + one.y })
  for (const one of foot.cards) cards.push({ ...one, x: behind.x + one.x, y: behind.y + one.y })
  const within = box ? [...around, block.key] : around
  const room = at.width - 2 * inset - behind.taken
  let y = at.y + head
  for (const row of rows) {
    const framed = row.filter((one) => one.box !== null).length
    const spare = room - widthOfRow(row)
    const more = framed === 0 ? 0 : Math.floor(spare / framed / 10) * 10
    let x = at.x + inset
    for (const one of row) {
      const isLast = one === row.at(-1)
      const wide = one.width + (one.box ? more : 0)
      const width = isLast && one.box ? at.x + inset + room - x : wide
      const height = one.box ? heightOfRow(row) : one.height
      place(one, { x, y, width, height }, within, frames, cards)
      x += width + gap
    }
    y += heightOfRow(row) + gap
  }
}

/** A frame that became wider has more room for its title, but never more lines. */
function titleIn({ box, title }: Block, { width }: Rectangle): readonly string[] {
  return !box || title.length === 0 ? [] : titleOf(box, width - 2 * pad)
}

interface FootPlace extends Spot {
  readonly rule: Rectangle | null
  /** What of the width it takes. */
  readonly taken: number
}

/** Where the gates behind a block lie: beyond a rule at its right in a frame, below on the page. */
function footPlace({ foot, inset, head, rows }: Block, at: Rectangle): FootPlace {
  if (foot.cards.length === 0) return { x: 0, y: 0, rule: null, taken: 0 }
  if (rows.length === 0) return { x: at.x + inset, y: at.y + head, rule: null, taken: 0 }
  if (inset === 0) {
    const y = at.y + at.height - foot.height
    const rule = { x: at.x, y: y - gap / 2 - 5, width: at.width, height: 0 }
    return { x: at.x, y, rule, taken: 0 }
  }
  const x = at.x + at.width - inset - foot.width
  const room = at.height - head - inset
  const y = at.y + head + Math.floor((room - foot.height) / 20) * 10
  const rule = { x: x - beside / 2, y: at.y + head, width: 0, height: room }
  return { x, y, rule, taken: beside + foot.width }
}

import { step, type Rectangle } from './geometry.ts'
import type { Layout } from './layout.ts'
import { widthOf } from './text.ts'

/** What lies in the way of lines, by cells of the grid. */
export interface Terrain {
  readonly columns: number
  readonly rows: number
  readonly blocked: Uint8Array
  /** What a step onto the cell costs more. */
  readonly cost: Uint8Array
  /** The number of the innermost frame, from 1; 0 outside. */
  readonly region: Int32Array
}

const header = 120
const border = 20

/** Cards cannot be passed; titles and the borders of frames rather not. */
export function terrainOf({ width, height, cards, frames }: Layout): Terrain {
  const columns = width / step + 1
  const rows = Math.ceil(height / step) + 2
  const blocked = new Uint8Array(columns * rows)
  const cost = new Uint8Array(columns * rows)
  const region = new Int32Array(columns * rows)
  const fill = (
    numbers: Uint8Array | Int32Array,
    value: number,
    { x, y, width: wide, height: high }: Rectangle,
  ): void => {
    for (let row = y / step; row <= (y + high) / step; row++)
      numbers.fill(value, row * columns + x / step, row * columns + (x + wide) / step + 1)
  }
  for (const [index, frame] of frames.entries()) {
    const { x, y, width: wide, height: high, title } = frame
    fill(region, index + 1, frame)
    for (const [line, text] of title.entries())
      fill(cost, header, { x: x + 20, y: y + 10 + 20 * line, width: titleWidth(text), height: 20 })
    fill(cost, border, { x, y, width: wide, height: 0 })
    fill(cost, border, { x, y: y + high, width: wide, height: 0 })
    fill(cost, border, { x, y, width: 0, height: high })
    fill(cost, border, { x: x + wide, y, width: 0, height: high })
  }
  for (const card of cards) fill(blocked, 1, card)
  return { columns, rows, blocked, cost, region }
}

function titleWidth(text: string): number {
  return Math.ceil(widthOf(text, 14, true) / step) * step
}

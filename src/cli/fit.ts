import type { Output } from './io.ts'

/** Keeps lines within a terminal. */
export interface Fit {
  /** Columns of a line; Infinity in a pipe, where nothing is cut. */
  readonly width: number
  /** The beginning of a text in so many columns. */
  readonly shortened: (text: string, room: number) => string
  readonly columns: (text: string) => number
}

/** Cuts nothing. */
export const unfitted: Fit = {
  width: Infinity,
  shortened: (text) => text,
  columns: (text) => text.length,
}

/** How lines fit into an output. */
export async function fitOf({ isTTY, columns: width }: Output): Promise<Fit> {
  if (isTTY !== true || width === undefined || width <= 0) return unfitted
  const { columns, shortened } = await import('../base/index.ts')
  return { width: Math.max(40, width), shortened, columns }
}

/** Two texts of one line, two blanks between them, in so many columns: the second gives way first, down to a third of the room. */
export function beside(
  first: string,
  second: string,
  room: number,
  { columns, shortened }: Fit,
): readonly [string, string] {
  const both = columns(first) + 2 + columns(second)
  if (both <= room) return [first, second]
  const least = Math.min(columns(second), Math.floor(room / 3))
  const head = shortened(first, room - 2 - least)
  return [head, shortened(second, room - 2 - columns(head))]
}

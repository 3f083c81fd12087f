import type { Place } from '../../model/index.ts'

/** A line of a document as it is written. */
export interface Line {
  /** From 1. */
  readonly number: number
  /** Offset of its first unit. */
  readonly start: number
  readonly text: string
}

/** The lines of a text; any of the three line ends counts, as in places. */
export function linesOf(text: string): Line[] {
  const lines: Line[] = []
  let start = 0
  for (const { index, 0: end } of text.matchAll(/\r\n|\n|\r/g)) {
    lines.push({ number: lines.length + 1, start, text: text.slice(start, index) })
    start = index + end.length
  }
  lines.push({ number: lines.length + 1, start, text: text.slice(start) })
  return lines
}

/** The place of a part of a line, given by its index and text. */
export function placeIn({ number, start }: Line, index: number, part: string): Place {
  const begin = start + index
  return {
    start: begin,
    end: begin + part.length,
    line: number,
    column: index + 1,
    endLine: number,
    endColumn: index + part.length + 1,
  }
}

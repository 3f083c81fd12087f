import { matches } from './matches.ts'
import { piece, type Piece, type Span } from './text.ts'

/**
 * The cells of a table row. Unlike GFM, a `|` between back-ticks belongs to the code: authors write
 * `a|b` and mean one cell. An unpaired back-tick does not swallow the rest of the row.
 */
export function cells(clean: string, row: Span): readonly Piece[] {
  const text = clean.slice(row.start, row.end)
  const marks = text.includes('`') || text.includes('\\') ? besideCode(text) : undefined
  let used = 0
  /** Where the next `|` stands that parts cells; -1 where there is none. */
  const separator = (from: number): number =>
    marks ? (marks[used++] ?? -1) : text.indexOf('|', from)
  const result: Piece[] = []
  let at = separator(0)
  let start = 0
  if (text.startsWith('|') || /^\s*\|/.test(text)) {
    start = at + 1
    at = separator(start)
  }
  for (; at !== -1; at = separator(start)) {
    result.push(piece(clean, row.start + start, row.start + at))
    start = at + 1
  }
  const last = piece(clean, row.start + start, row.end)
  if (last.text !== '') result.push(last)
  return result
}

function besideCode(text: string): readonly number[] {
  const found: number[] = []
  for (const match of matches(text, /\\.|(`+)(?:(?!\1)[^\n])*?\1(?!`)|\|/g))
    if (match[0] === '|') found.push(match.index)
  return found
}

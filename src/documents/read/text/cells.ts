import { piece, type Piece, type Span } from './text.ts'

/**
 * The cells of a table row. Unlike GFM, a `|` between back-ticks belongs to the code: authors write
 * `a|b` and mean one cell. An unpaired back-tick does not swallow the rest of the row.
 */
export function cells(clean: string, row: Span): readonly Piece[] {
  const bounds = separators(clean, row)
  const first = clean.slice(row.start, row.end).trimStart().startsWith('|') ? 0 : -1
  const result: Piece[] = []
  for (let index = first; index < bounds.length; index++) {
    const start = index < 0 ? row.start : (bounds[index] ?? 0) + 1
    const end = bounds[index + 1] ?? row.end
    const cell = piece(clean, { start, end })
    const trailing = index === bounds.length - 1 && cell.text === ''
    if (!trailing) result.push(cell)
  }
  return result
}

function separators(clean: string, row: Span): readonly number[] {
  const text = clean.slice(row.start, row.end)
  const found: number[] = []
  for (const match of text.matchAll(/\\.|(`+)(?:(?!\1)[^\n])*?\1(?!`)|\|/g))
    if (match[0] === '|') found.push(row.start + match.index)
  return found
}

import { matches } from './matches.ts'
import { piece, type Piece, type Span } from './text.ts'

/**
 * The cells of a table row. Unlike GFM, a `|` between back-ticks belongs to the code: authors write
 * `a|b` and mean one cell. An unpaired back-tick does not swallow the rest of the row.
 */
export function cells(clean: string, row: Span): readonly Piece[] {
  const text = clean.slice(row.start, row.end)
  const bounds = separators(text, row.start)
  const result: Piece[] = []
  for (
    let index = text.startsWith('|') || /^\s*\|/.test(text) ? 0 : -1;
    index < bounds.length;
    index++
  ) {
    const start = index < 0 ? row.start : (bounds[index] ?? 0) + 1
    const end = bounds[index + 1] ?? row.end
    const cell = piece(clean, start, end)
    const trailing = index === bounds.length - 1 && cell.text === ''
    if (!trailing) result.push(cell)
  }
  return result
}

function separators(text: string, base: number): readonly number[] {
  const found: number[] = []
  if (!text.includes('`') && !text.includes('\\')) {
    for (let at = text.indexOf('|'); at !== -1; at = text.indexOf('|', at + 1))
      found.push(base + at)
    return found
  }
  for (const match of matches(text, /\\.|(`+)(?:(?!\1)[^\n])*?\1(?!`)|\|/g))
    if (match[0] === '|') found.push(base + match.index)
  return found
}

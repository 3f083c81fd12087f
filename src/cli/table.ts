import type { Style } from './io.ts'

/** Rows as aligned columns; the first row is the head. Columns of figures stand right. */
export async function table(rows: readonly (readonly string[])[], style: Style): Promise<string> {
  const { columns } = await import('../base/index.ts')
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => columns(row[column] ?? ''))),
  )
  const figures = widths.map((_, column) =>
    rows.slice(1).every((row) => /^[\d.,%]*$/.test(row[column] ?? '')),
  )
  const lines = rows.map((row, index) => {
    const cells = row.map((cell, column) => {
      const pad = ' '.repeat(Math.max(0, (widths[column] ?? 0) - columns(cell)))
      return figures[column] && index >= 0 ? pad + cell : cell + pad
    })
    const line = cells.join('  ').trimEnd()
    return index === 0 ? style('bold', line) : line
  })
  return lines.join('\n')
}

import type { Style } from '../io.ts'

type Measure = (text: string) => number

interface Piece {
  readonly text: string
  readonly format: 'bold' | 'cyan' | null
}

/** A word is what stands between two blanks: it is never broken, but may have several formats. */
type Word = readonly Piece[]

/** How text is shown: what colours, how wide, and how wide a text is. */
export interface Page {
  readonly style: Style
  readonly width: number
  readonly columns: Measure
  /** Leaves the back-ticks around code, where colours do not show it. */
  readonly quotes: boolean
}

/** Markdown as the pages of docs/ write it, for a terminal: paragraphs filled, tables in columns, fences as they are. */
export function rendered(markdown: string, page: Page): readonly string[] {
  const out: string[] = []
  const lines = markdown.split('\n')
  for (let at = 0; at < lines.length;) {
    const line = lines[at] ?? ''
    const fence = /^(`{3,})/.exec(line)?.[1]
    const length = fence === undefined ? blockLength(lines, at) : fenceLength(lines, at, fence)
    const block = lines.slice(at, at + length)
    if (fence !== undefined)
      out.push(...block.slice(1, -1).map((one) => (one === '' ? '' : page.style('cyan', `  ${one}`)))) // prettier-ignore
    else if (line.startsWith('|')) out.push(...tableLines(block, page))
    else if (line.startsWith('#')) out.push(page.style('bold', line.replace(/^#+ /, '')))
    else out.push(...textLines(block, page))
    at += length
  }
  return out.filter((line, index) => line !== '' || (index > 0 && out[index - 1] !== ''))
}

function fenceLength(lines: readonly string[], at: number, fence: string): number {
  const end = lines.findIndex((line, index) => index > at && line === fence)
  return (end < 0 ? lines.length : end + 1) - at
}

/** A table, an item of a list, a paragraph, a heading or an empty line. */
function blockLength(lines: readonly string[], at: number): number {
  const first = lines[at] ?? ''
  if (first === '' || first.startsWith('#')) return 1
  const isTable = first.startsWith('|')
  let length = 1
  for (; at + length < lines.length; length++) {
    const line = lines[at + length] ?? ''
    if (line === '' || line.startsWith('|') !== isTable || /^(?:#|```|\s*(?:[-*]|\d+\.) )/.test(line)) break // prettier-ignore
  }
  return length
}

function textLines(block: readonly string[], page: Page): string[] {
  const [, indent = '', mark = ''] = /^(\s*)((?:[-*]|\d+\.) )?/.exec(block[0] ?? '') ?? []
  const text = block.map((line) => line.trim()).join(' ').slice(mark.length) // prettier-ignore
  const room = page.width - indent.length - mark.length
  return filled(wordsOf(text, page), room, page).map(
    (line, index) => indent + (index === 0 ? mark : ' '.repeat(mark.length)) + line,
  )
}

/** Columns where they fit; otherwise the first cell as a heading of the others. */
function tableLines(block: readonly string[], page: Page): string[] {
  const rows = block.map((line) => cellsOf(line))
  const head = (rows[0] ?? []).some((cell) => cell !== '') ? rows[0] : undefined
  const body = rows.slice(1).filter((row) => !isRule(row))
  const all = head === undefined ? body : [head, ...body]
  const widths = (all[0] ?? []).map((_, column) =>
    Math.max(...all.map((row) => page.columns(plainOf(row[column] ?? '', page)))),
  )
  const before = widths.slice(0, -1).reduce((sum, width) => sum + width + 2, 0)
  if (before > page.width * 0.6) return body.flatMap((row) => stacked(row, head, page))
  return all.flatMap((row) => {
    const last = filled(wordsOf(row.at(-1) ?? '', page), Math.max(20, page.width - before), page)
    const lead = row.slice(0, -1).map((cell, column) => {
      const pad = ' '.repeat(
        Math.max(0, (widths[column] ?? 0) - page.columns(plainOf(cell, page))) + 2,
      )
      return (
        (row === head
          ? page.style('bold', plainOf(cell, page))
          : lineOf(wordsOf(cell, page), page)) + pad
      )
    })
    const texts = row === head ? last.map((line) => page.style('bold', line)) : last
    return texts.map((line, index) => ((index === 0 ? lead.join('') : ' '.repeat(before)) + line).trimEnd()) // prettier-ignore
  })
}

function isRule(row: readonly string[]): boolean {
  return row.every((cell) => /^:?-+:?$/.test(cell))
}

function stacked(
  [name = '', ...rest]: readonly string[],
  head: readonly string[] | undefined,
  page: Page,
): string[] {
  return [
    ...filled(wordsOf(name, page), page.width, page),
    ...rest.flatMap((cell, index) =>
      filled(
        wordsOf(head === undefined ? cell : `${head[index + 1]}: ${cell}`, page),
        page.width - 4,
        page,
      ).map((line) => `    ${line}`),
    ),
  ]
}

function cellsOf(line: string): string[] {
  return line
    .replace(/^\||\|$/g, '')
    .split(/(?<!\\)\|/)
    .map((cell) => cell.replaceAll('\\|', '|').trim())
}

/** Words in as many lines as they need. */
function filled(words: readonly Word[], room: number, page: Page): string[] {
  const lines: Word[][] = [[]]
  let used = 0
  for (const word of words) {
    const width = page.columns(word.map(({ text }) => text).join(''))
    if (used > 0 && used + 1 + width > room) {
      lines.push([])
      used = 0
    }
    lines.at(-1)?.push(word)
    used += (used > 0 ? 1 : 0) + width
  }
  return lines.map((line) => lineOf(line, page))
}

function lineOf(words: readonly Word[], { style }: Page): string {
  return words
    .map((word) =>
      word.map(({ text, format }) => (format === null ? text : style(format, text))).join(''),
    )
    .join(' ')
}

/** The words of a text with code, bold and emphasis; a link by its words. */
function wordsOf(text: string, page: Pick<Page, 'quotes'>): Word[] {
  const words: Piece[][] = [[]]
  for (const { text: part, format } of piecesOf(text, page))
    for (const [index, word] of part.split(' ').entries()) {
      if (index > 0) words.push([])
      if (word !== '') words.at(-1)?.push({ text: word, format })
    }
  return words.filter((word) => word.length > 0)
}

function piecesOf(text: string, page: Pick<Page, 'quotes'>): Piece[] {
  const pieces: Piece[] = []
  let at = 0
  for (const found of text.matchAll(
    /``\s?(.+?)\s?``|`([^`]+)`|\*\*(.+?)\*\*|\*([^*\s][^*]*)\*|\[([^\]]+)\]\([^)]*\)/g,
  )) {
    // prettier-ignore
    const [all, longCode, code, bold, emphasis, link] = found
    pieces.push({ text: text.slice(at, found.index), format: null })
    at = found.index + all.length
    if (longCode !== undefined || code !== undefined)
      pieces.push({ text: page.quotes ? all : (longCode ?? code ?? ''), format: 'cyan' })
    else if (bold !== undefined)
      pieces.push(...piecesOf(bold, page).map((one) => ({ ...one, format: one.format ?? 'bold' }) as const)) // prettier-ignore
    else pieces.push(...piecesOf(emphasis ?? link ?? '', page))
  }
  return [...pieces, { text: text.slice(at), format: null }]
}

function plainOf(text: string, page: Page): string {
  return wordsOf(text, page)
    .map((word) => word.map((piece) => piece.text).join(''))
    .join(' ')
}

import type { Output } from '../../io.ts'

/** What a terminal can tell of texts. */
export interface Measure {
  /** How many columns a text needs. */
  readonly columns: (text: string) => number
  /** What a reader sees as single characters. */
  readonly graphemes: (text: string) => readonly string[]
}

/** A line of the block: how it is written, with its colours, and what of it takes room. */
export interface Row {
  readonly text: string
  readonly plain: string
}

/** A block of lines at the foot of a terminal, with a log that scrolls above it. */
export interface Screen {
  /** Writes the log's new lines and what of the block is not as it was. */
  draw(log: readonly string[], block: readonly Row[]): void
  /** Takes the block away. */
  clear(): void
}

// Sequences of ECMA-48: cursor up, erase to the end of the line, erase to the end of the screen.
const up = (rows: number): string => (rows > 0 ? `\u001b[${rows}A` : '')
const eraseLine = '\u001b[K'
const eraseBelow = '\u001b[J'

/** Makes the foot of a terminal. The cursor stands below the block, in the first column. */
export function screen(out: Output, measure: Measure): Screen {
  let drawn: readonly Row[] = []
  let width = 0

  /** Lines that were drawn for a wider terminal have wrapped since: by that many rows the cursor stands below the first. */
  function erased(): string {
    const now = Math.max(1, out.columns ?? 80)
    const rows = drawn.reduce((sum, { plain }) => sum + rowsOf(plain, now, measure), 0)
    // The column too: what was typed, such as ^C, stands at the cursor.
    return rows > 0 ? `\r${up(rows)}${eraseBelow}` : ''
  }

  function whole(log: readonly string[], block: readonly Row[]): string {
    return erased() + [...log, ...block.map(({ text }) => text)].map((line) => `${line}\n`).join('')
  }

  /** Only the lines that differ; the cursor walks down over the others. */
  function changes(block: readonly Row[]): string {
    const first = block.findIndex(({ text }, index) => text !== drawn[index]?.text)
    if (first < 0) return ''
    let written = `\r${up(block.length - first)}`
    for (let index = first; index < block.length; index++) {
      const { text = '' } = block[index] ?? {}
      written += text === drawn[index]?.text ? '\n' : `${text}${eraseLine}\n`
    }
    return written + eraseBelow
  }

  return {
    draw(log, block) {
      const isSame = log.length === 0 && block.length === drawn.length && width === out.columns
      const text = isSame ? changes(block) : whole(log, block)
      if (text !== '') out.write(text)
      drawn = block
      width = out.columns ?? 0
    },
    clear() {
      const text = erased()
      if (text !== '') out.write(text)
      drawn = []
    },
  }
}

/** How many rows a line takes in a terminal of that width: a wide character that does not fit goes into the next row. */
export function rowsOf(line: string, width: number, { columns, graphemes }: Measure): number {
  if (columns(line) <= width) return 1
  let rows = 1
  let used = 0
  for (const part of graphemes(line)) {
    const size = columns(part)
    if (used + size > width) {
      rows++
      used = 0
    }
    used += size
  }
  return rows
}

import { columns, graphemes } from '../../base/index.ts'

/** How wide a text is at most, in units of the drawing; made for the wider of the usual sans-serif fonts. */
export function widthOf(text: string, size: number, bold = false): number {
  let units = 0
  for (const part of graphemes(text)) units += unitsOf(part)
  return units * size * (bold ? 1.1 : 1)
}

/** Widths of characters in ems, as in DejaVu Sans and Verdana. */
const ems: readonly (readonly [RegExp, number])[] = [
  [/^[ijl|'’.,:;!I·]$/, 0.36],
  [/^[ftr()[\]{}/\\ "*-]$/, 0.42],
  [/^[mwMW@%—…]$/, 0.98],
  [/^[A-Z&#=+<>~^]$/, 0.74],
]
const known = new Map<string, number>()

function unitsOf(part: string): number {
  const before = known.get(part)
  if (before !== undefined) return before
  const wide = columns(part)
  const latin = ems.find(([pattern]) => pattern.test(part))?.[1] ?? 0.63
  const units =
    wide === 0 ? 0 : wide > 1 ? 1.25 : /^[\0-\u024f\u2010-\u2027]/.test(part) ? latin : 0.95
  if (known.size < 5000) known.set(part, units)
  return units
}

/** The text in at most so many lines, broken between words where it can; what is too long ends with an ellipsis. */
export function wrapped(
  text: string,
  width: number,
  most: number,
  size: number,
  bold = false,
): string[] {
  // Of a title of megabytes only its beginning is looked at.
  const words = text
    .slice(0, 2000)
    .split(/\s+/)
    .filter((word) => word !== '')
  const lines: string[] = []
  let line = ''
  for (const [index, word] of words.entries()) {
    const longer = line === '' ? word : `${line} ${word}`
    if (widthOf(longer, size, bold) <= width) {
      line = longer
      continue
    }
    if (line !== '') lines.push(line)
    line = word
    while (lines.length < most && widthOf(line, size, bold) > width) {
      const part = syllable(beginning(line, width, size, bold))
      lines.push(part)
      line = line.slice(part.length)
    }
    if (lines.length < most) continue
    const rest = [line, ...words.slice(index + 1)].join(' ')
    const last = `${lines[most - 1] ?? ''}${rest === '' ? '' : ` ${rest}`}`
    return [...lines.slice(0, most - 1), clipped(last, width, size, bold)]
  }
  return line === '' ? lines : [...lines, line]
}

/** The text on one line: where it is too wide, its beginning and an ellipsis. */
export function clipped(text: string, width: number, size: number, bold = false): string {
  const line = text.slice(0, 2000).replace(/\s+/g, ' ').trim()
  if (text.length <= 2000 && widthOf(line, size, bold) <= width) return line
  return `${beginning(line, width - widthOf('…', size, bold), size, bold).trimEnd()}…`
}

/** A part of a long word, up to a sign in its second half behind which a path or a name may be broken. */
function syllable(part: string): string {
  const end = Math.max(...['/', '-', '_', '.'].map((sign) => part.lastIndexOf(sign))) + 1
  return end > part.length / 2 ? part.slice(0, end) : part
}

/** As much of the text, from its first character on, as is not wider. */
function beginning(text: string, width: number, size: number, bold: boolean): string {
  let [kept, used] = ['', 0]
  for (const part of graphemes(text)) {
    used += widthOf(part, size, bold)
    if (used > width && kept !== '') break
    kept += part
  }
  return kept
}

import { columns, graphemes } from '../base/index.ts'
import type { Diagnostic, Place, Source } from '../model/index.ts'
import { withoutSecrets } from './secrets.ts'

/** Colours a part of a frame; `style` says what it is. */
export type Paint = (
  style: 'error' | 'warning' | 'info' | 'code' | 'gutter' | 'hint',
  text: string,
) => string

export interface FrameOptions {
  /** Default: no colours. */
  readonly paint?: Paint
  /** Columns of a terminal that a line takes at most; of a longer one the part around the place is shown. Default 100. */
  readonly width?: number
}

const plain: Paint = (_style, text) => text

/** What is framed: a finding, or what is shown as one. */
export type Framed = Omit<Diagnostic, 'code'> & { readonly code: string }

/** A finding as text: where, what, the line with a caret under the place, and what to do. Safe to print: what controls a terminal is shown as a dot, what looks like a secret as dots. */
export function frame(
  source: Source,
  diagnostic: Framed,
  file: string,
  { paint = plain, width = 100 }: FrameOptions = {},
): string {
  const { place, severity, code, message, hint, related } = diagnostic
  const name = printable(file)
  const head = `${name}:${place.line}:${place.column}  ${paint(severity, severity)}  ${paint('code', code)}`
  return [
    head,
    `  ${printable(message)}`,
    ...excerpt(source, place, width, (carets) => paint(severity, carets), paint),
    ...related.map(
      (one) => `  ${name}:${one.place.line}:${one.place.column}  ${printable(one.message)}`,
    ),
    ...(hint === '' ? [] : [`  ${paint('hint', printable(hint))}`]),
  ].join('\n')
}

function excerpt(
  source: Source,
  place: Place,
  width: number,
  mark: (carets: string) => string,
  paint: Paint,
): string[] {
  const text = lineOf(source.text, place)
  if (text.trim() === '') return []
  const from = place.column - 1
  const to = place.endLine === place.line ? place.endColumn - 1 : text.length
  const { before, at, after } = around(text, from, Math.max(from, to), width)
  const gutter = String(place.line).padStart(7)
  const carets = '^'.repeat(Math.max(1, columns(at)))
  return [
    `${paint('gutter', `${gutter} │`)} ${before}${at}${after}`,
    `${paint('gutter', `${' '.repeat(7)} │`)} ${' '.repeat(columns(before))}${mark(carets)}`,
  ]
}

function lineOf(text: string, { start, column }: Place): string {
  const line = /[^\r\n]*/y
  line.lastIndex = start - (column - 1)
  return withoutSecrets(line.exec(text)?.[0] ?? '')
}

interface Window {
  readonly before: string
  readonly at: string
  readonly after: string
}

/** The line as it is printed, in three parts; of a long one a window in which the place lies, with a little before it. */
function around(text: string, from: number, to: number, width: number): Window {
  // Of a line of megabytes only what could be shown is looked at.
  const first = Math.max(0, from - 4 * width)
  const before = graphemes(printable(text.slice(first, from)))
  const at = graphemes(printable(text.slice(from, Math.min(to, from + 4 * width))))
  const after = graphemes(printable(text.slice(to, to + 4 * width)))
  const all = columns([...before, ...at, ...after].join(''))
  if (all <= width && first === 0 && to + 4 * width >= text.length)
    return { before: before.join(''), at: at.join(''), after: after.join('') }
  const behind = Math.min(columns(after.join('')), width)
  const room = Math.max(Math.floor(width / 4), width - columns(at.join('')) - behind)
  const lead = fitting(before.toReversed(), room).toReversed()
  const shown = fitting(at, width - columns(lead.join('')))
  const rest = shown.length < at.length ? [] : after
  const tail = fitting(rest, width - columns([...lead, ...shown].join('')))
  const isCut = tail.length < after.length || to + 4 * width < text.length
  return {
    before: (lead.length < before.length || first > 0 ? '…' : '') + lead.join(''),
    at: shown.join(''),
    after: tail.join('') + (isCut ? '…' : ''),
  }
}

/** As many of the graphemes, from the first, as fit into the columns. */
function fitting(parts: readonly string[], room: number): string[] {
  let used = 0
  const end = parts.findIndex((part) => (used += columns(part)) > room)
  return parts.slice(0, end === -1 ? parts.length : end)
}

/** Tabs as one blank, so that the caret stands right; what would control the terminal, or the direction of its text, as a dot. */
function printable(text: string): string {
  return text
    .replace(/[\t\uFEFF]/g, ' ')
    .replace(/[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu, '·')
}

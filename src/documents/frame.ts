import type { Diagnostic, Place, Source } from '../model/index.ts'

/** Colours a part of a frame; `style` says what it is. */
export type Paint = (
  style: 'error' | 'warning' | 'info' | 'code' | 'gutter' | 'hint',
  text: string,
) => string

export interface FrameOptions {
  readonly paint?: Paint
  /** Columns of the line that are shown around the place. Default 100. */
  readonly width?: number
}

const plain: Paint = (_style, text) => text

/** A finding as text: where, what, the line with a caret under the place, and what to do. */
export function frame(
  source: Source,
  diagnostic: Diagnostic,
  file: string,
  { paint = plain, width = 100 }: FrameOptions = {},
): string {
  const { place, severity, code, message, hint, related } = diagnostic
  const head = `${file}:${place.line}:${place.column}  ${paint(severity, severity)}  ${paint('code', code)}`
  return [
    head,
    `  ${message}`,
    ...excerpt(source, place, width, paint, severity),
    ...related.map((one) => `  ${file}:${one.place.line}:${one.place.column}  ${one.message}`),
    ...(hint === '' ? [] : [`  ${paint('hint', hint)}`]),
  ].join('\n')
}

function excerpt(
  source: Source,
  place: Place,
  width: number,
  paint: Paint,
  severity: Diagnostic['severity'],
): string[] {
  const begin = place.start - (place.column - 1)
  const line = /[^\r\n]*/y
  line.lastIndex = begin
  const text = (line.exec(source.text)?.[0] ?? '').replaceAll('\uFEFF', ' ')
  if (text.trim() === '') return []
  const until = place.endLine === place.line ? place.endColumn - 1 : text.length
  const { shown, from, to } = around(text, place.column - 1, Math.max(until, place.column), width)
  const gutter = String(place.line).padStart(7)
  const indent = columns(shown.slice(0, from))
  const carets = '^'.repeat(Math.max(1, columns(shown.slice(from, to))))
  return [
    `${paint('gutter', `${gutter} │`)} ${printable(shown)}`,
    `${paint('gutter', `${' '.repeat(7)} │`)} ${' '.repeat(indent)}${paint(severity, carets)}`,
  ]
}

/** A window of a long line in which the place lies. */
function around(
  text: string,
  from: number,
  to: number,
  width: number,
): { shown: string; from: number; to: number } {
  if (text.length <= width) return { shown: text, from, to: Math.min(to, text.length) }
  const left = Math.max(0, Math.min(from - Math.floor(width / 4), text.length - width))
  const shown = text.slice(left, left + width)
  const head = left > 0 ? '…' : ''
  const tail = left + width < text.length ? '…' : ''
  return {
    shown: head + shown + tail,
    from: from - left + head.length,
    to: Math.min(to - left, width) + head.length,
  }
}

/** Tabs as one blank, so that the caret stands right; other control characters as a dot. */
function printable(text: string): string {
  return text.replaceAll('\t', ' ').replace(/\p{Cc}/gu, '·')
}

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' })
const wide =
  /^(?:[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}|.\ufe0f)/u

/** How many columns a terminal needs for the text: two for East Asian wide characters and emoji. */
export function columns(text: string): number {
  let count = 0
  for (const { segment } of segmenter.segment(text)) {
    if (/^\p{Mark}/u.test(segment)) continue
    count += wide.test(segment) ? 2 : 1
  }
  return count
}

import { once } from './once.ts'

// Made for the first text that is not narrow: making it takes as long as checking a small document.
const segmenter = once(() => new Intl.Segmenter('en', { granularity: 'grapheme' }))

// Likewise.
const wide = once(
  () =>
    /^(?:[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}|.\ufe0f)/u,
)

/** What needs one column each and joins with nothing: Latin letters, dashes and quotes, lines of boxes, Braille. */
const narrow =
  /^[\x20-\x7e\u00a1-\u00ac\u00ae-\u02ff\u2010-\u2027\u2190-\u2193\u2500-\u257f\u2800-\u28ff]*$/

/** How many columns a terminal needs for the text: two for East Asian wide characters and emoji, none for what has no width. */
export function columns(text: string): number {
  if (narrow.test(text)) return text.length
  let count = 0
  for (const segment of graphemes(text)) {
    if (/^[\p{Mark}\p{Cf}]/u.test(segment)) continue
    count += wide().test(segment) ? 2 : 1
  }
  return count
}

/** What a reader sees as single characters. */
export function graphemes(text: string): string[] {
  if (narrow.test(text)) return text.split('')
  return Array.from(segmenter().segment(text), ({ segment }) => segment)
}

/** The text in at most `room` columns: where it is longer, its beginning and an ellipsis. */
export function shortened(text: string, room: number): string {
  // A column is at least one unit, but marks and joiners have none: of a line of megabytes only its beginning is looked at.
  const first = text.slice(0, 16 * Math.max(1, room))
  if (first.length === text.length && columns(text) <= room) return text
  let [kept, used] = ['', 0]
  for (const part of graphemes(first)) {
    used += columns(part)
    if (used > room - 1) break
    kept += part
  }
  return `${kept.trimEnd()}…`
}

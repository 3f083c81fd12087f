import { codeAt } from '../../../base/index.ts'
import type { Place } from '../../../model/index.ts'
import { isBlank } from './blanks.ts'
import { withoutComments } from './comments.ts'
import { repairs } from './mojibake.ts'
import type { Keeper } from './remember.ts'

/** A stretch of the clean text: UTF-16 offsets, `end` behind the last unit. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** A stretch of the clean text with its words. */
export interface Piece extends Span, Keeper {
  readonly text: string
  /** The signs of the text as bits, once `signsIn` has looked for them; until then below 0. */
  signs: number
}

/** The text as the reader sees it, and the way back to the original. */
export interface Text {
  /** Without byte order mark, with `\n` line ends and repaired mojibake. */
  readonly clean: string
  /** The first repaired stretch, when there is mojibake. */
  readonly repaired: Place | null
  /** Where a stretch of the clean text stands in the original. */
  place(span: Span): Place
  /** The 1-based line of an offset of the clean text. */
  line(offset: number): number
}

interface Edit {
  readonly start: number
  readonly end: number
  readonly replacement: string
}

/** Cleans a text (R0) and keeps a map, so that every place refers to the original. */
export function openText(original: string): Text {
  const mojibake = repairs(original)
  const edits: Edit[] = mojibake.map(({ start, end, character }) => ({
    start,
    end,
    replacement: character,
  }))
  if (original.startsWith('\uFEFF')) edits.push({ start: 0, end: 1, replacement: '' })
  for (let at = original.indexOf('\r'); at !== -1; at = original.indexOf('\r', at + 1))
    edits.push({ start: at, end: original[at + 1] === '\n' ? at + 2 : at + 1, replacement: '\n' })
  if (edits.length > 1) edits.sort((a, b) => a.start - b.start)

  const { clean, from, to } = apply(original, edits)
  const starts = lineStarts(original)
  const isUntouched = edits.length === 0
  const position = (offset: number): number => (isUntouched ? offset : mapped(from, to, offset))
  // Several reasons in a row rest on the same words, and most others on words of the same line.
  let latest: Span | undefined
  let known: Place | undefined
  const place = (span: Span): Place => {
    if (known !== undefined && span === latest) return known
    const start = position(span.start)
    known = at(starts, start, Math.max(start, position(span.end)), known?.line)
    latest = span
    return known
  }
  const first = mojibake[0]
  return {
    // Blanks take the place of comments, so that the lines begin where they did.
    clean: flattened(withoutComments(clean), isUntouched ? starts : lineStarts(clean)),
    repaired: first ? at(starts, first.start, first.end) : null,
    place,
    line: (offset) => below(starts, position(offset)) + 1,
  }
}

/** No title, cell or sentence of a plan is longer; what lies behind is not looked at, so that matching stays linear. */
const longest = 2000

/** A piece with these words. All pieces are made here, so that they have one shape: V8 reads many shapes several times slower. */
export function worded(start: number, end: number, text: string): Piece {
  return { start, end, text, signs: -1, known: undefined }
}

/** The trimmed stretch of the clean text. */
export function piece(clean: string, start: number, end: number): Piece {
  return within(clean, 0, start, end)
}

/** Part `[from, to)` of a piece, trimmed. */
export function part(whole: Piece, from: number, to: number = whole.text.length): Piece {
  return within(whole.text, whole.start, from, to)
}

/** The trimmed stretch `[from, to)` of a text that itself begins at `base`. */
function within(text: string, base: number, from: number, to: number): Piece {
  const limit = Math.min(to, from + longest, text.length)
  let start = from
  while (start < limit && isBlank(codeAt(text, start))) start++
  let end = Math.max(start, limit)
  while (end > start && isBlank(codeAt(text, end - 1))) end--
  return worded(base + start, base + end, text.slice(start, end))
}

const none: readonly number[] = []

/** Applies the edits; `from[i]` of the clean text is `to[i]` of the original. */
function apply(
  original: string,
  edits: readonly Edit[],
): { readonly clean: string; readonly from: readonly number[]; readonly to: readonly number[] } {
  if (edits.length === 0) return { clean: original, from: none, to: none }
  const parts: string[] = []
  const from = [0]
  const to = [0]
  let read = 0
  let length = 0
  for (const { start, end, replacement } of edits) {
    if (start < read) continue
    parts.push(original.slice(read, start), replacement)
    length += start - read
    from.push(length)
    to.push(start)
    length += replacement.length
    from.push(length)
    to.push(end)
    read = end
  }
  parts.push(original.slice(read))
  return { clean: parts.join(''), from, to }
}

function mapped(from: readonly number[], to: readonly number[], offset: number): number {
  const segment = below(from, offset)
  const next = to[segment + 1] ?? Infinity
  return Math.min((to[segment] ?? 0) + offset - (from[segment] ?? 0), next)
}

/** The index of the last element that is not above `value`; the elements ascend. */
function below(elements: readonly number[], value: number): number {
  let low = 0
  let high = elements.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((elements[middle] ?? 0) <= value) low = middle
    else high = middle - 1
  }
  return low
}

function lineStarts(original: string): readonly number[] {
  const starts = [0]
  const hasReturns = original.includes('\r')
  for (let at = nextEnd(original, 0, hasReturns); at !== -1;) {
    const next = original[at] === '\r' && original[at + 1] === '\n' ? at + 2 : at + 1
    starts.push(next)
    at = nextEnd(original, next, hasReturns)
  }
  return starts
}

function nextEnd(original: string, from: number, hasReturns: boolean): number {
  if (!hasReturns) return original.indexOf('\n', from)
  for (let at = from; at < original.length; at++) {
    const code = codeAt(original, at)
    if (code === 10 || code === 13) return at
  }
  return -1
}

/** The place of a stretch of the original; `near` is the 1-based line that is looked at first. */
function at(starts: readonly number[], start: number, end: number, near = 1): Place {
  const isNear = (starts[near - 1] ?? 0) <= start && start < (starts[near] ?? Infinity)
  const line = isNear ? near - 1 : below(starts, start)
  const endLine = end < (starts[line + 1] ?? Infinity) ? line : below(starts, end)
  return {
    start,
    end,
    line: line + 1,
    column: start - (starts[line] ?? 0) + 1,
    endLine: endLine + 1,
    endColumn: end - (starts[endLine] ?? 0) + 1,
  }
}

/** Containers nested deeper than any author writes would make parsing quadratic; such a line becomes plain text of equal length. */
function flattened(text: string, starts: readonly number[]): string {
  if (
    !starts.some((start) => isDeep(text, start)) &&
    !text.includes('\u2028') &&
    !text.includes('\u2029')
  )
    return text
  return text.replace(/^(?:[ \t]*(?:>[ \t]?|[-+*][ \t]+|\d{1,9}[.)][ \t]+)){40,}/gm, (run) =>
    'x'.repeat(run.length),
  )
}

/** Whether a line begins with at least 40 signs that containers are made of. The last is looked at first: few lines have one there. */
function isDeep(text: string, start: number): boolean {
  let at = start + 39
  while (at >= start && isContainerSign(codeAt(text, at))) at--
  return at < start
}

/** Blanks, `>`, `-`, `+`, `*`, digits, `.` and `)`. */
function isContainerSign(code: number): boolean {
  if (code >= 48) return code <= 57 || code === 62
  return code === 32 || code === 9 || (code >= 41 && code <= 46 && code !== 44)
}

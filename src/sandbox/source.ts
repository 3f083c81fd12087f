import type { Milliseconds } from '../base/index.ts'
import type { BoundScript } from './backend.ts'
import type { ScriptError } from './result.ts'
import { usualFiles } from './script.ts'

/** The text of a script, ready to be run, and the way back from its places to those of the source as it was given. */
export interface Source {
  /** As it stands in stacks. */
  readonly file: string
  /** JavaScript. */
  readonly text: string
  /** Where something at a line and column of `text` stands in the source as given; from 1, columns in UTF-16 units. */
  readonly place: (line: number, column: number) => Place
  /** Time that was spent on reading it, of what the script may take. Default: none worth counting. */
  readonly ms?: Milliseconds
}

export interface Place {
  readonly line: number | null
  readonly column: number | null
}

/** Why a text can be no script. */
export type Unreadable = { readonly error: ScriptError } & (
  | { readonly status: 'error'; readonly reason: 'syntax' }
  | { readonly status: 'violation'; readonly reason: 'source' }
)

/** The text of a script, as if it were JavaScript: bytes must be UTF-8, and no more than `limits.value`. */
export function readSource({
  code,
  language = 'js',
  file = usualFiles[language],
  limits,
}: BoundScript): Source | Unreadable {
  const bytes = typeof code === 'string' ? atLeastBytes(code, limits.value) : code.byteLength
  if (bytes > limits.value)
    return {
      status: 'violation',
      reason: 'source',
      error: fault('RangeError', `The source has ${bytes} bytes, more than the ${limits.value} allowed.`), // prettier-ignore
    }
  const text = typeof code === 'string' ? code : decoded(code)
  if (typeof text === 'number')
    return syntaxError(`The source is not UTF-8: the byte at ${text} belongs to no character.`)
  return { file, text, place: placeIn(text) }
}

/** A place of a text as it is; none where the text has no such line. */
export function placeIn(text: string): Source['place'] {
  let lines: number | undefined
  return (line, column) => {
    lines ??= text.split('\n').length
    return line >= 1 && line <= lines && column >= 1
      ? { line, column }
      : { line: null, column: null }
  }
}

/** The bytes of a text in UTF-8, counted only as far as the answer to whether they are more than `most` needs it. */
export function atLeastBytes(text: string, most: number): number {
  if (text.length > most || text.length * 3 <= most) return text.length
  return Buffer.byteLength(text)
}

/** Text, or the place of the first byte that belongs to no character. */
function decoded(bytes: Uint8Array): string | number {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    // With `stream`, an end in the middle of a character is no fault yet, so the longest beginning that can be read ends before it.
    let good = 0
    let bad = bytes.length
    while (good < bad) {
      const middle = Math.ceil((good + bad) / 2)
      if (isText(bytes.subarray(0, middle))) good = middle
      else bad = middle - 1
    }
    while (good > 0 && !isWhole(bytes.subarray(0, good))) good--
    return good
  }
}

function isText(bytes: Uint8Array): boolean {
  return decodes(bytes, true)
}

function isWhole(bytes: Uint8Array): boolean {
  return decodes(bytes, false)
}

function decodes(bytes: Uint8Array, stream: boolean): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream })
    return true
  } catch {
    return false
  }
}

export function syntaxError(message: string, place?: Place): Unreadable {
  return { status: 'error', reason: 'syntax', error: fault('SyntaxError', message, place) }
}

export function fault(
  name: string,
  message: string,
  place: Place = { line: null, column: null },
): ScriptError {
  return { name, message, stack: '', ...place }
}

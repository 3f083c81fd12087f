import { GoapError } from '../base/index.ts'
import type { Source } from '../model/index.ts'

export interface SourceOptions {
  /** Larger documents are refused. Default 8 MiB. */
  readonly maximumBytes?: number
  /** Named in errors. */
  readonly file?: string
}

/** Larger documents are refused unless the caller says otherwise: 8 MiB. */
export const maximumDocumentBytes = 8 * 1024 * 1024

/** U+FFFD in UTF-8. */
const replacement = [0xef, 0xbf, 0xbd]

/**
 * Opens a document. Every byte that is not UTF-8 becomes one U+FFFD, so that each place of the text has its bytes; a byte order
 * mark stays. Throws `documents/too-large` and `documents/not-text`.
 */
export function sourceOf(input: string | Uint8Array, options: SourceOptions = {}): Source {
  const { maximumBytes = maximumDocumentBytes, file = 'The document' } = options
  const bytes = typeof input === 'string' ? new TextEncoder().encode(input) : input
  if (bytes.length > maximumBytes)
    throw new GoapError(
      'documents/too-large',
      `${file} has ${bytes.length} bytes; the limit is ${maximumBytes}.`,
    )
  if (typeof input === 'string') return { bytes, text: input }
  if (isBinary(bytes)) throw notText(bytes, file)
  return { bytes, text: decode(bytes) }
}

/** A zero byte, or more than a third of control characters, in the first 8 KiB. */
function isBinary(bytes: Uint8Array): boolean {
  const head = bytes.subarray(0, 8192)
  if (head.includes(0)) return true
  const words = new DataView(head.buffer, head.byteOffset, head.length)
  let controls = 0
  for (let at = 0; at < head.length;) {
    if (at + 4 <= head.length && !hasControls(words.getInt32(at))) at += 4
    else if (isControl(head[at++] ?? 0)) controls++
  }
  return controls * 3 > head.length
}

/** Whether one of the four bytes of a word is below 32: only those have their highest bit unset and borrow where 32 is taken away. */
function hasControls(word: number): boolean {
  return ((word - 0x20202020) & ~word & 0x80808080) !== 0
}

function isControl(byte: number): boolean {
  return byte < 32 && byte !== 9 && byte !== 10 && byte !== 12 && byte !== 13 && byte !== 27
}

function notText(bytes: Uint8Array, file: string): GoapError {
  const [first, second] = bytes
  const isUtf16 = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)
  return isUtf16
    ? new GoapError('documents/not-text', `${file} is UTF-16; goap reads UTF-8.`, {
        hint: 'Save the file as UTF-8.',
      })
    : new GoapError('documents/not-text', `${file} is binary.`)
}

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function decode(bytes: Uint8Array): string {
  try {
    return strict.decode(bytes)
  } catch {
    return new TextDecoder('utf-8', { ignoreBOM: true }).decode(mended(bytes))
  }
}

/** The bytes with U+FFFD, in UTF-8, for each that belongs to no character: a decoder alone would join some of them. */
function mended(bytes: Uint8Array): Uint8Array {
  const whole = new Uint8Array(bytes.length * 3)
  let written = 0
  for (let index = 0; index < bytes.length;) {
    const length = sequenceLength(bytes, index)
    if (length === 0) whole.set(replacement, written)
    for (let offset = 0; offset < length; offset++)
      whole[written + offset] = bytes[index + offset] ?? 0
    written += length === 0 ? replacement.length : length
    index += Math.max(1, length)
  }
  return whole.subarray(0, written)
}

/** The length of the well-formed UTF-8 sequence at `index` (Unicode, table 3-7); 0 when there is none. */
export function sequenceLength(bytes: Uint8Array, index: number): number {
  const first = bytes[index] ?? 0
  if (first < 0x80) return 1
  const length = first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0
  const second = bytes[index + 1] ?? 0
  const low = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80
  const high = first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf
  if (length === 0 || second < low || second > high) return 0
  for (let offset = 2; offset < length; offset++)
    if (((bytes[index + offset] ?? 0) & 0xc0) !== 0x80) return 0
  return length
}

/** The byte offsets of ascending UTF-16 offsets of the text, in one walk; at once when every unit is one byte. */
export function byteOffsets({ bytes, text }: Source, offsets: readonly number[]): number[] {
  if (bytes.length === text.length) return [...offsets]
  const found: number[] = []
  let unit = 0
  let byte = 0
  for (const offset of offsets) {
    while (unit < offset && unit < text.length) {
      const point = text.codePointAt(unit) ?? 0
      byte += byteLength(point, bytes, byte)
      unit += point > 0xffff ? 2 : 1
    }
    found.push(byte)
  }
  return found
}

function byteLength(point: number, bytes: Uint8Array, at: number): number {
  if (point < 0x80) return 1
  if (point < 0x800) return 2
  if (point > 0xffff) return 4
  // U+FFFD stands for itself (three bytes) or for one byte that could not be decoded.
  return point === 0xfffd && !replacement.every((byte, index) => bytes[at + index] === byte) ? 1 : 3
}

// UTF-8 that was read in a single-byte encoding and saved again: `✅` became `‚úÖ`.
//
//   M1. Every wrong character stands for one byte, so a decoded character of n bytes replaces n UTF-16 units.
//   M2. A run of non-ASCII characters is repaired only as a whole, when all its bytes are valid UTF-8.

import { sequenceLength } from '../../source.ts'
import { isAscii } from './ascii.ts'

/** A stretch of the original text and the one character it stands for. */
export interface Repair {
  readonly start: number
  readonly end: number
  readonly character: string
}

const macRoman =
  'ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø¿¡¬√ƒ≈∆«»…\u00A0ÀÃÕŒœ–—“”‘’÷◊ÿŸ⁄€‹›ﬁﬂ‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔ\uF8FFÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ'

const windows1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008DŽ\u008F\u0090‘’“”•–—˜™š›œ\u009DžŸ' + latinFrom(0xa0)

const encodings = [macRoman, windows1252, latinFrom(0x80)].map(
  (characters) =>
    new Map(Array.from(characters, (character, index) => [character, 0x80 + index] as const)),
)

function latinFrom(first: number): string {
  let characters = ''
  for (let byte = first; byte <= 0xff; byte++) characters += String.fromCharCode(byte)
  return characters
}

/**
 * The repairs of a text in order, or none when fewer than two runs of it are mojibake:
 * one run alone may be an unusual word.
 */
export function repairs(text: string): readonly Repair[] {
  const runs = runsOf(text)
  if (runs.length < 2) return []
  for (const encoding of encodings) {
    const decoded: Repair[] = []
    let broken = 0
    for (const { index, run } of runs) if (decode(run, index, encoding, decoded)) broken++
    if (broken >= 2) return decoded
  }
  return []
}

interface Run {
  readonly index: number
  readonly run: string
}

/** Runs of characters beyond ASCII that could be bytes: a character that takes one byte was never broken. */
function runsOf(text: string): readonly Run[] {
  if (isAscii(text)) return []
  const found: Run[] = []
  const pattern = /[^\0-\x7f]{2,}/g
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    const run = match[0]
    if (encodings.some((encoding) => encoding.has(run[0] ?? '')))
      found.push({ index: match.index, run })
  }
  return found
}

/** Adds what a run stands for; false when it is none that was broken. */
function decode(
  run: string,
  start: number,
  encoding: ReadonlyMap<string, number>,
  result: Repair[],
): boolean {
  const bytes = new Uint8Array(run.length)
  for (let index = 0; index < run.length; index++) {
    const byte = encoding.get(run[index] ?? '')
    if (byte === undefined) return false
    bytes[index] = byte
  }
  const text = decodeUtf8(bytes)
  if (text === null) return false
  let at = start
  for (const character of text) {
    const length = utf8Length(character)
    result.push({ start: at, end: at + length, character })
    at += length
  }
  return true
}

/** A run is a few bytes: for so few a `TextDecoder` takes longer. */
function decodeUtf8(bytes: Uint8Array): string | null {
  let text = ''
  for (let index = 0; index < bytes.length;) {
    const length = sequenceLength(bytes, index)
    if (length === 0) return null
    const first = bytes[index] ?? 0
    let point = length === 1 ? first : first & (0x7f >> length)
    for (let next = 1; next < length; next++)
      point = (point << 6) | ((bytes[index + next] ?? 0) & 0x3f)
    text += String.fromCodePoint(point)
    index += length
  }
  return text
}

function utf8Length(character: string): number {
  const point = character.codePointAt(0) ?? 0
  if (point < 0x80) return 1
  if (point < 0x800) return 2
  return point < 0x10000 ? 3 : 4
}

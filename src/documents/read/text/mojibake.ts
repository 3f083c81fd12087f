// UTF-8 that was read in a single-byte encoding and saved again: `✅` became `‚úÖ`.
//
//   M1. Every wrong character stands for one byte, so a decoded character of n bytes replaces n UTF-16 units.
//   M2. A run of non-ASCII characters is repaired only as a whole, when all its bytes are valid UTF-8.

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
  const runs = [...text.matchAll(/[^\0-\x7f]+/g)]
  for (const encoding of encodings) {
    const decoded = runs.map((run) => decode(run[0], run.index, encoding))
    if (decoded.filter((run) => run.length > 0).length >= 2) return decoded.flat()
  }
  return []
}

function decode(run: string, start: number, encoding: ReadonlyMap<string, number>): Repair[] {
  // A character that takes one byte was never broken.
  if (run.length < 2) return []
  const bytes: number[] = []
  for (const character of run) {
    const byte = encoding.get(character)
    if (byte === undefined) return []
    bytes.push(byte)
  }
  const text = decodeUtf8(bytes)
  if (text === null) return []
  const result: Repair[] = []
  let at = start
  for (const character of text) {
    const length = utf8Length(character)
    result.push({ start: at, end: at + length, character })
    at += length
  }
  return result
}

function decodeUtf8(bytes: readonly number[]): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Uint8Array.from(bytes))
  } catch {
    return null
  }
}

function utf8Length(character: string): number {
  const point = character.codePointAt(0) ?? 0
  if (point < 0x80) return 1
  if (point < 0x800) return 2
  return point < 0x10000 ? 3 : 4
}

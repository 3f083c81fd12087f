// Titles and names are compared in small letters, without the signs between their words. A loop, since `toLowerCase` and patterns take
// several times as long for a text of two bytes per character, such as every part of a document with one emoji; what is made has one.
// Thousands of texts are folded for a document, and a list that grows with each would be a tenth of all that reading makes: the codes are
// gathered in one place, and handed over in a list of their number, which is kept.

import { codeAt } from './code-at.ts'

/** What each character of ASCII becomes, or `parting` where it only parts words. */
export type Folding = Uint8Array

const parting = 255

/** Keeps letters, digits and these signs. */
export function keeping(signs: string): Folding {
  const folding = new Uint8Array(128).fill(parting)
  for (let code = 48; code <= 57; code++) folding[code] = code
  for (let code = 97; code <= 122; code++) {
    folding[code] = code
    folding[code - 32] = code
  }
  for (const sign of signs) folding[codeAt(sign, 0)] = codeAt(sign, 0)
  return folding
}

/**
 * The words of a text from an offset on, folded, with one `joint` (a character's code) where any other characters stood between them.
 * Undefined for a text with a character beyond ASCII.
 */
export function folded(
  text: string,
  folding: Folding,
  joint: number,
  from = 0,
): string | undefined {
  // Each sign brings at most itself and a joint.
  const end = text.length
  const codes = 2 * end <= gathered.length ? gathered : new Uint8Array(2 * end)
  let length = 0
  let parted = false
  for (let index = from; index < end; index++) {
    const code = codeAt(text, index)
    if (code > 127) return undefined
    const kept = folding[code] ?? parting
    if (kept === parting) parted = true
    else {
      if (parted && length > 0) codes[length++] = joint
      parted = false
      codes[length++] = kept
    }
  }
  return textOf(codes, length)
}

const gathered = new Uint8Array(256)
/** By their length; longer texts are rare. */
const lists: (number[] | undefined)[] = Array.from({ length: 100 }, () => undefined)

function textOf(codes: Uint8Array, length: number): string {
  if (length >= lists.length) return String.fromCharCode(...codes.subarray(0, length))
  const list = (lists[length] ??= Array.from({ length }, () => 0))
  for (let index = 0; index < length; index++) list[index] = codes[index] ?? 0
  return String.fromCharCode(...list)
}

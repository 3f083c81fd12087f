// What a text holds, found in one walk over it: most rules look for signs that most texts have not.

import { isBlankBeyond } from './blanks.ts'
import { ofPiece } from './remember.ts'
import type { Piece } from './text.ts'

export const markup = 1
/** Blanks that `trim` or the collapsing of blanks would take away: at the ends, doubled, or other than a space. */
export const oddBlanks = 2
export const digit = 4
/** A digit among the first 33 characters, where every id has one. */
export const earlyDigit = 8
/** A character beyond ASCII. */
export const beyond = 16
/** `(` or `[`. */
export const bracket = 32
/** Two capitals in a row. */
export const capitals = 64
export const asterisk = 128

const ofAscii = new Uint8Array(128)
for (const sign of '*_~[') ofAscii[sign.charCodeAt(0)] = markup
for (const sign of '\t\n\v\f\r') ofAscii[sign.charCodeAt(0)] = oddBlanks
for (const sign of '0123456789') ofAscii[sign.charCodeAt(0)] = digit
for (const sign of '([') ofAscii[sign.charCodeAt(0)] = (ofAscii[sign.charCodeAt(0)] ?? 0) | bracket
ofAscii[42] = markup | asterisk

/** The signs of a piece, looked for once. */
export const signsIn: (piece: Piece) => number = ofPiece((piece: Piece) => signsOf(piece.text))

/** The signs that a text holds, as bits. */
export function signsOf(text: string): number {
  const { length } = text
  if (length === 0) return 0
  let signs = 0
  let before = 32
  for (let index = 0; index < length; index++) {
    const code = text.charCodeAt(index)
    if (code >= 128) signs |= isBlankBeyond(code) ? beyond | oddBlanks : beyond
    else if (code === 32) {
      if (before === 32) signs |= oddBlanks
    } else {
      signs |= ofAscii[code] ?? 0
      if (code <= 57) {
        if (code >= 48 && index <= 32) signs |= earlyDigit
      } else if (code <= 90 && code >= 65 && before >= 65 && before <= 90) signs |= capitals
    }
    before = code
  }
  return before === 32 ? signs | oddBlanks : signs
}

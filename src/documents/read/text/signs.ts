// What a text holds, found in one walk over it: most rules look for signs that most texts have not.

import { codeAt } from '../../../base/index.ts'
import { isBlankBeyond } from './blanks.ts'
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
/** `*` or `_`. */
export const emphasis = 256
export const colon = 512
/** `>`, as in `->`. */
export const greater = 1024
export const percent = 8192
/** A back-tick. */
export const tick = 16384
/** `|`. */
export const bar = 32768
/** A character where signs such as ✅, ⏳ or 🔄 stand: most texts beyond ASCII have only dashes and arrows there. */
export const picture = 65536
/** Two of `*` or `_` in a row. */
export const strong = 131072

/** Of single characters, for finding two in a row. */
const capital = 2048
const space = 4096

const ofAscii = new Uint16Array(128)
for (let code = 65; code <= 90; code++) ofAscii[code] = capital
for (const sign of '~[') ofAscii[codeAt(sign, 0)] = markup
for (const sign of '\t\n\v\f\r') ofAscii[codeAt(sign, 0)] = oddBlanks
for (const sign of '0123456789') ofAscii[codeAt(sign, 0)] = digit
ofAscii[32] = space
ofAscii[40] = bracket
ofAscii[42] = markup | emphasis | asterisk
ofAscii[58] = colon
ofAscii[37] = percent
ofAscii[62] = greater
ofAscii[91] = markup | bracket
ofAscii[95] = markup | emphasis
ofAscii[96] = tick
ofAscii[124] = bar

/** The signs of a piece, looked for once. */
export function signsIn(piece: Piece): number {
  return piece.signs < 0 ? (piece.signs = signsOf(piece.text)) : piece.signs
}

/** The signs that a text holds, as bits. */
export function signsOf(text: string): number {
  const { length } = text
  if (length === 0) return 0
  let all = 0
  let early = 0
  let twice = 0
  // A space at the beginning is as odd as one behind another.
  let before = space
  for (let index = 0; index < length; index++) {
    const code = codeAt(text, index)
    const signs = code < 128 ? (ofAscii[code] ?? 0) : signsBeyond(code)
    all |= signs
    twice |= signs & before
    before = signs
    if (index === 32) early = all
  }
  return (
    (all & ~(capital | space)) |
    ((twice & space) !== 0 || (before & space) !== 0 ? oddBlanks : 0) |
    ((twice & capital) !== 0 ? capitals : 0) |
    ((twice & emphasis) !== 0 ? strong : 0) |
    (((length > 33 ? early : all) & digit) !== 0 ? earlyDigit : 0)
  )
}

function signsBeyond(code: number): number {
  if (isBlankBeyond(code)) return beyond | oddBlanks
  // Technical signs, shapes and dingbats, and what takes two units.
  return (code >= 0x2300 && code <= 0x2bff) || (code >= 0xd800 && code <= 0xdfff) ? beyond | picture : beyond // prettier-ignore
}

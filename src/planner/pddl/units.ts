import { once } from '../../base/index.ts'

// A text as numbers, one for each unit of UTF-16, and what each means in PDDL: V8 reads them several times as fast as the characters of a
// string.

export type Units = Uint8Array | Uint16Array

/** Bytes where the text is ASCII, as most is. */
export function unitsOf(text: string): Units {
  const bytes = new TextEncoder().encode(text)
  // Whatever is beyond ASCII takes more bytes than units.
  if (bytes.length === text.length) return bytes
  const units = new Uint16Array(text.length)
  for (let at = 0; at < units.length; at++) units[at] = text.charCodeAt(at)
  return units
}

/** What a unit is: part of a symbol, blank, a bracket, or what begins a comment. */
export const [symbolic, blank, opening, closing, remark] = [0, 1, 2, 3, 4]

/** The kind of each unit there is. */
export const kindsOfUnits: () => Uint8Array = once(() => {
  const kinds = new Uint8Array(0x1_0000)
  for (const code of [9, 10, 11, 12, 13, 32, 0xa0, 0xfeff]) kinds[code] = blank
  kinds['('.charCodeAt(0)] = opening
  kinds[')'.charCodeAt(0)] = closing
  kinds[';'.charCodeAt(0)] = remark
  return kinds
})

/** Where a symbol ends. */
export const ends = -1

/**
 * Of each unit of ASCII its lower case where it goes on with a symbol, and `ends` where it does not. A parameter begins a symbol: tasks of
 * competitions have `(aircraft?a)`. Other units go on with a symbol as they are, unless they are blank.
 */
export const foldedUnits: () => Int8Array = once(() => {
  const kinds = kindsOfUnits()
  const folded = new Int8Array(128)
  for (let unit = 0; unit < folded.length; unit++) folded[unit] = kinds[unit] === symbolic ? lower(unit) : ends // prettier-ignore
  folded['?'.charCodeAt(0)] = ends
  return folded
})

/** Of an ASCII letter. */
export function lower(unit: number): number {
  return unit >= 65 && unit <= 90 ? unit | 32 : unit
}

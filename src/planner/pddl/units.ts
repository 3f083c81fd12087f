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

import { expect, test } from 'vitest'
import { visible } from '../../src/cli/visible.ts'

/** What controls a terminal, turns the direction of a text or is not seen, from and to. */
const hidden: readonly (readonly [from: number, to: number])[] = [
  [0x00, 0x08], [0x0b, 0x1f], [0x7f, 0x9f], [0xad, 0xad], [0x61c, 0x61c], [0x180e, 0x180e], [0x200b, 0x200b], [0x200e, 0x200f],
  [0x2028, 0x202e], [0x2060, 0x206f], [0xfeff, 0xfeff], [0xfff9, 0xfffb], [0xe0000, 0xe0fff],
] // prettier-ignore

/** All signs of two bytes, and those around the tags. */
const looked = [
  [0, 0xd7ff],
  [0xe000, 0x1_ffff],
  [0xd_f000, 0xe_2000],
] as const

test('whatever is not seen is shown by its number, wherever it stands, and all else as it is', () => {
  const wrong: number[] = []
  for (const [first, last] of looked)
    for (let code = first; code <= last; code++) {
      const sign = String.fromCodePoint(code)
      const number = code.toString(16)
      const shown = code < 0x100 ? `\\x${number.padStart(2, '0')}` : `\\u${number.padStart(4, '0')}`
      const isHidden = hidden.some(([from, to]) => code >= from && code <= to)
      if (visible(`a${sign}b`) !== `a${isHidden ? shown : sign}b`) wrong.push(code)
    }
  expect(wrong).toEqual([])
})

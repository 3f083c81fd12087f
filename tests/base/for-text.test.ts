import { expect, test } from 'vitest'
import { forText } from '../../src/base/index.ts'

const signs = Array.from({ length: 128 }, (_, code) => String.fromCharCode(code))

test.each([
  /[^\p{L}\p{N}]+/u,
  /^[\p{Letter}\p{Number}_-]$/u,
  /\p{L}/u,
  /^\p{N}|\p{P}$/u,
  /[\p{S}]/u,
  /[\p{M}]/u,
  /[^\s\p{C}]/u,
  /(?![\n\t])[\p{Cc}\p{Cf}\p{Cs}]/u,
  /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/iu,
  /\[\p{L}|[\]\p{N}]/u,
])('in ASCII %s finds what it finds anyway, by a pattern without properties', (pattern) => {
  const pick = forText(pattern.source, pattern.flags)
  for (const sign of signs) {
    expect(pick(sign).source).not.toContain('\\p')
    for (const text of [sign, `a${sign}`, `[${sign}1`])
      expect(pick(text).exec(text), JSON.stringify(text)).toEqual(pattern.exec(text))
  }
})

test('text beyond ASCII is matched by the pattern itself', () => {
  const pick = forText(String.raw`^\p{L}+$`, 'u')
  expect(pick('Größe').source).toBe(String.raw`^\p{L}+$`)
  expect(pick('Größe').test('Größe')).toBe(true)
})

test('a pattern is made once, with the flags that were given', () => {
  const pick = forText(String.raw`\p{L}`, 'giu')
  expect(pick('a')).toBe(pick('b'))
  expect(pick('ä')).toBe(pick('ö'))
  expect(pick('a').flags).toBe('giu')
  expect(pick('ä').flags).toBe('giu')
})

test('a property whose signs in ASCII nobody has written down is refused', () => {
  const pick = forText(String.raw`\p{Lu}`, 'u')
  expect(() => pick('a')).toThrow(String.raw`What \p{Lu} is in ASCII is not known.`)
})

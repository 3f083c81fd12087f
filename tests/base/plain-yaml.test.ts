import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseDocument } from 'yaml'
import { plainYaml } from '../../src/base/index.ts'

test('lines of names and words are read without the package', () => {
  const text = 'name: reviewer\ndescription: Reads a change, says (at last) what is wrong.  \r\n\ntools: Read, Bash(git log:*)\n' // prettier-ignore
  expect(Object.fromEntries(plainYaml(text) ?? [])).toEqual({
    name: 'reviewer',
    description: 'Reads a change, says (at last) what is wrong.',
    tools: 'Read, Bash(git log:*)',
  })
})

test.each([
  'a: b: c',
  'a: ends with:',
  'a: b # c',
  'a: true',
  'a: Null',
  'yes: a',
  'a: 12',
  'a: "b"',
  'a: [b]',
  'a: b\n  and on',
  'a: b\na: c',
  'a:\n  b: c',
  'a: |\n  b',
  'a: *b',
  '# a',
  'a:\tb',
  'a: b\u0007',
])('%j is left to the package', (text) => {
  expect(plainYaml(text)).toBe(null)
})

test('what is read is what the package reads', () => {
  const piece = fc.constantFrom('a', 'B', 'true', 'no', ' ', '\t', ':', '#', ',', '-', '?', '[', '}', '"', "'", '&', '*', '!', '|', '>', '%', '@', '`', '1', '.', '~', '\n', '\r\n', '\r', '\u0085', '\u2028', 'é', '\\') // prettier-ignore
  const simple = fc.constantFrom('a', 'b ', 'C', 'é', '-', ', ', ':d', '#')
  const text = fc.array(fc.oneof({ arbitrary: simple, weight: 8 }, { arbitrary: piece, weight: 1 }), { maxLength: 8 }).map((all) => all.join('')) // prettier-ignore
  const name = fc.constantFrom('a', 'B-c', 'name', 'x1', 'true', '1', 'd e')
  const usual = fc.tuple(fc.constantFrom('a', 'B-c', 'name', 'x1'), fc.constant(': '), text.map((one) => `a${one}`)) // prettier-ignore
  const any = fc.tuple(name, fc.constantFrom(': ', ': ', ': ', ':  ', ':', ' : '), text)
  const line = fc.oneof({ arbitrary: usual, weight: 4 }, { arbitrary: any, weight: 1 })
  const lines = fc.array(line, { maxLength: 4 })
  let read = 0
  fc.assert(
    fc.property(lines, (all) => {
      const text = all.map((one) => one.join('')).join('\n')
      const plain = plainYaml(text)
      if (!plain || plain.size === 0) return
      read++
      const { errors, warnings } = parseDocument(text)
      expect([...errors, ...warnings]).toEqual([])
      expect(parseDocument(text).toJS()).toEqual(Object.fromEntries(plain))
    }),
    { numRuns: 3000 },
  )
  // Some 800; by chance never fewer.
  expect(read).toBeGreaterThan(50)
})

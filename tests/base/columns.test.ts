import { expect, test } from 'vitest'
import { columns, shortened } from '../../src/base/index.ts'

test.each([
  ['plain', 5],
  ['計画', 4],
  ['🚀 go', 5],
  ['e\u0301', 1],
  ['👩‍👩‍👧‍👦', 2],
])('"%s" takes %d columns', (text, expected) => {
  expect(columns(text)).toBe(expected)
})

test.each([
  ['short', 5, 'short'],
  ['too long', 5, 'too…'],
  ['計画を立てる', 5, '計画…'],
  ['x', 1, 'x'],
  ['xy', 1, '…'],
])('"%s" in %d columns is "%s"', (text, room, expected) => {
  expect(shortened(text, room)).toBe(expected)
})

test('of a line of megabytes only the beginning is looked at', () => {
  expect(shortened('x'.repeat(5_000_000), 10)).toBe(`${'x'.repeat(9)}…`)
})

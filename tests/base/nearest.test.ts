import fc from 'fast-check'
import { expect, test } from 'vitest'
import { changesBetween, nearest } from '../../src/base/index.ts'

test.each([
  ['kitten', 'sitting', 3],
  ['Build', 'build', 0],
  ['', 'abc', 3],
  ['ab', 'ba', 2],
])('"%s" becomes "%s" by %d changes', (left, right, expected) => {
  expect(changesBetween(left, right)).toBe(expected)
  expect(changesBetween(right, left)).toBe(expected)
})

test('with a limit the count stops there, and is right below it', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.nat(8), (left, right, limit) => {
      expect(changesBetween(left, right, limit)).toBe(Math.min(limit, changesBetween(left, right)))
    }),
  )
})

test('the nearest name is the first of those with the fewest changes', () => {
  expect(nearest('biuld', ['ship', 'build', 'guild'])).toBe(undefined)
  expect(nearest('biuld', ['ship', 'build', 'guild'], 2)).toBe('build')
  expect(nearest('concurrncy', ['timeout', 'concurrency'])).toBe('concurrency')
  expect(nearest('x', [])).toBe(undefined)
})

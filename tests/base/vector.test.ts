import fc from 'fast-check'
import { expect, test } from 'vitest'
import { at, elements, set, vector } from '../../src/base/index.ts'

test('a changed vector leaves the one before as it was', () => {
  const before = vector(['a', 'b', 'c'])
  const after = set(before, 1, 'x')
  expect([...elements(before)]).toEqual(['a', 'b', 'c'])
  expect([...elements(after)]).toEqual(['a', 'x', 'c'])
})

test('a vector behaves like an array', () => {
  const changes = fc.array(fc.tuple(fc.nat(), fc.integer()), { maxLength: 30 })
  fc.assert(
    fc.property(
      fc.array(fc.integer(), { minLength: 1, maxLength: 3000 }),
      changes,
      (start, all) => {
        const model = [...start]
        let tested = vector(start)
        for (const [place, value] of all) {
          model[place % model.length] = value
          tested = set(tested, place % model.length, value)
        }
        expect([...elements(tested)]).toEqual(model)
      },
    ),
    { numRuns: 50 },
  )
})

test.each([-1, 2, 0.5 + 2, NaN])('index %d outside the vector is refused', (index) => {
  expect(() => at(vector([1, 2]), index)).toThrow(RangeError)
  expect(() => set(vector([1, 2]), index, 0)).toThrow(RangeError)
})

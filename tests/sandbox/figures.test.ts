import fc from 'fast-check'
import { expect, test } from 'vitest'
import { quantile } from '../../src/sandbox/index.ts'
import { steps, tally } from '../../src/sandbox/histogram.ts'
import { recent } from '../../src/sandbox/recent.ts'

test('a histogram counts each value in the first bucket that holds it', () => {
  const seen = tally([1, 10, 100])
  for (const value of [0, 1, 1.5, 10, 99, 100, 101, 5000]) seen.add(value)
  expect(seen.read()).toEqual({
    count: 8,
    sum: 5312.5,
    least: 0,
    most: 5000,
    buckets: [
      { upTo: 1, count: 2 },
      { upTo: 10, count: 2 },
      { upTo: 100, count: 2 },
      { upTo: null, count: 2 },
    ],
  })
})

test('bounds go 1, 2, 5, 10 up to the last', () => {
  expect(steps(0.1, 20)).toEqual([0.1, 0.2, 0.5, 1, 2, 5, 10, 20])
})

test('nothing seen has no quantile', () => {
  expect(quantile(tally([1]).read(), 0.5)).toBeNull()
})

test('a quantile lies in the bucket of the value that it stands for', () => {
  const bounds = steps(1, 1000)
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 5000 }), { minLength: 1, maxLength: 60 }),
      fc.double({ min: 0.01, max: 1, noNaN: true }),
      (values, part) => {
        const seen = tally(bounds)
        for (const value of values) seen.add(value)
        const sorted = values.toSorted((a, b) => a - b)
        const exact = sorted[Math.max(0, Math.ceil(part * values.length - 1e-9) - 1)] ?? 0
        const found = quantile(seen.read(), part) ?? Number.NaN
        const above = bounds.find((bound) => exact <= bound) ?? sorted.at(-1) ?? 0
        const below = bounds.findLast((bound) => bound < exact) ?? 0
        expect(found).toBeGreaterThanOrEqual(below)
        expect(found).toBeLessThanOrEqual(above)
      },
    ),
  )
})

test('only the last few are kept, the oldest first', () => {
  const kept = recent<number>(3)
  expect(kept.read()).toEqual([])
  for (const number of [1, 2, 3]) kept.add(number)
  expect(kept.read()).toEqual([1, 2, 3])
  for (const number of [4, 5]) kept.add(number)
  expect(kept.read()).toEqual([3, 4, 5])
  kept.add(6)
  expect(kept.read()).toEqual([4, 5, 6])
})

import { expect, test } from 'vitest'
import { sumsAnswerRightly } from '../sum-laws.ts'

test('tasks that compare sums of numbers cost what trying everything finds, in every way to search, and their plans can be carried out', () => {
  const came = Map.groupBy(Array.from({ length: 250 }, (_one, number) => number), sumsAnswerRightly) // prettier-ignore
  expect(came.get('solved')?.length).toBeGreaterThan(50)
  expect(came.get('unsolvable')?.length).toBeGreaterThan(50)
})

test.each([359, 443, 1177])(
  'task %i asks for a number without a value to be another, which no plan reaches',
  (number) => {
    expect(sumsAnswerRightly(number)).toBe('unsolvable')
  },
)

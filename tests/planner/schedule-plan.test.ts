import fc from 'fast-check'
import { expect, test } from 'vitest'
import { seededRandom } from '../../src/base/index.ts'
import { schedulePlan, type GroundTask, type PartialOrder } from '../../src/planner/index.ts'
import { under } from './random-task.ts'

function orderOf(
  costs: readonly number[],
  needs: readonly (readonly number[])[],
): { task: GroundTask; order: PartialOrder } {
  const actions = costs.map((cost, index) => ({ name: `(a${index})`, pre: [], add: [], delete: [], cost })) // prettier-ignore
  const task = { facts: [], variables: [], actions, init: [], goal: [], numericGoal: [] }
  return { task, order: { steps: [...costs.keys()], needs } }
}

const { task, order } = orderOf([1, 2, 4, 1], [[], [0], [0], [1, 2]])

test('without limits the plan takes as long as its critical path', () => {
  const found = schedulePlan(task, order)
  expect(found).toMatchObject({ makespan: 6, bound: 6, criticalPath: [0, 2, 3], sequential: 8 })
  expect(found.steps.map(({ start, end, slack }) => [start, end, slack])).toEqual([
    [0, 1, 0],
    [1, 3, 2],
    [1, 5, 0],
    [5, 6, 0],
  ])
})

test('one worker does one step after the other', () => {
  expect(schedulePlan(task, order, { workers: 1 })).toMatchObject({ makespan: 8, bound: 8 })
})

test('durations may be others than the costs', () => {
  expect(schedulePlan(task, order, { duration: (step) => step }).makespan).toBe(5)
})

test('steps that claim the same thing run one after the other, as far as its limit asks', () => {
  const four = orderOf([2, 2, 2, 2], [[], [], [], []])
  const claims = (step: number) => (step < 3 ? ['oven'] : [])
  const alone = schedulePlan(four.task, four.order, { claims })
  expect(alone).toMatchObject({ makespan: 6, bound: 6 })
  expect(alone.steps[3]?.start).toBe(0)
  expect(schedulePlan(four.task, four.order, { claims, limitOf: () => 2 })).toMatchObject({
    makespan: 4,
    bound: 3,
  })
})

test('who waits for one thing does not hold another', () => {
  const three = orderOf([3, 2, 2], [[], [], []])
  const claims = (step: number) => [['x'], ['x', 'y'], ['y']][step] ?? []
  const { steps, makespan } = schedulePlan(three.task, three.order, { claims })
  expect(makespan).toBe(5)
  expect(steps[2]?.start).toBe(0)
})

test('no schedule breaks needs, workers or limits, and none is shorter than its bound', () => {
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const random = seededRandom(seed)
      const size = 1 + under(random, 25)
      const costs = Array.from({ length: size }, () => under(random, 6))
      const needs = costs.map(
        (_, step) =>
        [...new Set(Array.from({ length: step === 0 ? 0 : under(random, 3) }, () => under(random, step)))], // prettier-ignore
      )
      const names = costs.map(() => ['a', 'b', 'c'].filter(() => random.next() < 0.35))
      const limits = { a: 1, b: 2, c: 3 }
      const workers = 1 + under(random, 5)
      const one = orderOf(costs, needs)
      const found = schedulePlan(one.task, one.order, {
        workers,
        claims: (step) => names[step] ?? [],
        limitOf: (claim) => limits[claim as 'a'],
      })
      expect(found.steps).toHaveLength(size)
      expect(found.makespan).toBeGreaterThanOrEqual(found.bound)
      const endOf = (step: number): number => found.steps[step]?.end ?? NaN
      for (const [step, { start }] of found.steps.entries()) {
        for (const need of needs[step] ?? []) expect(start).toBeGreaterThanOrEqual(endOf(need))
        const meanwhile = [...found.steps.keys()].filter((other) => (found.steps[other]?.start ?? 0) <= start && endOf(other) > start) // prettier-ignore
        expect(meanwhile.length).toBeLessThanOrEqual(workers)
        expect(new Set(meanwhile.map((other) => found.steps[other]?.worker)).size).toBe(meanwhile.length) // prettier-ignore
        for (const [claim, limit] of Object.entries(limits))
          expect(meanwhile.filter((other) => names[other]?.includes(claim)).length).toBeLessThanOrEqual(limit) // prettier-ignore
      }
    }),
    { numRuns: 400 },
  )
})

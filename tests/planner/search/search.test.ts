import { describe, expect, test } from 'vitest'
import { search, startSearch, type GroundTask } from '../../../src/planner/index.ts'
import { counter, independentWorks } from '../tasks.ts'
import { costOfPlan } from './exhaustive.ts'
import { answersRightly } from './laws.ts'
import { randomTask } from './random-task.ts'

const noClock = (): number => 0

test(
  'on random tasks every way to search gives what exhaustive search gives',
  { timeout: 60_000 },
  () => {
    for (let number = 0; number < 600; number++)
      expect(() => answersRightly(randomTask(number)), `task ${number}`).not.toThrow()
  },
)

describe('independent works with one that needs them all', () => {
  test.each([0, 1, 14, 100, 1000])('%i of them are planned without search, and proven', (works) => {
    const task = independentWorks(works)
    const result = search(task, {}, noClock)
    expect(result).toMatchObject({
      status: 'optimal',
      cost: works + 1,
      bound: works + 1,
      expanded: 0,
    })
    expect(costOfPlan(task, result.steps ?? [])).toBe(works + 1)
  })
})

test('a goal that holds at first needs no steps', () => {
  const task = { ...independentWorks(3), init: [3] }
  for (const algorithm of ['eager', 'lazy', 'astar', 'portfolio'] as const)
    expect(search(task, { algorithm }, noClock)).toMatchObject({ steps: [], cost: 0 })
})

describe('there is no plan', () => {
  test('where a goal is out of reach even without deletes', () => {
    const task = independentWorks(2)
    expect(search({ ...task, actions: task.actions.slice(1) }, {}, noClock)).toMatchObject({ status: 'unsolvable', proof: 'relaxed', steps: null, cost: null, bound: Infinity }) // prettier-ignore
  })

  test('where every state was looked at', () => {
    const actions = [0, 1].map((i) => ({ name: `(swap ${i})`, pre: [], add: [i], delete: [1 - i], cost: 1 })) // prettier-ignore
    const task: GroundTask = { facts: ['a', 'b'], variables: [], actions, init: [], goal: [0, 1], numericGoal: [] } // prettier-ignore
    for (const algorithm of ['eager', 'lazy', 'astar', 'portfolio'] as const)
      expect(search(task, { algorithm }, noClock)).toMatchObject({ status: 'unsolvable', proof: 'exhausted' }) // prettier-ignore
  })
})

describe('a limit is never called unsolvable', () => {
  const task = counter(12)

  test.each(['eager', 'lazy', 'astar', 'portfolio'] as const)(
    '%s ends after so many expansions',
    (algorithm) => {
      const result = search(task, { algorithm, maxExpansions: 50 }, noClock)
      expect(result).toMatchObject({ status: 'limit', limit: 'expansions', steps: null, cost: null, proof: null, expanded: 50 }) // prettier-ignore
      expect(result.bound).toBeLessThan(2 ** 12)
    },
  )

  test.each(['eager', 'lazy', 'astar', 'portfolio'] as const)('%s ends in time', (algorithm) => {
    let looks = 0
    expect(search(task, { algorithm, timeLimit: 20 }, () => looks++)).toMatchObject({ status: 'limit', limit: 'time', steps: null }) // prettier-ignore
  })

  test.each(['eager', 'lazy', 'astar', 'portfolio'] as const)(
    '%s ends within its memory',
    (algorithm) => {
      expect(search(task, { algorithm, memoryLimit: 60_000 }, noClock)).toMatchObject({ status: 'limit', limit: 'memory', steps: null }) // prettier-ignore
    },
  )

  test('a search that is aborted ends', () => {
    const searching = startSearch(task, {}, noClock)
    expect(searching.step(5)).toBeNull()
    searching.abort()
    expect(searching.step(5)).toMatchObject({ status: 'limit', limit: 'aborted', steps: null })
    expect(searching.step(5)).toMatchObject({ status: 'limit', limit: 'aborted' })
  })

  test('a plan that was found before the limit is kept, with what is proven', () => {
    const blocked = withShortcut()
    const result = search(blocked, { algorithm: 'lazy', optimal: true, maxExpansions: 3 }, noClock)
    expect(result).toMatchObject({ status: 'satisficing', limit: 'expansions' })
    expect(costOfPlan(blocked, result.steps ?? [])).toBe(result.cost)
    expect(result.bound).toBeLessThan(result.cost ?? 0)
  })
})

test('a search in steps gives what it gives in one go, and tells of improvements', () => {
  const task = withShortcut()
  const searching = startSearch(task, { algorithm: 'lazy', optimal: true }, noClock)
  let result = null
  const costs: number[] = []
  for (let steps = 0; result === null; steps++) {
    expect(steps).toBeLessThan(10_000)
    result = searching.step(1)
    costs.push(...searching.improvements().map(({ cost }) => cost ?? NaN))
  }
  const { time: _, ...whole } = search(task, { algorithm: 'lazy', optimal: true }, noClock)
  expect(result).toMatchObject(whole)
  expect(costs.length).toBeGreaterThan(1)
  expect(costs).toEqual(costs.toSorted((a, b) => b - a))
  expect(costs.at(-1)).toBe(result.cost)
  expect(searching.best).toEqual(result)
})

test('huge and tiny costs take no more memory than others', () => {
  const task = counter(8)
  const dear = { ...task, actions: task.actions.map((action, i) => ({ ...action, cost: i % 2 === 0 ? 1e12 : 1e-3 })) } // prettier-ignore
  for (const algorithm of ['eager', 'lazy', 'astar', 'portfolio'] as const)
    expect(search(dear, { algorithm, memoryLimit: 4_000_000 }, noClock).steps).not.toBeNull()
})

/** The shortest way to the goal is the dearest. */
function withShortcut(): GroundTask {
  const numbers = Array.from({ length: 6 }, (_, i) => i)
  return {
    facts: numbers.map((i) => `at${i}`),
    variables: [],
    actions: [
      ...numbers.slice(1).map((i) => ({ name: `(walk ${i})`, pre: [i - 1], add: [i], delete: [i - 1], cost: 1 })), // prettier-ignore
      { name: '(fly)', pre: [0], add: [5], delete: [0], cost: 7 },
    ],
    init: [0],
    goal: [5],
    numericGoal: [],
  }
}

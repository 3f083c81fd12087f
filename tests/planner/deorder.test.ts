import fc from 'fast-check'
import { expect, test } from 'vitest'
import { seededRandom, type Random } from '../../src/base/index.ts'
import type { GroundAction, GroundTask } from '../../src/planner/index.ts'
import { deorder } from '../../src/planner/index.ts'
import { validateGroundPlan } from '../../src/planner/index.ts'
import { randomTask, under, type RandomTaskOptions } from './random-task.ts'

/** A walk from the start, at most `length` steps, with some of what holds behind it as the goal. */
function walked(
  random: Random,
  options: RandomTaskOptions,
  length: number,
): { task: GroundTask; steps: number[] } {
  const task = randomTask(random, options)
  const steps: number[] = []
  for (let tries = 0; tries < length * 4 && steps.length < length; tries++) {
    const action = under(random, task.actions.length)
    if (validateGroundPlan(task, [...steps, action]).valid) steps.push(action)
  }
  const goal = [...task.facts.keys()].filter(
    (fact) => random.next() < 0.6 && validateGroundPlan({ ...task, goal: [fact] }, steps).valid,
  )
  const numericGoal = task.variables.flatMap((_, variable) =>
    [0, 1, 2, 3].map((value) => ({ variable, compare: '≥', value }) as const),
  )
  const reached = numericGoal.filter((one) => validateGroundPlan({ ...task, numericGoal: [one] }, steps).valid) // prettier-ignore
  return { task: { ...task, goal, numericGoal: reached }, steps }
}

/** Positions in an order in which each stands behind those that it needs. */
function anyOrder(needs: readonly (readonly number[])[], random: Random): number[] {
  const waiting = new Set(needs.keys())
  const order: number[] = []
  while (waiting.size > 0) {
    const ready = [...waiting].filter((one) => needs[one]?.every((need) => !waiting.has(need)))
    const next = ready[under(random, ready.length)] ?? -1
    waiting.delete(next)
    order.push(next)
  }
  return order
}

test.each([
  ['facts', { facts: 6, actions: 12 }],
  ['whole numbers', { facts: 3, actions: 10, variables: 2 }],
  ['fractions', { facts: 2, actions: 8, variables: 2, fractions: true }],
])(
  'every order that a deordered plan allows reaches the goal at the same cost: %s',
  (_, options) => {
    let freed = 0
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const random = seededRandom(seed)
        const { task, steps } = walked(random, options, 14)
        const { needs } = deorder(task, steps)
        const { cost } = validateGroundPlan(task, steps)
        for (let round = 0; round < 8; round++) {
          const order = anyOrder(needs, random)
          const plan = order.map((step) => steps[step] ?? -1)
          if (plan.some((action, index) => action !== steps[index])) freed++
          const found = validateGroundPlan(task, plan)
          expect(found.failure).toBeNull()
          expect(found.cost).toBeCloseTo(cost, 9)
        }
      }),
      { numRuns: 1500 },
    )
    expect(freed).toBeGreaterThan(1000)
  },
)

test('no edge points back or is implied by others', () => {
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const { task, steps } = walked(
        seededRandom(seed),
        { facts: 9, actions: 14, variables: 1 },
        40,
      )
      const { needs } = deorder(task, steps)
      const behind = needs.map(() => new Set<number>())
      for (const [step, list] of needs.entries()) {
        for (const need of list) {
          expect(need).toBeLessThan(step)
          for (const other of list) expect(behind[other]?.has(need)).toBe(false)
        }
        for (const need of list) behind[step] = new Set([...(behind[step] ?? []), need, ...(behind[need] ?? [])]) // prettier-ignore
      }
    }),
    { numRuns: 300 },
  )
})

const action = (pre: number[], add: number[], del: number[], more: Partial<GroundAction> = {}): GroundAction => ({ name: '(a)', pre, add, delete: del, cost: 1, ...more }) // prettier-ignore

function taskOf(actions: GroundAction[], more: Partial<GroundTask> = {}): GroundTask {
  const facts = ['a', 'b', 'c', 'd']
  return { facts, variables: [], actions, init: [], goal: [], numericGoal: [], ...more }
}

test('a diamond stays a diamond', () => {
  const task = taskOf(
    [action([], [0], []), action([0], [1], []), action([0], [2], []), action([1, 2], [3], [])],
    { goal: [3] },
  )
  expect(deorder(task, [0, 1, 2, 3]).needs).toEqual([[], [0], [0], [1, 2]])
})

test('a step waits for the producer that is ready first', () => {
  const task = taskOf([action([], [0], [], { cost: 9 }), action([], [0], []), action([0], [1], [])], { goal: [1] }) // prettier-ignore
  expect(deorder(task, [0, 1, 2]).needs[2]).toEqual([1])
  expect(deorder(task, [0, 1, 2], { duration: (step) => (step === 0 ? 1 : 5) }).needs[2]).toEqual([0]) // prettier-ignore
})

test('who spoils a fact waits for those who rely on it, and comes before who restores it', () => {
  const task = taskOf(
    [action([0], [1], []), action([], [2], [0]), action([], [0], []), action([0], [3], [])],
    { init: [0], goal: [1, 2, 3] },
  )
  expect(deorder(task, [0, 1, 2, 3]).needs).toEqual([[], [0], [1], [2]])
})

const fuel = (value: number) => ({ variables: [{ name: 'fuel', value }] })
const burn = action([], [], [], {
  conditions: [{ variable: 0, compare: '≥', value: 2 }],
  changes: [{ variable: 0, kind: 'decrease', value: 2 }],
})
const fill = action([], [], [], { changes: [{ variable: 0, kind: 'assign', value: 4 }] })

test('steps that use up a number stay unordered as long as there is enough for all of them', () => {
  expect(deorder(taskOf([burn], fuel(6)), [0, 0, 0]).needs).toEqual([[], [], []])
})

test('who would not find enough waits for who fills up', () => {
  const { needs } = deorder(taskOf([burn, fill], fuel(4)), [0, 0, 1, 0])
  expect(needs).toEqual([[], [], [0, 1], [2]])
})

test('changes that floating point would round differently keep their order', () => {
  const add = (value: number) => action([], [], [], { changes: [{ variable: 0, kind: 'increase', value }] }) // prettier-ignore
  expect(deorder(taskOf([add(0.1), add(0.2)], fuel(0)), [0, 1]).needs).toEqual([[], [0]])
  expect(deorder(taskOf([add(0.5), add(2)], fuel(0)), [0, 1]).needs).toEqual([[], []])
})

test('a plan that is not valid is refused where that is noticed', () => {
  const task = taskOf([action([0], [1], [])], fuel(1))
  expect(() => deorder(task, [0])).toThrow('a does not hold where it is needed')
  expect(() => deorder(task, [7])).toThrow('no action 7')
  expect(() => deorder(taskOf([burn], fuel(1)), [0])).toThrow('a condition on fuel')
})

test('thousands of readers between thousands of changers need few edges', () => {
  const read = action([0], [], [])
  const spoil = action([], [1], [0])
  const restore = action([], [0], [1])
  const task = taskOf([read, spoil, restore], { init: [0] })
  const many = (kind: number): number[] => Array.from({ length: 3000 }, () => kind)
  const { needs } = deorder(task, [...many(0), ...many(1), ...many(2), ...many(0)])
  expect(needs.reduce((sum, list) => sum + list.length, 0)).toBeLessThan(20_000)
})

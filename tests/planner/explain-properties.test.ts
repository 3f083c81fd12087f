import fc from 'fast-check'
import { expect, test } from 'vitest'
import { seededRandom } from '../../src/base/index.ts'
import {
  alternatives,
  validateGroundPlan,
  whyAction,
  explainNoPlan,
  type GroundTask,
} from '../../src/planner/index.ts'
import { randomTask, under } from './random-task.ts'
import { uniformCost } from './uniform-cost.ts'

/** Small random tasks with a goal of two facts, which many of them do not reach. */
const tasks = (actions: number) =>
  fc.integer().map((seed): GroundTask => {
    const random = seededRandom(seed)
    const task = randomTask(random, { facts: 8, actions })
    const goal = [...new Set([under(random, 8), under(random, 8)])].toSorted((a, b) => a - b)
    return { ...task, init: task.init.slice(0, 2), goal }
  })

const withoutDeletes = (task: GroundTask): GroundTask => ({
  ...task,
  actions: task.actions.map((action) => ({ ...action, delete: [] })),
})

test('what is missing brings the goals into reach, and no part of it does', () => {
  let seen = 0
  fc.assert(
    fc.property(tasks(6), (task) => {
      const why = explainNoPlan(task)
      if (why?.kind !== 'unreachable') return
      seen++
      const missing = why.missing.map(({ fact }) => fact ?? -1)
      const reaches = (facts: readonly number[]) => uniformCost(withoutDeletes({ ...task, init: [...task.init, ...facts] })).steps !== null // prettier-ignore
      expect(why.isMinimal).toBe(true)
      expect(reaches(missing)).toBe(true)
      for (const fact of missing) expect(reaches(missing.filter((one) => one !== fact))).toBe(false)
    }),
    { numRuns: 400 },
  )
  expect(seen).toBeGreaterThan(100)
})

test('a task is explained exactly when it has no plan, and a conflict is one', () => {
  const kinds = new Map<string, number>()
  fc.assert(
    fc.property(tasks(9), (task) => {
      const { steps } = uniformCost(task)
      const why = explainNoPlan(task, { search: uniformCost })
      expect(why === null).toBe(steps !== null)
      kinds.set(why?.kind ?? 'solved', (kinds.get(why?.kind ?? 'solved') ?? 0) + 1)
      if (why?.kind !== 'conflict') return
      for (const { facts } of why.conflicts) {
        expect(uniformCost({ ...task, goal: facts }).status).toBe('unsolvable')
        for (const fact of facts)
          expect(uniformCost(withoutDeletes({ ...task, goal: [fact] })).status).toBe('optimal')
      }
    }),
    { numRuns: 2000 },
  )
  for (const kind of ['solved', 'unreachable', 'conflict'])
    expect(kinds.get(kind)).toBeGreaterThan(0)
})

test('alternatives are valid, differ, come by cost, and begin with the cheapest there is', () => {
  let seen = 0
  fc.assert(
    fc.property(tasks(9), (task) => {
      const { steps } = uniformCost(task)
      if (!steps || steps.length === 0) return
      const { plans } = alternatives(task, steps, 4, uniformCost)
      const sets = [steps, ...plans.map((plan) => plan.steps)].map((plan) => [...new Set(plan)].toSorted((a, b) => a - b).join(' ')) // prettier-ignore
      expect(new Set(sets).size).toBe(sets.length)
      expect(plans.map(({ cost }) => cost)).toEqual(plans.map(({ cost }) => cost).toSorted((a, b) => a - b)) // prettier-ignore
      for (const { steps: plan, cost, without } of plans) {
        seen++
        expect(validateGroundPlan(task, plan)).toMatchObject({ valid: true, cost })
        expect(without.length).toBeGreaterThan(0)
      }
      const others = [...new Set(steps)].map((left) => uniformCost({ ...task, actions: task.actions.filter((_, one) => one !== left) }).cost ?? Infinity) // prettier-ignore
      expect(plans[0]?.cost ?? Infinity).toBe(Math.min(...others))
    }),
    { numRuns: 1600 },
  )
  expect(seen).toBeGreaterThan(100)
})

test('all steps that serve no goal can be left out', () => {
  let spared = 0
  fc.assert(
    fc.property(tasks(9), fc.integer(), (task, seed) => {
      const random = seededRandom(seed)
      const steps: number[] = []
      for (let tries = 0; tries < 40; tries++) {
        const next = [...steps, under(random, task.actions.length)]
        if (validateGroundPlan({ ...task, goal: [] }, next).valid) steps.push(next.at(-1) ?? 0)
      }
      const reached = task.facts.keys().filter((fact) => validateGroundPlan({ ...task, goal: [fact] }, steps).valid) // prettier-ignore
      const walked = { ...task, goal: [...reached].slice(0, 3) }
      const useful = steps.filter((_, step) => whyAction(walked, steps, step).chain !== null)
      spared += steps.length - useful.length
      expect(validateGroundPlan(walked, useful).failure).toBeNull()
    }),
    { numRuns: 200 },
  )
  expect(spared).toBeGreaterThan(100)
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { GoapError } from '../../../src/base/index.ts'
import {
  groundTask,
  type GroundOptions,
  type GroundTask,
  type LiftedTask,
} from '../../../src/planner/index.ts'
import { leastCost, leastGroundCost, relaxedActions } from '../naive.ts'
import { tasks } from '../random-tasks.ts'

const mostStates = 60
const refused = new Set(['planner/unsupported-number', 'planner/too-many-variants'])

test('the cheapest plan of a ground task costs what the cheapest plan of the task costs', () => {
  let [solved, unsolvable] = [0, 0]
  fc.assert(
    fc.property(tasks(true), (task) => {
      const cost = leastCost(task, mostStates)
      fc.pre(cost !== undefined)
      const made = groundedOrNull(task)
      fc.pre(made !== null)
      const ground = leastGroundCost(made, mostStates * 4)
      fc.pre(ground !== undefined)
      expect(ground).toBe(cost)
      const whole = groundedOrNull(task, { keepUnreachable: true })
      const kept = whole && leastGroundCost(whole, mostStates * 4)
      expect(whole ? [cost, undefined] : [null]).toContain(kept)
      if (cost === null) unsolvable++
      else if (cost > 0) solved++
    }),
    { numRuns: 250 },
  )
  expect([solved > 10, unsolvable > 10]).toEqual([true, true])
})

test('an action of a ground task could be applied if nothing became false, and no such action is made twice', () => {
  fc.assert(
    fc.property(tasks(false), (task) => {
      const names = groundTask(task).actions.map(({ name }) => name)
      const possible = relaxedActions(task)
      expect(names.filter((name) => !possible.has(name))).toEqual([])
      expect(new Set(names).size).toBe(names.length)
    }),
    { numRuns: 200 },
  )
})

test('the cheapest plan of a task with atoms only costs the same on the ground', () => {
  fc.assert(
    fc.property(tasks(false), (task) => {
      const cost = leastCost(task, mostStates)
      fc.pre(cost !== undefined)
      expect(leastGroundCost(groundTask(task), mostStates * 4)).toBe(cost)
    }),
    { numRuns: 200 },
  )
})

/** Null where an effect depends on a number that may have no value, or has too many alternatives, which is refused. */
function groundedOrNull(task: LiftedTask, options: GroundOptions = {}): GroundTask | null {
  try {
    return groundTask(task, options)
  } catch (error) {
    if (error instanceof GoapError && refused.has(error.code)) return null
    throw error
  }
}

import { describe, expect, test } from 'vitest'
import { seededRandom } from '../../src/base/index.ts'
import {
  deorder,
  groundTask,
  printPlanFile,
  readPlanFile,
  schedulePlan,
  search,
  validateGroundPlan,
  validatePlan,
} from '../../src/planner/index.ts'
import { under } from './random-task.ts'
import { givenTasks, taskOf } from './tasks.ts'

const given = givenTasks()

describe.skipIf(given.length === 0)(
  'plans of the given planning tasks (set GOAP_SHARED to their folder)',
  () => {
    test.each(given)(
      '$name: a plan is valid as written, and in any order that its deordering allows',
      ({ domain, problem }) => {
        const lifted = taskOf(domain, problem)
        const task = groundTask(lifted)
        const { steps, cost } = search(task, { algorithm: 'lazy' }, () => 0)
        if (!steps) throw new Error('no plan was found')
        expect(validateGroundPlan(task, steps)).toMatchObject({ failure: null, cost })
        const order = deorder(task, steps)
        const { makespan, bound, sequential } = schedulePlan(task, order)
        expect(makespan).toBe(bound)
        expect(makespan).toBeLessThanOrEqual(sequential)
        for (const seed of [1, 2, 3]) {
          const plan = shuffled(order.needs, seed).map(
            (step) => task.actions[steps[step] ?? -1]?.name,
          )
          const file = readPlanFile({ file: 'plan', text: plan.join('\n') })
          const { failure, cost: found } = validatePlan(lifted, file.steps)
          expect(failure).toBeNull()
          expect(found).toBeCloseTo(cost ?? NaN)
          expect(readPlanFile({ file: 'plan', text: printPlanFile(file.steps, found) }).cost).toBe(found) // prettier-ignore
        }
      },
    )
  },
)

/** Positions in an order in which each stands behind those that it needs. */
function shuffled(needs: readonly (readonly number[])[], seed: number): number[] {
  const random = seededRandom(seed)
  const unmet = needs.map(({ length }) => length)
  const ready = [...needs.keys()].filter((step) => unmet[step] === 0)
  const order: number[] = []
  while (ready.length > 0) {
    const [step = 0] = ready.splice(under(random, ready.length), 1)
    order.push(step)
    for (const [other, list] of needs.entries())
      if (list.includes(step) && --unmet[other]! === 0) ready.push(other)
  }
  return order
}

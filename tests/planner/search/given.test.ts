import { describe, expect, test } from 'vitest'
import { groundTask, search, validateGroundPlan } from '../../../src/planner/index.ts'
import { baselines, givenTasks, taskOf } from '../tasks.ts'

const given = givenTasks()
const known = baselines()

describe.skipIf(given.length === 0)(
  'the given planning tasks (set GOAP_SHARED to their folder)',
  () => {
    test('first plans take no more than three times the evaluations of LAMA', () => {
      const ratios = given.map(({ name, domain, problem }) => {
        const task = groundTask(taskOf(domain, problem))
        const result = search(task, { maxExpansions: 100_000 }, () => 0)
        expect(validateGroundPlan(task, result.steps ?? []).failure, name).toBeNull()
        expect(result.bound).toBeLessThanOrEqual(result.cost ?? NaN)
        return Math.log(Math.max(1, result.evaluated) / (known.get(name)?.fd.lama_first?.evaluated ?? NaN)) // prettier-ignore
      })
      expect(Math.exp(ratios.reduce((sum, one) => sum + one, 0) / ratios.length)).toBeLessThan(3)
    })

    const small = given.filter(({ name }) => (known.get(name)?.fd.astar_lmcut?.evaluated ?? Infinity) < 20_000) // prettier-ignore
    test.each(small)('$name: the cheapest plan is proven', ({ name, domain, problem }) => {
      const task = groundTask(taskOf(domain, problem))
      const result = search(task, { optimal: true }, () => 0)
      expect(result).toMatchObject({ status: 'optimal', cost: known.get(name)?.optimal_cost })
      expect(validateGroundPlan(task, result.steps ?? [])).toMatchObject({ failure: null, cost: result.cost }) // prettier-ignore
    })
  },
)

test.runIf(given.length === 0)(
  'the given planning tasks are not here: GOAP_SHARED names no folder with them',
  () => {
    expect(process.env['GOAP_SHARED']).toBeUndefined()
  },
)

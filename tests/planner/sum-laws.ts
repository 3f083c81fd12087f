import { GoapError } from '../../src/base/index.ts'
import { deorder, explainNoPlan, groundTask, search, validatePlan, type GroundTask, type SearchOptions } from '../../src/planner/index.ts' // prettier-ignore
import { leastCost } from './naive.ts'
import { sumTask } from './sum-task.ts'

/** What a task came to. */
export type Came = 'solved' | 'unsolvable' | 'refused' | 'large'

const ways: readonly SearchOptions[] = [
  { algorithm: 'astar', optimal: true },
  { algorithm: 'astar', heuristic: 'hmax', optimal: true },
  { algorithm: 'portfolio', optimal: true },
]

/** Throws unless the cheapest plans of a task that compares sums of numbers are what trying everything finds, and can be carried out. */
export function sumsAnswerRightly(number: number): Came {
  const task = sumTask(number)
  let ground: GroundTask
  try {
    ground = groundTask(task)
  } catch (error) {
    if (error instanceof GoapError && error.code === 'planner/unsupported-number') return 'refused'
    throw error
  }
  const cost = leastCost(task, 400)
  if (cost === undefined) return 'large'
  const now = (): number => 0
  for (const way of ways) {
    const result = search(ground, { ...way, maxExpansions: 20_000 }, now)
    if (result.status !== (cost === null ? 'unsolvable' : 'optimal') || result.cost !== cost)
      throw new Error(`${String(way.algorithm)} says ${result.status} ${String(result.cost)}, and the least cost is ${String(cost)}`) // prettier-ignore
    if (result.steps === null) {
      explainNoPlan(ground, { lifted: task })
      continue
    }
    const steps = result.steps.flatMap((step) => {
      const action = task.actions[ground.actions[step]?.origin?.action ?? -1]
      return action ? [{ name: action.name, objects: [] }] : []
    })
    const { valid, failure } = validatePlan(task, steps)
    if (!valid) throw new Error(failure?.message)
    deorder(ground, result.steps)
  }
  return cost === null ? 'unsolvable' : 'solved'
}

import { groundTask, printPddl, search, validatePlan, type LiftedTask } from '../../src/planner/index.ts' // prettier-ignore
import { leastCost, leastGroundCost } from './naive.ts'
import { ruleTask } from './rule-task.ts'
import { taskOf } from './tasks.ts'

const mostStates = 40

/**
 * Throws where a task with derived predicates is grounded, searched, validated or printed so that it is another. Returns what its cheapest
 * plan costs, null without one; undefined where there are too many states to tell.
 */
export function rulesAnswerRightly(number: number): number | null | undefined {
  const task = ruleTask(number)
  const cost = leastCost(task, mostStates)
  if (cost === undefined) return undefined
  const wrong = (what: string): Error => new Error(`task ${number}: ${what}; the cheapest plan costs ${cost}`) // prettier-ignore
  for (const options of [{}, { maximumVariants: 1024, keepUnreachable: true }]) {
    const least = leastGroundCost(groundTask(task, options), mostStates * 4)
    if (least !== undefined && least !== cost) throw wrong(`on the ground ${least}`)
  }
  const ground = groundTask(task)
  for (const options of [{}, { optimal: true }, { algorithm: 'eager' } as const]) {
    const { steps, status, cost: found } = search(ground, options, () => 0)
    if (cost === null ? status !== 'unsolvable' : found === null || found < cost || (status === 'optimal' && found !== cost)) throw wrong(`a search says ${status}, ${found}`) // prettier-ignore
    if (steps === null) continue
    const plan = steps.flatMap((step) => ground.actions[step]?.origin ?? [])
    const named = plan.map(({ action, objects }) => ({ name: task.actions[action]?.name ?? '', objects })) // prettier-ignore
    const { valid, failure } = validatePlan(task, named)
    if (!valid) throw wrong(`the plan is not valid: ${failure?.message}`)
    // The validator does not say so of everything: without the last step it is mostly none.
    const shorter = validatePlan(task, named.slice(0, -1))
    if (shorter.valid && (shorter.cost < cost! || named.length === 0)) {
      if (named.length > 0) throw wrong(`the validator takes a plan that costs ${shorter.cost}`)
    }
  }
  const { domain, problem } = printPddl(task)
  if (bare(taskOf(domain, problem)) !== bare(task)) throw wrong('what is printed is read as another task') // prettier-ignore
  return cost
}

function bare(task: LiftedTask): string {
  return JSON.stringify(task, (key, inner: unknown) => (key === 'place' ? undefined : inner))
}

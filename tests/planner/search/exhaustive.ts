import { closed, factsAfter } from '../effects-and-rules.ts'
import type { GroundAction, GroundTask, NumericCondition } from '../../../src/planner/index.ts'

interface World {
  readonly facts: ReadonlySet<number>
  readonly numbers: readonly number[]
}

/**
 * The cost of the cheapest plan from the task's start (or from `world`), Infinity if there is none: every state by its cost, cheapest
 * first, in the plainest way.
 */
export function cheapest(task: GroundTask, world: World = startOf(task)): number {
  const best = new Map([[keyOf(world), { world, cost: 0, done: false }]])
  for (;;) {
    let next: { world: World; cost: number; done: boolean } | undefined
    for (const one of best.values()) if (!one.done && (next === undefined || one.cost < next.cost)) next = one // prettier-ignore
    if (next === undefined) return Infinity
    if (isGoal(task, next.world)) return next.cost
    next.done = true
    for (const action of task.actions) {
      if (!allowed(action, next.world)) continue
      const after = applied(task, action, next.world)
      const cost = next.cost + action.cost
      const known = best.get(keyOf(after))
      if (known === undefined) best.set(keyOf(after), { world: after, cost, done: false })
      else if (cost < known.cost && !known.done) known.cost = cost
    }
  }
}

/** The cost of a plan. Throws where a step is not allowed, or the goal is not reached. */
export function costOfPlan(task: GroundTask, steps: readonly number[]): number {
  let world = startOf(task)
  let cost = 0
  for (const step of steps) {
    const action = task.actions[step]
    if (action === undefined || !allowed(action, world)) throw new Error(`step ${step} is not allowed`) // prettier-ignore
    world = applied(task, action, world)
    cost += action.cost
  }
  if (!isGoal(task, world)) throw new Error('the goal is not reached')
  return cost
}

export function startOf(task: GroundTask): World {
  const numbers = task.variables.map(({ value }) => value)
  return { facts: closed(task, new Set(task.init), meetsWith(numbers)), numbers }
}

export function isGoal(task: GroundTask, { facts, numbers }: World): boolean {
  return task.goal.every((fact) => facts.has(fact)) && task.numericGoal.every((one) => holds(one, numbers)) // prettier-ignore
}

export function allowed(action: GroundAction, { facts, numbers }: World): boolean {
  return action.pre.every((fact) => facts.has(fact)) && (action.conditions ?? []).every((one) => holds(one, numbers)) // prettier-ignore
}

export function applied(task: GroundTask, action: GroundAction, { facts, numbers }: World): World {
  const after = [...numbers]
  for (const { variable, kind, value } of action.changes ?? []) {
    const before = numbers[variable] ?? NaN
    after[variable] = kind === 'assign' ? value : kind === 'increase' ? before + value : before - value // prettier-ignore
  }
  return { facts: closed(task, factsAfter(action, facts, meetsWith(numbers)), meetsWith(after)), numbers: after } // prettier-ignore
}

function meetsWith(numbers: readonly number[]): Parameters<typeof closed>[2] {
  return ({ pre, conditions = [] }, facts) => pre.every((fact) => facts.has(fact)) && conditions.every((one) => holds(one, numbers)) // prettier-ignore
}

function holds(
  { variable, compare, value }: NumericCondition,
  numbers: readonly number[],
): boolean {
  const number = numbers[variable] ?? NaN
  switch (compare) {
    case '=':
      return number === value
    case '≠':
      return number !== value && !Number.isNaN(number)
    case '<':
      return number < value
    case '≤':
      return number <= value
    case '>':
      return number > value
    case '≥':
      return number >= value
  }
}

function keyOf({ facts, numbers }: World): string {
  return `${[...facts].toSorted((a, b) => a - b).join()};${numbers.map((number) => number + 0).join()}` // prettier-ignore
}

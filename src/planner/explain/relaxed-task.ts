import { compares } from '../../model/index.ts'
import type { GroundTask, NumericChange, NumericCondition } from '../ground-task.ts'
import { invert, listsOf, type Lists } from '../search/lists.ts'

/**
 * A task without deletes, in which a comparison of a number is a fact too: what adds it is any change towards it, however often that
 * would be needed.
 */
export interface RelaxedTask {
  /** Facts of the task, and the comparisons behind them. */
  readonly size: number
  readonly comparisons: readonly NumericCondition[]
  readonly init: readonly number[]
  readonly goal: readonly number[]
  /** Facts that each action needs. */
  readonly pre: Lists
  readonly add: Lists
  /** Actions that need each fact. */
  readonly needing: Lists
  /** Actions that add each fact. */
  readonly adding: Lists
}

export function relaxedTask(task: GroundTask): RelaxedTask {
  const comparisons: NumericCondition[] = []
  const known = new Map<string, number>()
  const numberOf = (condition: NumericCondition): number => {
    const key = `${condition.variable} ${condition.compare} ${condition.value}`
    const found = known.get(key) ?? task.facts.length + comparisons.push(condition) - 1
    known.set(key, found)
    return found
  }
  const factsOf = (
    facts: readonly number[],
    conditions: readonly NumericCondition[] = [],
  ): readonly number[] =>
    // prettier-ignore
    conditions.length === 0 ? facts : [...facts, ...new Set(conditions.flatMap(halves).map(numberOf))]
  const pre = listsOf(task.actions.map((action) => factsOf(action.pre, action.conditions)))
  const goal = factsOf(task.goal, task.numericGoal)
  const byVariable = new Map<number, number[]>()
  for (const [index, { variable }] of comparisons.entries())
    byVariable.set(variable, [...(byVariable.get(variable) ?? []), index])
  const helped = ({ changes = [] }: GroundTask['actions'][number]): number[] =>
    changes.flatMap((change) =>
      (byVariable.get(change.variable) ?? [])
        .filter((index) => helps(change, comparisons[index]!))
        .map((index) => task.facts.length + index),
    )
  const add = listsOf(
    task.actions.map((action) =>
      action.changes ? [...action.add, ...helped(action)] : action.add,
    ),
  )
  const size = task.facts.length + comparisons.length
  const holding = comparisons.flatMap(({ variable, compare, value }, index) => {
    const start = task.variables[variable]?.value ?? NaN
    return !Number.isNaN(start) && compares(start, compare, value)
      ? [task.facts.length + index]
      : []
  })
  return {
    size,
    comparisons,
    init: [...task.init, ...holding],
    goal,
    pre,
    add,
    needing: invert(pre, size),
    adding: invert(add, size),
  }
}

/** Equality is reached from both sides. */
function halves(condition: NumericCondition): readonly NumericCondition[] {
  if (condition.compare !== '=') return [condition]
  return [
    { ...condition, compare: '≤' },
    { ...condition, compare: '≥' },
  ]
}

/** Whether a change can bring a number nearer to what the comparison asks. */
export function helps(
  { kind, value: by }: NumericChange,
  { compare, value }: NumericCondition,
): boolean {
  if (kind === 'assign') return compares(by, compare, value)
  if (by === 0) return false
  if (compare === '≠') return true
  const isUpwards = (kind === 'increase') === by > 0
  return isUpwards === (compare === '≥' || compare === '>')
}

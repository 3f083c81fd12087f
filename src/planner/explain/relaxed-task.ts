import { compares } from '../../model/index.ts'
import { contraryRules } from '../contrary-rules.ts'
import type { GroundTask, NumericChange, NumericCondition } from '../ground-task.ts'
import { invert, listsOf, type Lists } from '../search/lists.ts'

/**
 * A task without deletes, in which a comparison of a number is a fact too: what adds it is any change towards it, however often that
 * would be needed. Behind the actions come their effects under conditions, and the rules of derived facts, as if they were actions.
 */
export interface RelaxedTask {
  /** Facts of the task, the comparisons behind them, and `marks`. */
  readonly size: number
  /** Facts that stand for a rule that gives nothing, of which the contrary of this fact makes use. */
  readonly marks: readonly number[]
  /** The action that each of the actions here belongs to; null of rules. */
  readonly owners: readonly (number | null)[]
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
  const own = task.actions.map((action) => factsOf(action.pre, action.conditions))
  const effects = task.actions.flatMap(({ when = [] }, owner) => when.map(({ add, ...effect }) => ({ owner, add, pre: [...new Set([...(own[owner] ?? []), ...factsOf(effect.pre, effect.conditions)])] }))) // prettier-ignore
  const given = (task.derived?.rules ?? []).map(({ fact, ...rule }) => ({ fact, pre: factsOf(rule.pre, rule.conditions) })) // prettier-ignore
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
  const stated = task.facts.length + comparisons.length
  const contrary = task.derived ? contraryRules(task.derived, stated) : { rules: [], marks: [] }
  const rules = [...given, ...contrary.rules]
  const pre = listsOf([...own, ...effects.map((one) => one.pre), ...rules.map((one) => one.pre)])
  const add = listsOf([
    ...task.actions.map((action) =>
      action.changes ? [...action.add, ...helped(action)] : action.add,
    ),
    ...effects.map((effect) => effect.add),
    ...rules.map(({ fact }) => [fact]),
  ])
  const size = stated + contrary.marks.length
  const holding = comparisons.flatMap(({ variable, compare, value }, index) => {
    const start = task.variables[variable]?.value ?? NaN
    return !Number.isNaN(start) && compares(start, compare, value)
      ? [task.facts.length + index]
      : []
  })
  return {
    size,
    marks: contrary.marks,
    owners: [...task.actions.keys(), ...effects.map(({ owner }) => owner), ...rules.map(() => null)], // prettier-ignore
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

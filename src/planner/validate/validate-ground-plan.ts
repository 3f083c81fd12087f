import { compares } from '../../model/index.ts'
import type { GroundTask, NumericCondition } from '../ground-task.ts'

/** What is wrong with a plan of action numbers. */
export interface GroundFailure {
  /**
   * - `unknown`: there is no action of that number
   * - `condition`: a fact of the action's conditions does not hold
   * - `number`: a comparison does not hold, or a variable that is increased or decreased has no value or gets none that is finite
   * - `goal`: all steps could be done, and the goal does not hold behind them
   */
  readonly kind: 'unknown' | 'condition' | 'number' | 'goal'
  /** Position of the step, from 0; null for the goal. */
  readonly step: number | null
  /** The fact that does not hold; null when it is a number. */
  readonly fact: number | null
  readonly condition: NumericCondition | null
  /** Position of the step that deleted the fact, or changed the variable, last; null: none did. */
  readonly since: number | null
  readonly message: string
}

export interface GroundValidation {
  readonly valid: boolean
  /** The sum of the costs of the steps before the failure. */
  readonly cost: number
  /** The first; null when the plan is valid. */
  readonly failure: GroundFailure | null
}

/**
 * Carries a plan of action numbers out on a task without parameters. It takes time in the size of the task's facts and of the plan,
 * so every plan can pass through it. Throws nothing.
 */
export function validateGroundPlan(task: GroundTask, steps: readonly number[]): GroundValidation {
  const holds = new Uint8Array(task.facts.length)
  const values = Float64Array.from(task.variables, ({ value }) => value)
  const deletedBy = new Map<number, number>()
  const changedBy = new Map<number, number>()
  for (const fact of task.init) holds[fact] = 1
  const derive = deriving(task)
  derive(holds, values)
  let cost = 0

  const fail = (
    kind: GroundFailure['kind'],
    step: number | null,
    what: string,
    of: Partial<GroundFailure> = {},
  ): GroundValidation => {
    const since = of.since ?? null
    const by =
      since === null ? '' : ` since step ${since + 1}, ${task.actions[steps[since]!]!.name}`
    const who =
      step === null
        ? 'The goal'
        : `Step ${step + 1}, ${task.actions[steps[step]!]?.name ?? `action ${steps[step]}`},`
    const message = `${who} ${what}${by}.`
    return { valid: false, cost, failure: { kind, step, fact: null, condition: null, ...of, since, message } } // prettier-ignore
  }
  const missing = (
    step: number | null,
    facts: readonly number[],
    conditions: readonly NumericCondition[],
  ): GroundValidation | null => {
    const needs = step === null ? 'needs' : 'cannot be done: it needs'
    const fact = facts.find((one) => holds[one] !== 1)
    if (fact !== undefined) {
      const since = deletedBy.get(fact) ?? null
      return fail(step === null ? 'goal' : 'condition', step, `${needs} ${task.facts[fact] ?? fact}, which does not hold`, { fact, since }) // prettier-ignore
    }
    const condition = conditions.find((one) => !holdsFor(values[one.variable]!, one)) // prettier-ignore
    if (!condition) return null
    const { variable, compare, value } = condition
    const text = `${task.variables[variable]?.name ?? variable} ${compare} ${value}`
    const since = changedBy.get(variable) ?? null
    return fail(step === null ? 'goal' : 'number', step, `${needs} ${text}, but it is ${numberText(values[variable]!)}`, { condition, since }) // prettier-ignore
  }

  for (const [index, number] of steps.entries()) {
    const action = task.actions[number]
    if (!action) return fail('unknown', index, 'is none of the task')
    const trouble = missing(index, action.pre, action.conditions ?? [])
    if (trouble) return trouble
    const next: [variable: number, value: number][] = []
    for (const { variable, kind, value } of action.changes ?? []) {
      const before = values[variable]!
      const after =
        kind === 'assign' ? value : kind === 'increase' ? before + value : before - value
      if (!Number.isFinite(after)) return fail('number', index, `cannot be done: ${task.variables[variable]?.name ?? variable} would be ${numberText(after)}`, { since: changedBy.get(variable) ?? null }) // prettier-ignore
      next.push([variable, after])
    }
    const happening = (action.when ?? []).filter((effect) => effect.pre.every((fact) => holds[fact] === 1) && (effect.conditions ?? []).every((one) => holdsFor(values[one.variable]!, one))) // prettier-ignore
    for (const part of [action, ...happening]) {
      for (const fact of part.delete) {
        if (holds[fact] === 1) deletedBy.set(fact, index)
        holds[fact] = 0
      }
      for (const fact of part.add) holds[fact] = 1
    }
    for (const [variable, value] of next) {
      values[variable] = value
      changedBy.set(variable, index)
    }
    derive(holds, values)
    cost += action.cost
  }
  return missing(null, task.goal, task.numericGoal) ?? { valid: true, cost, failure: null }
}

function holdsFor(value: number, { compare, value: limit }: NumericCondition): boolean {
  return !Number.isNaN(value) && compares(value, compare, limit)
}

function numberText(value: number): string {
  return Number.isNaN(value) ? 'without a value' : String(value)
}

/** Makes derived facts of a state hold or not, one level after the other; within a level round by round, until nothing is new. */
function deriving({ derived }: GroundTask): (holds: Uint8Array, values: Float64Array) => void {
  if (derived === undefined) return () => {}
  const { rules, contraries } = derived
  const levelOf = new Map(rules.map(({ fact, level }) => [fact, level]))
  const levels = [...new Set(levelOf.values())]
    .toSorted((a, b) => a - b)
    .map((level) => ({
      rules: rules.filter((rule) => rule.level === level),
      contraries: contraries.filter(([fact]) => levelOf.get(fact) === level),
    }))
  return (holds, values) => {
    for (const { fact } of rules) holds[fact] = 0
    for (const level of levels) for (const [, contrary] of level.contraries) holds[contrary] = 0
    for (const level of levels) {
      for (let isNew = true; isNew;) {
        isNew = false
        for (const { fact, pre, conditions = [] } of level.rules) {
          if (holds[fact] === 1 || !pre.every((one) => holds[one] === 1)) continue
          if (!conditions.every((one) => holdsFor(values[one.variable]!, one))) continue
          holds[fact] = 1
          isNew = true
        }
      }
      for (const [fact, contrary] of level.contraries) if (holds[fact] === 0) holds[contrary] = 1
    }
  }
}

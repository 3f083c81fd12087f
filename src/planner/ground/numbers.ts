import { GoapError } from '../../base/index.ts'
import { compares } from '../../model/index.ts'
import type { LiftedTask } from '../lifted.ts'
import type { NumericCondition } from '../ground-task.ts'
import { factTable, type FactTable } from './fact-table.ts'
import type { NumberCode, NumberFormula, Pattern } from './formula.ts'
import { fill } from './join.ts'
import type { Names } from './names.ts'
import { refusal, type Who } from './who.ts'

/** The numbers of a task: values at the start, variables, and conditions on them, each with a number of its own. */
export interface Numbers {
  /** Undefined when a function in it has no value. Throws `planner/bad-number` when the result is beyond 2^53, or no number. */
  readonly value: (code: NumberCode, env: Int32Array, who: Who) => number | undefined
  /** True, false, or the number of a condition on a variable. */
  readonly condition: (formula: NumberFormula, env: Int32Array, who: Who) => boolean | number
  readonly conditions: readonly NumericCondition[]
  /**
   * The number of the condition that holds when this one does not. Throws `planner/unsupported-number` for a variable that may have no
   * value: then neither holds.
   */
  readonly contrary: (condition: number) => number
  /** The number of the condition that a variable has a value. */
  readonly hasValue: (variable: number) => number
  readonly variable: (of: Pattern, env: Int32Array) => number
  /** NaN: no value at the start. */
  readonly start: (variable: number) => number
  readonly nameOf: (variable: number) => string
}

export function numbersOf(task: LiftedTask, names: Names, arity: number): Numbers {
  const table: FactTable = factTable()
  const starts = new Map<number, number>()
  const objects = new Int32Array(arity)
  for (const { of, value } of task.values) {
    const given = of.terms.map(({ name }) => names.object(name))
    starts.set(table.intern(names.function(of.name), given, given.length), value)
  }
  const conditions: NumericCondition[] = []
  const known = new Map<string, number>()
  const conditionAt = (condition: NumericCondition): number => {
    const key = `${condition.variable} ${condition.compare} ${condition.value}`
    const found = known.get(key)
    if (found !== undefined) return found
    known.set(key, conditions.length)
    return conditions.push(condition) - 1
  }
  const variable = ({ predicate, terms }: Pattern, env: Int32Array): number =>
    table.intern(predicate, fill(terms, env, objects), terms.length)
  const value = (code: NumberCode, env: Int32Array, who: Who): number | undefined => {
    if (typeof code === 'number') return code
    if (code.kind === 'value') return starts.get(variable(code.of, env))
    const left = value(code.left, env, who)
    const right = value(code.right, env, who)
    if (left === undefined || right === undefined) return undefined
    const result = calculate(code.operator, left, right)
    if (Math.abs(result) <= Number.MAX_SAFE_INTEGER) return result
    const what = Number.isFinite(result) ? 'beyond 2^53, where 1 more would be lost' : 'no finite number' // prettier-ignore
    throw refusal('planner/bad-number', who, `calculates ${left} ${code.operator} ${right}, which is ${what}.`) // prettier-ignore
  }
  const nameOf = (number: number): string => {
    const name = names.functions[table.predicate(number)] ?? ''
    return textOf(name, table, number, arityOf(task, name), names)
  }
  return {
    value,
    condition({ compare, left, right }, env, who) {
      const limit = value(right, env, who)
      if (limit === undefined) return false
      if (typeof left !== 'number' && left.kind === 'value' && left.variable)
        return conditionAt({ variable: variable(left.of, env), compare, value: limit })
      const given = value(left, env, who)
      return given !== undefined && compares(given, compare, limit)
    },
    conditions,
    contrary(number) {
      const condition = conditions[number]
      if (!condition) throw new RangeError(`There is no condition ${number}.`)
      if (!starts.has(condition.variable))
        throw new GoapError('planner/unsupported-number', `An effect depends on ${nameOf(condition.variable)}, which has no value at first.`) // prettier-ignore
      return conditionAt({ ...condition, compare: opposite[condition.compare] })
    },
    hasValue: (of) => conditionAt({ variable: of, compare: '≥', value: -Infinity }),
    variable,
    start: (number) => starts.get(number) ?? NaN,
    nameOf,
  }
}

const opposite = { '=': '≠', '≠': '=', '<': '≥', '≥': '<', '>': '≤', '≤': '>' } as const

function arityOf(task: LiftedTask, name: string): number {
  return task.functions.find((one) => one.name === name)?.parameters.length ?? 0
}

/** `(at t1 depot)`. */
export function textOf(
  name: string,
  table: FactTable,
  fact: number,
  arity: number,
  { objects }: Names,
): string {
  let text = `(${name}`
  for (let position = 0; position < arity; position++)
    text += ` ${objects.names[table.object(fact, position)] ?? ''}`
  return `${text})`
}

function calculate(operator: '+' | '-' | '*' | '/', left: number, right: number): number {
  switch (operator) {
    case '+':
      return left + right
    case '-':
      return left - right
    case '*':
      return left * right
    case '/':
      return left / right
  }
}

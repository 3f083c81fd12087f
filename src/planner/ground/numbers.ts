import { GoapError } from '../../base/index.ts'
import { calculated, compares, type Comparison } from '../../model/index.ts'
import type { LiftedTask } from '../lifted.ts'
import type { NumericCondition } from '../ground-task.ts'
import { factTable, type FactTable } from './fact-table.ts'
import { varies, type NumberCode, type NumberFormula, type Pattern } from './formula.ts'
import { turned } from './isolated.ts'
import { fill } from './join.ts'
import type { Names } from './names.ts'
import { plus, sumOf, type Sum, type Terms } from './linear.ts'
import { refusal, type Who } from './who.ts'

/** The numbers of a task: values at the start, variables, and conditions on them, each with a number of its own. */
export interface Numbers {
  /** Undefined when a function in it has no value. Throws `planner/bad-number` when the result is beyond 2^53, or no number. */
  readonly value: (code: NumberCode, env: Int32Array, who: Who) => number | undefined
  /** The first function without a value, as `(length a b)`; null: all have one. */
  readonly lacking: (code: NumberCode, env: Int32Array) => string | null
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
  /** Of a variable that is a sum the variables in it with their weights; of others themselves. */
  readonly terms: (variable: number) => readonly (readonly [variable: number, weight: number])[]
  /** The sums that a variable is in. */
  readonly sumsWith: (variable: number) => readonly number[]
  readonly hasSums: () => boolean
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
    const result = calculated(code.operator, left, right)
    if (Math.abs(result) <= Number.MAX_SAFE_INTEGER) return result
    const what = Number.isFinite(result) ? 'beyond 2^53, where 1 more would be lost' : 'no finite number' // prettier-ignore
    throw refusal('planner/bad-number', who, `calculates ${left} ${code.operator} ${right}, which is ${what}.`) // prettier-ignore
  }
  const sums: (readonly (readonly [variable: number, weight: number])[])[] = []
  const sumsWith = new Map<number, number[]>()
  const sumNamed = new Map<string, number>()
  /** Beyond the functions of the task: of a sum the number among the sums stands in place of an object. */
  const isSum = (number: number): boolean => table.predicate(number) === names.functions.length
  const terms: Numbers['terms'] = (number) =>
    (isSum(number) ? sums[table.object(number, 0)] : undefined) ?? [[number, 1]]
  const start = (number: number): number =>
    isSum(number) ? terms(number).reduce((all, [one, weight]) => all + weight * start(one), 0) : (starts.get(number) ?? NaN) // prettier-ignore
  const sumAt = (weights: Sum['weights']): number => {
    const all = [...weights]
    const key = all.join(' ')
    const known = sumNamed.get(key)
    if (known !== undefined) return known
    const number = table.intern(names.functions.length, [sums.push(all) - 1], 1)
    sumNamed.set(key, number)
    for (const [one] of all) sumsWith.set(one, [...(sumsWith.get(one) ?? []), number])
    return number
  }
  /** A comparison of a sum with 0. */
  const compared = (sum: Sum, compare: Comparison, who: Who): boolean | number => {
    // What cancels out matters where it may have no value.
    const all = [...sum.weights].filter(([one, weight]) => weight !== 0 || Number.isNaN(start(one))).toSorted(([one], [other]) => one - other) // prettier-ignore
    const [first, ...others] = all
    if (!first) return compares(sum.constant, compare, 0)
    const [variable, weight] = first
    if (others.length === 0 && weight === 1) return conditionAt({ variable, compare, value: -sum.constant + 0 }) // prettier-ignore
    if (others.length === 0 && weight === -1) return conditionAt({ variable, compare: turned[compare], value: sum.constant }) // prettier-ignore
    if (all.some(([, one]) => !Number.isInteger(one) || Math.abs(one) > largestWeight))
      throw refusal('planner/unsupported-number', who, 'compares parts of numbers that actions change.', 'Multiply both sides, so that whole multiples are compared.') // prettier-ignore
    const sign = weight < 0 ? -1 : 1
    const weights = new Map(all.map(([one, own]) => [one, sign * own]))
    return conditionAt({ variable: sumAt(weights), compare: sign < 0 ? turned[compare] : compare, value: -sign * sum.constant + 0 }) // prettier-ignore
  }
  const nameOf = (number: number): string => {
    if (isSum(number)) return sumText(terms(number), nameOf)
    const name = names.functions[table.predicate(number)] ?? ''
    return textOf(name, table, number, arityOf(task, name), names)
  }
  const lacking = (code: NumberCode, env: Int32Array): string | null => {
    if (typeof code === 'number') return null
    if (code.kind === 'operation') return lacking(code.left, env) ?? lacking(code.right, env)
    const number = variable(code.of, env)
    return starts.has(number) ? null : nameOf(number)
  }
  return {
    value,
    lacking,
    condition({ compare, left, right }, env, who) {
      if (
        varies(right) ||
        (typeof left !== 'number' && left.kind === 'operation' && varies(left))
      ) {
        const parts: Terms = { constant: (code) => value(code, env, who), variable: (of) => variable(of, env) } // prettier-ignore
        const [one, other] = [sumOf(left, parts), sumOf(right, parts)]
        return one && other ? compared(plus(one, other, -1), compare, who) : false
      }
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
      if (Number.isNaN(start(condition.variable)))
        throw new GoapError('planner/unsupported-number', `An effect depends on ${nameOf(condition.variable)}, which has no value at first.`) // prettier-ignore
      return conditionAt({ ...condition, compare: opposite[condition.compare] })
    },
    hasValue: (of) => conditionAt({ variable: of, compare: '≥', value: -Infinity }),
    variable,
    start,
    terms,
    sumsWith: (number) => sumsWith.get(number) ?? [],
    hasSums: () => sums.length > 0,
    nameOf,
  }
}

const opposite = { '=': '≠', '≠': '=', '<': '≥', '≥': '<', '>': '≤', '≤': '>' } as const

/** Products with larger ones could not be told exactly for as long as any plan. */
const largestWeight = 2 ** 12

/** `(- (fuel t1) (way))`, as PDDL writes it. */
function sumText(
  terms: readonly (readonly [variable: number, weight: number])[],
  nameOf: (variable: number) => string,
): string {
  return terms.reduce((text, [variable, weight]) => {
    const name = nameOf(variable)
    const many = Math.abs(weight) === 1 ? name : `(* ${Math.abs(weight)} ${name})`
    return text === '' ? many : `(${weight < 0 ? '-' : '+'} ${text} ${many})`
  }, '')
}

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

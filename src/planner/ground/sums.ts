import type { NumericChange } from '../ground-task.ts'
import type { Draft } from './drafts.ts'
import { varies, type NumberCode, type Pattern } from './formula.ts'
import type { Numbers } from './numbers.ts'
import { refusal, type Who } from './who.ts'

// Comparisons of several variables. The ground task compares one variable with a constant, so the difference of two numbers, or any sum
// of multiples of them, becomes a variable of its own, which each action changes that changes one of them: `fuel ≥ way` is
// `fuel - way ≥ 0`, and whoever takes 3 off `fuel` takes 3 off `fuel - way`.
//
//   S1. Of whole numbers only, so that the sum is exact however it came about.
//   S2. Who assigns one of the variables must assign all: what is assigned is a constant, and the others are none.

/** A sum of multiples of variables, and a constant. */
export interface Sum {
  /** By variable its weight. */
  readonly weights: ReadonlyMap<number, number>
  readonly constant: number
}

/** Whether a number is a sum of multiples of variables as it is written. */
export function isLinear(code: NumberCode): boolean {
  if (!varies(code)) return true
  if (typeof code === 'number' || code.kind === 'value') return true
  const { operator, left, right } = code
  if (operator === '+' || operator === '-') return isLinear(left) && isLinear(right)
  return !varies(right) ? isLinear(left) : operator === '*' && !varies(left) && isLinear(right)
}

/** What `sumOf` asks of its surroundings: `constant` is undefined where something has no value. */
export interface Terms {
  readonly constant: (code: NumberCode) => number | undefined
  readonly variable: (of: Pattern) => number
}

/** A linear number as a sum; undefined when a constant in it has no value. Weights may be 0. */
export function sumOf(code: NumberCode, terms: Terms): Sum | undefined {
  if (typeof code === 'number' || !varies(code)) {
    const constant = terms.constant(code)
    return constant === undefined ? undefined : { weights: new Map(), constant }
  }
  if (code.kind === 'value')
    return { weights: new Map([[terms.variable(code.of), 1]]), constant: 0 }
  const { operator, left, right } = code
  if (operator === '+' || operator === '-') {
    const [one, other] = [sumOf(left, terms), sumOf(right, terms)]
    return one && other && plus(one, other, operator === '+' ? 1 : -1)
  }
  const factor = terms.constant(varies(left) ? right : left)
  const sum = sumOf(varies(left) ? left : right, terms)
  if (sum === undefined || factor === undefined) return undefined
  return plus({ weights: new Map(), constant: 0 }, sum, operator === '*' ? factor : 1 / factor)
}

/** The first and so many times the second. */
export function plus(one: Sum, other: Sum, factor: number): Sum {
  const weights = new Map(one.weights)
  for (const [variable, weight] of other.weights)
    weights.set(variable, (weights.get(variable) ?? 0) + factor * weight)
  return { weights, constant: one.constant + factor * other.constant }
}

/** The draft with what it does to sums of variables. Throws `planner/unsupported-number` for S2, naming `who`. */
export function withSums(draft: Draft, numbers: Numbers, who: Who): Draft {
  if (draft.changes.length === 0) return draft
  const changes = new Map(draft.changes.map((one) => [one.variable, one]))
  const sums = new Set(draft.changes.flatMap(({ variable }) => numbers.sumsWith(variable)))
  const more = [...sums].map((sum) => changeOf(sum, numbers, changes, who)).filter(({ kind, value }) => kind === 'assign' || value !== 0) // prettier-ignore
  return { ...draft, changes: [...draft.changes, ...more] }
}

function changeOf(
  sum: number,
  numbers: Numbers,
  changes: ReadonlyMap<number, NumericChange>,
  who: Who,
): NumericChange {
  const terms = numbers.terms(sum)
  const assigned = terms.filter(([variable]) => changes.get(variable)?.kind === 'assign')
  if (assigned.length > 0 && assigned.length < terms.length)
    throw refusal('planner/unsupported-number', who, `gives ${numbers.nameOf(assigned[0]?.[0] ?? 0)} a value, and ${numbers.nameOf(sum)} is asked for, which then depends on more than this action knows.`, 'Increase or decrease the number instead, or compare it with a constant.') // prettier-ignore
  const amount = terms.reduce((all, [variable, weight]) => {
    const change = changes.get(variable)
    return all + (change ? weight * (change.kind === 'decrease' ? -change.value : change.value) : 0)
  }, 0)
  if (assigned.length > 0) return { variable: sum, kind: 'assign', value: amount }
  return { variable: sum, kind: amount < 0 ? 'decrease' : 'increase', value: Math.abs(amount) }
}

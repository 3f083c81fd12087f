import { varies, type NumberCode, type Pattern } from './formula.ts'

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

/**
 * Costs as whole numbers, so that sums are exact and equal costs are equal. A cost is `units / scale`. Whole and decimal costs, and
 * binary fractions, are kept exactly; others are rounded to 2^-36 of the largest.
 */
export interface Costs {
  /** Of each action. Whole, 0 or more, at most 2^40. */
  readonly units: Float64Array
  /** Units in a cost of 1. */
  readonly scale: number
}

const mostUnits = 2 ** 40
const scales = [
  1,
  10,
  100,
  1e3,
  1e4,
  1e5,
  1e6,
  ...Array.from({ length: 20 }, (_, i) => 2 ** (i + 1)),
]

/** The costs in the largest unit that all of them are multiples of. */
export function costsOf(actions: readonly { readonly cost: number }[]): Costs {
  const count = actions.length
  const costs = new Float64Array(count)
  let largest = 0
  for (let action = 0; action < count; action++) {
    const { cost } = actions[action]!
    costs[action] = cost
    if (cost > largest) largest = cost
  }
  const exact = scales.find((scale) => largest * scale <= mostUnits && areWhole(costs, scale))
  const scale = exact ?? 2 ** (36 - Math.ceil(Math.log2(largest)))
  let divisor = 0
  for (let action = 0; action < count; action++) {
    const units = Math.round(costs[action]! * scale)
    costs[action] = units
    if (divisor !== 1) divisor = greatestCommonDivisor(divisor, units)
  }
  if (divisor <= 1) return { units: costs, scale }
  for (let action = 0; action < count; action++) costs[action]! /= divisor
  return { units: costs, scale: scale / divisor }
}

function areWhole(costs: Float64Array, scale: number): boolean {
  for (let action = 0; action < costs.length; action++)
    if (!isWhole(costs[action]! * scale)) return false
  return true
}

/** 0.57 * 100 is 56.99999999999999, and meant is 57. */
function isWhole(number: number): boolean {
  const whole = Math.round(number)
  return Math.abs(number - whole) <= whole * 1e-12
}

function greatestCommonDivisor(a: number, b: number): number {
  while (b > 0) [a, b] = [b, a % b]
  return a
}

/**
 * Small costs for inadmissible heuristics, at most 1,000. `plusOne` makes them 1 more where they differ, so that actions without cost
 * count, too: with h = 0 far from the goal a greedy search is blind (LAMA, Richter and Westphal 2010).
 */
export function smallCosts(
  { units }: Costs,
  plusOne: boolean,
): { readonly costs: Int32Array; readonly factor: number } {
  const largest = units.reduce((most, cost) => Math.max(most, cost), 0)
  if (plusOne && units.every((cost) => cost === largest)) return { costs: new Int32Array(units.length).fill(1), factor: 1 } // prettier-ignore
  const factor = Math.max(1, largest / 1000)
  return {
    costs: Int32Array.from(units, (cost) => Math.round(cost / factor) + (plusOne ? 1 : 0)),
    factor,
  }
}

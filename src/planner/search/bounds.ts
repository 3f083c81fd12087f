import type { NumericChange, NumericCondition } from '../ground-task.ts'

// Comparisons of a variable with a number, and what changes of variables do to them.

export interface Bound {
  readonly variable: number
  readonly compare: '≠' | '<' | '≤' | '>' | '≥'
  readonly value: number
}

/** Of a variable: it becomes `value`, or the sum with it. */
export interface Change {
  readonly variable: number
  readonly assign: boolean
  readonly value: number
}

/** T1 of compiled-task.ts. */
export function canonical(number: number): number {
  return number === 0 ? 0 : Number.isNaN(number) ? NaN : number
}

/** False without a value. */
export function meets(number: number, { compare, value }: Bound): boolean {
  switch (compare) {
    case '<':
      return number < value
    case '≤':
      return number <= value
    case '>':
      return number > value
    case '≥':
      return number >= value
    case '≠':
      return number !== value && !Number.isNaN(number)
  }
}

/**
 * How often the change has to be made until the bound is met, from a number that does not meet it, if nothing else changes the variable;
 * once if the variable has no value, which something else has to give it.
 */
export function repetitions(number: number, change: Change, { compare, value }: Bound): number {
  if (change.assign || compare === '≠') return 1
  const distance = (value - number) / change.value
  const times = compare === '<' || compare === '>' ? Math.floor(distance) + 1 : Math.ceil(distance)
  return times >= 1 ? Math.min(times, 1e6) : 1
}

export function movesTowards(change: Change, bound: Bound): boolean {
  if (change.variable !== bound.variable) return false
  if (change.assign) return meets(change.value, bound)
  if (bound.compare === '≠') return change.value !== 0
  return bound.compare === '<' || bound.compare === '≤' ? change.value < 0 : change.value > 0
}

/** A decrease is an increase by less than nothing. */
export function changeOf({ variable, kind, value }: NumericChange): Change {
  return { variable, assign: kind === 'assign', value: kind === 'decrease' ? -value : value }
}

/** The bounds, as conditions, towards which one of the changes moves a variable. */
export function movedTowards(
  bounds: readonly Bound[],
  changes: readonly Change[],
  facts: number,
): number[] {
  if (changes.length === 0) return []
  return bounds.flatMap((bound, i) => (changes.some((change) => movesTowards(change, bound)) ? [facts + i] : [])) // prettier-ignore
}

/** Distinct bounds, and their numbers as conditions (T2). */
export class Bounds {
  readonly all: Bound[] = []
  readonly #first: number
  readonly #known = new Map<string, number>()

  constructor(first: number) {
    this.#first = first
  }

  numbers(conditions: readonly NumericCondition[]): number[] {
    const found = new Set<number>()
    for (const { variable, compare, value } of conditions)
      for (const one of compare === '=' ? (['≤', '≥'] as const) : [compare])
        found.add(this.#number({ variable, compare: one, value }))
    return [...found]
  }

  #number(bound: Bound): number {
    const key = `${bound.variable} ${bound.compare} ${bound.value}`
    const known = this.#known.get(key)
    if (known !== undefined) return known
    const number = this.#first + this.all.length
    this.all.push(bound)
    this.#known.set(key, number)
    return number
  }
}

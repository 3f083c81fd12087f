import { growing } from './growing.ts'
import type { Operator } from './operators.ts'

/**
 * A fact, or its contrary, or a condition on numbers, as one number: 2 × fact, 2 × fact + 1, or the complement of the number of
 * the condition.
 */
export type Literal = number

/** Actions with objects for their parameters: those that were reached, and those that wait for a literal. */
export interface Instances {
  readonly size: () => number
  readonly add: (operator: Operator, env: Int32Array, needs: readonly Literal[]) => number
  readonly operator: (instance: number) => Operator
  readonly object: (instance: number, parameter: number) => number
  readonly needs: (instance: number) => readonly Literal[]
  /** How many there are of an operator. */
  readonly count: (operator: Operator) => number
  /** The operator with the most; null when there are none. */
  readonly most: () => Operator | null
}

const none: readonly Literal[] = []

export function instanceTable(operators: readonly Operator[]): Instances {
  const actions = growing()
  const offsets = growing()
  const pool = growing(256)
  const counts = new Int32Array(operators.length)
  const operatorAt = (number: number): Operator => {
    const operator = operators[number]
    if (!operator) throw new RangeError(`There is no operator ${number}.`)
    return operator
  }
  return {
    size: () => actions.length,
    add(operator, env, needs) {
      const { action, parameters } = operator
      actions.push(action)
      offsets.push(pool.length)
      for (let slot = 0; slot < parameters.length; slot++) pool.push(env[slot] ?? 0)
      for (const literal of needs) pool.push(literal)
      counts[action] = (counts[action] ?? 0) + 1
      return actions.length - 1
    },
    operator: (instance) => operatorAt(actions.at(instance)),
    object: (instance, parameter) => pool.at(offsets.at(instance) + parameter),
    needs(instance) {
      const from = offsets.at(instance) + operatorAt(actions.at(instance)).parameters.length
      const to = instance + 1 < offsets.length ? offsets.at(instance + 1) : pool.length
      if (to - from < 2) return to === from ? none : [pool.at(from)]
      const all: Literal[] = []
      for (let at = from; at < to; at++) all.push(pool.at(at))
      return all
    },
    count: ({ action }) => counts[action] ?? 0,
    most() {
      let best: number | null = null
      counts.forEach((count, action) => {
        if (count > (best === null ? 0 : (counts[best] ?? 0))) best = action
      })
      return best === null ? null : operatorAt(best)
    },
  }
}

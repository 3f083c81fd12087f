import type { NumericChange } from '../ground-task.ts'
import type { Alternatives, Conditions } from './alternatives.ts'
import type { FactTable } from './fact-table.ts'
import { fill } from './join.ts'
import type { Numbers } from './numbers.ts'
import type { EffectCode, Operator } from './operators.ts'
import type { Who } from './who.ts'

/** What an effect comes to when its parameters are known; a change by NaN, by what has no value, cannot happen. */
export type GroundEffect =
  | { readonly kind: 'add' | 'delete'; readonly fact: number }
  | NumericChange

/** An effect that happens when one of the alternatives holds; an empty one is always. */
export interface Conditional {
  readonly alternatives: Alternatives
  readonly effect: GroundEffect
}

/** Gives each effect of an operator whose parameters stand in `env`; those that never happen are left out. */
export type Effects = (
  operator: Operator,
  env: Int32Array,
  each: (effect: GroundEffect, alternatives: Alternatives) => void,
) => void

/** Of an effect that always happens. */
export const certain: Alternatives = [[]]

export function effectsIn(
  facts: FactTable,
  numbers: Numbers,
  conditions: Conditions,
  arity: number,
): Effects {
  const objects = new Int32Array(arity)
  const ground = (code: EffectCode, env: Int32Array, who: Who): GroundEffect => {
    if ('pattern' in code) {
      const { predicate, terms } = code.pattern
      return {
        kind: code.kind,
        fact: facts.intern(predicate, fill(terms, env, objects), terms.length),
      }
    }
    const value = numbers.value(code.value, env, who) ?? NaN
    return { kind: code.kind, variable: numbers.variable(code.of, env), value }
  }
  return ({ effects, domains, who }, env, each) => {
    for (const code of effects)
      if (code.isAlways) each(ground(code, env, who), certain)
      else
        conditions.bindings(code, code.condition, domains, env, () => {
          const alternatives = conditions.alternatives(code.condition, domains, env, who)
          if (alternatives.length > 0) each(ground(code, env, who), alternatives)
        })
  }
}

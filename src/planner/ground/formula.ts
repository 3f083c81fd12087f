import type { Comparison } from '../../model/index.ts'

// Conditions of an action over numbered objects and slots, in negation normal form: `not` stands at atoms only.

/** A slot of the environment (0 or more), or an object (its complement, -1 for object 0). */
export type Code = number

/** A predicate or function over slots and objects. */
export interface Pattern {
  readonly predicate: number
  readonly terms: readonly Code[]
}

/** A number, or a function of the start, or both calculated. `variable`: actions change the function. */
export type NumberCode =
  | number
  | { readonly kind: 'value'; readonly of: Pattern; readonly variable: boolean }
  | {
      readonly kind: 'operation'
      readonly operator: '+' | '-' | '*' | '/'
      readonly left: NumberCode
      readonly right: NumberCode
    }

export type Formula =
  | { readonly kind: 'literal'; readonly pattern: Pattern; readonly positive: boolean }
  | {
      readonly kind: 'equal'
      readonly left: Code
      readonly right: Code
      readonly positive: boolean
    }
  | NumberFormula
  | { readonly kind: 'and' | 'or'; readonly all: readonly Formula[] }
  | Quantified

export interface NumberFormula {
  readonly kind: 'number'
  readonly compare: Comparison
  readonly left: NumberCode
  readonly right: NumberCode
}

export interface Quantified {
  readonly kind: 'forall' | 'exists'
  readonly slots: readonly number[]
  readonly one: Formula
}

/** Whether actions change the number. */
export function varies(code: NumberCode): boolean {
  if (typeof code === 'number') return false
  return code.kind === 'value' ? code.variable : varies(code.left) || varies(code.right)
}

import type { Comparison, Place } from '../model/index.ts'

/**
 * A planning task with parameters, as PDDL has it ("lifted"): what there is, what holds at first, what may be done, and what is to
 * hold at the end. PDDL files and goal documents both become one. Names are compared exactly: whoever builds a task from PDDL makes
 * them lower case.
 */
export interface LiftedTask {
  readonly domain: string
  readonly name: string
  /** Without `object`, which every type descends from. */
  readonly types: readonly LiftedType[]
  /** Constants of the domain and objects of the problem. */
  readonly objects: readonly LiftedObject[]
  readonly predicates: readonly Signature[]
  /** Numeric functions, without `total-cost`. */
  readonly functions: readonly Signature[]
  readonly actions: readonly LiftedAction[]
  /** What follows from other facts; absent in tasks without. No action changes such a fact, and none stands in `init`. */
  readonly derived?: readonly LiftedRule[]
  readonly init: readonly Atom[]
  /** Numbers at the start; a function without one has no value, and an action that reads it is not applicable. */
  readonly values: readonly { readonly of: Atom; readonly value: number }[]
  readonly goal: Condition
}

export interface LiftedType {
  readonly name: string
  readonly parent: string
}

export interface LiftedObject {
  readonly name: string
  /** One of these; more than one for `(either a b)`. */
  readonly types: readonly string[]
  readonly place?: Place
}

export interface Signature {
  readonly name: string
  readonly parameters: readonly Parameter[]
  readonly place?: Place
}

/** A typed variable; its name without `?`. */
export interface Parameter {
  readonly name: string
  readonly types: readonly string[]
}

/** An object by its name, or a parameter by its name without `?`. */
export type Term =
  | { readonly kind: 'object'; readonly name: string }
  | { readonly kind: 'variable'; readonly name: string }

/** A predicate or function with its arguments. */
export interface Atom {
  readonly name: string
  readonly terms: readonly Term[]
}

export interface LiftedAction {
  readonly name: string
  readonly parameters: readonly Parameter[]
  readonly condition: Condition
  readonly effects: readonly LiftedEffect[]
  /** 0 or more: a number, or the value that a static function has at the start. Default of documents and of PDDL without a metric: 1. */
  readonly cost: NumberTerm
  readonly place?: Place
}

/**
 * A fact of the predicate `name` holds of the objects for which the condition does (PDDL 2.2, Edelkamp and Hoffmann 2004), and of no others
 * but by other rules. No fact depends on its own contrary (`levelsOf`).
 */
export interface LiftedRule {
  readonly name: string
  /** One for each of the predicate. */
  readonly parameters: readonly Parameter[]
  readonly condition: Condition
  readonly place?: Place
}

/** A number, the value of a function, or both calculated. */
export type NumberTerm =
  | number
  | Atom
  | {
      readonly operator: '+' | '-' | '*' | '/'
      readonly left: NumberTerm
      readonly right: NumberTerm
    }

export type Condition =
  | { readonly kind: 'and' | 'or'; readonly all: readonly Condition[] }
  | { readonly kind: 'not'; readonly one: Condition }
  | { readonly kind: 'atom'; readonly atom: Atom; readonly place?: Place }
  | { readonly kind: 'equal'; readonly left: Term; readonly right: Term }
  | {
      readonly kind: 'forall' | 'exists'
      readonly parameters: readonly Parameter[]
      readonly one: Condition
    }
  | {
      readonly kind: 'number'
      readonly compare: Comparison
      readonly left: NumberTerm
      readonly right: NumberTerm
      readonly place?: Place
    }

/** What one action changes; deletes happen before adds (PDDL 2.1, Fox and Long 2003). */
export type LiftedEffect = {
  /** Bound by `forall`; none for most effects. */
  readonly parameters: readonly Parameter[]
  /** Of `when`; `{ kind: 'and', all: [] }` always holds. */
  readonly condition: Condition
} & (
  | { readonly kind: 'add' | 'delete'; readonly atom: Atom }
  | {
      readonly kind: 'assign' | 'increase' | 'decrease'
      readonly of: Atom
      readonly value: NumberTerm
    }
)

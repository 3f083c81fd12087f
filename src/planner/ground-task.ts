import type { Comparison } from '../model/index.ts'

/**
 * A planning task without parameters ("grounded"): what the search works on. Facts are numbered, and a state is the set of facts that
 * hold, with one number for each variable. There are no negative conditions: where one is needed, a fact stands for its contrary.
 * Facts that never change, actions that can never be applied and facts that nothing reads are left out by whoever makes one.
 */
export interface GroundTask {
  /** Names as people read them: `(at t1 depot)`, `(not (at t1 depot))`, `stage = live`. */
  readonly facts: readonly string[]
  readonly variables: readonly NumericVariable[]
  readonly actions: readonly GroundAction[]
  /** Facts that hold at first, ascending. */
  readonly init: readonly number[]
  /** Facts that must hold at the end, ascending. */
  readonly goal: readonly number[]
  readonly numericGoal: readonly NumericCondition[]
  /**
   * Sets of facts of which at most one holds in any state that can be reached. They make some searches faster; a task without them is
   * as right.
   */
  readonly mutexes?: readonly (readonly number[])[]
  /** Facts that follow from others (PDDL's derived predicates); absent in tasks without. No action changes them, and none holds of itself. */
  readonly derived?: DerivedFacts
  /** Actions that are left out because a number has no value, the first 1,000 of them; absent where there are none. */
  readonly unvalued?: readonly Unvalued[]
}

/** An action that cannot be applied for want of a number. */
export interface Unvalued {
  /** `(drive t1 depot market)`. */
  readonly action: string
  /** The function without a value: `(length depot market)`. */
  readonly number: string
  /** Names of facts that it would make true. */
  readonly adds: readonly string[]
}

/** What follows in each state: the least set of facts that the rules give, level by level (Hoffmann and Edelkamp 2005). */
export interface DerivedFacts {
  /** In any order. */
  readonly rules: readonly Rule[]
  /**
   * Facts that rules read or give, each with the fact that holds where it does not. Of a derived fact that is not read as its contrary
   * there may be none; of the others, actions keep both.
   */
  readonly contraries: readonly (readonly [fact: number, contrary: number])[]
}

/** The fact holds where all of this does. */
export interface Rule {
  readonly fact: number
  /** Ascending, without repetition. Contraries of derived facts belong to lower levels than the rule's fact. */
  readonly pre: readonly number[]
  readonly conditions?: readonly NumericCondition[]
  /** From 0: whatever gives facts of lower levels is done before a contrary of them is read. The same for all rules of a fact. */
  readonly level: number
}

export interface NumericVariable {
  readonly name: string
  /** NaN: it has no value, and no condition on it holds. */
  readonly value: number
}

export interface GroundAction {
  /** In PDDL's syntax: `(drive t1 depot market)`. */
  readonly name: string
  /** Facts that must hold; ascending, without repetition. The same of `add` and `delete`. */
  readonly pre: readonly number[]
  readonly add: readonly number[]
  /** Deleted before the adds; no fact of `add` stands here. */
  readonly delete: readonly number[]
  /** 0 or more, finite, not necessarily whole. */
  readonly cost: number
  /**
   * What happens besides where something more holds: one after the other, behind `delete` and `add`, while all conditions read the state
   * before the action. Absent in most.
   */
  readonly when?: readonly ConditionalEffect[]
  /** Of numeric variables; absent in tasks without. */
  readonly conditions?: readonly NumericCondition[]
  /** At most one for each variable; all read the state before the action. */
  readonly changes?: readonly NumericChange[]
  /** Which action of the lifted task it comes from, and the objects for its parameters. */
  readonly origin?: { readonly action: number; readonly objects: readonly string[] }
}

export interface NumericCondition {
  readonly variable: number
  readonly compare: Comparison
  readonly value: number
}

export interface NumericChange {
  readonly variable: number
  readonly kind: 'assign' | 'increase' | 'decrease'
  readonly value: number
}

/** Happens where all of this holds before the action: it deletes, then adds. All lists are ascending, without repetition. */
export interface ConditionalEffect {
  readonly pre: readonly number[]
  readonly conditions?: readonly NumericCondition[]
  readonly add: readonly number[]
  readonly delete: readonly number[]
}

import type { LiftedTask } from './lifted.ts'

// A task without parameters as lists of numbers. Large tasks are mostly so, and a hundred thousand actions as objects take longer to make
// than to read: who reads such a task keeps its lists for who grounds it.

/** Actions are numbered as in the task, facts as its predicates; what an action needs, adds and deletes stands from `first[action]` on. */
export interface Propositional {
  /** No fact twice for an action. */
  readonly needs: Flat
  /** Facts that are added, and the complements of those that are deleted. */
  readonly changes: Flat
  readonly costs: Float64Array
  /** By predicate: whether some action adds or deletes it. */
  readonly fluent: Uint8Array
  readonly actionName: (action: number) => string
  readonly predicateName: (predicate: number) => string
  /** Of a predicate; `nowhere` of other names. */
  readonly numberOf: (name: string) => number
}

export interface Flat {
  readonly first: Int32Array
  readonly values: Int32Array
}

/** Tells a delete from an add: the complement of its fact. */
export const isDelete = (change: number): boolean => change < 0

/** Where something has no place. */
export const nowhere = -1

/** By the task itself, so that one made of it by spreading has none. */
const known = new WeakMap<LiftedTask, Propositional>()

/** Keeps the lists of a task, which say the same as its actions. */
export function keepPropositional(task: LiftedTask, lists: Propositional): void {
  known.set(task, lists)
}

/** The lists that whoever made the task has kept. */
export function keptPropositional(task: LiftedTask): Propositional | undefined {
  return known.get(task)
}

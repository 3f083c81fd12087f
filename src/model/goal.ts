import type { Comparison } from './check.ts'

/** A value of the world. Absent means unknown. */
export type FactValue = string | number | boolean

export interface Fact {
  readonly name: string
  readonly value: FactValue
}

/** What is known of the world: facts by name. */
export type WorldState = ReadonlyMap<string, FactValue>

/** A condition on a fact: something required, or something that holds after a task. */
export interface Effect {
  readonly fact: string
  readonly compare: Comparison
  readonly value: FactValue
}

/** Conditions to be reached. */
export interface Goal {
  readonly name: string
  readonly conditions: readonly Effect[]
}

/** What may be done to reach a goal. */
export interface Action {
  readonly name: string
  readonly preconditions: readonly Effect[]
  readonly effects: readonly Effect[]
  /** Any unit, 0 or more; plans minimise the sum. */
  readonly cost: number
}

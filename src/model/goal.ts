import type { Check, Comparison, Expectation } from './check.ts'
import type { Place } from './place.ts'

/** A value of the world. Absent means unknown. */
export type FactValue = string | number | boolean

export interface Fact {
  /** `tests_pass`, or with objects `deployed(api, live)`: no blank before the bracket, `, ` between arguments. */
  readonly name: string
  readonly value: FactValue
  readonly place?: Place
}

/** What is known of the world: facts by name. */
export type WorldState = ReadonlyMap<string, FactValue>

/** A condition on a fact: something required, or something that holds after a task. */
export interface Effect {
  /** As in `Fact`; in an action, a parameter stands as an argument with `?` before it: `deployed(?service, live)`. */
  readonly fact: string
  readonly compare: Comparison
  readonly value: FactValue
  /** Of an effect on a number: `value` is the amount by which it changes, and `compare` is `=`. Absent: it becomes `value`. */
  readonly change?: 'increase' | 'decrease'
  readonly place?: Place
}

/** Conditions to be reached. */
export interface Goal {
  readonly name: string
  readonly conditions: readonly Effect[]
  /** The goal document that it comes from, relative to the workspace: there are more actions than a plan has. */
  readonly document?: string
  /** SHA-256 of what that document asked when the plan was made, hexadecimal. */
  readonly digest?: string
}

/** How a fact is observed: a check, and what it must give. */
export interface Probe {
  readonly fact: string
  readonly check: Check
  /**
   * With expectations, or for a boolean fact, the fact is whether the check passes. Otherwise its value is the measured number, or the
   * last line of the output.
   */
  readonly expectations: readonly Expectation[]
  readonly place?: Place
}

import type { Plan } from '../../model/index.ts'

/** A plan, and what had to be understood otherwise than it is written. */
export interface Imported {
  readonly plan: Plan
  readonly notes: readonly string[]
}

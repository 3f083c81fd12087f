import type { Heuristic } from './heuristic.ts'

/** A heuristic that also says what may be done in the state that was evaluated last, and what looks best. */
export interface Guide extends Heuristic {
  /** Such as `ff`. */
  readonly name: string
  /** Actions that the state allows: the first `applicableCount`. */
  readonly applicable: Int32Array
  readonly applicableCount: number
  /** Actions to be tried first: the first `preferredCount`. */
  readonly preferred: Int32Array
  readonly preferredCount: number
}

import type { Check, Expectation } from '../../../model/index.ts'
import type { Piece } from '../text/text.ts'

/** A check that a criterion's words state without a command that heads them, or that says what to take out of its output. */
export interface StatedCheck {
  readonly check: Check
  readonly expectations: readonly Expectation[]
  /** The expectation as it is worded, where the words have it; otherwise what stands behind an arrow. */
  readonly expect: string | null
  /** Of a script, where it stands. */
  readonly place?: Piece
}

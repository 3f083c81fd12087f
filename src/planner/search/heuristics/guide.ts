/** A heuristic that also says what may be done in the state that was evaluated last, and what looks best. */
export interface Guide {
  /** Such as `ff`. */
  readonly name: string
  /** As that of a heuristic, of the state with this number, reached from `parent` (-1: the first). */
  evaluate(
    words: Uint32Array,
    numbers: Float64Array,
    offset: number,
    state: number,
    parent: number,
  ): number
  /** Actions that the state allows: the first `applicableCount`. */
  readonly applicable: Int32Array
  readonly applicableCount: number
  /** Actions to be tried first: the first `preferredCount`. */
  readonly preferred: Int32Array
  readonly preferredCount: number
}

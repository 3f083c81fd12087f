/** Estimates what it costs to get from a state to the goal. */
export interface Heuristic {
  /**
   * The estimate for the state at `offset`; Infinity if there is surely no plan from it.
   *
   * @param enough An estimate of so much is as good as a larger one: whoever gets there may stop. Default: Infinity.
   */
  evaluate(words: Uint32Array, numbers: Float64Array, offset: number, enough?: number): number
  /** Is told that the successors of this state are evaluated next. */
  expand?(state: number): void
  /** As `evaluate`, of the state with this number, to which `action` leads from the state expanded last. */
  evaluateSuccessor?(
    words: Uint32Array,
    numbers: Float64Array,
    offset: number,
    enough: number,
    action: number,
    state: number,
  ): number
}

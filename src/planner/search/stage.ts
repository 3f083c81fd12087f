/** One algorithm at work on one task. A search runs one or several after the other. */
export interface Stage {
  /** Such as `lazy(ff)`. */
  readonly name: string
  /**
   * Goes on for so many expansions; returns null if there is more to do. Also ends early, with null, where the effort is over.
   * Throws OutOfMemory.
   */
  advance(expansions: number): StageEnd | null
  /** No plan costs less than so many units, as far as this stage has proven it. */
  readonly bound: number
  /** Gives its memory back. */
  free(): void
}

/**
 * A plan as numbers of actions; or that there is none (cheaper than the bound the stage was given); or that an incomplete stage has nothing
 * more to look at, which says nothing about whether there is a plan.
 */
export type StageEnd =
  | { readonly kind: 'plan'; readonly steps: readonly number[] }
  | { readonly kind: 'exhausted' }
  | { readonly kind: 'given up' }

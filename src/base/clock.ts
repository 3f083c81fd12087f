/** A span of time in milliseconds. */
export type Milliseconds = number

/** A moment: milliseconds since 1970-01-01T00:00:00Z. */
export type Timestamp = number

/** Time comes in through this port, so that tests and simulations own it. */
export interface Clock {
  /** The present moment. */
  now(): Timestamp
  /** Milliseconds since some fixed moment, whole: they never go back or leap, whatever is done to the machine's time. For spans. */
  elapsed(): Milliseconds
  /** Calls `then` once, `after` milliseconds from now. The result cancels it; cancelling twice is harmless. The machine's clock waits 24.8 days at most. */
  timer(after: Milliseconds, then: () => void): () => void
}

/** Chance comes in through this port. */
export interface Random {
  /** A number in [0, 1). */
  next(): number
}

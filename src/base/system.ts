import type { Clock, Milliseconds, Random } from './clock.ts'

/**
 * Milliseconds since some fixed moment, with their fractions. Not by `performance`, for which Node loads nine modules when it is first asked
 * for: short commands would spend more time on their clock than on reading a document.
 */
export function milliseconds(): Milliseconds {
  return Number(process.hrtime.bigint()) / 1e6
}

/** The clock of the machine. */
export const systemClock: Clock = {
  now: () => Date.now(),
  elapsed: () => Math.round(milliseconds()),
  timer(after, then) {
    // Node calls at once what should wait longer than 2^31 - 1 ms (24.8 days): no wait is longer here.
    const handle = setTimeout(then, Math.min(after, 2 ** 31 - 1))
    return () => clearTimeout(handle)
  },
}

/** The chance of the machine; not for secrets. */
export const systemRandom: Random = { next: () => Math.random() }

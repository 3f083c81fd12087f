import type { Clock, Random } from './clock.ts'

/** The clock of the machine. */
export const systemClock: Clock = {
  now: () => Date.now(),
  elapsed: () => Math.round(performance.now()),
  timer(after, then) {
    // Node calls at once what should wait longer than 2^31 - 1 ms (24.8 days): no wait is longer here.
    const handle = setTimeout(then, Math.min(after, 2 ** 31 - 1))
    return () => clearTimeout(handle)
  },
}

/** The chance of the machine; not for secrets. */
export const systemRandom: Random = { next: () => Math.random() }

import type { Clock, Random } from './clock.ts'

/** Node makes `performance` when it is first asked for; kept here, it needs not be asked for each time. */
let machine: typeof performance | undefined

/** The clock of the machine. */
export const systemClock: Clock = {
  now: () => Date.now(),
  elapsed: () => Math.round((machine ??= performance).now()),
  timer(after, then) {
    // Node calls at once what should wait longer than 2^31 - 1 ms (24.8 days): no wait is longer here.
    const handle = setTimeout(then, Math.min(after, 2 ** 31 - 1))
    return () => clearTimeout(handle)
  },
}

/** The chance of the machine; not for secrets. */
export const systemRandom: Random = { next: () => Math.random() }

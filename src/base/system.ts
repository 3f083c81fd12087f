import type { Clock, Random } from './clock.ts'

/** The clock of the machine. */
export const systemClock: Clock = {
  now: () => Date.now(),
  elapsed: () => Math.round(performance.now()),
  timer(after, then) {
    const handle = setTimeout(then, after)
    return () => clearTimeout(handle)
  },
}

/** The chance of the machine; not for secrets. */
export const systemRandom: Random = { next: () => Math.random() }

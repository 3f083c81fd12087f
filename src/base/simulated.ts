import type { Clock, Milliseconds, Random, Timestamp } from './clock.ts'

interface Timer {
  readonly due: Timestamp
  readonly order: number
  readonly call: () => void
}

/** A clock that stands still until told to go on. */
export interface SimulatedClock extends Clock {
  /** Goes on by `by` milliseconds and calls every timer due by then, in the order of their moments. */
  advance(by: Milliseconds): void
  /** Goes to the next timer and calls it. False when there is none. */
  step(): boolean
}

/** Makes a clock that starts at `start` (default 0) and moves only by `advance` and `step`. */
export function simulatedClock(start: Timestamp = 0): SimulatedClock {
  let now = start
  let count = 0
  const timers = new Set<Timer>()

  function next(until: Timestamp): Timer | undefined {
    let first: Timer | undefined
    for (const timer of timers) {
      if (timer.due > until) continue
      if (!first || timer.due < first.due || (timer.due === first.due && timer.order < first.order))
        first = timer
    }
    return first
  }

  function call(timer: Timer): void {
    timers.delete(timer)
    now = Math.max(now, timer.due)
    timer.call()
  }

  return {
    now: () => now,
    elapsed: () => now - start,
    timer(after, then) {
      const timer = { due: now + after, order: count++, call: then }
      timers.add(timer)
      return () => void timers.delete(timer)
    },
    advance(by) {
      const until = now + by
      for (let timer = next(until); timer; timer = next(until)) call(timer)
      now = until
    },
    step() {
      const timer = next(Infinity)
      if (timer) call(timer)
      return timer !== undefined
    },
  }
}

/** A repeatable sequence of numbers in [0, 1) (mulberry32). The same seed gives the same sequence. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0
  return {
    next() {
      state = (state + 0x6d2b79f5) >>> 0
      let mixed = state
      mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1)
      mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
      return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
    },
  }
}

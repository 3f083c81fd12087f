import type { Clock, Milliseconds } from '../base/index.ts'
import type { Journal } from '../journal/index.ts'
import type { Listener } from '../observe/index.ts'
import type { Trouble } from './run.ts'

/** Keeps listeners up with the journal. */
export interface Listening {
  /** There are new events. */
  wake(): void
  /** Resolves when every listener has come to the end of the journal, or failed there. */
  flushed(): Promise<void>
  readonly troubles: readonly Trouble[]
}

/** A listener that takes long, such as one that writes into a large document, gets more events at once, so that the run has the rest. */
const mostOfTime = 0.1
/** What each may take besides: a short run is followed at once. */
const free: Milliseconds = 250

/**
 * Gives each listener the committed events from its own cursor on, in order, and commits the cursor after each batch. One that takes
 * long rests behind a batch until it has taken a tenth of the time, or until the end is waited for.
 */
export function listening(
  run: string,
  journal: Journal,
  listeners: readonly Listener[],
  clock: Clock,
): Listening {
  const troubles: Trouble[] = []
  const pumps = listeners.map((listener) => pump(run, journal, listener, troubles, clock))
  return {
    wake: () => pumps.forEach((one) => one.wake()),
    flushed: async () => void (await Promise.all(pumps.map((one) => one.flushed()))),
    troubles,
  }
}

interface Pump {
  wake(): void
  flushed(): Promise<void>
}

function pump(
  run: string,
  journal: Journal,
  listener: Listener,
  troubles: Trouble[],
  clock: Clock,
): Pump {
  let next = -1
  /** How many wait for the end; while there is one nothing rests. */
  let hurried = 0
  let wakeUp: (() => void) | null = null
  const opened = clock.elapsed()
  let spent: Milliseconds = 0
  let again = false
  let working: Promise<void> | null = null

  async function begin(): Promise<void> {
    const cursor = await journal.cursor(run, listener.name)
    if (cursor > 0 && listener.restore)
      listener.restore((await journal.events(run)).slice(0, cursor))
    next = cursor
  }

  async function work(): Promise<void> {
    try {
      while (again) {
        again = false
        if (next < 0) await begin()
        const events = await journal.events(run, next)
        if (events.length === 0) continue
        const began = clock.elapsed()
        await listener.handle(events)
        next += events.length
        await journal.advance(run, listener.name, next)
        spent += clock.elapsed() - began
        const excess = (spent - free) / mostOfTime - (clock.elapsed() - opened)
        if (excess > 0 && hurried === 0) await rest(excess)
      }
    } catch (cause) {
      troubles.push({ listener: listener.name, cause })
    } finally {
      working = null
    }
  }

  async function rest(span: Milliseconds): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    const cancel = clock.timer(span, resolve)
    wakeUp = resolve
    await promise
    cancel()
    wakeUp = null
  }

  return {
    wake() {
      again = true
      working ??= work()
    },
    async flushed() {
      hurried++
      wakeUp?.()
      while (working) await working
      hurried--
    },
  }
}

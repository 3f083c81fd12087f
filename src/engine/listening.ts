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

/** Gives each listener the committed events from its own cursor on, in order, and commits the cursor after each batch. */
export function listening(
  run: string,
  journal: Journal,
  listeners: readonly Listener[],
): Listening {
  const troubles: Trouble[] = []
  const pumps = listeners.map((listener) => pump(run, journal, listener, troubles))
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

function pump(run: string, journal: Journal, listener: Listener, troubles: Trouble[]): Pump {
  let next = -1
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
        await listener.handle(events)
        next += events.length
        await journal.advance(run, listener.name, next)
      }
    } catch (cause) {
      troubles.push({ listener: listener.name, cause })
    } finally {
      working = null
    }
  }

  return {
    wake() {
      again = true
      working ??= work()
    },
    async flushed() {
      while (working) await working
    },
  }
}

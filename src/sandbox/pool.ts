import { GoapError, type Clock, type Milliseconds } from '../base/index.ts'

// A backend's turns, and which sets of tools it has ready.
//
//   L1. At most `size` turns are taken at once.
//   L2. First come, first served: a turn goes to whoever has waited longest, whatever its tools are.
//   L3. A set of tools that nobody used for `idle` is let go of, never one that is in use.
//   L4. After `close` no turn is given; whoever waits is told so.

export interface PoolOptions {
  /** How many scripts run at once in a backend. Default 10. */
  readonly size: number
  /** How long a set of tools is kept ready while nobody uses it. Default 1 min. */
  readonly idle: Milliseconds
  /** How many scripts may wait for their turn. Default 10,000. */
  readonly queue: number
}

export const defaultPool: PoolOptions = { size: 10, idle: 60_000, queue: 10_000 }

/** Leave to run a script. To be given back once. */
export interface Turn {
  /** Whether its set of tools was ready. */
  readonly hit: boolean
  /** How long it waited. */
  readonly waited: Milliseconds
  release(): void
}

export interface Pool {
  /**
   * A turn, at once where one is free; null when `signal` is aborted before there is one. Throws `sandbox/busy` when too many wait
   * and `sandbox/closed`, rejects with the latter when it is closed meanwhile.
   */
  take(key: string, signal: AbortSignal): Turn | Promise<Turn | null>
  /** A turn if one is free and nobody waits; else null. */
  takeNow(key: string): Turn | null
  /** Notes that a set of tools is ready. */
  warmed(key: string): void
  standing(): { readonly running: number; readonly waiting: number; readonly ready: number }
  /** Gives no more turns. With `drain` those who wait get theirs still. Resolves when every turn was given back. */
  close(options?: { readonly drain?: boolean }): Promise<void>
}

interface Waiter {
  readonly key: string
  readonly since: Milliseconds
  readonly serve: (turn: Turn | null) => void
  readonly refuse: (error: GoapError) => void
}

interface ToolSet {
  users: number
  used: Milliseconds
}

/** Gives turns; `letGo` is called with the key of a set of tools that nobody has used for a while. */
export function turns(
  { size, idle, queue }: PoolOptions,
  clock: Clock,
  letGo: (key: string) => void,
): Pool {
  const waiters = new Set<Waiter>()
  const sets = new Map<string, ToolSet>()
  /** The one that was asked for last: most scripts have the same tools, if any. */
  let last: { readonly key: string; readonly set: ToolSet } | null = null
  let running = 0
  let closing = false
  let stopSweeping: (() => void) | null = null
  const leaving: (() => void)[] = []

  function give(key: string, waited: Milliseconds): Turn {
    running++
    let set = last?.key === key ? last.set : sets.get(key)
    const hit = set !== undefined
    if (set === undefined) sets.set(key, (set = { users: 0, used: 0 }))
    if (last?.key !== key) last = { key, set }
    set.users++
    return new Given(set, hit, waited, takeBack)
  }

  function takeNow(key: string): Turn | null {
    return closing || running >= size || waiters.size > 0 ? null : give(key, 0)
  }

  function takeBack(set: ToolSet): void {
    running--
    set.users--
    set.used = clock.elapsed()
    if (waiters.size > 0) next()
    if (stopSweeping === null) sweepLater()
    if (leaving.length > 0 && running === 0 && waiters.size === 0)
      for (const done of leaving.splice(0)) done()
  }

  function next(): void {
    const [first] = waiters
    if (!first || running >= size) return
    waiters.delete(first)
    first.serve(give(first.key, clock.elapsed() - first.since))
  }

  function sweepLater(): void {
    if (stopSweeping !== null || closing) return
    const unused = [...sets.values()].filter(({ users }) => users === 0)
    if (unused.length === 0) return
    const first = Math.min(...unused.map(({ used }) => used)) + idle
    stopSweeping = clock.timer(Math.max(0, first - clock.elapsed()), sweep)
  }

  function sweep(): void {
    stopSweeping = null
    const now = clock.elapsed()
    for (const [key, { users, used }] of sets)
      if (users === 0 && now - used >= idle) {
        sets.delete(key)
        if (last?.key === key) last = null
        letGo(key)
      }
    sweepLater()
  }

  return {
    takeNow,
    take(key, signal) {
      if (closing) throw closed()
      const turn = takeNow(key)
      if (turn !== null) return turn
      if (waiters.size >= queue)
        throw new GoapError('sandbox/busy', `${running} scripts run and ${waiters.size} wait, which is as many as may.`) // prettier-ignore
      if (signal.aborted) return Promise.resolve(null)
      return new Promise((resolve, reject) => {
        const leave = (): void => {
          waiters.delete(waiter)
          resolve(null)
        }
        const settle =
          <T>(then: (value: T) => void) =>
          (value: T): void => {
            signal.removeEventListener('abort', leave)
            then(value)
          }
        const waiter = { key, since: clock.elapsed(), serve: settle(resolve), refuse: settle(reject) } // prettier-ignore
        waiters.add(waiter)
        signal.addEventListener('abort', leave, { once: true })
      })
    },
    warmed(key) {
      const set = sets.get(key) ?? { users: 0, used: 0 }
      set.used = clock.elapsed()
      sets.set(key, set)
      sweepLater()
    },
    standing: () => ({ running, waiting: waiters.size, ready: sets.size }),
    async close({ drain = false } = {}) {
      closing = true
      stopSweeping?.()
      stopSweeping = null
      if (!drain) {
        const refused = [...waiters]
        waiters.clear()
        for (const { refuse } of refused) refuse(closed())
      }
      if (running > 0 || waiters.size > 0) await new Promise<void>((done) => leaving.push(done))
    },
  }
}

/** A class, since one is made for each script, and a closure for each would take longer. */
class Given implements Turn {
  readonly hit: boolean
  readonly waited: Milliseconds
  readonly #takeBack: (set: ToolSet) => void
  #set: ToolSet | null

  constructor(set: ToolSet, hit: boolean, waited: Milliseconds, takeBack: (set: ToolSet) => void) {
    this.hit = hit
    this.waited = waited
    this.#set = set
    this.#takeBack = takeBack
  }

  release(): void {
    const set = this.#set
    if (set === null) return
    this.#set = null
    this.#takeBack(set)
  }
}

export function closed(): GoapError {
  return new GoapError('sandbox/closed', 'The sandbox is closed: it runs no more scripts.')
}

import { availableParallelism } from 'node:os'
import { GoapError } from '../../base/index.ts'
import type { BackendName } from '../result.ts'
import { places } from './queue.ts'

/** What sits on a seat; one that is not alive is replaced. */
export interface Seated {
  readonly isAlive: boolean
  end(): Promise<void>
}

/** Threads that are used by one script at a time, started when they are first needed. */
export interface Seats<T extends Seated> {
  readonly count: number
  /** Uses a thread, as soon as one is free; rejects with the signal's reason when it is aborted before. */
  use<R>(signal: AbortSignal, work: (thread: T) => Promise<R>): Promise<R>
  /** Ends all threads. */
  close(): Promise<void>
}

const mostThreads = 4

/** So many threads, of a backend of that name. Default: as many as the processor has cores, at most 4. */
export function seats<T extends Seated>(
  backend: BackendName,
  start: () => T | Promise<T>,
  threads: number = Math.min(mostThreads, availableParallelism()),
): Seats<T> {
  const count = Math.max(1, threads)
  const all: readonly Seat<T>[] = Array.from({ length: count }, () => ({ thread: undefined }))
  const free = places(all)
  let isClosed = false
  let spare: T | undefined

  return {
    count,
    /** Who ends a thread leaves an empty seat, and the next who sits there starts another. */
    async use(signal, work) {
      const seat = await free.take(signal)
      try {
        signal.throwIfAborted()
        if (isClosed) throw new GoapError('sandbox/backend-failed', `The backend ${backend} was closed.`) // prettier-ignore
        const thread = alive(seat.thread) ?? alive(spare) ?? (await start())
        if (thread === spare) spare = undefined
        seat.thread = thread
        return await work(thread)
      } finally {
        await replace(seat)
        free.give(seat)
      }
    },
    async close() {
      isClosed = true
      await Promise.all([...all.map(({ thread }) => thread), spare].map(async (one) => one?.end()))
    },
  }

  /** Where scripts are that must be ended with their thread, there may be more: from then on one thread is kept to spare. */
  async function replace(seat: Seat<T>): Promise<void> {
    if (isClosed || seat.thread === undefined || seat.thread.isAlive) return
    seat.thread = alive(spare)
    spare = await start()
  }
}

function alive<T extends Seated>(thread: T | undefined): T | undefined {
  return thread?.isAlive === true ? thread : undefined
}

interface Seat<T> {
  thread: T | undefined
}

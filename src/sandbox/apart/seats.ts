import { availableParallelism } from 'node:os'
import { GoapError } from '../../base/index.ts'
import type { BackendName } from '../result.ts'
import { places } from './queue.ts'

/** What sits on a seat; one that is not alive is replaced. */
export interface Seated {
  readonly isAlive: boolean
  /** Resolves when it can take another script: what it has to clear away keeps no result waiting. Default: it can at once. Never rejects. */
  readonly rested?: Promise<void>
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
  /** Seats whose thread clears away what the last script left, or is ended. */
  const leaving = new Set<Promise<void>>()
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
        const left = leave(seat)
        leaving.add(left)
        void left.then(() => leaving.delete(left))
      }
    },
    async close() {
      isClosed = true
      await Promise.all([...all.map(({ thread }) => thread), spare].map(async (one) => one?.end()))
      await Promise.all(leaving)
    },
  }

  /** Gives the seat on. Where scripts are that must be ended with their thread, there may be more: from then on one is kept to spare. */
  async function leave(seat: Seat<T>): Promise<void> {
    const { thread } = seat
    await thread?.rested
    if (thread === undefined || thread.isAlive || isClosed) {
      free.give(seat)
      return
    }
    seat.thread = alive(spare)
    spare = undefined
    try {
      const another = await start()
      if (isClosed) await another.end()
      else spare = another
    } catch {
      // Who sits down next starts one, and is told why it cannot be.
    }
    free.give(seat)
    await thread.end()
  }
}

function alive<T extends Seated>(thread: T | undefined): T | undefined {
  return thread?.isAlive === true ? thread : undefined
}

interface Seat<T> {
  thread: T | undefined
}

import type { RunEvent } from '../model/index.ts'
import type { Journal } from './journal.ts'

/** The committed events from `from` on, then each further one until the signal aborts or the run has finished. */
export async function* following(
  journal: Pick<Journal, 'events' | 'watch'>,
  run: string,
  from: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<RunEvent> {
  let news = Promise.withResolvers<void>()
  const wake = (): void => news.resolve()
  const unwatch = journal.watch(wake)
  // The watch does not keep the process alive; whoever follows wants it to.
  const alive = setInterval(() => {}, 60_000)
  signal?.addEventListener('abort', wake)
  try {
    for (let next = from; !signal?.aborted;) {
      news = Promise.withResolvers<void>()
      const events = await journal.events(run, next)
      yield* events
      next += events.length
      if (events.at(-1)?.type === 'run.finished') return
      if (events.length === 0 && !signal?.aborted) await news.promise
    }
  } finally {
    clearInterval(alive)
    unwatch()
    signal?.removeEventListener('abort', wake)
  }
}

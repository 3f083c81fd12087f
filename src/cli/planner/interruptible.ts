import { exits, type Exit } from '../exit.ts'
import type { Io } from '../io.ts'
import type { Interrupt } from '../signals.ts'

/** What work came to, and what to end with when a signal cut it short. */
export interface Interruptible<T> {
  readonly found: T
  /** Null: nobody interrupted. */
  readonly exit: Exit | null
}

/**
 * Does something that Ctrl-C ends; what it has found so far counts. A second Ctrl-C ends the process as always, and so does the first
 * before the work says that it listens: what goes on without a pause could not hear of it.
 */
export async function interruptible<T>(
  io: Io,
  work: (signal: AbortSignal, listen: () => void) => Promise<T>,
): Promise<Interruptible<T>> {
  const controller = new AbortController()
  const releases: (() => void)[] = []
  let exit: Exit | null = null
  const stop = (signal: Interrupt): boolean => {
    const again = controller.signal.aborted
    exit ??= signal === 'SIGTERM' ? exits.terminated : exits.interrupted
    controller.abort()
    return !again
  }
  const listen = (): void => {
    if (releases.length === 0) releases.push(io.interrupted(stop))
  }
  try {
    const found = await work(controller.signal, listen)
    return { found, exit }
  } finally {
    for (const release of releases) release()
  }
}

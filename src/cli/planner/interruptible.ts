import type { Io } from '../io.ts'

/**
 * Does something that Ctrl-C ends; what it has found so far counts. A second Ctrl-C ends the process as always, and so does the first
 * before the work says that it listens: what goes on without a pause could not hear of it.
 */
export async function interruptible<T>(
  io: Io,
  work: (signal: AbortSignal, listen: () => void) => Promise<T>,
): Promise<T> {
  const controller = new AbortController()
  const releases: (() => void)[] = []
  const stop = (): boolean => {
    const again = controller.signal.aborted
    controller.abort()
    return !again
  }
  const listen = (): void => {
    if (releases.length === 0) releases.push(io.interrupted(stop))
  }
  try {
    return await work(controller.signal, listen)
  } finally {
    for (const release of releases) release()
  }
}

import type { Io } from '../io.ts'

/** Does something that Ctrl-C ends; what it has found so far counts. A second Ctrl-C ends the process as always. */
export async function interruptible<T>(
  io: Io,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController()
  const release = io.interrupted(() => {
    const again = controller.signal.aborted
    controller.abort()
    return !again
  })
  try {
    return await work(controller.signal)
  } finally {
    release()
  }
}

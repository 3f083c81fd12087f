import { exits } from './exit.ts'

export type Interrupt = 'SIGINT' | 'SIGTERM'

/** Those who want to be told when the process is to end. */
export interface Interrupts {
  /** Tells everybody who listens. True when one of them wants to hear the next signal too. */
  stopAll(signal: Interrupt): boolean
  /** Calls `stop` at the first signal, and at the next as long as it gives true; the result ends that. */
  listen(stop: (signal: Interrupt) => unknown): () => void
}

/** What of a process is needed to hear its signals. */
export type Signalled = Pick<NodeJS.Process, 'on' | 'off' | 'exit'>

/**
 * The signals that end a process. The first ones stop in order; who asks again then does not want to wait. Nothing is lost: the
 * journal has what was done. A terminal that was closed is no reason to let commands go on unseen.
 */
export function interrupts(host: Signalled): Interrupts {
  const stops = new Set<(signal: Interrupt) => unknown>()
  let isLast = false

  function stopAll(signal: Interrupt): boolean {
    return [...stops].map((stop) => stop(signal)).includes(true)
  }

  const on = (signal: Interrupt, code: number) => (): void => {
    if (isLast) host.exit(code)
    isLast = !stopAll(signal)
  }
  const handlers = [
    ['SIGINT', on('SIGINT', exits.interrupted)],
    ['SIGTERM', on('SIGTERM', exits.terminated)],
    // Comes twice when a terminal is closed, from the shell and from the system: nobody asks again.
    ['SIGHUP', (): void => void stopAll('SIGTERM')],
  ] as const

  return {
    stopAll,
    listen(stop) {
      if (stops.size === 0) for (const [signal, handler] of handlers) host.on(signal, handler)
      stops.add(stop)
      return () => {
        stops.delete(stop)
        if (stops.size === 0) for (const [signal, handler] of handlers) host.off(signal, handler)
      }
    },
  }
}

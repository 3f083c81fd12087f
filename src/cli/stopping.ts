import type { Journal, RunEvent } from '../index.ts'
import { exits, type Exit } from './exit.ts'
import type { Display } from './report/display.ts'
import type { Interrupt } from './signals.ts'

// How a run that is watched is stopped from here. Ctrl-C once: what runs comes to its end, and nothing begins. Twice, or SIGTERM at once:
// what runs is stopped. Then the process leaves, see `interrupts`. Whatever it was, the run can be resumed.

export interface Stopping {
  /** Stops what runs. */
  readonly stopped: AbortSignal
  /** Nobody is asked any more. */
  readonly draining: AbortSignal
  /** Takes a signal. True when the next one is to be heard too. */
  readonly interrupt: (signal: Interrupt) => boolean
  /** The run that is to be stopped; before it is known, there is nothing that could come to its end. */
  readonly of: (run: string) => void
  /** Sees every event of the run. */
  readonly see: (event: RunEvent) => void
  /** What an interrupted run exits with; null when nobody has interrupted it. */
  readonly exit: () => Exit | null
}

export interface StoppingOptions {
  readonly journal: Pick<Journal, 'send'>
  readonly display: Pick<Display, 'say' | 'stopping'>
  readonly now: () => number
}

export function stopping({ journal, display, now }: StoppingOptions): Stopping {
  const stop = new AbortController()
  const drain = new AbortController()
  let run: string | null = null
  let exit: Exit | null = null
  let isDraining = false

  function halt(): false {
    if (stop.signal.aborted) return false
    display.stopping('stopping')
    display.say('Stopping what runs. Ctrl-C again leaves at once.')
    drain.abort()
    stop.abort()
    return false
  }

  return {
    stopped: stop.signal,
    draining: drain.signal,
    interrupt(signal) {
      exit ??= signal === 'SIGINT' ? exits.interrupted : exits.terminated
      if (signal === 'SIGTERM' || isDraining || run === null) return halt()
      isDraining = true
      display.stopping('draining')
      display.say('What runs comes to its end, and nothing begins. Ctrl-C again stops it.')
      const at = now()
      journal
        .send({
          id: `${run}/drain/${at}`,
          run,
          kind: 'pause',
          payload: { reason: 'Ctrl-C' },
          by: 'terminal',
          at,
        }) // prettier-ignore
        .catch(halt)
      return true
    },
    of: (id) => void (run = id),
    see({ type }) {
      // Not before: a run that is asked nothing any more and has not paused would wait for its answers, and pause when it is resumed.
      if (isDraining && (type === 'run.paused' || type === 'signal.refused')) drain.abort()
    },
    exit: () => exit,
  }
}

import { GoapError, systemClock, type Milliseconds } from '../../base/index.ts'
import { startLine } from '../apart/line.ts'
import type { Seated } from '../apart/seats.ts'
import { typeScriptWorker } from '../worker-files.ts'
import type { Stripped } from './strip.ts'
import type { StripReport, StripTask } from './worker.ts'

/** A source to be read, and until when. */
export interface Stripping extends StripTask {
  /** From the moment in which the thread can begin. */
  readonly wall: Milliseconds
  readonly signal: AbortSignal
}

/** What became of it: what the thread told, or why it did not. */
export type Reading = Stripped | { readonly kind: 'late' | 'cancelled' | 'out-of-memory' }

/** A thread that reads one source of TypeScript at a time. */
export interface StripThread extends Seated {
  /** Rejects with `sandbox/backend-failed` if the thread cannot start. */
  strip(stripping: Stripping): Promise<{ readonly reading: Reading; readonly ms: Milliseconds }>
}

export function startStripThread(): StripThread {
  const ready = Promise.withResolvers<void>()
  ready.promise.catch(() => {})
  let over: ((reading: Reading) => void) | undefined
  const line = startLine({ entry: typeScriptWorker, heard, died })

  return {
    get isAlive() {
      return line.isAlive
    },
    async strip({ text, file, wall, signal }) {
      line.wake()
      try {
        await ready.promise
        const began = systemClock.elapsed()
        const reading = await read({ text, file }, wall, signal)
        // One that goes on with what nobody waits for, or that is broken, is replaced.
        if (!isUsable(reading)) line.end().catch(() => {})
        return { reading, ms: systemClock.elapsed() - began }
      } finally {
        line.rest()
      }
    },
    end: async () => line.end(),
  }

  async function read(task: StripTask, wall: Milliseconds, signal: AbortSignal): Promise<Reading> {
    const { promise, resolve } = Promise.withResolvers<Reading>()
    over = resolve
    const stopDeadline = systemClock.timer(wall, () => resolve({ kind: 'late' }))
    const cancelled = (): void => resolve({ kind: 'cancelled' })
    signal.addEventListener('abort', cancelled, { once: true })
    try {
      if (signal.aborted) return { kind: 'cancelled' }
      line.post(task)
      return await promise
    } finally {
      stopDeadline()
      signal.removeEventListener('abort', cancelled)
    }
  }

  function heard(report: StripReport): void {
    if (report.kind === 'ready') ready.resolve()
    else over?.(report)
  }

  function died(): void {
    ready.reject(new GoapError('sandbox/backend-failed', 'The thread in which TypeScript is read does not start.', { cause: line.fault })) // prettier-ignore
    over?.({ kind: 'out-of-memory' })
  }
}

function isUsable({ kind }: Reading): boolean {
  return kind === 'text' || kind === 'wrong' || kind === 'too-large'
}

import { GoapError } from '../../base/index.ts'
import { stoppedBy, unbegun } from '../apart/conduct.ts'
import { seats } from '../apart/seats.ts'
import type { Backend, BoundScript } from '../backend.ts'
import type { SandboxResult } from '../result.ts'
import { meteredBackend } from './backend.ts'
import { startMeteredThread } from './thread.ts'

export interface MeteredApartOptions {
  /** Threads, and so scripts that run at once. Default: as many as the processor has cores, at most 4. */
  readonly threads?: number
}

/**
 * The backend `wasm` on threads of its own, so that the host goes on while scripts run. A short script takes longer this way, since it
 * and its result are handed from thread to thread.
 */
export function meteredApart(options: MeteredApartOptions = {}): Backend {
  const threads = seats('wasm', startMeteredThread, options.threads)
  // Nothing is loaded or run in it: it says what the backend can do.
  const { name, abilities } = meteredBackend()

  return {
    name,
    abilities: { ...abilities, apart: true },
    async ready() {
      try {
        await threads.use(never, async (thread) => thread.start())
        return { ready: true }
      } catch (error) {
        if (!(error instanceof GoapError)) throw error
        return { ready: false, reason: error.message, hint: error.hint }
      }
    },
    async warm(tools, atOnce = 1) {
      const names = tools.map(({ name }) => name)
      const all = Array.from({ length: Math.min(atOnce, threads.count) }, async () =>
        threads.use(never, async (thread) => thread.warm(names)),
      )
      await Promise.all(all)
    },
    async execute(script, signal) {
      try {
        return await threads.use(signal, async (thread) => thread.run(script, signal))
      } catch (error) {
        if (signal.aborted && error === signal.reason) return cancelled(script)
        throw error
      }
    },
    [Symbol.asyncDispose]: async () => threads.close(),
  }
}

const never = new AbortController().signal

function cancelled(script: BoundScript): SandboxResult {
  return { ...unbegun(script, 'wasm', stoppedBy('cancelled')), fuel: 0, memory: 0 }
}

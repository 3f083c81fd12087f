import { stoppedBy, unbegun } from '../apart/conduct.ts'
import { jobOf } from '../apart/job.ts'
import { seats } from '../apart/seats.ts'
import type { Backend } from '../backend.ts'
import { withCharacterColumns } from '../columns.ts'
import { presets } from '../limits.ts'
import { afterReading, sourceReader } from '../typescript/reader.ts'
import { engineBy } from './engine.ts'
import { startThread, type Thread } from './thread.ts'

export interface QuickJsOptions {
  /** Threads, and so scripts that run at once. Default: as many as the processor has cores, at most 4. */
  readonly threads?: number
}

// Scripts in quickjs-emscripten, on threads of their own.
//
//   Q1. A script never runs on the thread of the host; what it prints stands where the host reads it even if that thread is stuck.
//   Q2. A script is stopped at its deadline within whatever it does there, and its thread goes on. Its result comes a few milliseconds
//       later at the most, also if the thread does not; one that does not for long is ended.
//   Q3. Each script finds the memory of QuickJS and the globals of its module as they were before the first, wherever the last was
//       stopped. A memory that grew by much is thrown away.

/** A backend that interprets scripts by QuickJS in WebAssembly, on a thread of its own, in memory with a bound. */
export function quickJsBackend(options: QuickJsOptions = {}): Backend {
  /** What the last script was made for; the next is likely to be like it. */
  let last: Parameters<Thread['warm']>[0] | undefined
  const threads = seats('quickjs', begin, options.threads)
  const sources = sourceReader('quickjs')

  return {
    name: 'quickjs',
    abilities: {
      languages: ['js', 'ts'],
      fuel: false,
      memory: true,
      peak: true,
      deterministic: true,
      preemptive: true,
      apart: true,
      compiled: false,
      isolation: ['interpreter'],
    },
    async ready() {
      try {
        await threads.use(never, async (thread) => thread.engine())
        return { ready: true }
      } catch (error) {
        return {
          ready: false,
          reason: `cannot load the package @jitl/quickjs-wasmfile-release-sync: ${String(error)}`,
          hint: 'Install goap anew, with its dependencies.',
        }
      }
    },
    async warm(tools, atOnce = 1) {
      const making = { tools: tools.map(({ name }) => name), limits: presets.default }
      const all = Array.from({ length: Math.min(atOnce, threads.count) }, async () =>
        threads.use(never, async (thread) => thread.warm(making)),
      )
      await Promise.all(all)
    },
    async execute(given, signal) {
      const read = await sources.read(given, signal)
      if ('status' in read) return unbegun(given, 'quickjs', read)
      const script = afterReading(given, read)
      const source = withCharacterColumns(read)
      const job = jobOf(script, source)
      try {
        return await threads.use(signal, async (thread) => {
          const { why } = script
          last = job
          const { ms, ...ran } = await thread.run({ job, script, source, signal })
          const { end, stdout, stderr, memory } = ran
          return { ...end, stdout, stderr, fuel: null, memory, backend: 'quickjs', why, ms: ms + (source.ms ?? 0) } // prettier-ignore
        })
      } catch (error) {
        if (signal.aborted && error === signal.reason)
          return unbegun(script, 'quickjs', stoppedBy('cancelled'))
        throw error
      }
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([threads.close(), sources[Symbol.asyncDispose]()])
    },
  }

  /** A thread that stands in for one that was ended makes a world ready before it is needed. */
  async function begin(): Promise<Thread> {
    let first: Thread | undefined
    const engine = await engineBy(async () => (first = startThread(null)).engine())
    const thread = first ?? startThread(engine)
    if (last !== undefined) thread.warm(last).catch(() => {})
    return thread
  }
}

const never = new AbortController().signal

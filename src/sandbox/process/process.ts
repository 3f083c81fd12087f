import { availableParallelism } from 'node:os'
import { GoapError, systemClock } from '../../base/index.ts'
import { bubblewrapHere } from '../../commands/index.ts'
import { stoppedBy, unbegun } from '../apart/conduct.ts'
import { jobOf } from '../apart/job.ts'
import { places } from '../apart/queue.ts'
import type { Backend, BoundScript } from '../backend.ts'
import { presets } from '../limits.ts'
import { afterReading, sourceReader } from '../typescript/reader.ts'
import { cpuSeconds, ownDataOf, startChild, type Program } from './program.ts'
import { startRunning, type Child } from './running.ts'

export interface ProcessOptions {
  /** `require`: only inside bubblewrap, else `ready` says no; `prefer`: inside bubblewrap where it works; `off`: never. Default `prefer`. */
  readonly confine?: 'require' | 'prefer' | 'off'
  /** Scripts that run at once. Default: as many as the processor has cores, at most 4. */
  readonly processes?: number
  /** Processes that wait for scripts, started before those come. Default 1. */
  readonly ahead?: number
  /** Absolute path of the Node that runs scripts. Default: the one that runs this. */
  readonly node?: string
}

const mostProcesses = 4

// Scripts in Node processes of their own.
//
//   R1. A process runs one script and ends with it: nothing can be left for the next.
//   R2. What it says is not believed: bounds of calls, output and values are counted by the host, and a message that is none ends it.
//   R3. It is ended from outside at the deadline (SIGKILL to its group), so no script can hold it up.

/** A backend that runs scripts by Node itself in a process without rights, inside bubblewrap where it is there. */
export async function processBackend(options: ProcessOptions = {}): Promise<Backend> {
  const { confine = 'prefer', ahead = 1, node = process.execPath } = options
  const count = Math.max(1, options.processes ?? Math.min(mostProcesses, availableParallelism()))
  const bubblewrap = confine === 'off' ? undefined : await bubblewrapHere()
  const confined = bubblewrap?.works === true ? bubblewrap : undefined
  const free = places(Array.from({ length: count }, (_, index) => index))
  const waiting: { key: string; readonly children: Promise<Child>[] } = { key: '', children: [] }
  /** All that have not ended. */
  const living = new Set<Promise<Child>>()
  const sources = sourceReader('process')
  let isClosed = false
  let program: Promise<Program> | undefined

  return {
    name: 'process',
    abilities: {
      languages: ['js', 'ts'],
      fuel: false,
      memory: process.platform === 'linux',
      peak: false,
      deterministic: false,
      preemptive: true,
      apart: true,
      compiled: true,
      isolation: confined ? ['process', 'confined'] : ['process'],
    },
    async ready() {
      if (confine === 'require' && bubblewrap?.works === false)
        return { ready: false, reason: `cannot be confined here: ${bubblewrap.reason}`, hint: bubblewrap.hint } // prettier-ignore
      try {
        const taken = take(presets.default)
        await (await taken).ready()
        putBack(presets.default, taken)
        return { ready: true }
      } catch (error) {
        return {
          ready: false,
          reason: `does not start: ${error instanceof Error ? error.message : String(error)}`,
          hint: 'See whether this machine lets goap start Node with `--permission`, and how much memory it has.',
        }
      }
    },
    async warm(_tools, atOnce = 1) {
      startAhead(presets.default, Math.min(atOnce, Math.max(ahead, count)))
      await Promise.all(waiting.children.map(async (child) => (await child).ready()))
    },
    async execute(given, signal) {
      const source = await sources.read(given, signal)
      if ('status' in source) return unbegun(given, 'process', source)
      const script = afterReading(given, source)
      let place: number | undefined
      try {
        place = await free.take(signal)
        const taken = take(script.limits)
        const child = await taken
        await child.ready()
        startAhead(script.limits, ahead)
        if (signal.aborted) {
          putBack(script.limits, taken)
          signal.throwIfAborted()
        }
        const began = systemClock.elapsed()
        const job = jobOf(script, source)
        const ran = child.run({ job, script, source, signal })
        const { end, stdout, stderr, memory } = await ran.finally(async () => endAll([taken]))
        const ms = systemClock.elapsed() - began + (source.ms ?? 0)
        const { why } = script
        return { ...end, stdout, stderr, fuel: null, memory, backend: 'process', why, ms }
      } catch (error) {
        if (signal.aborted && error === signal.reason)
          return unbegun(script, 'process', stoppedBy('cancelled'))
        throw error
      } finally {
        if (place !== undefined) free.give(place)
      }
    },
    async [Symbol.asyncDispose]() {
      isClosed = true
      await Promise.all([endAll([...living]), sources[Symbol.asyncDispose]()])
    },
  }

  function take(limits: BoundScript['limits']): Promise<Child> {
    if (isClosed) throw new GoapError('sandbox/backend-failed', 'The backend process was closed.')
    const child = waiting.key === keyOf(limits) ? waiting.children.shift() : undefined
    return child ?? start(limits)
  }

  function putBack(limits: BoundScript['limits'], child: Promise<Child>): void {
    if (!isClosed && waiting.key === keyOf(limits)) waiting.children.unshift(child)
    else void endAll([child])
  }

  /** Processes are made for certain bounds; those that wait are for the bounds of the last script. */
  function startAhead(limits: BoundScript['limits'], wanted: number): void {
    if (isClosed) return
    if (waiting.key !== keyOf(limits)) {
      void endAll(waiting.children.splice(0))
      waiting.key = keyOf(limits)
    }
    while (waiting.children.length < wanted) waiting.children.push(start(limits))
  }

  function start(limits: BoundScript['limits']): Promise<Child> {
    const child = started(limits)
    // Who waits for it hears of a fault; nobody else has to.
    child.catch(() => {})
    living.add(child)
    return child
  }

  async function started(limits: BoundScript['limits']): Promise<Child> {
    program ??= found()
    const known = await program
    return startRunning(async () => startChild(known, limits))
  }

  async function endAll(children: readonly Promise<Child>[]): Promise<void> {
    await Promise.allSettled(
      children.map(async (child) => {
        await child.then(async (one) => one.end())
        living.delete(child)
      }),
    )
  }

  async function found(): Promise<Program> {
    return { node, bubblewrap: confined, ownData: await ownDataOf(node) }
  }
}

function keyOf(limits: BoundScript['limits']): string {
  return JSON.stringify([limits.memory, limits.stack, cpuSeconds(limits)])
}

import { availableParallelism } from 'node:os'
import { GoapError, systemClock } from '../../base/index.ts'
import { bubblewrapHere } from '../../commands/index.ts'
import { stoppedBy, unbegun } from '../apart/conduct.ts'
import { jobOf } from '../apart/job.ts'
import { places } from '../apart/queue.ts'
import type { Backend, BoundScript } from '../backend.ts'
import { presets } from '../limits.ts'
import { readSource } from '../source.ts'
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
        return { ready: false, reason: `Processes cannot be confined here: ${bubblewrap.reason}.`, hint: bubblewrap.hint } // prettier-ignore
      try {
        const child = await take(presets.default)
        await child.ready()
        putBack(presets.default, child)
        return { ready: true }
      } catch (error) {
        return {
          ready: false,
          reason: error instanceof Error ? error.message : String(error),
          hint: 'See whether this machine lets goap start Node with `--permission`, and how much memory it has.',
        }
      }
    },
    async warm(_tools, atOnce = 1) {
      await startAhead(presets.default, Math.min(atOnce, Math.max(ahead, count)))
      await Promise.all(waiting.children.map(async (child) => (await child).ready()))
    },
    async execute(script, signal) {
      const source = readSource(script)
      if ('status' in source) return unbegun(script, 'process', source)
      let place: number | undefined
      try {
        place = await free.take(signal)
        const child = await take(script.limits)
        await child.ready()
        void startAhead(script.limits, ahead)
        if (signal.aborted) {
          putBack(script.limits, child)
          signal.throwIfAborted()
        }
        const began = systemClock.elapsed()
        const job = jobOf(script, source)
        const ran = child.run({ job, script, source, signal })
        const { end, stdout, stderr, memory } = await ran.finally(async () => child.end())
        const ms = systemClock.elapsed() - began
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
      await endWaiting()
    },
  }

  async function take(limits: BoundScript['limits']): Promise<Child> {
    if (isClosed) throw new GoapError('sandbox/backend-failed', 'The backend process was closed.')
    const child = waiting.key === keyOf(limits) ? waiting.children.shift() : undefined
    return child ?? start(limits)
  }

  function putBack(limits: BoundScript['limits'], child: Child): void {
    if (!isClosed && waiting.key === keyOf(limits)) waiting.children.unshift(Promise.resolve(child))
    else void child.end()
  }

  /** Processes are made for certain bounds; those that wait are for the bounds of the last script. */
  async function startAhead(limits: BoundScript['limits'], wanted: number): Promise<void> {
    if (isClosed) return
    if (waiting.key !== keyOf(limits)) {
      await endWaiting()
      waiting.key = keyOf(limits)
    }
    while (waiting.children.length < wanted) {
      const child = start(limits)
      child.catch(() => {})
      waiting.children.push(child)
    }
  }

  async function endWaiting(): Promise<void> {
    const children = waiting.children.splice(0)
    await Promise.all(
      children.map(async (child) => child.then(async (one) => one.end()).catch(() => {})),
    )
  }

  async function start(limits: BoundScript['limits']): Promise<Child> {
    program ??= found()
    const started = await program
    return startRunning(async () => startChild(started, limits))
  }

  async function found(): Promise<Program> {
    return { node, bubblewrap: confined, ownData: await ownDataOf(node) }
  }
}

function keyOf(limits: BoundScript['limits']): string {
  return JSON.stringify([limits.memory, limits.stack, cpuSeconds(limits)])
}

import { createRequire } from 'node:module'
import { availableParallelism } from 'node:os'
import { dirname } from 'node:path'
import { GoapError, systemClock } from '../../base/index.ts'
import { bubblewrapHere } from '../../commands/index.ts'
import { chance } from '../apart/chance.ts'
import { stoppedBy, unbegun } from '../apart/conduct.ts'
import { jobOf } from '../apart/job.ts'
import { places } from '../apart/queue.ts'
import type { Backend, BoundScript } from '../backend.ts'
import { prelude } from '../guest/prelude.ts'
import { preludeFile } from '../guest/stacks.ts'
import { presets } from '../limits.ts'
import { cpuSeconds, ownDataOf, startText, type Program } from '../process/program.ts'
import { startRunning, type Child } from '../process/running.ts'
import { afterReading, sourceReader } from '../typescript/reader.ts'
import { prepare } from '../v8/completion.ts'
import { inside } from './inside.ts'
import { keeper, type KeeperTexts } from './keeper.ts'

export interface IsolatedOptions {
  /** Processes with isolates, and so scripts that run at once. Default: as many as the processor has cores, at most 4. */
  readonly processes?: number
  /** Absolute path of the addon of the package isolated-vm. Default: of the one that is installed beside goap. */
  readonly addon?: string
  /** Whether its processes run inside bubblewrap: where it works, or never. Default `prefer`. */
  readonly confine?: 'prefer' | 'off'
}

const mostProcesses = 4
/** Scripts that a process serves; after them another takes its place, so that none grows old. */
const mostScripts = 64

// Scripts in isolates of V8, made by isolated-vm (https://github.com/laverdet/isolated-vm).
//
//   V1. Each script has an isolate of its own, thrown away after it.
//   V2. Isolates live in processes apart. One whose memory V8 cannot get under control takes its whole process with it, and one in a
//       long built-in function cannot be stopped; then that process is ended, and goap goes on.

/** A backend that runs scripts by V8 in isolates, where the package isolated-vm is installed. The bound of the stack is V8's own. */
export async function isolatedBackend(options: IsolatedOptions = {}): Promise<Backend> {
  const found = options.addon ?? installed()
  const count = Math.max(1, options.processes ?? Math.min(mostProcesses, availableParallelism()))
  const seats: readonly Seat[] = Array.from({ length: count }, () => ({ key: '', child: undefined, served: 0 })) // prettier-ignore
  const free = places(seats)
  const bubblewrap = options.confine === 'off' ? undefined : await bubblewrapHere()
  const confined = bubblewrap?.works === true ? bubblewrap : undefined
  const sources = sourceReader('isolated-vm')
  let isClosed = false
  let program: Promise<Program> | undefined

  return {
    name: 'isolated-vm',
    abilities: {
      languages: ['js', 'ts'],
      fuel: false,
      memory: true,
      peak: false,
      deterministic: false,
      preemptive: true,
      apart: true,
      compiled: true,
      isolation: confined ? ['heap', 'process', 'confined'] : ['heap', 'process'],
    },
    async ready() {
      if (found === undefined)
        return { ready: false, reason: 'is not installed, or not for this Node', hint: 'Install it beside goap: `npm install isolated-vm`.' } // prettier-ignore
      try {
        await withSeat(never, presets.default, async () => {})
        return { ready: true }
      } catch (error) {
        return {
          ready: false,
          reason: `does not start: ${error instanceof Error ? error.message : String(error)}`,
          hint: 'Install the version of isolated-vm that is made for this Node.',
        }
      }
    },
    async warm(_tools, atOnce = 1) {
      const wanted = seats.slice(0, atOnce)
      await Promise.all(wanted.map(async () => withSeat(never, presets.default, async () => {})))
    },
    async execute(given, signal) {
      const read = await sources.read(given, signal)
      if ('status' in read) return unbegun(given, 'isolated-vm', read)
      const script = afterReading(given, read)
      // V8 takes no other names for what is evaluated.
      const source = { ...read, file: read.file.replaceAll(/[^\w./@-]/g, '_') }
      try {
        return await withSeat(signal, script.limits, async (child) => {
          const began = systemClock.elapsed()
          const job = jobOf(script, source)
          const { end, stdout, stderr, memory } = await child.run({ job, script, source, signal })
          const ms = systemClock.elapsed() - began + (source.ms ?? 0)
          const { why } = script
          return { ...end, stdout, stderr, fuel: null, memory, backend: 'isolated-vm', why, ms }
        })
      } catch (error) {
        if (signal.aborted && error === signal.reason)
          return unbegun(script, 'isolated-vm', stoppedBy('cancelled'))
        throw error
      }
    },
    async [Symbol.asyncDispose]() {
      isClosed = true
      await Promise.all([...seats.map(async (seat) => leave(seat)), sources[Symbol.asyncDispose]()])
    },
  }

  async function withSeat<T>(
    signal: AbortSignal,
    limits: BoundScript['limits'],
    use: (child: Child) => Promise<T>,
  ): Promise<T> {
    const seat = await free.take(signal)
    try {
      const child = await seated(seat, limits)
      signal.throwIfAborted()
      return await use(child)
    } finally {
      free.give(seat)
    }
  }

  /** A process that is ready for a script with these bounds: the one that sits there, or another. */
  async function seated(seat: Seat, limits: BoundScript['limits']): Promise<Child> {
    if (isClosed) throw new GoapError('sandbox/backend-failed', 'The backend isolated-vm was closed.') // prettier-ignore
    const key = JSON.stringify([limits.memory, cpuSeconds(limits)])
    if (seat.key !== key || ++seat.served > mostScripts) await leave(seat)
    try {
      await seat.child?.ready()
    } catch {
      await leave(seat)
    }
    seat.key = key
    const child = (seat.child ??= await start(limits))
    if (isClosed) await leave(seat)
    await child.ready()
    return child
  }

  async function leave(seat: Seat): Promise<void> {
    const { child } = seat
    seat.child = undefined
    seat.served = 0
    await child?.end()
  }

  async function start(limits: BoundScript['limits']): Promise<Child> {
    if (found === undefined) throw new GoapError('sandbox/backend-failed', 'The package isolated-vm is not installed.') // prettier-ignore
    program ??= ownDataOf(process.execPath, oneIsolate(found)).then((ownData) => ({ node: process.execPath, bubblewrap: confined, ownData })) // prettier-ignore
    const starting = await program
    return startRunning(async () =>
      startText(starting, {
        // isolated-vm asks for it since Node 20.
        flags: ['--no-node-snapshot', '--allow-addons'],
        text: programText(found),
        readable: [found],
        memory: limits.memory,
        cpu: cpuSeconds(limits) * mostScripts,
      }),
    )
  }
}

interface Seat {
  /** For which bounds its process was started. */
  key: string
  child: Child | undefined
  served: number
}

const never = new AbortController().signal

/** The addon for this Node; undefined where there is none. */
function installed(): string | undefined {
  try {
    const entry = createRequire(import.meta.url).resolve('isolated-vm')
    // The package finds its addon by this one, which it brings.
    const { resolve }: { readonly resolve: (folder: string) => string } = createRequire(entry)('node-gyp-build') // prettier-ignore
    return resolve(dirname(entry))
  } catch {
    return undefined
  }
}

/** V8 sets aside for each isolate far more than it uses. */
function oneIsolate(addon: string): string {
  return `const addon = { exports: {} }; process.dlopen(addon, ${JSON.stringify(addon)}); new addon.exports.ivm.Isolate().createContextSync()`
}

function programText(isolatedVm: string): string {
  const made = `(function (call) {
return (${inside.toString()})(call, ${prelude}, ${chance.toString()}, ${prepare.toString()})
})`
  const texts: KeeperTexts = { inside: made, preludeFile, isolatedVm }
  return `(${keeper.toString()})(${JSON.stringify(texts)})`
}

import { performance } from 'node:perf_hooks'
import { GoapError } from '../../base/index.ts'
import { webAssembly, type WasmGlobal, type WasmMemory, type WasmTable } from '../../wasm/index.ts'
import type { BoundScript } from '../backend.ts'
import { Stopped } from '../guest/host.ts'
import type { Ended } from '../guest/outcome.ts'
import type { ScriptError } from '../result.ts'
import { chanceOf } from './chance.ts'
import { added, interfaceName, slice, type Compiled, type ModuleCache } from './compiled.ts'
import { Printed } from './printed.ts'
import { throughTable } from './through-table.ts'
import { wasi, wasiNames } from './wasi.ts'

/** How a module ended, and what it printed and used. */
export interface RanModule {
  readonly end: Ended
  readonly stdout: string
  readonly stderr: string
  readonly fuel: number
  readonly memory: number
  /** From its start, with what compiling it took. */
  readonly ms: number
}

const pageBytes = 65_536
/** A module may be so many times larger than a value: an engine with a script in it has a megabyte. */
const sourceFactor = 4
/** How far the virtual clock of a seeded module goes with each step, in milliseconds. */
const stepTime = 1e-5

const none: ScriptError = { name: 'Error', message: '', stack: '', line: null, column: null }
const unused = { stdout: '', stderr: '', fuel: 0, memory: 0 }

/**
 * Runs a command of WASI preview 1 on the thread of the caller, metered as scripts are. Its value is absent; an exit code other than 0 is
 * an error. Its time begins before it is compiled. Rejects with `sandbox/bad-script` if it is given tools, which a module cannot call.
 */
export async function runModule(
  script: BoundScript,
  cache: ModuleCache,
  signal: AbortSignal,
): Promise<RanModule> {
  const started = performance.now()
  const { code, limits, tools = [], file = 'script.wasm' } = script
  if (tools.length > 0)
    throw new GoapError('sandbox/bad-script', `A module cannot call tools, and ${file} is given ${tools.length}.`, { hint: 'Leave the tools out, or give the source of the script.' }) // prettier-ignore
  const bytes = typeof code === 'string' ? new TextEncoder().encode(code) : code
  const most = limits.value * sourceFactor
  if (bytes.length > most)
    return ended({ status: 'violation', reason: 'source', error: { ...none, name: 'RangeError', message: `The module has ${bytes.length} bytes, more than the ${most} allowed.` } }) // prettier-ignore
  if (signal.aborted) return ended({ status: 'timeout', reason: 'cancelled' })
  const pages = Math.min(Math.floor(limits.memory / pageBytes), 65_536)
  const compiled = await inTime(
    (look) => cache.get(bytes, pages, (name) => wasiNames.has(name), look),
    started + limits.wall,
    signal,
  )
  if ('status' in compiled) return ended(compiled)
  if (!('module' in compiled)) return ended(refused(compiled))
  return run(compiled, script, signal, started)

  function ended(end: Ended): RanModule {
    return { ...unused, end, ms: performance.now() - started }
  }
}

/** Waits for a work until the deadline, by `performance.now()`, or the abort of `signal`. The work is given what throws once it shall end. */
async function inTime<T>(
  work: (look: () => void) => Promise<T>,
  deadline: number,
  signal: AbortSignal,
): Promise<T | Ended> {
  const { promise, resolve } = Promise.withResolvers<Ended>()
  const late: Ended = { status: 'timeout', reason: 'wall' }
  const cancelled = (): void => resolve({ status: 'timeout', reason: 'cancelled' })
  const stopped = new Stopped(late)
  const running = work(() => {
    if (performance.now() > deadline) throw stopped
  })
  const timer = setTimeout(
    () => resolve(late),
    Math.max(0, Math.ceil(deadline - performance.now())),
  )
  signal.addEventListener('abort', cancelled)
  try {
    return await Promise.race([running, promise])
  } catch (error) {
    if (error === stopped) return late
    throw error
  } finally {
    // What comes of it when nobody waits any more is nobody's.
    running.catch(() => {})
    clearTimeout(timer)
    signal.removeEventListener('abort', cancelled)
  }
}

function refused({ kind, why }: Exclude<Compiled, { module: unknown }>): Ended {
  return kind === 'too-large'
    ? {
        status: 'violation',
        reason: 'memory',
        error: { ...none, name: 'RangeError', message: why },
      }
    : { status: 'error', reason: 'syntax', error: { ...none, name: 'CompileError', message: why } }
}

function run(
  { module }: Extract<Compiled, { module: unknown }>,
  script: BoundScript,
  signal: AbortSignal,
  started: number,
): RanModule {
  const { limits, input, seed, now = 0, file = 'script.wasm' } = script
  const printed = new Printed(limits.output)
  let exports: Exports | undefined
  let granted = slice
  let end: Ended | undefined
  const spent = (): number => granted - Number(exports?.[added.fuel].value ?? slice)

  /** Ends the module. It may catch what is thrown, but goes no further than to its next step, which traps. */
  function stop(because: Ended): never {
    end ??= because
    if (exports) {
      granted += -1 - Number(exports[added.fuel].value)
      exports[added.fuel].value = -1n
    }
    throw new Error('The module was stopped.')
  }

  function look(): void {
    if (spent() > limits.fuel) stop({ status: 'timeout', reason: 'fuel' })
    if (performance.now() - started > limits.wall) stop({ status: 'timeout', reason: 'wall' })
    if (signal.aborted) stop({ status: 'timeout', reason: 'cancelled' })
    if (end) stop(end)
  }

  function refill(): void {
    if (!exports) return
    look()
    const left = Number(exports[added.fuel].value)
    const more = Math.min(slice - left, limits.fuel - granted)
    granted += more
    exports[added.fuel].value = BigInt(left + more)
  }

  const functions = wasi(
    {
      stdin:
        input === undefined ? new Uint8Array() : new TextEncoder().encode(JSON.stringify(input)),
      print: (to, bytes) => {
        if (!printed.add(to, bytes)) stop({ status: 'violation', reason: 'output' })
      },
      now:
        seed === undefined
          ? () => performance.timeOrigin + performance.now()
          : () => now + spent() * stepTime,
      fill: chanceOf(seed),
      called: look,
      exit: (code) => stop(exited(code)),
      arguments: [file],
    },
    () => {
      if (!exports) throw new RangeError('There is no memory yet.')
      return exports.memory
    },
  )
  try {
    const instance = new webAssembly.Instance(module, { [interfaceName]: functions })
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- looked at when it was compiled, and metering adds the rest
    exports = instance.exports as unknown as Exports
    if (limits.fuel < slice) {
      granted = Math.floor(limits.fuel)
      exports[added.fuel].value = BigInt(granted)
    }
    exports[added.refill].set(0, throughTable(refill))
    exports[added.start]?.()
    exports._start()
    end ??= { status: 'success' }
  } catch (error) {
    end ??= endOf(error)
  }
  const memory = exports?.memory?.buffer.byteLength ?? 0
  return {
    end,
    ...printed.texts(),
    fuel: Math.max(0, spent()),
    memory,
    ms: performance.now() - started,
  }
}

function exited(code: number): Ended {
  if (code === 0) return { status: 'success' }
  return { status: 'error', reason: 'thrown', error: { ...none, name: 'ExitCode', message: `The module ended with exit code ${code}.` } } // prettier-ignore
}

/** Of a module that was not stopped. */
function endOf(error: unknown): Ended {
  if (error instanceof RangeError) return { status: 'error', reason: 'stack', error: { ...none, name: 'RangeError', message: error.message } } // prettier-ignore
  if (error instanceof webAssembly.Exception) return uncaught
  // Its imports have other types than the functions that it gets.
  if (error instanceof TypeError) return { status: 'error', reason: 'thrown', error: { ...none, name: 'TypeError', message: `The module and a function of WASI do not fit together: ${error.message}` } } // prettier-ignore
  if (error instanceof webAssembly.RuntimeError) return { status: 'error', reason: 'thrown', error: { ...none, name: 'RuntimeError', message: error.message } } // prettier-ignore
  throw error
}

const uncaught: Ended = { status: 'error', reason: 'thrown', error: { ...none, name: 'Exception', message: 'The module threw an exception that it does not catch.' } } // prettier-ignore

interface Exports {
  readonly memory: WasmMemory
  readonly _start: () => void
  /** Only of modules that would call something at their start. */
  readonly [added.start]?: () => void
  readonly [added.fuel]: WasmGlobal<bigint>
  readonly [added.refill]: WasmTable
}

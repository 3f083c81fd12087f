import { performance } from 'node:perf_hooks'
import { GoapError, once } from '../../base/index.ts'
import type { Backend, BoundScript } from '../backend.ts'
import type { Ended } from '../guest/outcome.ts'
import type { SandboxResult } from '../result.ts'
import type { Limits } from '../script.ts'
import type { Source } from '../source.ts'
import type { Tool } from '../tool.ts'
import { sourceReader, type Unreadable } from '../typescript/reader.ts'
import { BytecodeCache } from './bytecode.ts'
import type { Compiled } from './compiled.ts'
import { Execution } from './execution.ts'
import { restore } from './image.ts'
import type { Machine } from './machine.ts'
import { allows, load, oftenEnough, unload } from './loaded.ts'
import { prepared, type Prepared } from './prepared.ts'
import { plainEngine, type Engine, type Kind } from './quickjs.ts'
import { enter, makeWorld, type World } from './world.ts'

export interface MeteredOptions {
  /** Instances kept for each set of tools while they run nothing. Default 4. */
  readonly idle?: number
  /** Sets of tools, by their names, that are kept ready. Default 8. */
  readonly toolSets?: number
  /** Bytes of compiled sources that are kept. Default 4 MiB. */
  readonly bytecode?: number
}

/** An instance that grew by more than this is given up, since clearing it would take longer than a new one. In pages of 64 KiB. */
const keptPages = 64

/** Steps of a trial: some tenths of a millisecond. */
const trial = 20_000

/**
 * Runs JavaScript and TypeScript in QuickJS, which runs in WebAssembly on the thread of the caller, and counts its steps: so every bound
 * holds at each of them, also inside of built-in functions. The instance is put back to its image after each script (image.ts).
 */
export function meteredBackend(options: MeteredOptions = {}): Backend {
  const { idle = 4, toolSets = 8, bytecode = 4 * 1024 * 1024 } = options
  const compiled = new BytecodeCache(bytecode)
  /** By the names of the tools; the idle instances in them are as the image is. */
  const sets = new Map<string, ToolSet>()
  /** The one of them for scripts without tools, which most are. */
  let bare: ToolSet | undefined
  const sources = sourceReader('wasm')
  let ready: Prepared | undefined
  let plain: Engine | undefined
  let closed = false

  const modules = once(() => import('../modules/index.ts').then(({ ModuleCache, runModule }) => ({ cache: new ModuleCache(), runModule }))) // prettier-ignore

  async function moduleResult(script: BoundScript, signal: AbortSignal): Promise<SandboxResult> {
    refuseClosed()
    const { cache, runModule } = await modules()
    const { end, ...spent } = await runModule(script, cache, signal)
    return { ...end, ...spent, backend: 'wasm', why: script.why }
  }

  return {
    name: 'wasm',
    abilities: {
      languages: ['js', 'ts', 'wasm'],
      fuel: true,
      memory: true,
      peak: true,
      deterministic: true,
      preemptive: true,
      apart: false,
      compiled: false,
      isolation: ['interpreter'],
    },
    async ready() {
      try {
        await start()
        return { ready: true }
      } catch (error) {
        return {
          ready: false,
          reason: `QuickJS for WebAssembly does not start: ${error instanceof Error ? error.message : String(error)}`,
          hint: 'Install the packages of goap anew: quickjs-wasi must be there as package.json names it.',
        }
      }
    },
    async warm(tools, count = 1) {
      const set = setOf(await start(), tools)
      await startPlain()
      for (const kind of ['marked', 'plain'] as const)
        while (set[kind].length < Math.min(count, idle)) set[kind].push(enter(worldOf(set, kind)))
    },
    cool(names) {
      sets.delete(keyOf(names))
      if (names.length === 0) bare = undefined
    },
    execute: async (script, signal) => begin(script, signal),
    begin,
    async [Symbol.asyncDispose]() {
      closed = true
      ready = undefined
      bare = undefined
      sets.clear()
      await sources[Symbol.asyncDispose]()
    },
  }

  function begin(script: BoundScript, signal: AbortSignal): SandboxResult | Promise<SandboxResult> {
    if (script.language === 'wasm') return moduleResult(script, signal)
    if (ready === undefined) return begun(script, signal)
    try {
      return run(ready, script, signal)
    } catch (error) {
      throw failure(error)
    }
  }

  async function begun(script: BoundScript, signal: AbortSignal): Promise<SandboxResult> {
    try {
      return await run(await start(), script, signal)
    } catch (error) {
      throw failure(error)
    }
  }

  function run(
    from: Prepared,
    script: BoundScript,
    signal: AbortSignal,
  ): SandboxResult | Promise<SandboxResult> {
    const since = performance.now()
    const source = sources.read(script, signal)
    if (!(source instanceof Promise)) return runSource(from, script, signal, source, since)
    return source
      .then((read) => runSource(from, script, signal, read, performance.now()))
      .catch((error: unknown) => {
        throw failure(error)
      })
  }

  function runSource(
    from: Prepared,
    script: BoundScript,
    signal: AbortSignal,
    source: Source | Unreadable,
    /** When it was read. */
    now: number,
  ): SandboxResult | Promise<SandboxResult> {
    if ('status' in source) return result(script, source, now)
    refuseClosed()
    const since = now - (source.ms ?? 0)
    const set = bare !== undefined && hasNoTools(script) ? bare : setOf(from, script.tools)
    if (signal.aborted) return result(script, { status: 'timeout', reason: 'cancelled' }, since)
    const known = compiled.get(source)
    // What ends while it is compiled ends in the same way each time.
    let code = known !== undefined && known.fuel <= script.limits.fuel ? known : undefined
    const wanted = plain !== undefined && code?.isLong === true ? 'plain' : 'marked'
    const machine = take(set, wanted, code)
    getReady(machine, set.world, code, script.limits)
    let execution = new Execution(machine, set.world, source, script, signal, since)
    let waits = false
    try {
      if (code === undefined) {
        const made = execution.compile()
        if ('end' in made) return result(script, made.end, since, execution)
        code = made
        compiled.set(source, code)
        machine.last = code
        restore(machine, set.world.image)
      }
      const onTrial = plain !== undefined && machine.kind === 'marked'
      let end = execution.run(code, onTrial ? trial : Infinity)
      if (execution.tooLong) {
        code.isLong = true
        const longer = new Execution(take(set, 'plain', code), set.world, source, script, signal, since) // prettier-ignore
        giveBack(execution, set)
        execution = longer
        end = execution.run(code)
      }
      waits = end instanceof Promise
      return end instanceof Promise
        ? later(set, execution, code, script, since, end)
        : over(execution, code, script, since, end)
    } finally {
      if (!waits) leave(execution, set)
    }
  }

  /** The result of a script that waits for its tools. */
  async function later(
    set: ToolSet,
    execution: Execution,
    code: Compiled,
    script: BoundScript,
    since: number,
    end: Promise<Ended>,
  ): Promise<SandboxResult> {
    try {
      return over(execution, code, script, since, await end)
    } catch (error) {
      throw failure(error)
    } finally {
      leave(execution, set)
    }
  }

  function over(
    execution: Execution,
    code: Compiled,
    script: BoundScript,
    since: number,
    end: Ended,
  ): SandboxResult {
    const made = result(script, end, since, execution)
    if (plain === undefined && (made.fuel ?? 0) - code.fuel > trial && !code.isLong) {
      code.isLong = true
      startPlain().catch(() => {})
    }
    return made
  }

  function leave(execution: Execution, set: ToolSet): void {
    execution.end()
    giveBack(execution, set)
  }

  async function start(): Promise<Prepared> {
    refuseClosed()
    const made = await prepared()
    refuseClosed()
    return (ready ??= made)
  }

  function refuseClosed(): void {
    if (closed) throw new GoapError('sandbox/backend-failed', 'The sandbox "wasm" was closed.')
  }

  /** Loads the engine for long scripts, which few need; without it they run where writes are marked. */
  async function startPlain(): Promise<void> {
    plain = await plainEngine()
  }

  /** The world for tools, the one used longest ago given up for it where there are too many. */
  function setOf({ engine, findings }: Prepared, tools: readonly Tool[] = []): ToolSet {
    const key = tools.length === 0 ? '' : keyOf(tools.map(({ name }) => name))
    const known = sets.get(key)
    if (known !== undefined && sets.size < toolSets) return known
    sets.delete(key)
    const set = known ?? { world: makeWorld(engine, findings, tools.map(({ name }) => name)), marked: [], plain: [] } // prettier-ignore
    sets.set(key, set)
    if (tools.length === 0) bare = set
    for (const [old, other] of sets) {
      if (sets.size <= toolSets) break
      sets.delete(old)
      if (other === bare) bare = undefined
    }
    return set
  }

  /** An idle instance: the one in which the source ran last, else one in which none did, else the one used longest ago. */
  function take(set: ToolSet, kind: Kind, code: Compiled | undefined): Machine {
    const free = set[kind]
    if (free.length < 2 || free.at(-1)?.last === code) return free.pop() ?? enter(worldOf(set, kind)) // prettier-ignore
    const same = free.findIndex(({ last }) => last === code)
    const [found] = free.splice(same >= 0 ? same : Math.max(0, free.findIndex(({ last }) => last === undefined)), 1) // prettier-ignore
    return found ?? enter(worldOf(set, kind))
  }

  function worldOf({ world }: ToolSet, kind: Kind): World {
    const engine = kind === 'plain' ? plain : ready?.engine
    return engine === undefined ? world : { ...world, engine }
  }

  function giveBack({ machine, broken }: Execution, set: ToolSet): void {
    const { kind } = machine
    const pages = machine.js['get:pages']()
    const grown = pages - set.world.image.pages
    if (broken || closed || grown > keptPages || set[kind].length >= idle) return
    restore(machine, set.world.image, pages)
    set[kind].push(machine)
  }
}

function keyOf(names: readonly string[]): string {
  return names.join(' ')
}

/** Has a source loaded that comes often enough, and no other (loaded.ts). */
function getReady(
  machine: Machine,
  world: World,
  code: Compiled | undefined,
  limits: Limits,
): void {
  if (machine.kind === 'plain') return
  if (machine.last !== code) {
    unload(machine, world)
    machine.last = code
    machine.times = 0
  }
  if (code === undefined) return
  if (++machine.times === oftenEnough) load(machine, world, code)
  if (machine.loaded !== undefined && !allows(limits, code, machine.loaded)) {
    unload(machine, world)
    machine.times = 0
  }
}

/** What is no fault of the script, such as an instance for which there is no memory. */
function failure(error: unknown): GoapError {
  if (error instanceof GoapError) return error
  const message = error instanceof Error ? error.message : String(error)
  return new GoapError('sandbox/backend-failed', `The sandbox "wasm" failed: ${message}`, { cause: error }) // prettier-ignore
}

interface ToolSet extends Readonly<Record<Kind, Machine[]>> {
  readonly world: World
}

/** Written out for what most scripts end with, since copying what stands in `end` would take longer. */
function result(
  { why }: BoundScript,
  end: Ended,
  since: number,
  execution?: Execution,
): SandboxResult {
  const { stdout, stderr } = execution?.printed ?? nothing
  const fuel = execution?.fuel ?? 0
  const memory = execution?.memory ?? 0
  const ms = performance.now() - since
  if (end.status === 'success' && end.value !== undefined) {
    const { status, value } = end
    return { status, value, stdout, stderr, fuel, memory, backend: 'wasm', why, ms }
  }
  return { ...end, stdout, stderr, fuel, memory, backend: 'wasm', why, ms }
}

const nothing = { stdout: '', stderr: '' }

function hasNoTools({ tools }: BoundScript): boolean {
  return tools === undefined || tools.length === 0
}

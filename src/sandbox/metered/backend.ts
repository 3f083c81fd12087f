import { performance } from 'node:perf_hooks'
import { GoapError } from '../../base/index.ts'
import type { Backend, BoundScript } from '../backend.ts'
import type { Ended } from '../guest/outcome.ts'
import type { SandboxResult } from '../result.ts'
import { readSource, type Source } from '../source.ts'
import type { Tool } from '../tool.ts'
import { BytecodeCache } from './bytecode.ts'
import { Execution } from './execution.ts'
import { restore } from './image.ts'
import type { Machine } from './machine.ts'
import { engine, type Engine } from './quickjs.ts'
import { enter, makeWorld, scout, type Findings, type World } from './world.ts'

export interface MeteredOptions {
  /** Instances kept for each set of tools while they run nothing. Default 4. */
  readonly idle?: number
  /** Sets of tools, by their names, that are kept ready. Default 16. */
  readonly toolSets?: number
  /** Bytes of compiled sources that are kept. Default 8 MiB. */
  readonly bytecode?: number
}

/** An instance that grew by more than this is given up, since clearing it would take longer than a new one. In pages of 64 KiB. */
const keptPages = 64

/**
 * Runs JavaScript and TypeScript in QuickJS, which runs in WebAssembly on the thread of the caller, and counts its steps: so every bound
 * holds at each of them, also inside of built-in functions. The instance is put back to its image after each script (image.ts).
 */
export function meteredBackend(options: MeteredOptions = {}): Backend {
  const { idle = 4, toolSets = 16, bytecode = 8 * 1024 * 1024 } = options
  const compiled = new BytecodeCache(bytecode)
  const sets = new Map<string, ToolSet>()
  let started: Promise<Started> | undefined
  let closed = false

  return {
    name: 'wasm',
    abilities: {
      languages: ['js', 'ts'],
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
    async warm(tools) {
      const set = setOf(await start(), tools)
      const machine = set.idle.pop() ?? enter(set.world)
      set.idle.push(machine)
    },
    async execute(script, signal) {
      const set = setOf(await start(), script.tools ?? [])
      const since = performance.now()
      const source = readSource(script)
      if ('status' in source) return result(script, source, since)
      if (signal.aborted) return result(script, { status: 'timeout', reason: 'cancelled' }, since)
      const machine = set.idle.pop() ?? enter(set.world)
      const execution = new Execution(machine, set.world, source, script, signal, since)
      try {
        const end = await runIn(execution, source, machine, set.world)
        return result(script, end, since, execution)
      } finally {
        execution.host.end()
        giveBack(machine, set, execution.broken)
      }
    },
    async [Symbol.asyncDispose]() {
      closed = true
      sets.clear()
    },
  }

  function start(): Promise<Started> {
    if (closed) throw new GoapError('sandbox/backend-failed', 'The sandbox "wasm" was closed.')
    return (started ??= engine().then((ready) => ({ engine: ready, findings: scout(ready) })))
  }

  /** The world for tools, the one used longest ago given up for it where there are too many. */
  function setOf({ engine, findings }: Started, tools: readonly Tool[]): ToolSet {
    const key = tools.map(({ name }) => name).join(' ')
    const known = sets.get(key)
    if (known !== undefined && sets.size < toolSets) return known
    sets.delete(key)
    const set = known ?? { world: makeWorld(engine, findings, tools.map(({ name }) => name)), idle: [] } // prettier-ignore
    sets.set(key, set)
    for (const old of sets.keys()) if (sets.size > toolSets) sets.delete(old)
    return set
  }

  function runIn(
    execution: Execution,
    source: Source,
    machine: Machine,
    world: World,
  ): Ended | Promise<Ended> {
    const known = compiled.get(source)
    if (known !== undefined) return execution.run(known)
    const made = execution.compile()
    if ('end' in made) return made.end
    compiled.set(source, made)
    restore(machine, world.image)
    return execution.run(made)
  }

  function giveBack(machine: Machine, set: ToolSet, broken: boolean): void {
    const grown = machine.js.pages.value - set.world.image.pages
    if (broken || closed || grown > keptPages || set.idle.length >= idle) return
    restore(machine, set.world.image)
    set.idle.push(machine)
  }
}

interface Started {
  readonly engine: Engine
  readonly findings: Findings
}

interface ToolSet {
  readonly world: World
  /** Instances that are as the image is. */
  readonly idle: Machine[]
}

function result(
  { why }: BoundScript,
  end: Ended,
  since: number,
  execution?: Execution,
): SandboxResult {
  return {
    ...end,
    stdout: execution?.host.stdout ?? '',
    stderr: execution?.host.stderr ?? '',
    fuel: execution?.fuel ?? 0,
    memory: execution?.memory ?? 0,
    backend: 'wasm',
    why,
    ms: performance.now() - since,
  }
}

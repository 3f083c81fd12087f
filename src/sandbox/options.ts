import { GoapError, type Clock, type Random } from '../base/index.ts'
import type { Backend } from './backend.ts'
import { defaultBreaker, type BreakerOptions } from './backend.machine.ts'
import type { BackendChoice } from './chosen.ts'
import { limitsOf, presets, type PresetName } from './limits.ts'
import { defaultPool, type PoolOptions } from './pool.ts'
import type { BackendName } from './result.ts'
import { defaultRetry, type RetryOptions } from './retry.ts'
import type { Limits } from './script.ts'

/** How a sandbox is opened. */
export interface SandboxOptions {
  /** Where scripts run; `hybrid` chooses for each. Default: what `MCP_SANDBOX_BACKEND` says, else `wasm`. */
  readonly backend?: BackendChoice
  /** What chose the backend, for `why`. Default: that it was asked for. */
  readonly chosenBy?: string
  /** The bounds to start from. Default `default`. */
  readonly preset?: PresetName
  /** Bounds that differ from the preset's. */
  readonly limits?: Partial<Limits>
  /** The part of the scripts that `hybrid` gives to the interpreter where nothing else decides, from 0 to 1. Default 0.5. */
  readonly wasmRatio?: number
  /** Backends that stand in when the chosen one does not work, in this order. Default: none; with `hybrid` all that isolate as well. */
  readonly fallback?: readonly BackendName[]
  /** Whether a backend with weaker isolation than the chosen one may stand in. Default false. */
  readonly allowWeaker?: boolean
  /**
   * Whether scripts in `wasm` run on threads of their own, so that the caller's goes on meanwhile; all other backends run apart anyway.
   * Default false: on the thread of the caller, where short scripts are fastest.
   */
  readonly apart?: boolean
  readonly pool?: Partial<PoolOptions>
  readonly retry?: Partial<RetryOptions>
  readonly breaker?: Partial<BreakerOptions>
  /** Default: the machine's. */
  readonly clock?: Clock
  readonly random?: Random
  /** Where `MCP_SANDBOX_BACKEND` may be. Default: the environment of this process. */
  readonly environment?: Readonly<Record<string, string | undefined>>
  /** How backends are made, for those that are not to be made as always. */
  readonly backends?: Readonly<Partial<Record<BackendName, () => Backend | Promise<Backend>>>>
}

/** The options of a sandbox, all of them. */
export interface Settings {
  readonly limits: Limits
  /** Somebody set a bound of fuel. */
  readonly fuelAsked: boolean
  readonly wasmRatio: number
  readonly fallback: readonly BackendName[]
  readonly allowWeaker: boolean
  readonly pool: PoolOptions
  readonly retry: RetryOptions
  readonly breaker: BreakerOptions
}

/** Puts the defaults in. Throws `sandbox/bad-options`. */
export function settingsOf(options: SandboxOptions): Settings {
  const { preset = 'default', wasmRatio = 0.5, fallback = [], allowWeaker = false } = options
  if (!Object.hasOwn(presets, preset))
    throw wrong(`There is no preset "${preset}".`, `There are ${Object.keys(presets).join(', ')}.`)
  if (!(wasmRatio >= 0 && wasmRatio <= 1))
    throw wrong(`The ratio is ${wasmRatio}, which is no part.`, 'Give a number from 0 to 1.')
  const pool = { ...defaultPool, ...options.pool }
  const retry = { ...defaultRetry, ...options.retry }
  const breaker = { ...defaultBreaker, ...options.breaker }
  atLeast(1, { 'pool.size': pool.size, 'retry.attempts': retry.attempts, 'breaker.faults': breaker.faults }) // prettier-ignore
  atLeast(0, { 'pool.idle': pool.idle, 'pool.queue': pool.queue, 'retry.delay': retry.delay, 'retry.limit': retry.limit, 'breaker.rest': breaker.rest }) // prettier-ignore
  return {
    limits: limitsOf(preset, options.limits),
    fuelAsked: Number.isFinite(options.limits?.fuel ?? Infinity),
    wasmRatio,
    fallback,
    allowWeaker,
    pool,
    retry,
    breaker,
  }
}

function atLeast(least: number, values: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(values))
    if (!(value >= least)) throw wrong(`${name} is ${value}.`, `Give a number from ${least}.`)
}

function wrong(message: string, hint: string): GoapError {
  return new GoapError('sandbox/bad-options', message, { hint })
}

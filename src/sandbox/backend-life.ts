import { createActor } from 'xstate'
import { GoapError, type Clock, type Random } from '../base/index.ts'
import type { Backend, BoundScript } from './backend.ts'
import { backendMachine, type BackendEvent, type BackendState, type BreakerOptions } from './backend.machine.ts' // prettier-ignore
import { leaks, sing, type CanaryResult } from './canaries.ts'
import { backendTally, type BackendMetrics } from './metrics.ts'
import { closed, turns, type PoolOptions, type Turn } from './pool.ts'
import type { BackendName, SandboxResult } from './result.ts'
import { delayAfter, pause, type RetryOptions } from './retry.ts'
import type { Candidate } from './route.ts'
import type { Tool } from './tool.ts'

// The life of one backend: opened at its first use, warmed, asked in turns, left alone when it fails, and closed.
//
//   B1. What a script did, it did once: it is tried again only after a fault of the backend, and only if it had called no tool yet.
//   B2. A backend that failed too often, or let something through, gets no script before its canaries sing again.
//   B3. After `close` nothing of it is left running.

export interface LifeOptions {
  readonly pool: PoolOptions
  readonly retry: RetryOptions
  readonly breaker: BreakerOptions
  readonly clock: Clock
  /** For waits that keep no process alive. */
  readonly idleClock: Clock
  readonly random: Random
  /** Aborted when the sandbox closes. */
  readonly closing: AbortSignal
}

/** A backend that could be asked, with what to do if it is not there. */
export interface Standing extends Candidate {
  readonly hint: string
}

/** How a backend is. */
export interface Condition {
  readonly standing: Standing
  readonly state: BackendState
  /** Empty where it does not work here. */
  readonly canaries: readonly CanaryResult[]
  /** Of its last executions, and of these canaries, the part without a fault: the lower of the two. */
  readonly rate: number
}

export interface BackendLife {
  readonly name: BackendName
  /** Whether it works here; opens it. Rejects with `sandbox/backend-failed`. */
  standing(): Promise<Standing>
  /** The same as it was found at its opening; null before. */
  known(): Standing | null
  /** Without a promise where nothing has to be waited for. Rejects, or throws, with `sandbox/no-backend`, `sandbox/backend-failed`, `sandbox/busy` and `sandbox/closed`. */
  execute(script: BoundScript, signal: AbortSignal): SandboxResult | Promise<SandboxResult>
  /** Gets half of its turns ready for scripts with these tools. */
  warm(tools: readonly Tool[]): Promise<void>
  /** Lets its canaries sing; one that lets something through is not used any more until it holds. */
  examine(): Promise<Condition>
  metrics(): BackendMetrics
  /** With `drain` the scripts that run or wait come to their end first; without, `execute`'s signal should have been aborted. */
  close(options: { readonly drain: boolean }): Promise<void>
}

/** A script that was handed to the backend. */
interface Attempt {
  readonly running: SandboxResult | Promise<SandboxResult>
  readonly turn: Turn
  /** Null where it can call no tool, or is not tried again whatever it called. */
  readonly calls: Watched | null
}

interface Watched {
  readonly tools: readonly Tool[]
  readonly hasCalled: () => boolean
}

interface Opened {
  readonly backend: Backend
  readonly standing: Standing
}

export function backendLife(
  name: BackendName,
  make: () => Backend | Promise<Backend>,
  { pool: poolOptions, retry, breaker, clock, idleClock, random, closing }: LifeOptions,
): BackendLife {
  const counts = backendTally()
  const pool = turns(poolOptions, idleClock, (key) => opened?.backend.cool?.(namesIn(key)))
  const actor = createActor(backendMachine, { input: breaker })
  let state: BackendState = 'cold'
  let opened: Opened | null = null
  let opening: Promise<Opened> | null = null
  let trying: Promise<void> | null = null
  let ending: Promise<void> | null = null
  let lastFault = ''
  actor.subscribe(({ value }) => {
    if (value !== state) counts.moved(state, value)
    state = value
  })
  actor.start()

  function send(event: BackendEvent): BackendState {
    // A fault may come to light after the end; xstate would complain of it on the standard error.
    if (state !== 'closed') actor.send(event)
    return state
  }

  async function open(): Promise<Opened> {
    if (ending !== null) throw closed()
    return (opening ??= start())
  }

  async function start(): Promise<Opened> {
    send({ type: 'warm' })
    try {
      const backend = await make()
      opened = { backend, standing: await standingOf(backend) }
      send({ type: opened.standing.missing === null ? 'warmed' : 'lack' })
      return opened
    } catch (cause) {
      opening = null
      throw failed(cause)
    }
  }

  /** Notes a fault of the backend, and makes the error of it that the caller gets. */
  function failed(cause: unknown): GoapError {
    counts.fault()
    lastFault = messageOf(cause)
    send({ type: 'fault', at: clock.elapsed() })
    return isOwnFault(cause)
      ? cause
      : new GoapError('sandbox/backend-failed', `The backend "${name}" failed: ${lastFault}.`, { cause }) // prettier-ignore
  }

  /** Resolves when a broken backend works again; rejects while it does not. */
  function mended(backend: Backend): Promise<void> {
    return (trying ??= tryAgain(backend).finally(() => (trying = null)))
  }

  async function tryAgain(backend: Backend): Promise<void> {
    if (send({ type: 'try', at: clock.elapsed() }) === 'trying') judge(await canaries(backend))
    if (state !== 'ready')
      throw new GoapError('sandbox/backend-failed', `The backend "${name}" is left alone for ${breaker.rest} ms, since it failed: ${lastFault}.`) // prettier-ignore
  }

  function canaries(backend: Backend): Promise<readonly CanaryResult[]> {
    return sing(backend, closing, () => clock.elapsed())
  }

  function judge(found: readonly CanaryResult[]): void {
    const bad = found.find(({ passed }) => !passed)
    if (bad) lastFault = `its canary "${bad.name}" ended as ${bad.found}`
    if (leaks(found)) send({ type: 'leak', at: clock.elapsed() })
    else send(bad ? { type: 'fault', at: clock.elapsed() } : { type: 'good' })
  }

  function execute(
    script: BoundScript,
    signal: AbortSignal,
  ): SandboxResult | Promise<SandboxResult> {
    const first = beginAtOnce(script, signal)
    if (first === null || first.running instanceof Promise) return follow(script, signal, first)
    return ended(first.running, first.turn)
  }

  /** The first attempt, where nothing has to be waited for before it. */
  function beginAtOnce(script: BoundScript, signal: AbortSignal): Attempt | null {
    if (opened === null || opened.standing.missing !== null || !isUsable()) return null
    if (signal.aborted || (signal !== closing && closing.aborted)) return null
    const turn = pool.takeNow(keyOf(script.tools))
    return turn === null ? null : begin(opened.backend, script, signal, turn, 1)
  }

  function begin(
    backend: Backend,
    script: BoundScript,
    signal: AbortSignal,
    turn: Turn,
    number: number,
  ): Attempt {
    counts.turn(turn.hit, turn.waited)
    const calls = number < retry.attempts ? watch(script.tools) : null
    const watched = calls === null ? script : { ...script, tools: calls.tools }
    try {
      const running = backend.begin?.(watched, signal) ?? backend.execute(watched, signal)
      return { running, turn, calls }
    } catch (cause) {
      return { running: Promise.reject(cause), turn, calls }
    }
  }

  function ended(result: SandboxResult, turn: Turn): SandboxResult {
    counts.ended(result)
    if (state === 'degraded') send({ type: 'good' })
    turn.release()
    return result
  }

  /** Follows the first attempt, if it was begun, to its end, and begins others where there may be any. */
  async function follow(
    script: BoundScript,
    signal: AbortSignal,
    first: Attempt | null,
  ): Promise<SandboxResult> {
    const { backend, standing } = opened ?? (await open())
    if (standing.missing !== null) throw missing(standing)
    let attempt = first
    for (let number = 1; ; number++) {
      if (attempt === null) {
        if (closing.aborted) throw closed()
        if (signal.aborted) return cancelled(script, name)
        if (state === 'broken' || state === 'trying') await mended(backend)
        const turn = await pool.take(keyOf(script.tools), signal)
        if (turn === null) continue
        attempt = begin(backend, script, signal, turn, number)
      }
      const { running, turn, calls } = attempt
      try {
        return ended(await running, turn)
      } catch (cause) {
        const error = failed(cause)
        if (number >= retry.attempts || calls?.hasCalled() || !isUsable()) throw error
      } finally {
        turn.release()
      }
      attempt = null
      counts.retry()
      await pause(clock, delayAfter(retry, number, random), signal)
    }
  }

  function isUsable(): boolean {
    return state === 'ready' || state === 'degraded'
  }

  async function end(options: { readonly drain: boolean }): Promise<void> {
    await pool.close(options)
    const last = await opening?.catch(() => null)
    send({ type: 'close' })
    actor.stop()
    await last?.backend[Symbol.asyncDispose]()
  }

  return {
    name,
    standing: async () => (opened ?? (await open())).standing,
    known: () => opened?.standing ?? null,
    execute,
    async warm(tools) {
      const { backend, standing } = opened ?? (await open())
      if (standing.missing !== null) throw missing(standing)
      await backend.warm(tools, Math.ceil(poolOptions.size / 2)).catch((cause: unknown) => {
        throw failed(cause)
      })
      pool.warmed(keyOf(tools))
    },
    async examine() {
      const { backend } = opened ?? (await open())
      const standing = await standingOf(backend)
      opened = { backend, standing }
      if (standing.missing !== null) {
        return { standing, state, canaries: [], rate: counts.rate() ?? 1 }
      }
      if (state === 'cold') {
        send({ type: 'warm' })
        send({ type: 'warmed' })
      }
      const found = await canaries(backend)
      if (state !== 'broken') judge(found)
      return { standing, state, canaries: found, rate: rateOf(counts.rate(), found) }
    },
    metrics: () => counts.read({ state, ...pool.standing() }),
    close: (options) => (ending ??= end(options)),
  }
}

async function standingOf(backend: Backend): Promise<Standing> {
  const { name, abilities } = backend
  const readiness = await backend.ready()
  return readiness.ready
    ? { name, abilities, missing: null, hint: '' }
    : { name, abilities, missing: readiness.reason, hint: readiness.hint }
}

function missing({ name, missing, hint }: Standing): GoapError {
  return new GoapError('sandbox/no-backend', `The backend "${name}" does not work here: ${missing}.`, { hint }) // prettier-ignore
}

/** B1: tools that note whether a script calls one; null where there are none. */
function watch(tools: readonly Tool[] = []): Watched | null {
  if (tools.length === 0) return null
  let called = false
  const seen = tools.map((tool): Tool => ({
    ...tool,
    call(argument, context) {
      called = true
      return tool.call(argument, context)
    },
  }))
  return { tools: seen, hasCalled: () => called }
}

function rateOf(rate: number | null, found: readonly CanaryResult[]): number {
  const sung = found.filter(({ passed }) => passed).length / Math.max(1, found.length)
  return rate === null ? sung : Math.min(rate, sung)
}

function cancelled({ why }: BoundScript, backend: BackendName): SandboxResult {
  return { status: 'timeout', reason: 'cancelled', stdout: '', stderr: '', fuel: null, memory: null, backend, why, ms: 0 } // prettier-ignore
}

function keyOf(tools: readonly Tool[] = []): string {
  return tools.length === 0 ? '' : tools.map(({ name }) => name).join('\n')
}

function namesIn(key: string): readonly string[] {
  return key === '' ? [] : key.split('\n')
}

function isOwnFault(cause: unknown): cause is GoapError {
  return cause instanceof GoapError && cause.code.startsWith('sandbox/')
}

function messageOf(cause: unknown): string {
  return (cause instanceof Error ? cause.message : String(cause)).replace(/\.$/, '')
}

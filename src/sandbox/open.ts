import { GoapError, systemClock, systemRandom, type Clock, type Timestamp } from '../base/index.ts'
import type { BoundScript } from './backend.ts'
import { backendLife, type BackendLife } from './backend-life.ts'
import { makeBackend } from './backends.ts'
import { checkScript } from './check-script.ts'
import { backendNames, chosenBackend } from './chosen.ts'
import { either } from './either.ts'
import { healthOf, unopened, type BackendHealth } from './health.ts'
import type { SandboxMetrics } from './metrics.ts'
import { settingsOf, type SandboxOptions } from './options.ts'
import { closed } from './pool.ts'
import { recent } from './recent.ts'
import type { BackendName, SandboxResult } from './result.ts'
import type { Route } from './route.ts'
import { router, type Router } from './routing.ts'
import type { Sandbox } from './sandbox.ts'
import { usualFiles, type Limits, type Script } from './script.ts'
import type { Tool } from './tool.ts'
import { checked } from './tools/checked.ts'

/** A sandbox with all that keeps it well. */
export interface OpenSandbox extends Sandbox {
  /** Gets ready what scripts with these tools need. Default: no tools. Rejects as `execute` does. */
  warm(tools?: readonly Tool[]): Promise<void>
  /** How backends are: asks each whether it works here, and lets its canaries sing. Default: those that this sandbox may use. */
  health(names?: readonly BackendName[]): Promise<readonly BackendHealth[]>
  /** The backends that it may use: the one that was chosen, and those that stand in. */
  readonly backends: readonly BackendName[]
  metrics(): SandboxMetrics
  /** Where the last 100 scripts went, and why; the oldest first. */
  decisions(): readonly Decision[]
  /** Takes no more scripts and ends those that run; with `drain` all that it took come to their end first. `await using` does the former. */
  close(options?: { readonly drain?: boolean }): Promise<void>
}

/** Where a script went. */
export interface Decision {
  readonly at: Timestamp
  readonly file: string
  readonly backend: BackendName
  readonly why: string
  /** Whether it stood in for another one. */
  readonly fallback: boolean
}

const keptDecisions = 100
const none: readonly Tool[] = []

/**
 * Opens a sandbox. Nothing is loaded or started before the first script, or `warm`.
 *
 * @example
 * await using sandbox = openSandbox({ preset: 'restrictive' })
 * const result = await sandbox.execute({ code: 'input.map((n) => n * 2)', input: [1, 2, 3] })
 *
 * Throws `sandbox/bad-options`, `sandbox/bad-script` for limits that are none, and `sandbox/unknown-backend`.
 */
export function openSandbox(options: SandboxOptions = {}): OpenSandbox {
  const { apart = false, clock = systemClock, random = systemRandom, environment = process.env } = options // prettier-ignore
  const settings = settingsOf(options)
  checkScript({ code: '', limits: settings.limits })
  const { backend: chosen, by } = chosenBackend({ option: options.backend, environment })
  const usable = chosen === 'hybrid' ? backendNames : [chosen, ...settings.fallback]
  const shutdown = new AbortController()
  const lives = new Map<BackendName, BackendLife>()
  const decisions = recent<Decision>(keptDecisions)
  const counts = { executions: 0, refused: 0, fallbacks: 0 }
  const routing = router({
    chosen,
    by: options.chosenBy ?? by,
    settings,
    known: (name) => lives.get(name)?.known() ?? null,
    standing: (name) => lifeOf(name).standing(),
  })
  let isClosed = false

  function lifeOf(name: BackendName): BackendLife {
    const known = lives.get(name)
    if (known) return known
    if (isClosed) throw closed()
    const make =
      options.backends?.[name] ?? (() => makeBackend(name, { turns: settings.pool.size, apart }))
    const idleClock = options.clock ?? patientClock
    const life = backendLife(name, make, { ...settings, clock, idleClock, random, closing: shutdown.signal }) // prettier-ignore
    lives.set(name, life)
    return life
  }

  async function execute(
    script: Script,
    { signal }: { readonly signal?: AbortSignal } = {},
  ): Promise<SandboxResult> {
    if (isClosed) throw closed()
    checkScript(script)
    return signal === undefined ? begin(script, shutdown.signal) : beginUntil(script, signal)
  }

  async function beginUntil(script: Script, signal: AbortSignal): Promise<SandboxResult> {
    const { signal: stop, release } = either(signal, shutdown.signal)
    try {
      return await begin(script, stop)
    } finally {
      release()
    }
  }

  /** Asks the first backend; without a promise where nothing has to be waited for. */
  function begin(script: Script, stop: AbortSignal): SandboxResult | Promise<SandboxResult> {
    const routes = routesOf(script)
    const first = routes instanceof Promise ? undefined : routes[0]
    if (first === undefined) return follow(script, stop, routes)
    let running: SandboxResult | Promise<SandboxResult>
    try {
      running = ask(script, stop, first, null)
    } catch (error) {
      running = Promise.reject(error)
    }
    return running instanceof Promise
      ? follow(script, stop, routes, running)
      : ended(script, first, running)
  }

  function routesOf(script: Script): ReturnType<Router['routes']> {
    try {
      return routing.routes(script)
    } catch (error) {
      counts.refused++
      throw error
    }
  }

  function ask(
    script: Script,
    stop: AbortSignal,
    { name: backend, why: chosenSince, standsIn: fallback }: Route,
    fault: GoapError | null,
  ): SandboxResult | Promise<SandboxResult> {
    const why = fault === null ? chosenSince : `${chosenSince}: ${fault.message}`
    const bound = boundScript(script, settings.limits, why)
    decisions.add({ at: clock.now(), file: bound.file, backend, why, fallback })
    return lifeOf(backend).execute(bound, stop)
  }

  function ended(script: Script, route: Route, result: SandboxResult): SandboxResult {
    counts.executions++
    if (route.standsIn) counts.fallbacks++
    routing.learn(script, result)
    return result
  }

  /** Asks one backend after the other; the first was asked already where `running` is given. */
  async function follow(
    script: Script,
    stop: AbortSignal,
    routes: ReturnType<Router['routes']>,
    running: Promise<SandboxResult> | null = null,
  ): Promise<SandboxResult> {
    let asked = running
    let fault: GoapError | null = null
    try {
      for (const route of routes instanceof Promise ? await routes : routes) {
        try {
          return ended(script, route, await (asked ?? ask(script, stop, route, fault)))
        } catch (error) {
          if (!isFault(error)) throw error
          fault = error
        }
        asked = null
      }
      throw fault ?? new GoapError('sandbox/no-backend', 'No backend can run the script.')
    } catch (error) {
      counts.refused++
      throw error
    }
  }

  async function close({ drain = false }: { readonly drain?: boolean } = {}): Promise<void> {
    isClosed = true
    if (!drain) shutdown.abort()
    await Promise.all([...lives.values()].map((life) => life.close({ drain })))
    shutdown.abort()
  }

  return {
    execute,
    async warm(tools = []) {
      if (isClosed) throw closed()
      checkScript({ code: '', tools })
      const names = chosen === 'hybrid' ? backendNames : [chosen]
      const all = await Promise.allSettled(names.map((name) => lifeOf(name).warm(tools)))
      const failed = all.find((one) => one.status === 'rejected')
      if (failed && all.every((one) => one.status === 'rejected')) throw failed.reason
    },
    backends: usable,
    health: (names = usable) =>
      Promise.all(names.map(async (name) => {
        const life = lifeOf(name)
        return life.examine().then(healthOf, (error: unknown) => unopened(name, life.metrics().state, error)) // prettier-ignore
      })), // prettier-ignore
    metrics: () => ({
      ...counts,
      backends: Object.fromEntries([...lives].map(([name, life]) => [name, life.metrics()])),
    }),
    decisions: () => decisions.read(),
    close,
    [Symbol.asyncDispose]: () => close(),
  }
}

/** A script with its bounds and what else has a default. Written out, since copying a script takes longer. */
function boundScript(
  { code, language = 'js', file = usualFiles[language], input, tools, limits, seed, now }: Script,
  usual: Limits,
  why: string,
): BoundScript & { readonly file: string } {
  const bound = {
    code,
    language,
    file,
    tools: tools === undefined ? none : tools.map(checked),
    limits: limits === undefined ? usual : { ...usual, ...limits },
    why,
  }
  if (input === undefined && seed === undefined && now === undefined) return bound
  return {
    ...bound,
    ...(input !== undefined && { input }),
    ...(seed !== undefined && { seed }),
    ...(now !== undefined && { now }),
  }
}

/** Whether another backend may do what this one could not. */
function isFault(error: unknown): error is GoapError {
  return (
    error instanceof GoapError &&
    (error.code === 'sandbox/backend-failed' || error.code === 'sandbox/no-backend')
  )
}

/** The machine's clock, whose timers keep no process alive. */
const patientClock: Clock = {
  ...systemClock,
  timer(after, then) {
    const handle = setTimeout(then, Math.min(after, 2 ** 31 - 1)).unref()
    return () => clearTimeout(handle)
  },
}

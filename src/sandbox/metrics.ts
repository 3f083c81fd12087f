import type { Milliseconds } from '../base/index.ts'
import type { BackendState } from './backend.machine.ts'
import { steps, tally, type Histogram } from './histogram.ts'
import type { BackendName, SandboxResult } from './result.ts'

/** What a sandbox has done so far, as plain data. */
export interface SandboxMetrics {
  /** Scripts that ended in some way, by their status; those that no backend could run are not among them. */
  readonly executions: number
  /** Scripts that no backend could run. */
  readonly refused: number
  /** Scripts that ran on another backend than was chosen for them. */
  readonly fallbacks: number
  /** Of each backend that was asked for anything. */
  readonly backends: Readonly<Partial<Record<BackendName, BackendMetrics>>>
}

export interface BackendMetrics {
  readonly state: BackendState
  readonly executions: number
  readonly byStatus: Readonly<Record<SandboxResult['status'], number>>
  /** `fuel`, `thrown`, `memory` …: those that occurred. */
  readonly byReason: Readonly<Record<string, number>>
  /** Time from a script's start to its result, in milliseconds. */
  readonly latency: Histogram
  /** Time that a script waited for its turn, in milliseconds. */
  readonly waiting: Histogram
  /** Fuel of each script, where it is counted. */
  readonly fuel: Histogram
  /** Peak memory of each script in bytes, where it is told. */
  readonly memory: Histogram
  readonly pool: {
    /** Scripts whose tools were ready, and those for which they were not. */
    readonly hits: number
    readonly misses: number
    readonly running: number
    readonly waiting: number
    /** Sets of tools that are kept ready. */
    readonly ready: number
  }
  /** Faults of the backend itself, and attempts that followed one. */
  readonly faults: number
  readonly retries: number
  /** How often the breaker opened, was tried, and closed again. */
  readonly breaker: {
    readonly opened: number
    readonly tried: number
    readonly closed: number
  }
}

const milliseconds = steps(0.01, 100_000)

/** Counts what one backend does. */
export interface BackendTally {
  turn(hit: boolean, waited: Milliseconds): void
  ended(result: SandboxResult): void
  fault(): void
  retry(): void
  /** The machine went from one state into another. */
  moved(from: BackendState, to: BackendState): void
  /** Of the last executions and faults, the part that was no fault; null before the first. */
  rate(): number | null
  read(now: {
    readonly state: BackendState
    readonly running: number
    readonly waiting: number
    readonly ready: number
  }): BackendMetrics
}

/** The last so many attempts decide whether a backend is healthy. */
const remembered = 100

export function backendTally(): BackendTally {
  const byStatus = { success: 0, error: 0, timeout: 0, violation: 0 }
  const byReason: Record<string, number> = {}
  const latency = tally(milliseconds)
  const waiting = tally(milliseconds)
  const fuel = tally(steps(100, 100_000_000_000))
  const memory = tally(Array.from({ length: 16 }, (_, power) => 2 ** (power + 15)))
  const breaker = { opened: 0, tried: 0, closed: 0 }
  const attempts: boolean[] = []
  let [executions, hits, misses, faults, retries, count] = [0, 0, 0, 0, 0, 0]

  function attempted(isGood: boolean): void {
    attempts[count++ % remembered] = isGood
  }

  return {
    turn(hit, waited) {
      if (hit) hits++
      else misses++
      waiting.add(waited)
    },
    ended(result) {
      executions++
      attempted(true)
      byStatus[result.status]++
      if (result.status !== 'success') byReason[result.reason] = (byReason[result.reason] ?? 0) + 1
      latency.add(result.ms)
      if (result.fuel !== null) fuel.add(result.fuel)
      if (result.memory !== null) memory.add(result.memory)
    },
    fault() {
      faults++
      attempted(false)
    },
    retry() {
      retries++
    },
    moved(from, to) {
      if (to === 'broken') breaker.opened++
      else if (to === 'trying') breaker.tried++
      else if (from === 'trying' && to === 'ready') breaker.closed++
    },
    rate: () =>
      attempts.length === 0 ? null : attempts.filter((good) => good).length / attempts.length,
    read: ({ state, ...standing }) => ({
      state,
      executions,
      byStatus: { ...byStatus },
      byReason: { ...byReason },
      latency: latency.read(),
      waiting: waiting.read(),
      fuel: fuel.read(),
      memory: memory.read(),
      pool: { hits, misses, ...standing },
      faults,
      retries,
      breaker: { ...breaker },
    }),
  }
}

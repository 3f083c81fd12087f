import type { Abilities } from './backend.ts'
import type { BackendState } from './backend.machine.ts'
import type { Condition } from './backend-life.ts'
import { leaks, type CanaryResult } from './canaries.ts'
import type { BackendName } from './result.ts'

/** Above this success rate a backend is healthy. */
export const healthyAbove = 0.5

/** How a backend is. */
export interface BackendHealth {
  readonly backend: BackendName
  /** Whether it works here. */
  readonly ready: boolean
  /** What is missing, and what to do; null where nothing is. */
  readonly missing: string | null
  readonly hint: string | null
  /** It is ready, holds what it must hold, and is above the success rate. */
  readonly healthy: boolean
  readonly state: BackendState
  /** Of its last 100 executions, and of the canaries, the part without a fault: the lower of the two. Null where it is not ready. */
  readonly rate: number | null
  readonly canaries: readonly CanaryResult[]
  /** Null where it could not be opened at all. */
  readonly abilities: Abilities | null
}

export function healthOf({ standing, state, canaries, rate }: Condition): BackendHealth {
  const { name, missing, hint, abilities } = standing
  const ready = missing === null
  return {
    backend: name,
    ready,
    missing,
    hint: ready ? null : hint,
    healthy: ready && rate > healthyAbove && !leaks(canaries),
    state,
    rate: ready ? rate : null,
    canaries,
    abilities,
  }
}

/** A backend that cannot be opened. */
export function unopened(backend: BackendName, state: BackendState, error: unknown): BackendHealth {
  const missing = error instanceof Error ? error.message : String(error)
  return { backend, ready: false, missing, hint: null, healthy: false, state, rate: null, canaries: [], abilities: null } // prettier-ignore
}

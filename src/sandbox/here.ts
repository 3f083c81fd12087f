import { makeBackend } from './backends.ts'
import { backendNames } from './chosen.ts'
import type { BackendName } from './result.ts'

/** Whether a backend works here. */
export interface BackendHere {
  readonly backend: BackendName
  /** What is missing, and what to do; null where nothing is. */
  readonly missing: string | null
  readonly hint: string | null
  /** Whether the operating system keeps its scripts in as well. */
  readonly confined: boolean
}

/** Opens each backend without a script and asks it. What they hold, only their canaries know: `OpenSandbox.health`. */
export async function backendsHere(): Promise<readonly BackendHere[]> {
  return Promise.all(backendNames.map(here))
}

async function here(backend: BackendName): Promise<BackendHere> {
  try {
    await using made = await makeBackend(backend, { turns: 1, apart: true })
    const standing = await made.ready()
    const confined = made.abilities.isolation.includes('confined')
    return standing.ready
      ? { backend, missing: null, hint: null, confined }
      : { backend, missing: standing.reason, hint: standing.hint, confined }
  } catch (error) {
    const missing = error instanceof Error ? error.message : String(error)
    return { backend, missing, hint: null, confined: false }
  }
}

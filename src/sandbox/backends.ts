import type { Backend } from './backend.ts'
import type { BackendName } from './result.ts'

/** What a sandbox wants of a backend. */
export interface Making {
  /** Scripts that it is asked to run at once. */
  readonly turns: number
  /** No script may hold up the thread of the caller. */
  readonly apart: boolean
}

/** How each backend is made. They are loaded when they are first asked for, since few calls need more than one. */
const makers: Readonly<Record<BackendName, (making: Making) => Promise<Backend>>> = {
  // As many instances as run at once: one that is not kept is made anew, which takes as long as many scripts.
  wasm: async ({ turns, apart }) =>
    apart
      ? (await import('./metered/apart.ts')).meteredApart()
      : (await import('./metered/backend.ts')).meteredBackend({ idle: turns }),
  'isolated-vm': async () => (await import('./isolated/isolated.ts')).isolatedBackend(),
  process: async () => (await import('./process/process.ts')).processBackend(),
  quickjs: async () => (await import('./quickjs/quickjs.ts')).quickJsBackend(),
}

/** Makes a backend as always. */
export async function makeBackend(name: BackendName, making: Making): Promise<Backend> {
  return makers[name](making)
}

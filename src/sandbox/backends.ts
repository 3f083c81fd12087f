import type { Backend } from './backend.ts'
import type { BackendName } from './result.ts'

/** How each backend is made. They are loaded when they are first asked for, since few calls need more than one. */
const makers: Readonly<Record<BackendName, (turns: number) => Promise<Backend>>> = {
  // As many instances as run at once: one that is not kept is made anew, which takes as long as many scripts.
  wasm: async (turns) => (await import('./metered/backend.ts')).meteredBackend({ idle: turns }),
  'isolated-vm': async () => (await import('./isolated/isolated.ts')).isolatedBackend(),
  process: async () => (await import('./process/process.ts')).processBackend(),
  quickjs: async () => (await import('./quickjs/quickjs.ts')).quickJsBackend(),
}

/** Makes a backend as always, for so many scripts at once. */
export async function makeBackend(name: BackendName, turns: number): Promise<Backend> {
  return makers[name](turns)
}

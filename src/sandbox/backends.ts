import { GoapError } from '../base/index.ts'
import type { Backend } from './backend.ts'
import type { BackendName } from './result.ts'

/** How each backend is made. They are loaded when they are first asked for, since few calls need more than one. */
const makers: Readonly<Partial<Record<BackendName, () => Promise<Backend>>>> = {
  wasm: async () => (await import('./metered/backend.ts')).meteredBackend(),
  process: async () => (await import('./process/process.ts')).processBackend(),
  quickjs: async () => (await import('./quickjs/quickjs.ts')).quickJsBackend(),
}

/** Makes a backend as always. Rejects with `sandbox/no-backend` where this goap has none of that name. */
export async function makeBackend(name: BackendName): Promise<Backend> {
  const make = makers[name]
  if (make) return make()
  throw new GoapError('sandbox/no-backend', `The backend "${name}" is not part of this goap.`)
}

import { GoapError } from '../base/index.ts'
import type { Backend } from './backend.ts'
import type { BackendName } from './result.ts'

/** How each backend is made. They are loaded when they are first asked for, since few calls need more than one. */
export const backendMakers: Readonly<
  Partial<Record<BackendName, () => Backend | Promise<Backend>>>
> = {
  wasm: async () => (await import('./metered/backend.ts')).meteredBackend(),
}

/** Makes a backend as always. */
export function makeBackend(name: BackendName): Backend | Promise<Backend> {
  const make = backendMakers[name]
  if (make) return make()
  throw new GoapError('sandbox/no-backend', `The backend "${name}" is not part of this goap.`)
}

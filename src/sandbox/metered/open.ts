import type { Backend } from '../backend.ts'
import type { MeteredOptions } from './backend.ts'

/** The backend `wasm` (backend.ts), loaded when it is first opened. */
export async function meteredBackend(options?: MeteredOptions): Promise<Backend> {
  const made = await import('./backend.ts')
  return made.meteredBackend(options)
}

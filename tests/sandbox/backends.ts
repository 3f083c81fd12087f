import type { Backend, BackendName } from '../../src/sandbox/index.ts'
import { meteredBackend } from '../../src/sandbox/metered/backend.ts'
import { meteredApart } from '../../src/sandbox/metered/apart.ts'
import { isolatedBackend } from '../../src/sandbox/isolated/isolated.ts'
import { processBackend } from '../../src/sandbox/process/process.ts'
import { quickJsBackend } from '../../src/sandbox/quickjs/quickjs.ts'

/** Every backend there is, as tests of all of them open it. */
export const backends = {
  wasm: () => meteredBackend(),
  'isolated-vm': async () => isolatedBackend({ processes: 2 }),
  process: async () => processBackend({ processes: 2 }),
  quickjs: () => quickJsBackend({ threads: 2 }),
} satisfies Partial<Record<BackendName, () => Backend | Promise<Backend>>>

/** And the ways in which they run. */
export const waysToRun = {
  ...backends,
  'wasm apart': () => meteredApart({ threads: 2 }),
} satisfies Record<string, () => Backend | Promise<Backend>>

import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { meter, webAssembly, type WasmModule } from '../../wasm/index.ts'
import { exportedGlobals, rewritten } from '../rewritten.ts'

// QuickJS as quickjs-emscripten has it asks whether it shall stop only between steps of a script. A built-in function may take
// hours without asking, and then only the end of its thread would help, which costs the start of another. So the module is
// rewritten to count the steps of its own loops, as that of the backend `wasm` is. It is made once in a process, and passes from
// thread to thread with its machine code.

/** What instances of QuickJS are made of. */
export interface Engine {
  readonly module: WasmModule
  /** Names of all exported globals that can change, but for the counter. */
  readonly globals: readonly string[]
}

/** Names of what counting adds to the module's exports. */
export const added = { fuel: 'goap:fuel', refill: 'goap:refill', globals: 'goap:global:' } as const

/** SHA-256 of what comes of rewriting it (rewritten.ts); a test tells it when that has changed. */
export const engineHash = '9f4fb70f0b5f026a735a0c2c1df80c3b854f8e7c6a8b8d3d5d6e4f416cdd04bd'

/** Makes it: rewriting takes some tens of milliseconds, so not on the thread of the host. */
export async function makeEngine(): Promise<Engine> {
  const module = await webAssembly.compile(await rewritten(engineHash, rewrite))
  return { module, globals: exportedGlobals(module, added.globals) }
}

/** The module as quickjs-emscripten has it, rewritten. */
export async function rewrite(): Promise<Uint8Array<ArrayBuffer>> {
  const { resolve } = createRequire(import.meta.url)
  const given = await readFile(resolve('@jitl/quickjs-wasmfile-release-sync/wasm'))
  return meter(given, {
    fuel: added.fuel,
    refill: { table: added.refill },
    // QuickJS runs its bytecode in a loop, so whatever a script does passes through loops; and its own recursion is bounded by its stack.
    calls: false,
    globals: added.globals,
  }).bytes
}

let made: Promise<Engine> | undefined

/** The engine of this process, made in the given way where it is not there yet. Who asks meanwhile waits; after a failure the next tries. */
export async function engineBy(make: () => Promise<Engine>): Promise<Engine> {
  made ??= make().catch((cause: unknown) => {
    made = undefined
    throw cause
  })
  return made
}

import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { meter, webAssembly, type WasmModule } from '../../wasm/index.ts'

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

/** Reads and rewrites the module; some tens of milliseconds, so not on the thread of the host. */
export async function makeEngine(): Promise<Engine> {
  const { resolve } = createRequire(import.meta.url)
  const { bytes, globals } = meter(
    await readFile(resolve('@jitl/quickjs-wasmfile-release-sync/wasm')),
    {
      fuel: added.fuel,
      refill: { table: added.refill },
      // QuickJS runs its bytecode in a loop, so whatever a script does passes through loops; and its own recursion is bounded by its stack.
      calls: false,
      globals: added.globals,
    },
  )
  return { module: await webAssembly.compile(bytes), globals }
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

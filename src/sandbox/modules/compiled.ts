import { createHash } from 'node:crypto'
import { GoapError } from '../../base/index.ts'
import { meter, webAssembly, type WasmModule } from '../../wasm/index.ts'

/** A module that counts its steps, or why there is none. */
export type Compiled =
  | { readonly module: WasmModule }
  | { readonly kind: 'no-module' | 'too-large'; readonly why: string }

/** What metering adds to a module: names that none of its own exports may have. */
export const added = { fuel: 'goap:fuel', refill: 'goap:refill' } as const

/** Steps that a module may take before it is under control: what it does at its very start, if it has such a function. */
export const slice = 65_536

/** The interface of the system that modules find. */
export const interfaceName = 'wasi_snapshot_preview1'

const kept = 8

/** Metered modules by the hash of their bytes; those used last are kept. */
export class ModuleCache {
  readonly #modules = new Map<string, Promise<Compiled>>()

  /** The module with a bound for its memory, in pages of 64 KiB. */
  async get(bytes: Uint8Array, pages: number, has: (name: string) => boolean): Promise<Compiled> {
    const key = `${pages} ${createHash('sha256').update(bytes).digest('base64')}`
    const found = this.#modules.get(key) ?? compiled(bytes, pages, has)
    this.#modules.delete(key)
    this.#modules.set(key, found)
    for (const old of this.#modules.keys()) if (this.#modules.size > kept) this.#modules.delete(old)
    return await found
  }
}

async function compiled(
  bytes: Uint8Array,
  pages: number,
  has: (name: string) => boolean,
): Promise<Compiled> {
  try {
    const metered = meter(bytes, {
      fuel: added.fuel,
      initial: BigInt(slice),
      refill: { table: added.refill },
      pages,
      elements: mostElements,
    })
    const module = await webAssembly.compile(metered.bytes)
    const why = lack(module, has)
    return why === null ? { module } : { kind: 'no-module', why }
  } catch (error) {
    if (error instanceof GoapError && error.code === 'wasm/over-limit') return { kind: 'too-large', why: error.message } // prettier-ignore
    if (error instanceof GoapError || error instanceof webAssembly.CompileError) return { kind: 'no-module', why: error.message } // prettier-ignore
    throw error
  }
}

/** The host's memory holds tables, so they are bounded too. */
const mostElements = 1_000_000

/** What keeps a module from being a command of WASI. */
function lack(module: WasmModule, has: (name: string) => boolean): string | null {
  const imports = webAssembly.Module.imports(module)
  const foreign = imports.find(({ module: from, name, kind }) => from !== interfaceName || kind !== 'function' || !has(name)) // prettier-ignore
  if (foreign)
    return `It imports ${foreign.module}.${foreign.name}, which is no function of WASI preview 1.`
  const exports = new Map(webAssembly.Module.exports(module).map(({ name, kind }) => [name, kind]))
  if (exports.get('_start') !== 'function')
    return 'It exports no function `_start`, so it is no command of WASI.'
  if (imports.length > 0 && exports.get('memory') !== 'memory') return 'It exports no memory with the name `memory`, which WASI works on.' // prettier-ignore
  return null
}

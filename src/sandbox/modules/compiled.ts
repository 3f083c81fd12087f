import { createHash } from 'node:crypto'
import { GoapError } from '../../base/index.ts'
import { meter, readModule, webAssembly, type WasmModule } from '../../wasm/index.ts'

/** A module that counts its steps, or why there is none. */
export type Compiled =
  | { readonly module: WasmModule }
  | { readonly kind: 'no-module' | 'too-large'; readonly why: string }

/** What metering adds to a module: names that none of its own exports may have. */
export const added = { fuel: 'goap:fuel', refill: 'goap:refill', start: 'goap:start' } as const

/** Steps that a module is given at a time. */
export const slice = 65_536

/** The interface of the system that modules find. */
export const interfaceName = 'wasi_snapshot_preview1'

const kept = 8

/** Metered modules by the hash of their bytes; those used last are kept. */
export class ModuleCache {
  readonly #modules = new Map<string, Promise<Compiled>>()

  /**
   * The module with a bound for its memory, in pages of 64 KiB. It is rewritten at once and compiled on other threads; `look` is called on the
   * way, again and again, and what it throws ends the work. Who does not wait for the rest finds it done later.
   */
  async get(
    bytes: Uint8Array,
    pages: number,
    has: (name: string) => boolean,
    look: () => void,
  ): Promise<Compiled> {
    const key = `${pages} ${createHash('sha256').update(bytes).digest('base64')}`
    const found = this.#modules.get(key) ?? compiled(bytes, pages, has, look)
    this.#modules.delete(key)
    this.#modules.set(key, found)
    for (const old of this.#modules.keys()) if (this.#modules.size > kept) this.#modules.delete(old)
    try {
      return await found
    } catch (error) {
      if (this.#modules.get(key) === found) this.#modules.delete(key)
      throw error
    }
  }
}

async function compiled(
  bytes: Uint8Array,
  pages: number,
  has: (name: string) => boolean,
  look: () => void,
): Promise<Compiled> {
  try {
    const metered = meter(bytes, {
      fuel: added.fuel,
      initial: BigInt(slice),
      refill: { table: added.refill },
      start: added.start,
      pages,
      elements: mostElements,
      between: look,
    })
    const module = await webAssembly.compile(metered.bytes)
    const why = lack(module, has) ?? lackOfStart(bytes)
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

/** WebAssembly's interface does not tell the types of functions. */
function lackOfStart(bytes: Uint8Array): string | null {
  const { exports, imports, functions, types } = readModule(bytes)
  const index = exports.find(({ name }) => name === '_start')?.index ?? 0
  const imported = imports.filter(({ kind }) => kind === 'function').map(({ type }) => type)
  const type = types[[...imported, ...functions][index] ?? -1]
  return type?.parameters === 0 && type.results === 0
    ? null
    : 'Its function `_start` takes or gives values, so it is no command of WASI.'
}

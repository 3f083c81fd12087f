import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { webAssembly, type WasmGlobal, type WasmMemory } from '../../wasm/index.ts'

/** The functions of quickjs.wasm that are called here. Values are pointers; 0 is none. */
interface Functions {
  readonly memory: WasmMemory
  readonly __stack_pointer: WasmGlobal
  readonly _initialize: () => void
  readonly wasm_malloc: (bytes: number) => number
  readonly qjs_init: () => number
  readonly qjs_set_max_stack_size: (bytes: number) => void
  readonly qjs_eval: (code: number, length: number, file: number, flags: number) => number
  readonly qjs_compile: (code: number, length: number, file: number, flags: number, written: number, told: number) => number // prettier-ignore
  readonly qjs_call: (called: number, self: number, count: number, values: number) => number
  readonly qjs_new_host_function: (name: number, length: number, count: number) => number
  readonly qjs_get_undefined: () => number
  readonly qjs_get_prop_uint32: (object: number, index: number) => number
  readonly qjs_get_prop_string: (object: number, name: number) => number
  readonly qjs_is_exception: (value: number) => number
  readonly qjs_get_exception: () => number
  readonly qjs_get_string: (value: number) => number
}

/** What was thrown, by its parts. */
export interface Thrown {
  readonly name: string
  readonly message: string
  readonly stack: string
}

/** A QuickJS that is prepared here and goes on elsewhere. */
export interface QuickJs {
  readonly functions: Functions
  /** A text in its memory, which stays there; a zero stands behind it. */
  readonly write: (text: string) => { readonly at: number; readonly length: number }
  /** The word at a place of its memory. */
  readonly word: (at: number) => number
  /** Words in its memory, which stay there. */
  readonly words: (all: readonly number[]) => number
  /** What was thrown last. */
  readonly thrown: () => Thrown
}

/** Flags of `qjs_eval` and `qjs_compile` (quickjs.h). */
export const evaluateAsync = 128
export const stripSource = 16

let read: Promise<Uint8Array> | undefined

/** The bytes of the QuickJS that goap stands on. */
export async function quickJsBytes(): Promise<Uint8Array> {
  read ??= readFile(createRequire(import.meta.url).resolve('quickjs-wasi/quickjs.wasm'))
  return await read
}

/** A new QuickJS that cannot reach anything: what it calls of the host does nothing. */
export async function openQuickJs(): Promise<QuickJs> {
  const module = await webAssembly.compile(await quickJsBytes())
  const imports: Record<string, Record<string, () => number>> = {}
  for (const { module: from, name } of webAssembly.Module.imports(module))
    (imports[from] ??= {})[name] = () => 0
  const { exports } = await webAssembly.instantiate(module, imports)
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the package is pinned, and tests call all of it
  const functions = exports as unknown as Functions
  functions._initialize()
  functions.qjs_init()
  const { memory } = functions

  function write(text: string): { readonly at: number; readonly length: number } {
    const encoded = new TextEncoder().encode(text)
    const at = functions.wasm_malloc(encoded.length + 1)
    const bytes = new Uint8Array(memory.buffer, at, encoded.length + 1)
    bytes.set(encoded)
    bytes[encoded.length] = 0
    return { at, length: encoded.length }
  }

  function textOf(value: number): string {
    const at = functions.qjs_get_string(value)
    const bytes = new Uint8Array(memory.buffer)
    return at === 0 ? '' : new TextDecoder().decode(bytes.subarray(at, bytes.indexOf(0, at)))
  }

  return {
    functions,
    write,
    word: (at) => new DataView(memory.buffer).getUint32(at, true),
    words(all) {
      const at = functions.wasm_malloc(all.length * 4)
      new Uint32Array(memory.buffer, at, all.length).set(all)
      return at
    },
    thrown() {
      const error = functions.qjs_get_exception()
      const part = (name: keyof Thrown): string =>
        textOf(functions.qjs_get_prop_string(error, write(name).at))
      return { name: part('name'), message: part('message'), stack: part('stack') }
    },
  }
}

import wabt from 'wabt'
import {
  webAssembly,
  type WasmGlobal,
  type WasmImports,
  type WasmMemory,
} from '../../src/wasm/index.ts'

const { parseWat } = await wabt()

/** The bytes of a module that is written as text. */
export function wat(text: string): Uint8Array {
  const module = parseWat('test.wat', text, {
    exceptions: true,
    threads: true,
    tail_call: true,
    bulk_memory: true,
    reference_types: true,
    simd: true,
  })
  const { buffer } = module.toBinary({})
  module.destroy()
  return new Uint8Array(buffer)
}

type Call = (...values: readonly number[]) => number

/** The exports of an instance, by what they are. */
export interface Instance {
  readonly call: Readonly<Record<string, Call>>
  readonly memory: Readonly<Record<string, WasmMemory>>
  readonly i64: Readonly<Record<string, WasmGlobal<bigint>>>
  readonly i32: Readonly<Record<string, WasmGlobal>>
}

export function instance(bytes: Uint8Array, imports: WasmImports = {}): Instance {
  const { exports } = new webAssembly.Instance(new webAssembly.Module(bytes), imports)
  return { call: exports, memory: exports, i64: exports, i32: exports } as unknown as Instance
}

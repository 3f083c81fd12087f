import { webAssembly, type WasmModule } from '../../wasm/index.ts'

/** A module that exports the function without parameters and results that it imports: only such a one may stand in a table. */
const bytes = [
  [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
  [0x01, 0x04, 0x01, 0x60, 0x00, 0x00],
  [0x02, 0x07, 0x01, 0x01, 0x68, 0x01, 0x66, 0x00, 0x00],
  [0x07, 0x05, 0x01, 0x01, 0x66, 0x00, 0x00],
].flat()

let module: WasmModule | undefined

/** The function, as one that can be put into a table. */
export function throughTable(call: () => void): unknown {
  module ??= new webAssembly.Module(new Uint8Array(bytes))
  return new webAssembly.Instance(module, { h: { f: call } }).exports['f']
}

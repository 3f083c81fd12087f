export { markedBytes, spillBytes } from './marks.ts'
export {
  webAssembly,
  type WasmGlobal,
  type WasmImports,
  type WasmInstance,
  type WasmMemory,
  type WasmModule,
} from './web-assembly.ts'
export { meter, type Metered } from './meter.ts'
export { readModule, type Module } from './module.ts'
export type { MeterOptions } from './options.ts'

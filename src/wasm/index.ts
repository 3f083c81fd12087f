export { imageOffset, markedBytes, markShift, spillBytes } from './marks.ts'
export {
  webAssembly,
  type WasmGlobal,
  type WasmImports,
  type WasmInstance,
  type WasmMemory,
  type WasmModule,
  type WasmTable,
} from './web-assembly.ts'
export { meter, type Metered } from './meter.ts'
export { readModule, type Module } from './module.ts'
export type { MeterOptions } from './options.ts'
export {
  bake,
  type AddedFunction,
  type Baking,
  type ImportedFunction,
  type ValueType,
} from './bake.ts'

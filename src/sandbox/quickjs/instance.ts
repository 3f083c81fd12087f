import * as variants from '@jitl/quickjs-wasmfile-release-sync'
import {
  newQuickJSWASMModuleFromVariant,
  newVariant,
  type EmscriptenModule,
  type QuickJSWASMModule,
} from 'quickjs-emscripten-core'
import {
  webAssembly,
  type WasmGlobal,
  type WasmImports,
  type WasmInstance,
  type WasmMemory,
  type WasmTable,
} from '../../wasm/index.ts'
import { throughTable } from '../modules/through-table.ts'
import { added, type Engine } from './engine.ts'

/** An instance of QuickJS, by its two interfaces, and what is not in its memory. */
export interface Instance {
  readonly quickJs: QuickJSWASMModule
  readonly emscripten: EmscriptenModule
  /** The steps that are left until it asks for more. */
  readonly fuel: WasmGlobal<bigint>
  /** What else it can change outside of its memory: the top of its stack. */
  readonly globals: readonly WasmGlobal[]
}

/** Makes an instance that works in the given memory, and calls `refill` whenever its steps are used up; that sets more, or throws. */
export async function makeInstance(
  { module, globals }: Engine,
  wasmMemory: WasmMemory,
  refill: () => void,
): Promise<Instance> {
  // What stands in the declarations as a module of CommonJS is one of ECMAScript.
  const given = variants.default
  const sync = 'default' in given ? given.default : given
  let emscripten: EmscriptenModule | undefined
  let exported: WasmInstance['exports'] | undefined
  const quickJs = await newQuickJSWASMModuleFromVariant(
    newVariant(
      {
        ...sync,
        async importModuleLoader() {
          const load = await sync.importModuleLoader()
          const once = 'default' in load ? load.default : load
          const loader = 'default' in once ? once.default : once
          return async (options) => (emscripten = await loader(options))
        },
      },
      {
        wasmMemory,
        emscriptenModule: {
          instantiateWasm(imports: WasmImports, done: (instance: WasmInstance) => void) {
            const instance = new webAssembly.Instance(module, imports)
            exported = instance.exports
            tableOf(exported).set(0, throughTable(refill))
            done(instance)
            return instance.exports
          },
        },
      },
    ),
  )
  if (!emscripten || !exported) throw new Error('QuickJS was loaded without its module.')
  const named = exported
  return {
    quickJs,
    emscripten,
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- engine.ts adds it
    fuel: named[added.fuel] as WasmGlobal<bigint>,
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- engine.ts adds them
    globals: globals.map((name) => named[name] as WasmGlobal),
  }
}

function tableOf(exported: WasmInstance['exports']): WasmTable {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- engine.ts adds it
  return exported[added.refill] as WasmTable
}

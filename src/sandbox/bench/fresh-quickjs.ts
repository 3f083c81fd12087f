import * as variants from '@jitl/quickjs-wasmfile-release-sync'
import { newQuickJSWASMModuleFromVariant } from 'quickjs-emscripten-core'

/**
 * What others do for a fresh world: a new runtime and context of quickjs-emscripten for each script, with its bounds as it offers them and
 * one function of the host. Gives the function that runs one; a script that fails is an error.
 */
export async function freshQuickJs(): Promise<(code: string) => unknown> {
  // What stands in the declarations as a module of CommonJS is one of ECMAScript.
  const given = variants.default
  const engine = await newQuickJSWASMModuleFromVariant('default' in given ? given.default : given)
  return (code) => {
    using runtime = engine.newRuntime()
    runtime.setMemoryLimit(32 * 1024 * 1024)
    runtime.setMaxStackSize(256 * 1024)
    runtime.setInterruptHandler(() => false)
    using context = runtime.newContext()
    using host = context.newFunction('hostAdd', (a, b) => context.newNumber(context.getNumber(a) + context.getNumber(b))) // prettier-ignore
    context.setProp(context.global, 'hostAdd', host)
    using result = context.unwrapResult(context.evalCode(code))
    const value: unknown = context.dump(result)
    return value
  }
}

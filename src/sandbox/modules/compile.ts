import { GoapError } from '../../base/index.ts'
import { bake, readModule, type ImportedFunction } from '../../wasm/index.ts'
import { withByteColumns } from '../columns.ts'
import { preludeFile, readStack } from '../guest/stacks.ts'
import type { Source } from '../source.ts'
import { callNames, glue, type CallName, type Places } from './glue.ts'
import { primitives, program } from './program.ts'
import { evaluateAsync, openQuickJs, quickJsBytes, stripSource, type QuickJs } from './quickjs.ts'

/** Functions of WASI that the glue calls beside those that QuickJS imports itself. */
const imports: readonly ImportedFunction[] = [
  wasi('fd_read', ['i32', 'i32', 'i32', 'i32'], ['i32']),
  wasi('proc_exit', ['i32'], []),
]

/** What QuickJS imports of its host, and gets from the glue instead. */
const provided = ['host_interrupt', 'host_get_timezone_offset', 'host_promise_rejection', 'host_module_normalize', 'host_module_load', 'host_call'] as const // prettier-ignore

/** As in the sandbox by default; the native stack of an engine that runs the module must hold what QuickJS needs for it. */
const stackSize = 256 * 1024

/**
 * A WASI preview 1 module that does what a script does, with QuickJS and the script's bytecode in it: it prints to standard output and
 * error, finds as `input` the JSON of its standard input, and ends with exit code 1 if the script fails. It has no tools and no files.
 *
 * The engine is started and the script compiled here; the module is the engine with its memory as it is then (as Wizer does it,
 * https://github.com/bytecodealliance/wizer). Rejects with `sandbox/bad-script` for what is no script, with the place.
 */
export async function compileScript(source: Source): Promise<Uint8Array> {
  const [quickjs, bytes] = [await openQuickJs(), await quickJsBytes()]
  const { functions } = quickjs
  functions.qjs_set_max_stack_size(stackSize)
  const serving = served(quickjs)
  const script = compiled(quickjs, source)
  const indices = callIndices(bytes)
  const { _start, ...own } = glue(indices, { ...serving, ...script })
  return bake(bytes, {
    memory: new Uint8Array(functions.memory.buffer),
    stackPointer: functions.__stack_pointer.value,
    provided: new Map(provided.map((name) => [`env.${name}`, own[name]])),
    imports,
    exported: new Map([['_start', _start]]),
  })
}

/** Runs the prelude. Gives where its functions are. */
function served({
  functions,
  write,
  words,
  thrown,
}: QuickJs): Omit<Places, 'bytecode' | 'bytecodeLength'> {
  const [code, file, nothing] = [write(program), write(preludeFile), functions.qjs_get_undefined()]
  const given = primitives.map((name) => {
    const { at, length } = write(name)
    return functions.qjs_new_host_function(at, length, 0)
  })
  const made = functions.qjs_eval(code.at, code.length, file.at, 0)
  const result = functions.qjs_call(made, nothing, given.length, words(given))
  if (functions.qjs_is_exception(result) !== 0) throw new Error(`The prelude failed: ${JSON.stringify(thrown())}`) // prettier-ignore
  const at = (index: number): number => functions.qjs_get_prop_uint32(result, index)
  return { done: at(0), failed: at(1), ended: at(2), undefined: nothing, scratch: words([0, 0, 0, 0]) } // prettier-ignore
}

function compiled(
  { functions, write, word, words, thrown }: QuickJs,
  source: Source,
): Pick<Places, 'bytecode' | 'bytecodeLength'> {
  const [code, file, told] = [write(source.text), write(source.file), words([0])]
  const bytecode = functions.qjs_compile(code.at, code.length, file.at, evaluateAsync, stripSource, told) // prettier-ignore
  if (bytecode !== 0) return { bytecode, bytecodeLength: word(told) }
  const { name, message, stack } = thrown()
  const { line, column } = readStack(stack, withByteColumns(source))
  throw new GoapError('sandbox/bad-script', `${source.file}:${line}:${column}: ${name}: ${message}`)
}

/** Where the functions are that glue calls: imported ones, those that take the place of provided ones, and exported ones. */
function callIndices(bytes: Uint8Array): Readonly<Record<CallName, number>> {
  const module = readModule(bytes)
  const imported = module.imports.map(({ name }) => name)
  const places = imported.flatMap((name, index) =>
    (provided as readonly string[]).includes(name) ? [index] : [],
  )
  const found = new Map([
    ...module.exports.flatMap(({ name, kind, index }) =>
      kind === 'function' ? [[name, index] as const] : [],
    ),
    ...imported.map((name, index) => [name, index] as const),
    ...imports.map(({ name }, order) => [name, places[order] ?? 0] as const),
  ])
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it has each of the names
  return Object.fromEntries(
    callNames.map((name) => {
      const index = found.get(name)
      if (index === undefined) throw new Error(`quickjs.wasm has no ${name}`)
      return [name, index]
    }),
  ) as Record<CallName, number>
}

function wasi(
  name: string,
  parameters: ImportedFunction['parameters'],
  results: ImportedFunction['results'],
): ImportedFunction {
  return { module: 'wasi_snapshot_preview1', name, parameters, results }
}

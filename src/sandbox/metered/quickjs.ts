import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { once } from '../../base/index.ts'
import {
  meter,
  webAssembly,
  type MeterOptions,
  type WasmMemory,
  type WasmModule,
} from '../../wasm/index.ts'
import { exportedGlobals, rewritten } from '../rewritten.ts'

/** The functions and globals of quickjs.wasm that are used here. Values of JavaScript are addresses of boxes; 0 is no value. */
export interface QuickJs {
  readonly memory: WasmMemory
  /** Added by metering: the fuel that is left, and the size of the memory as QuickJS sees it, in pages of 64 KiB. */
  'get:fuel'(): number
  'set:fuel'(fuel: number): void
  'get:pages'(): number
  'set:pages'(pages: number): void
  'get:pageLimit'(): number
  'set:pageLimit'(pages: number): void
  /** Also added, if what is written is marked: a byte for each quarter KiB of the memory. */
  readonly marks?: WasmMemory
  putBack?(image: number, end: number): void
  _initialize(): void
  qjs_init(): number
  qjs_set_memory_limit(bytes: number): void
  qjs_set_max_stack_size(bytes: number): void
  /** Compiles and runs. The code ends with a zero byte, which its length does not count. */
  qjs_eval(code: number, length: number, file: number, flags: number): number
  /** Gives bytecode and writes its length to `lengthOut`, or 0 and throws. */
  qjs_compile(code: number, length: number, file: number, flags: number, write: number, lengthOut: number): number // prettier-ignore
  qjs_eval_bytecode(code: number, length: number): number
  /** The same in two steps. Values pass as they are here: 64 bits, the tag in the upper half (`tags` in machine.ts). */
  JS_ReadObject(context: number, code: number, length: number, flags: number): bigint
  JS_EvalFunction(context: number, value: bigint): bigint
  qjs_get_context_ptr(): number
  qjs_new_host_function(name: number, length: number, _: number): number
  qjs_new_string(text: number, length: number): number
  qjs_new_number(value: number): number
  qjs_get_undefined(): number
  qjs_get_prop_string(object: number, name: number): number
  qjs_call(callee: number, self: number, count: number, values: number): number
  /** The text of a value in UTF-8, its length written to `lengthOut`; 0 if it throws. */
  qjs_get_string_len(value: number, lengthOut: number): number
  qjs_free_cstring(text: number): void
  qjs_free_value(value: number): void
  qjs_get_exception(): number
  qjs_is_job_pending(): number
  /** Below 0 if the job threw. */
  qjs_execute_pending_job(): number
  wasm_malloc(bytes: number): number
  wasm_free(address: number): void
}

/** Flags of `qjs_eval` and `qjs_compile` (quickjs.h): code with `await` outside of functions gives a promise. */
export const asyncFlag: number = 1 << 7

/** The flag of `JS_ReadObject` (quickjs.h) for what `qjs_compile` wrote. */
export const bytecodeFlag = 1

/** A flag of how `qjs_compile` writes: without the text of the source, which `toString` of functions would tell. */
export const withoutSource: number = 1 << 4

/**
 * Where a script runs. `marked`: short scripts, since what they wrote is put back at once; all begin here. `plain`: those that took more
 * steps than the trial, since marking would slow them down.
 */
export type Kind = 'marked' | 'plain'

/** QuickJS, ready to be made instances of. */
export interface Engine {
  readonly kind: Kind
  readonly module: WasmModule
  /** Names of all exported globals that can change, but for those that metering added. */
  readonly globals: readonly string[]
}

const globalsPrefix = 'global:'

/** What the names of functions that read and set globals begin with. */
export const accessPrefix = { get: 'get:', set: 'set:' } as const

const meterOptions: MeterOptions = {
  fuel: 'fuel',
  refill: { module: 'env', name: 'host_interrupt' },
  // QuickJS runs its bytecode in a loop, so whatever a script does passes through loops; and its own recursion is bounded by its stack.
  calls: false,
  globals: globalsPrefix,
  pageCounters: { size: 'pages', limit: 'pageLimit' },
  access: accessPrefix,
}

const wasm = once(() =>
  readFile(createRequire(import.meta.url).resolve('quickjs-wasi/quickjs.wasm')),
)

/** A way to rewrite the module, and the SHA-256 of what comes of it (rewritten.ts); a test tells the hash when either has changed. */
interface Edition {
  readonly kind: Kind
  readonly options: MeterOptions
  readonly hash: string
}

const marked: Edition = {
  kind: 'marked',
  options: { ...meterOptions, marks: { memory: 'marks', putBack: 'putBack' } },
  hash: 'ed60bbdca18b2516d7c6e6595b38bfe0463725b696b097657295a53d0c67c1b7',
}

const plain: Edition = {
  kind: 'plain',
  options: meterOptions,
  hash: '485b3a3baff62ba97f3683ea09ff78f41b3f2248e2e3751b037dc39d1f40bf36',
}

export const editions: Readonly<Record<Kind, Edition>> = { marked, plain }

/** The module as quickjs-wasi has it, rewritten. */
export async function rewrite({ options }: Edition): Promise<Uint8Array<ArrayBuffer>> {
  return meter(await wasm(), options).bytes
}

async function engine(edition: Edition): Promise<Engine> {
  const bytes = await rewritten(edition.hash, async () => rewrite(edition))
  const module = await webAssembly.compile(bytes)
  return { kind: edition.kind, module, globals: exportedGlobals(module, globalsPrefix) }
}

/** QuickJS that counts its steps and marks what it writes. Once for the whole process. */
export const markedEngine: () => Promise<Engine> = once(async () => engine(marked))

/** The same without marks: it computes faster, and takes longer to put back. It spends the same steps for the same work. */
export const plainEngine: () => Promise<Engine> = once(async () => engine(plain))

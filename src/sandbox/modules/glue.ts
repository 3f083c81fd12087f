import type { AddedFunction } from '../../wasm/index.ts'

// Functions of a compiled script, as bytes of WebAssembly: what QuickJS asks of its host, answered by WASI, and the start.

/** The functions that glue calls. */
export const callNames = [
  'fd_write', 'fd_read', 'random_get', 'proc_exit',
  'malloc', 'realloc', 'free', 'strdup',
  'qjs_get_string_len', 'qjs_free_cstring', 'qjs_new_string', 'qjs_get_undefined', 'qjs_new_number', 'qjs_get_float64',
  'qjs_eval_bytecode', 'qjs_is_exception', 'qjs_get_exception', 'qjs_is_job_pending', 'qjs_execute_pending_job', 'qjs_call',
] as const // prettier-ignore
export type CallName = (typeof callNames)[number]

/** Their indices. */
export type Calls = Readonly<Record<CallName, number>>

/** Where in the memory things lie that were put there before. */
export interface Places {
  /** At least 16 bytes that nothing else uses, on a word's bound. */
  readonly scratch: number
  readonly bytecode: number
  readonly bytecodeLength: number
  /** Values of QuickJS: called with the result, with what was thrown, and when nothing is left to run. */
  readonly done: number
  readonly failed: number
  readonly ended: number
  readonly undefined: number
}

const get = (local: number): number[] => [0x20, local]
const put = (local: number): number[] => [0x21, local]
const integer = (value: number): number[] => [0x41, ...signed(value)]
const load = (offset = 0): number[] => [0x28, 2, offset]
const loadByte = (offset = 0): number[] => [0x2d, 0, offset]
const store = (offset = 0): number[] => [0x36, 2, offset]
const drop = [0x1a]
const add = [0x6a]
const subtract = [0x6b]
const equal = [0x46]
const isZero = [0x45]
const less = [0x49]
const leave = [0x0f]
const loop = (...body: readonly (readonly number[])[]): number[] => [
  0x03,
  0x40,
  ...body.flat(),
  0x0b,
]
const block = (...body: readonly (readonly number[])[]): number[] => [
  0x02,
  0x40,
  ...body.flat(),
  0x0b,
]
const when = (...body: readonly (readonly number[])[]): number[] => [
  0x04,
  0x40,
  ...body.flat(),
  0x0b,
]
const branch = (depth: number): number[] => [0x0c, depth]
const branchIf = (depth: number): number[] => [0x0d, depth]
const toFloat = [0xb8]
const toInteger = [0xaa]

/** The functions of `env` that QuickJS imports, by name, and `_start`. */
export function glue(calls: Calls, places: Places): Readonly<Record<GlueName, AddedFunction>> {
  const call = (name: CallName): number[] => [0x10, ...unsigned(calls[name])]
  const { scratch } = places
  const none: AddedFunction = { parameters: [], results: ['i32'], locals: 0, body: integer(0) }
  return {
    host_interrupt: none,
    host_get_timezone_offset: { ...none, parameters: ['i32', 'i32'] },
    host_promise_rejection: { parameters: ['i32', 'i32', 'i32'], results: [], locals: 0, body: [] },
    // A name stays as it is, and nothing can be loaded by it.
    host_module_normalize: {
      ...none,
      parameters: ['i32', 'i32'],
      body: [...get(1), ...call('strdup')],
    },
    host_module_load: { ...none, parameters: ['i32', 'i32'] },
    host_call: hostCall(call, scratch),
    _start: start(call, places),
  }
}

export type GlueName =
  | 'host_interrupt' | 'host_get_timezone_offset' | 'host_promise_rejection' | 'host_module_normalize' | 'host_module_load'
  | 'host_call' | '_start' // prettier-ignore

/**
 * The primitives of the prelude, by the first letters of their names: `w1` and `w2` write a text to a file, `r` reads all of the
 * standard input, `n` gives 32 random bits, `x` ends the program with an exit code.
 */
function hostCall(call: (name: CallName) => number[], scratch: number): AddedFunction {
  const [name, , , , argv, text, length, wrote] = [0, 1, 2, 3, 4, 5, 6, 7] as const
  const letter = (at: number): number[] => [...get(name), ...loadByte(at)]
  const first = [...get(argv), ...load()]
  const isCalled = (sign: string): number[] => [...letter(0), ...integer(sign.charCodeAt(0)), ...equal] // prettier-ignore
  const answer = [...call('qjs_get_undefined'), ...leave]

  const write = [
    ...first, ...integer(scratch), ...call('qjs_get_string_len'), ...put(text),
    ...get(text), ...isZero, ...when(answer),
    ...integer(scratch), ...load(), ...put(length),
    ...get(text), ...put(wrote),
    ...block(loop(
      get(length), isZero, branchIf(1),
      integer(scratch), get(wrote), store(4),
      integer(scratch), get(length), store(8),
      letter(1), integer(48), subtract, integer(scratch + 4), integer(1), integer(scratch + 12), call('fd_write'), branchIf(1),
      integer(scratch), load(12), isZero, branchIf(1),
      get(wrote), integer(scratch), load(12), add, put(wrote),
      get(length), integer(scratch), load(12), subtract, put(length),
      branch(0),
    )),
    ...get(text), ...call('qjs_free_cstring'),
    ...answer,
  ] // prettier-ignore

  const [buffer, filled, room] = [text, length, wrote]
  const read = [
    ...integer(65_536), ...put(room), ...get(room), ...call('malloc'), ...put(buffer), ...integer(0), ...put(filled),
    ...block(loop(
      get(buffer), isZero, when([0x00]),
      get(room), get(filled), subtract, integer(32_768), less,
      when(get(room), get(room), add, put(room), get(buffer), get(room), call('realloc'), put(buffer), get(buffer), isZero, when([0x00])),
      integer(scratch), get(buffer), get(filled), add, store(),
      integer(scratch), get(room), get(filled), subtract, store(4),
      integer(0), integer(scratch), integer(1), integer(scratch + 8), call('fd_read'), branchIf(1),
      integer(scratch), load(8), isZero, branchIf(1),
      get(filled), integer(scratch), load(8), add, put(filled),
      branch(0),
    )),
    ...get(buffer), ...get(filled), ...call('qjs_new_string'), ...put(filled),
    ...get(buffer), ...call('free'),
    ...get(filled), ...leave,
  ] // prettier-ignore

  const random = [
    ...integer(scratch), ...integer(4), ...call('random_get'), ...drop,
    ...integer(scratch), ...load(), ...toFloat, ...call('qjs_new_number'), ...leave,
  ] // prettier-ignore

  const exit = [...first, ...call('qjs_get_float64'), ...toInteger, ...call('proc_exit')]

  return {
    parameters: ['i32', 'i32', 'i32', 'i32', 'i32'],
    results: ['i32'],
    locals: 3,
    body: [
      ...isCalled('w'), ...when(write),
      ...isCalled('r'), ...when(read),
      ...isCalled('n'), ...when(random),
      ...isCalled('x'), ...when(exit),
      ...call('qjs_get_undefined'),
    ], // prettier-ignore
  }
}

/** Runs the bytecode, tells the prelude what came of it, does all jobs, and says that it is the end. */
function start(call: (name: CallName) => number[], places: Places): AddedFunction {
  const { scratch, bytecode, bytecodeLength, done, failed, ended } = places
  const result = 0
  const tell = (what: number, count: number): number[] => [
    ...integer(what), ...integer(places.undefined), ...integer(count), ...integer(scratch), ...call('qjs_call'), ...drop,
  ] // prettier-ignore
  return {
    parameters: [],
    results: [],
    locals: 1,
    body: [
      ...integer(bytecode), ...integer(bytecodeLength), ...call('qjs_eval_bytecode'), ...put(result),
      ...block(
        get(result), call('qjs_is_exception'), isZero,
        when(integer(scratch), get(result), store(), tell(done, 1), branch(1)),
        integer(scratch), call('qjs_get_exception'), store(), tell(failed, 1),
      ),
      ...loop(call('qjs_is_job_pending'), when(call('qjs_execute_pending_job'), drop, branch(1))),
      ...tell(ended, 0),
    ], // prettier-ignore
  }
}

/** LEB128, unsigned. */
function unsigned(value: number): number[] {
  const bytes: number[] = []
  let rest = value
  do {
    const byte = rest % 128
    rest = Math.floor(rest / 128)
    bytes.push(rest > 0 ? byte + 128 : byte)
  } while (rest > 0)
  return bytes
}

/** LEB128, signed, of 32 bits. */
function signed(value: number): number[] {
  const bytes: number[] = []
  let rest = value | 0
  for (;;) {
    const byte = rest & 127
    rest >>= 7
    if ((rest === 0 && (byte & 64) === 0) || (rest === -1 && (byte & 64) !== 0)) return [...bytes, byte] // prettier-ignore
    bytes.push(byte | 128)
  }
}

import { GoapError } from '../base/index.ts'
import { bulk, emptyBlock, opcode } from './instructions.ts'
import { markRange } from './marks.ts'
import type { Module } from './module.ts'
import type { MeterOptions } from './options.ts'
import type { Reader } from './reader.ts'
import { putBackBody } from './put-back.ts'
import { u32 } from './writer.ts'

/** What metering adds to a module: functions at the end of its own, so that no number changes. */
export interface Helpers {
  /** Types of functions. */
  readonly types: readonly (readonly number[])[]
  readonly functions: readonly { readonly type: number; readonly body: readonly number[] }[]
  /** Instructions that take one from the counter. */
  readonly spendOne: readonly number[]
  /**
   * The function to call instead of an instruction, undefined where it can stay. The reader stands behind its first byte.
   * - Those on ranges cost by their length: one for each 64 bytes of memory or 8 elements of a table.
   * - Growth and size of the memory go by the page counters, if there are.
   */
  insteadOf(code: number, reader: Reader): number | undefined
  /** The function that puts back what is marked, if anything is. */
  readonly putBack: number | undefined
  /** The functions that read and set a global of a type. */
  accessors(global: number, type: readonly number[]): Readonly<Record<'get' | 'set', number>>
}

const i32 = 0x7f
const i64 = 0x7e
const f64 = 0x7c
/** An i64 as an f64, and back: f64.convert_i64_s and i64.trunc_sat_f64_s. */
const [fromWide, toWide] = [[0xb9], [0xfc, 0x06]]
const bytesForOne = 6 // as a shift: 64
const elementsForOne = 3 // as a shift: 8

/** Makes the helpers for a module whose counter has the given number. */
export function helpers(
  module: Module,
  counter: number,
  { refill, pageCounters, marks }: Pick<MeterOptions, 'refill' | 'pageCounters' | 'marks'>,
): Helpers {
  const types: (readonly number[])[] = []
  const functions: { type: number; body: readonly number[] }[] = []
  const made = new Map<string, number>()
  const imported = module.imports.filter(({ kind }) => kind === 'function')

  const getCounter = [opcode.globalGet, ...u32(counter)]
  const isEmpty = [...getCounter, opcode.i64Const, 0, opcode.i64LessSigned]
  const exhausted = add([], [], [
    ...(refill === undefined ? [] : 'table' in refill ? callInTable() : callOf(refill)),
    ...isEmpty, opcode.if, emptyBlock, opcode.unreachable, opcode.end,
  ]) // prettier-ignore
  const spend = (amount: readonly number[]) => [
    ...getCounter, ...amount, opcode.i64Subtract, opcode.globalSet, ...u32(counter),
    ...isEmpty, opcode.if, emptyBlock, opcode.call, ...u32(exhausted), opcode.end,
  ] // prettier-ignore

  const { locals, code: putBackCode } = putBackBody(module.memories.length)
  return {
    types,
    functions,
    putBack: marks && add([[i32], [i32]], [], putBackCode, ...locals),
    spendOne: spend([opcode.i64Const, 1]),
    insteadOf(code, reader) {
      const instruction = [code, ...reader.bytes.subarray(reader.at, reader.end)]
      const key = String(instruction)
      const index = made.get(key) ?? make(code, reader, instruction)
      if (index !== undefined) made.set(key, index)
      return index
    },
    accessors(global, type) {
      const isWide = type[0] === i64
      const [passed, from, to] = isWide ? [[f64], fromWide, toWide] : [type, [], []]
      return {
        get: add([], [passed], [opcode.globalGet, ...u32(global), ...from]),
        set: add([passed], [], [opcode.localGet, 0, ...to, opcode.globalSet, ...u32(global)]),
      }
    },
  }

  function make(code: number, reader: Reader, instruction: readonly number[]): number | undefined {
    switch (code) {
      case opcode.bulk:
        return onRange(reader, instruction)
      case opcode.memoryGrow:
        return pageCounters && add([[i32]], [[i32]], growing(counter + 1, counter + 2), [1, i32])
      default:
        return pageCounters && add([], [[i32]], [opcode.globalGet, ...u32(counter + 1)])
    }
  }

  function onRange(reader: Reader, instruction: readonly number[]): number | undefined {
    const signature = signatureOf(reader, module)
    if (signature === undefined) return undefined
    const { parameters, results, shift } = signature
    const length = parameters.length - 1
    return add(parameters, results, [
      ...spend([opcode.localGet, length, opcode.i32Const, shift, opcode.i32ShiftRight, opcode.i64ExtendUnsigned]),
      ...parameters.flatMap((_, local) => [opcode.localGet, local]),
      ...instruction,
      ...(marks !== undefined && shift === bytesForOne ? markRange(module.memories.length) : []),
    ]) // prettier-ignore
  }

  /** Adds a function and gives its number. Each parameter and result is the bytes of its type. */
  function add(
    parameters: readonly (readonly number[])[],
    results: readonly (readonly number[])[],
    code: readonly number[],
    /** Groups of locals, each a number and a type. */
    ...locals: readonly (readonly number[])[]
  ): number {
    types.push([0x60, ...u32(parameters.length), ...parameters.flat(), ...u32(results.length), ...results.flat()]) // prettier-ignore
    functions.push({
      type: module.types.length + types.length - 1,
      body: [...u32(locals.length), ...locals.flat(), ...code, opcode.end],
    })
    return imported.length + module.functions.length + functions.length - 1
  }

  /** The table stands behind those of the module; the type is the first that is added. */
  function callInTable(): readonly number[] {
    return [
      opcode.i32Const,
      0,
      opcode.callIndirect,
      ...u32(module.types.length),
      ...u32(module.tables.length),
    ]
  }

  function callOf(wanted: { readonly module: string; readonly name: string }): readonly number[] {
    const index = imported.findIndex((one) => one.module === wanted.module && one.name === wanted.name) // prettier-ignore
    const type = module.types[imported[index]?.type ?? -1]
    if (type === undefined || type.parameters > 0)
      throw new GoapError('wasm/bad-module', `The module imports no function "${wanted.name}" of "${wanted.module}" without parameters.`) // prettier-ignore
    return [opcode.call, ...u32(index), ...Array.from({ length: type.results }, () => opcode.drop)]
  }
}

/** Gives pages that are there already before it asks for more; -1 beyond the limit, as `memory.grow` does. */
function growing(size: number, limit: number): readonly number[] {
  const more = [opcode.localGet, 0]
  const sum = [opcode.localGet, 1]
  const refuse = [opcode.if, emptyBlock, opcode.i32Const, 0x7f, opcode.return, opcode.end]
  const memorySize = [opcode.memorySize, 0]
  return [
    opcode.globalGet, ...u32(limit), opcode.globalGet, ...u32(size), opcode.i32Subtract, ...more, opcode.i32LessUnsigned,
    ...refuse,
    ...more, opcode.globalGet, ...u32(size), opcode.i32Add, opcode.localTee, 1, ...memorySize, opcode.i32MoreUnsigned,
    opcode.if, emptyBlock,
    ...sum, ...memorySize, opcode.i32Subtract, opcode.memoryGrow, 0, opcode.i32Const, 0x7f, opcode.i32Equal,
    ...refuse,
    opcode.end,
    opcode.globalGet, ...u32(size), ...sum, opcode.globalSet, ...u32(size),
  ] // prettier-ignore
}

/** What an instruction on a range takes, its length last, and gives. */
function signatureOf(reader: Reader, module: Module) {
  const code = reader.u32()
  const plain = { parameters: [[i32], [i32], [i32]], results: [] }
  switch (code) {
    case bulk.memoryInit:
    case bulk.memoryCopy:
    case bulk.memoryFill:
      return { ...plain, shift: bytesForOne }
    case bulk.tableInit:
    case bulk.tableCopy:
      return { ...plain, shift: elementsForOne }
    case bulk.tableGrow:
      return { parameters: [elementType(), [i32]], results: [[i32]], shift: elementsForOne }
    case bulk.tableFill:
      return { parameters: [[i32], elementType(), [i32]], results: [], shift: elementsForOne }
    default:
      return undefined
  }

  function elementType(): readonly number[] {
    return module.tables[reader.u32()]?.type ?? reader.fail('there is no such table')
  }
}

import { bulk, emptyBlock, opcode } from './instructions.ts'
import type { Reader } from './reader.ts'
import { s64, u32, type Writer } from './writer.ts'

// Marks say which parts of the memory were written, so that the host can put back those alone: one byte for each `markedBytes`, in a memory
// of their own that no store of the module reaches.
//
//   D1. After a store, the mark of the part where it began is 1. A store has at most 16 bytes, so of the part behind it no more than the
//       first `spillBytes` may have been written without a mark.
//   D2. After a fill, copy or init, the marks of all parts that it wrote are 1.

/** The part of the memory that an address lies in is the address, shifted to the right by so much. */
export const markShift = 8
/** Bytes of memory for one mark. Fewer would be less to put back after a short script, and more marks to be looked at. */
export const markedBytes: number = 1 << markShift
/** How far a write may reach beyond the last part that is marked for it. */
export const spillBytes = 15
/** Pages of marks: enough for all that 32 bits reach. */
export const markPages: number = 2 ** (32 - 16 - markShift)
/** Behind the marks, by its addresses, stands what the memory is put back to (put-back.ts); the host puts it there. */
export const imageOffset: number = markPages * 65_536

const i32 = 0x7f
const i64 = 0x7e
const f32 = 0x7d
const f64 = 0x7c
const v128 = 0x7b
const firstStore = 0x36
/** What the stores of the MVP take, from i32.store to i64.store32. */
const stored = [i32, i64, f32, f64, i32, i32, i64, i64, i64]
const vectors = 0xfd
const atomics = 0xfe

/** Marks the stores of one function, with locals of its own behind those that it has. */
export class FunctionMarks {
  readonly #memory: readonly number[]
  readonly #firstLocal: number
  /** The types of the added locals. */
  readonly locals: number[] = []
  #type = 0
  #offset = 0
  #instruction: readonly number[] = []

  constructor(memory: number, firstLocal: number) {
    this.#memory = u32(memory)
    this.#firstLocal = firstLocal
  }

  /** Whether an instruction of this first byte can be a store. */
  static isLookedAt(code: number): boolean {
    return (code >= firstStore && code < firstStore + stored.length) || code === vectors || code === atomics // prettier-ignore
  }

  /** Whether the instruction is a store, the reader behind its first byte; `store` can write it then. */
  writes(code: number, reader: Reader): boolean {
    const from = reader.at
    const type = typeOfStore(code, reader)
    if (type === undefined) return false
    if ((reader.u32() & 0x40) !== 0) reader.fail('stores to several memories cannot be marked')
    this.#type = type
    this.#offset = reader.u32()
    this.#instruction = [code, ...reader.bytes.subarray(from, reader.end)]
    return true
  }

  /** Writes the store that was looked at, with its mark. */
  store(out: Writer): void {
    const value = this.#local(this.#type)
    const address = u32(this.#firstLocal)
    out.copy([opcode.localSet, ...value, opcode.localTee, ...address, opcode.localGet, ...value])
    out.copy(this.#instruction)
    out.copy([opcode.localGet, ...address])
    if (this.#offset !== 0) out.copy([opcode.i32Const, ...s64(BigInt(this.#offset | 0)), opcode.i32Add]) // prettier-ignore
    out.copy([opcode.i32Const, markShift, opcode.i32ShiftRight, opcode.i32Const, 1])
    out.copy([opcode.i32Store8, 0x40, ...this.#memory, 0])
  }

  /** The local for values of a type; the first of all is for addresses. */
  #local(type: number): readonly number[] {
    if (this.locals.length === 0) this.locals.push(i32)
    let index = this.locals.indexOf(type, 1)
    if (index < 0) index = this.locals.push(type) - 1
    return u32(this.#firstLocal + index)
  }
}

/** The type of what is stored, the reader behind the number of the instruction then; undefined if it is no store. */
function typeOfStore(code: number, reader: Reader): number | undefined {
  if (code >= firstStore && code < firstStore + stored.length) return stored[code - firstStore]
  if (code !== vectors && code !== atomics) return undefined
  const second = reader.u32()
  if (code === vectors) return second === 11 || (second >= 88 && second <= 91) ? v128 : undefined
  if (second >= 0x17) reader.fail('atomic stores cannot be marked')
  return undefined
}

/**
 * Marks what a range instruction wrote that takes its place from local 0 and its length from local 2: most are short, and lie in one part
 * or two, for which a fill would take longer than all else.
 */
export function markRange(memory: number): readonly number[] {
  const [place, length] = [local(0), local(2)]
  const partOf = [...constant(markShift), opcode.i32ShiftRight]
  const first = [...place, ...partOf]
  const last = [...place, ...length, opcode.i32Add, ...constant(1), opcode.i32Subtract, ...partOf]
  const between = [...last, ...first, opcode.i32Subtract]
  const mark = [...constant(1), opcode.i32Store8, 0x40, ...u32(memory), 0]
  return [
    ...length, opcode.if, emptyBlock,
    ...first, ...mark, ...last, ...mark,
    ...between, ...constant(1), opcode.i32MoreUnsigned, opcode.if, emptyBlock,
    ...first, ...constant(1), ...between, opcode.bulk, bulk.memoryFill, ...u32(memory),
    opcode.end,
    opcode.end,
  ] // prettier-ignore
}

function local(index: number): readonly number[] {
  return [opcode.localGet, index]
}

function constant(value: number): readonly number[] {
  return [opcode.i32Const, ...s64(BigInt(value))]
}

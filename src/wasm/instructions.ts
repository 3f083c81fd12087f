import type { Reader } from './reader.ts'

/** Opcodes that metering looks for. */
export const opcode = {
  unreachable: 0x00,
  loop: 0x03,
  if: 0x04,
  end: 0x0b,
  return: 0x0f,
  call: 0x10,
  callIndirect: 0x11,
  drop: 0x1a,
  localGet: 0x20,
  localSet: 0x21,
  localTee: 0x22,
  globalGet: 0x23,
  globalSet: 0x24,
  i32Store8: 0x3a,
  memorySize: 0x3f,
  memoryGrow: 0x40,
  i32Const: 0x41,
  i64Const: 0x42,
  i32Equal: 0x46,
  i32LessUnsigned: 0x49,
  i32MoreUnsigned: 0x4b,
  i64LessSigned: 0x53,
  i32Add: 0x6a,
  i32Subtract: 0x6b,
  i32ShiftRight: 0x76,
  i64Subtract: 0x7d,
  i64ExtendUnsigned: 0xad,
  /** Before the instructions on whole ranges of memories and tables. */
  bulk: 0xfc,
} as const

/** The second number of instructions on ranges. */
export const bulk = {
  memoryInit: 8,
  memoryCopy: 10,
  memoryFill: 11,
  tableInit: 12,
  tableCopy: 14,
  tableGrow: 15,
  tableFill: 17,
} as const

export const emptyBlock = 0x40

/**
 * Passes over one instruction and gives its first byte. Knows all of WebAssembly 2.0 and tail calls, exceptions (both forms), threads,
 * several memories, typed references to functions, and relaxed SIMD. Throws `wasm/bad-module` for any other, such as those of GC, and for those that wait for another
 * thread.
 */
export function skipInstruction(reader: Reader): number {
  const code = reader.byte()
  switch (immediates[code]) {
    case none:
      break
    case number:
      reader.skipNumber()
      break
    case two:
      reader.skipNumber()
      reader.skipNumber()
      break
    case memory:
      skipMemoryArgument(reader)
      break
    case special:
      skipSpecial(reader, code)
      break
    default:
      reader.at--
      reader.fail(`the instruction 0x${code.toString(16)} is not known`)
  }
  return code
}

const none = 1
const number = 2
const two = 3
const memory = 4
const special = 5

/** What follows the first byte of an instruction; 0 where there is no such instruction. */
const immediates = new Uint8Array(256)
set(none, 0x00, 0x01, 0x05, 0x0a, 0x0b, 0x0f, 0x19, 0x1a, 0x1b, 0xd1, 0xd4)
range(none, 0x45, 0xc4)
// A type of blocks is a number as well: negative for the types of values.
set(number, 0x02, 0x03, 0x04, 0x06, 0x07, 0x08, 0x09, 0x0c, 0x0d, 0x10, 0x12, 0x14, 0x15, 0x18)
set(number, 0x3f, 0x40, 0x41, 0x42, 0xd0, 0xd2, 0xd5, 0xd6)
range(number, 0x20, 0x26)
set(two, 0x11, 0x13)
range(memory, 0x28, 0x3e)
set(special, 0x0e, 0x1c, 0x1f, 0x43, 0x44, 0xfc, 0xfd, 0xfe)

function set(kind: number, ...codes: readonly number[]): void {
  for (const code of codes) immediates[code] = kind
}

function range(kind: number, from: number, to: number): void {
  immediates.fill(kind, from, to + 1)
}

function skipSpecial(reader: Reader, code: number): void {
  switch (code) {
    case 0x0e: // br_table
      skipNumbers(reader, reader.u32() + 1)
      break
    case 0x1c: // select with types
      for (let count = reader.u32(); count > 0; count--) skipType(reader)
      break
    case 0x1f: // try_table
      reader.skipNumber()
      for (let count = reader.u32(); count > 0; count--) skipNumbers(reader, reader.byte() < 2 ? 2 : 1) // prettier-ignore
      break
    case 0x43: // f32.const
      reader.skip(4)
      break
    case 0x44: // f64.const
      reader.skip(8)
      break
    case 0xfc:
      skipBulk(reader)
      break
    case 0xfd:
      skipVector(reader)
      break
    default:
      skipAtomic(reader)
  }
}

/** A type of values: one byte, or a reference to a type of the module. */
export function skipType(reader: Reader): void {
  const code = reader.byte()
  if (code === 0x63 || code === 0x64) reader.skipNumber()
}

/** Alignment, with a bit that says that a memory is named, and the offset. */
function skipMemoryArgument(reader: Reader): void {
  if ((reader.u32() & 0x40) !== 0) reader.skipNumber()
  reader.skipNumber()
}

/** Saturating conversions, and instructions on ranges of memories and tables. */
function skipBulk(reader: Reader): void {
  const code = reader.u32()
  if (code < 8) return
  if (code > 17) reader.fail(`the instruction 0xfc ${code} is not known`)
  const isDouble = code === 8 || code === 10 || code === 12 || code === 14
  skipNumbers(reader, isDouble ? 2 : 1)
}

function skipVector(reader: Reader): void {
  const code = reader.u32()
  if (code <= 11 || code === 92 || code === 93) skipMemoryArgument(reader)
  else if (code === 12 || code === 13) reader.skip(16)
  else if (code >= 21 && code <= 34) reader.skip(1)
  else if (code >= 84 && code <= 91) {
    skipMemoryArgument(reader)
    reader.skip(1)
  } else if (code > 0x113) reader.fail(`the vector instruction 0xfd ${code} is not known`)
}

function skipAtomic(reader: Reader): void {
  const code = reader.u32()
  // There are no other threads, and what waits counts no steps.
  if (code === 1 || code === 2) reader.fail('the module would wait for another thread')
  if (code === 3) reader.skip(1)
  else if (code === 0 || (code >= 0x10 && code <= 0x4e)) skipMemoryArgument(reader)
  else reader.fail(`the atomic instruction 0xfe ${code} is not known`)
}

function skipNumbers(reader: Reader, count: number): void {
  for (let index = 0; index < count; index++) reader.skipNumber()
}

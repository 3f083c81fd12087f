import { bulk, emptyBlock, opcode } from './instructions.ts'
import { imageOffset, markedBytes, markShift, spillBytes } from './marks.ts'
import { s64, u32 } from './writer.ts'

/** Marks that are looked at in one word, and at once. */
const [eachMark, block] = [8, 64]
const [i32Constant, i32Add] = [opcode.i32Const, opcode.i32Add]
const [loop, otherwise, branch, branchIf, select] = [0x03, 0x05, 0x0c, 0x0d, 0x1b]
const [i64Load, i64Store] = [0x29, 0x37]
const [i32IsZero, i64IsZero, i32NotEqual, i32ShiftLeft] = [0x45, 0x50, 0x47, 0x74]
const [i64TrailingZeros, i64And, i32WrapI64] = [0x7a, 0x83, 0xa7]
const [v128Load, v128Store, v128Or, v128AnyTrue] = [
  [0xfd, 0x00],
  [0xfd, 0x0b],
  [0xfd, 0x50],
  [0xfd, 0x53],
] as const
const vectorBytes = 16

/**
 * The body of `(image, end)`, which puts back every marked part before the part `end`: those before the part `image` from the copy of the
 * memory that stands behind the marks, those from there on by clearing them; with each the bytes behind it that a write may have reached.
 * Then no part is marked. It is called once for each script, so it looks at many marks at a time, copies by vectors, and calls nothing.
 */
export function putBackBody(marks: number): {
  readonly locals: readonly (readonly number[])[]
  readonly code: readonly number[]
} {
  const inMarks = (alignment: number, offset = 0) => [alignment | 0x40, ...u32(marks), ...u32(offset)] // prettier-ignore
  const [image, end, at, part, from, next, word] = [0, 1, 2, 3, 4, 5, 6]
  const address = [...get(part), ...constant(markShift), i32ShiftLeft]
  // The last part of the memory has nothing behind it.
  const lengthOfPart = [
    ...constant(markedBytes + spillBytes), ...constant(markedBytes),
    ...get(part), ...constant(1), i32Add, ...get(end), opcode.i32LessUnsigned, select,
  ] // prettier-ignore
  // One byte more than may be written behind a part: it is what it is in the copy, or it is put back with its own part.
  const copyVector = (index: number) => [
    ...get(from), ...get(from), ...v128Load, ...inMarks(4, imageOffset + index * vectorBytes),
    ...v128Store, 4, ...u32(index * vectorBytes),
  ] // prettier-ignore
  const putPartBack = [
    ...get(part), ...get(image), opcode.i32LessUnsigned, opcode.if, emptyBlock,
    ...address, opcode.localSet, from,
    ...Array.from({ length: markedBytes / vectorBytes }, (_, index) => copyVector(index)).flat(),
    ...get(part), ...constant(1), i32Add, ...get(end), opcode.i32LessUnsigned, opcode.if, emptyBlock,
    ...copyVector(markedBytes / vectorBytes),
    opcode.end,
    otherwise,
    ...address, ...constant(0), ...lengthOfPart, opcode.bulk, bulk.memoryFill, 0,
    opcode.end,
  ] // prettier-ignore
  // The marks of a block all at once. Memory has whole pages, so blocks end where it does.
  const isMarked = [
    ...get(at), ...v128Load, ...inMarks(4),
    ...Array.from({ length: block / vectorBytes - 1 }, (_, word) => [
      ...get(at), ...v128Load, ...inMarks(4, (word + 1) * vectorBytes), ...v128Or,
    ]).flat(),
    ...v128AnyTrue,
  ] // prettier-ignore
  const putWordBack = [
    loop, emptyBlock,
    ...get(at), ...get(word), i64TrailingZeros, i32WrapI64, ...constant(3), opcode.i32ShiftRight, i32Add, opcode.localSet, part,
    ...putPartBack,
    ...get(word), ...get(word), opcode.i64Const, 1, opcode.i64Subtract, i64And, opcode.localTee, word, i64IsZero, i32IsZero, branchIf, 0,
    opcode.end,
    ...get(at), opcode.i64Const, 0, i64Store, ...inMarks(3),
  ] // prettier-ignore
  const putBlockBack = [
    ...get(at), ...constant(block), i32Add, opcode.localSet, next,
    loop, emptyBlock,
    ...get(at), i64Load, ...inMarks(3), opcode.localTee, word, i64IsZero, i32IsZero, opcode.if, emptyBlock, ...putWordBack, opcode.end,
    ...get(at), ...constant(eachMark), i32Add, opcode.localTee, at, ...get(next), i32NotEqual, branchIf, 0,
    opcode.end,
  ] // prettier-ignore
  const code = [
    loop, emptyBlock,
    ...get(at), ...get(end), opcode.i32LessUnsigned, opcode.if, emptyBlock,
    ...isMarked, opcode.if, emptyBlock, ...putBlockBack,
    otherwise, ...get(at), ...constant(block), i32Add, opcode.localSet, at, opcode.end,
    branch, 1, opcode.end, opcode.end,
  ] // prettier-ignore
  return {
    locals: [
      [4, 0x7f],
      [1, 0x7e],
    ],
    code,
  }
}

function get(local: number): readonly number[] {
  return [opcode.localGet, local]
}

function constant(value: number): readonly number[] {
  return [i32Constant, ...s64(BigInt(value))]
}

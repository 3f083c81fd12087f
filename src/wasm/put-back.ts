import { bulk, emptyBlock, opcode } from './instructions.ts'
import { imageOffset, markedBytes, markShift, spillBytes } from './marks.ts'
import { s64, u32 } from './writer.ts'

const eachMark = 8
const [i32Constant, i32Add] = [opcode.i32Const, opcode.i32Add]
const [block, loop, otherwise, branch, branchIf, select] = [0x02, 0x03, 0x05, 0x0c, 0x0d, 0x1b]
const [i64Load, i32Load8, i64Store] = [0x29, 0x2d, 0x37]
const [i32IsZero, i64IsZero, i32NotLess, i32And, i32ShiftLeft] = [0x45, 0x50, 0x4f, 0x71, 0x74]
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
  readonly locals: readonly number[]
  readonly code: readonly number[]
} {
  const inMarks = (alignment: number, offset = 0) => [alignment | 0x40, ...u32(marks), ...u32(offset)] // prettier-ignore
  const [image, end, at, part, from] = [0, 1, 2, 3, 4]
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
  // Behind the last mark stand more, or the copy of the memory: to pass over what is zero there too does no harm.
  const passOverClean = [
    ...get(at), ...v128Load, ...inMarks(4),
    ...[1, 2, 3].flatMap((word) => [...get(at), ...v128Load, ...inMarks(4, word * vectorBytes), ...v128Or]),
    ...v128AnyTrue, i32IsZero, opcode.if, emptyBlock,
    ...get(at), ...constant(4 * vectorBytes), i32Add, opcode.localSet, at,
    branch, 1,
    opcode.end,
  ] // prettier-ignore
  const code = [
    block, emptyBlock, loop, emptyBlock,
    ...get(at), ...get(end), i32NotLess, branchIf, 1,
    ...passOverClean,
    ...get(at), i64Load, ...inMarks(3), i64IsZero, i32IsZero, opcode.if, emptyBlock,
    ...get(at), opcode.localSet, part,
    loop, emptyBlock,
    ...get(part), i32Load8, ...inMarks(0), opcode.if, emptyBlock, ...putPartBack, opcode.end,
    ...get(part), ...constant(1), i32Add, opcode.localTee, part, ...constant(eachMark - 1), i32And, branchIf, 0,
    opcode.end,
    ...get(at), opcode.i64Const, 0, i64Store, ...inMarks(3),
    opcode.end,
    ...get(at), ...constant(eachMark), i32Add, opcode.localSet, at,
    branch, 0, opcode.end, opcode.end,
  ] // prettier-ignore
  return { locals: [3, 0x7f], code }
}

function get(local: number): readonly number[] {
  return [opcode.localGet, local]
}

function constant(value: number): readonly number[] {
  return [i32Constant, ...s64(BigInt(value))]
}

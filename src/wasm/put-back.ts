import { bulk, emptyBlock, opcode } from './instructions.ts'
import { imageOffset, markedBytes, markShift, spillBytes } from './marks.ts'
import { s64, u32 } from './writer.ts'

const eachMark = 8
const [i32Constant, i32Add] = [opcode.i32Const, opcode.i32Add]
const [block, loop, otherwise, branch, branchIf, select] = [0x02, 0x03, 0x05, 0x0c, 0x0d, 0x1b]
const [i64Load, i32Load8, i64Store] = [0x29, 0x2d, 0x37]
const [i32IsZero, i64IsZero, i32NotLess, i32And, i32ShiftLeft] = [0x45, 0x50, 0x4f, 0x71, 0x74]

/**
 * The body of `(image, end)`, which puts back every marked part before the part `end`: those before the part `image` from the copy of the
 * memory that stands behind the marks, those from there on by clearing them; with each the bytes behind it that a write may have reached.
 * Then no part is marked. It is called once for each script, so it looks at eight marks at a time and calls nothing.
 */
export function putBackBody(marks: number): {
  readonly locals: readonly number[]
  readonly code: readonly number[]
} {
  const inMarks = (alignment: number) => [alignment | 0x40, ...u32(marks), 0]
  const [image, end, at, part, length] = [0, 1, 2, 3, 4]
  const address = [...get(part), ...constant(markShift), i32ShiftLeft]
  // The last part of the memory has nothing behind it.
  const lengthOfPart = [
    ...constant(markedBytes + spillBytes), ...constant(markedBytes),
    ...get(part), ...constant(1), i32Add, ...get(end), opcode.i32LessUnsigned, select,
  ] // prettier-ignore
  const putPartBack = [
    ...lengthOfPart, opcode.localSet, length,
    ...get(part), ...get(image), opcode.i32LessUnsigned, opcode.if, emptyBlock,
    ...address, ...address, ...constant(imageOffset), i32Add, ...get(length), opcode.bulk, bulk.memoryCopy, 0, ...u32(marks),
    otherwise,
    ...address, ...constant(0), ...get(length), opcode.bulk, bulk.memoryFill, 0,
    opcode.end,
  ] // prettier-ignore
  const code = [
    block, emptyBlock, loop, emptyBlock,
    ...get(at), ...get(end), i32NotLess, branchIf, 1,
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

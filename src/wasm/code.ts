import type { Helpers } from './helpers.ts'
import { opcode, skipInstruction, skipType } from './instructions.ts'
import { FunctionMarks } from './marks.ts'
import { section, type Module } from './module.ts'
import type { MeterOptions } from './options.ts'
import { Reader } from './reader.ts'
import { u32, Writer } from './writer.ts'

/** The code of a module with counting in it, and the helpers' at its end. */
export function meterCode(
  module: Module,
  added: Helpers,
  options: Pick<MeterOptions, 'between' | 'calls' | 'marks'>,
): { readonly content: Uint8Array; readonly loops: number } {
  const found = module.sections.find(({ id }) => id === section.code)
  const reader = new Reader(module.bytes, found?.start ?? 0, found?.end ?? 0)
  const count = found === undefined ? 0 : reader.u32()
  if (count !== module.functions.length) reader.fail(`there are ${count} bodies for ${module.functions.length} functions`) // prettier-ignore
  const code = new Writer(1 << 16)
  const all = new Writer(2 * (reader.end - reader.at) + 1024)
  let loops = 0
  for (const type of module.functions) {
    options.between?.()
    const size = reader.u32()
    const body = new Reader(module.bytes, reader.at, reader.at + size)
    reader.skip(size)
    const parameters = module.types[type]?.parameters ?? body.fail('a function is of no known type')
    const groups = readLocals(body)
    const marks =
      options.marks === undefined
        ? undefined
        : new FunctionMarks(module.memories.length, parameters + groups.locals)
    code.clear()
    if (options.calls ?? true) code.copy(added.spendOne)
    loops += meterFunction(body, code, added, marks)
    const more = marks?.locals ?? []
    const groupCount = u32(groups.count + more.length)
    all.u32(groupCount.length + groups.end - groups.start + 2 * more.length + code.length)
    all.copy(groupCount)
    all.copy(module.bytes, groups.start, groups.end)
    for (const one of more) all.copy([1, one])
    all.copy(code.written)
  }
  for (const { body } of added.functions) all.sized(body)
  // Only now is it known how many helpers are needed.
  const content = new Writer(all.length + 8)
  content.u32(count + added.functions.length)
  content.copy(all.written)
  return { content: content.written, loops }
}

function readLocals(reader: Reader) {
  const count = reader.u32()
  const start = reader.at
  let locals = 0
  for (let group = 0; group < count; group++) {
    locals += reader.u32()
    skipType(reader)
  }
  return { count, locals, start, end: reader.at }
}

/** Writes the instructions of one function with counting in them. Gives the number of its loops. */
function meterFunction(
  reader: Reader,
  out: Writer,
  added: Helpers,
  marks: FunctionMarks | undefined,
): number {
  const { bytes } = reader
  const rest = new Reader(bytes)
  let copied = reader.at
  let loops = 0
  while (reader.at < reader.end) {
    const at = reader.at
    const code = skipInstruction(reader)
    if (code === opcode.loop) {
      out.copy(bytes, copied, reader.at)
      out.copy(added.spendOne)
      copied = reader.at
      loops++
      continue
    }
    if (!mayChange[code]) continue
    rest.at = at + 1
    rest.end = reader.at
    const helper = isReplaced(code) ? added.insteadOf(code, rest) : undefined
    if (helper !== undefined) {
      out.copy(bytes, copied, at)
      out.byte(opcode.call)
      out.u32(helper)
      copied = reader.at
    } else if (marks?.writes(code, rest)) {
      out.copy(bytes, copied, at)
      marks.store(out)
      copied = reader.at
    }
  }
  out.copy(bytes, copied, reader.end)
  return loops
}

function isReplaced(code: number): boolean {
  return code === opcode.bulk || code === opcode.memoryGrow || code === opcode.memorySize
}

/** Codes that are looked at at all. */
const mayChange: readonly boolean[] = Array.from(
  { length: 256 },
  (_, code) => isReplaced(code) || FunctionMarks.isLookedAt(code),
)

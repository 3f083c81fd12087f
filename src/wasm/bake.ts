import { opcode, skipInstruction, skipType } from './instructions.ts'
import { headerLength, readModule, section, type Module, type Section } from './module.ts'
import { Reader } from './reader.ts'
import { name, s64, u32, Writer } from './writer.ts'

/** A function that is added to a module. */
export interface AddedFunction {
  readonly parameters: readonly ValueType[]
  readonly results: readonly ValueType[]
  /** How many locals it has beside its parameters, all of them i32. */
  readonly locals: number
  /** Its instructions, without the `end` behind them. Calls name functions by their index in the module as it was. */
  readonly body: readonly number[]
}

export type ValueType = 'i32' | 'i64' | 'f32' | 'f64'

/** What a module becomes. */
export interface Baking {
  /** The whole memory, as it is to be at the start. Its end may be left out where it is zero. */
  readonly memory: Uint8Array
  /** The value of the first global, an i32: the stack pointer. */
  readonly stackPointer: number
  /** Imported functions that the module gets of its own, by `module.name`. */
  readonly provided: ReadonlyMap<string, AddedFunction>
  /** Functions that it imports beside those it had, at most as many as are provided. Each takes the place of a provided one, in their order, and has its index. */
  readonly imports: readonly ImportedFunction[]
  /** What it exports beside its memory. */
  readonly exported: ReadonlyMap<string, AddedFunction>
}

export interface ImportedFunction {
  readonly module: string
  readonly name: string
  readonly parameters: readonly ValueType[]
  readonly results: readonly ValueType[]
}

/**
 * The module with its memory as it is now, so that it goes on from there wherever it is started; with functions of its own in place of
 * imported ones. An import that is provided makes room for another: its index is then that of the other. What was exported is not any
 * more, and nothing is done at its start.
 *
 * Throws `wasm/bad-module`, also for a module that has more than one memory or global of its own.
 */
export function bake(bytes: Uint8Array, baking: Baking): Uint8Array {
  const module = readModule(bytes)
  const plan = planOf(module, baking)
  const output = new Writer(bytes.length + baking.memory.length)
  output.copy(bytes, 0, headerLength)
  const content = new Writer(bytes.length)
  const write = (id: number, fill: (to: Writer) => void): void => {
    content.clear()
    fill(content)
    output.byte(id)
    output.sized(content.written)
  }
  for (const one of module.sections)
    switch (one.id) {
      case section.custom:
      case startSection:
      case dataCountSection:
        break
      case section.type:
        write(one.id, (to) => types(module, one, plan, to))
        break
      case section.import:
        write(one.id, (to) => imports(module, one, plan, to))
        break
      case section.function:
        write(one.id, (to) => functions(module, one, plan, to))
        break
      case section.memory:
        write(one.id, (to) => to.copy([1, 0, ...u32(Math.ceil(baking.memory.length / page))]))
        break
      case section.global:
        write(one.id, (to) => to.copy([1, 0x7f, 1, opcode.i32Const, ...s64(BigInt(baking.stackPointer)), opcode.end])) // prettier-ignore
        break
      case section.export:
        write(one.id, (to) => exports(plan, to))
        break
      case section.code:
        write(one.id, (to) => code(module, one, plan, to))
        break
      case elementSection:
        write(one.id, (to) => elements(module, one, plan, to))
        break
      case dataSection:
        write(one.id, (to) => data(baking.memory, to))
        break
      default:
        output.byte(one.id)
        output.sized(bytes.subarray(one.start, one.end))
    }
  return output.written.slice()
}

const page = 65_536
const startSection = 8
const elementSection = 9
const dataSection = 11
const dataCountSection = 12
/** Instructions that name a function: a call, one in place of the caller, and a reference. */
const naming = [opcode.call, 0x12, 0xd2]

const typeCodes: Readonly<Record<ValueType, number>> = { i32: 0x7f, i64: 0x7e, f32: 0x7d, f64: 0x7c } // prettier-ignore

interface Plan {
  /** New functions in the order of their indices, and the type of each. */
  readonly added: readonly { readonly function: AddedFunction; readonly type: number }[]
  /** Types behind those that the module has. */
  readonly signatures: readonly Signature[]
  /** What stands in the place of an imported function now, by its index. */
  readonly replaced: ReadonlyMap<number, { readonly by: number; readonly import: ImportedFunction; readonly type: number }>
  readonly exported: readonly (readonly [string, number])[]
} // prettier-ignore

type Signature = Pick<AddedFunction, 'parameters' | 'results'>

/** Indices of the imported functions that are provided, in their order. */
function placesOf(module: Module, { provided }: Pick<Baking, 'provided'>): readonly number[] {
  return module.imports
    .filter(({ kind }) => kind === 'function')
    .flatMap((one, index) => (provided.has(`${one.module}.${one.name}`) ? [index] : []))
}

function planOf(module: Module, baking: Baking): Plan {
  const reader = new Reader(module.bytes)
  const imported = module.imports.filter(({ kind }) => kind === 'function')
  if (module.globals.length !== 1 || module.memories.length !== 1)
    reader.fail('only a module with one memory and one global can be baked')
  const places = placesOf(module, baking)
  if (places.length !== baking.provided.size || baking.imports.length > places.length)
    reader.fail('it does not import what is provided')
  const signatures: Signature[] = []
  const typeOf = (one: Signature): number => module.types.length + signatures.push(one) - 1
  const first = imported.length + module.functions.length
  const added: { readonly function: AddedFunction; readonly type: number }[] = []
  const add = (one: AddedFunction): number => first + added.push({ function: one, type: typeOf(one) }) - 1 // prettier-ignore
  const replaced = new Map<number, { by: number; import: ImportedFunction; type: number }>()
  for (const [order, place] of places.entries()) {
    const { module: from = '', name: what = '' } = imported[place] ?? {}
    const provided = baking.provided.get(`${from}.${what}`)
    // What has nothing else to stand in its place stands for the first of the others once more.
    const other = baking.imports[order] ?? baking.imports[0]
    if (provided && other) replaced.set(place, { by: add(provided), import: other, type: typeOf(other) }) // prettier-ignore
  }
  const exported = [...baking.exported].map(([called, one]) => [called, add(one)] as const)
  return { added, signatures, replaced, exported }
}

function types(
  { bytes, types: { length: count } }: Module,
  { start, end }: Section,
  plan: Plan,
  to: Writer,
): void {
  to.u32(count + plan.signatures.length)
  to.copy(bytes, behindCount(bytes, start), end)
  for (const { parameters, results } of plan.signatures) {
    to.byte(0x60)
    for (const side of [parameters, results]) to.sized(side.map((one) => typeCodes[one]))
  }
}

function imports(module: Module, _part: Section, plan: Plan, to: Writer): void {
  to.u32(module.imports.length)
  for (const [index, one] of module.imports.entries()) {
    if (one.kind !== 'function') new Reader(module.bytes).fail('only a module that imports functions alone can be baked') // prettier-ignore
    const other = plan.replaced.get(index)
    to.copy(name(other?.import.module ?? one.module))
    to.copy(name(other?.import.name ?? one.name))
    to.byte(0)
    to.u32(other?.type ?? one.type)
  }
}

function functions(
  { bytes, functions: { length: count } }: Module,
  { start, end }: Section,
  { added }: Plan,
  to: Writer,
): void {
  to.u32(count + added.length)
  to.copy(bytes, behindCount(bytes, start), end)
  for (const { type } of added) to.u32(type)
}

function exports({ exported }: Plan, to: Writer): void {
  to.u32(exported.length + 1)
  to.copy([...name('memory'), 2, 0])
  for (const [called, index] of exported) to.copy([...name(called), 0, ...u32(index)])
}

function code(module: Module, { start, end }: Section, plan: Plan, to: Writer): void {
  const reader = new Reader(module.bytes, start, end)
  const count = reader.u32()
  to.u32(count + plan.added.length)
  const body = new Writer(end - start)
  for (let left = count; left > 0; left--) {
    const length = reader.u32()
    body.clear()
    rewritten(new Reader(module.bytes, reader.at, reader.at + length), plan, body)
    reader.skip(length)
    to.sized(body.written)
  }
  for (const { function: one } of plan.added)
    to.sized([...(one.locals === 0 ? [0] : [1, ...u32(one.locals), typeCodes.i32]), ...one.body, opcode.end]) // prettier-ignore
}

/** A function with its calls led to what stands for the imports now. */
function rewritten(reader: Reader, { replaced }: Plan, to: Writer): void {
  let copied = reader.at
  for (let groups = reader.u32(); groups > 0; groups--) {
    reader.u32()
    skipType(reader)
  }
  while (reader.at < reader.end) {
    const at = reader.at
    if (!naming.includes(reader.bytes[at] ?? 0)) {
      skipInstruction(reader)
      continue
    }
    const by = replaced.get(callee(reader))?.by
    if (by === undefined) continue
    to.copy(reader.bytes, copied, at + 1)
    to.u32(by)
    copied = reader.at
  }
  to.copy(reader.bytes, copied, reader.at)
}

function callee(reader: Reader): number {
  reader.byte()
  return reader.u32()
}

/** The table's functions, of which some may be others now. */
function elements(
  { bytes }: Module,
  { start, end }: Section,
  { replaced }: Plan,
  to: Writer,
): void {
  const reader = new Reader(bytes, start, end)
  const count = reader.u32()
  to.u32(count)
  for (let left = count; left > 0; left--) {
    if (reader.u32() !== 0) reader.fail('only plain elements of the first table can be baked')
    const offset = reader.at
    while (skipInstruction(reader) !== opcode.end);
    to.byte(0)
    to.copy(bytes, offset, reader.at)
    const length = reader.u32()
    to.u32(length)
    for (let one = length; one > 0; one--) {
      const index = reader.u32()
      to.u32(replaced.get(index)?.by ?? index)
    }
  }
}

/** Runs of the memory that are not zero; short gaps between them are written too. */
function data(memory: Uint8Array, to: Writer): void {
  const runs: [number, number][] = []
  const words = new Uint32Array(memory.buffer, memory.byteOffset, memory.length >> 2)
  for (let word = 0; word < words.length; word++) {
    if (words[word] === 0) continue
    const last = runs.at(-1)
    if (last && word - last[1] < shortGap) last[1] = word + 1
    else runs.push([word, word + 1])
  }
  to.u32(runs.length)
  for (const [from, end] of runs) {
    to.copy([0, opcode.i32Const, ...s64(BigInt(from * 4)), opcode.end])
    to.sized(memory.subarray(from * 4, end * 4))
  }
}

/** In words: about what a segment of its own takes. */
const shortGap = 4

function behindCount(bytes: Uint8Array, start: number): number {
  const reader = new Reader(bytes, start)
  reader.u32()
  return reader.at
}

import { skipInstruction, skipType } from './instructions.ts'
import { Reader } from './reader.ts'

/** The parts of a module by their places in its bytes, and what metering must know of them. */
export interface Module {
  readonly bytes: Uint8Array
  readonly sections: readonly Section[]
  /** The types of functions. */
  readonly types: readonly FunctionType[]
  readonly imports: readonly Import[]
  /** Of the module's own functions: the number of their type. */
  readonly functions: readonly number[]
  /** The types of its globals, imported ones first. */
  readonly globals: readonly GlobalType[]
  /** Imported ones first. */
  readonly tables: readonly TableType[]
  readonly memories: readonly Limits[]
  readonly exports: readonly Export[]
}

export interface FunctionType {
  /** How many values go in and come out. */
  readonly parameters: number
  readonly results: number
}

export interface Section {
  readonly id: number
  /** The offset of its content. */
  readonly start: number
  readonly end: number
}

export interface Import {
  readonly module: string
  readonly name: string
  readonly kind: Kind
  /** Of functions: the number of their type. */
  readonly type: number
}

export interface Export {
  readonly name: string
  readonly kind: Kind
  readonly index: number
}

export interface GlobalType {
  /** The bytes of its type. */
  readonly type: readonly number[]
  readonly mutable: boolean
}

export interface TableType {
  /** The bytes of the type of its elements. */
  readonly type: readonly number[]
  readonly limits: Limits
  /** Where the limits stand. */
  readonly start: number
  readonly end: number
}

/** How large a memory, in pages of 64 KiB, or a table is, and may become. */
export interface Limits {
  readonly flags: number
  readonly least: number
  readonly most: number | undefined
}

export const kinds = ['function', 'table', 'memory', 'global', 'tag'] as const
export type Kind = (typeof kinds)[number]

/** The numbers of sections. */
export const section = {
  custom: 0,
  type: 1,
  import: 2,
  function: 3,
  table: 4,
  memory: 5,
  global: 6,
  export: 7,
  start: 8,
  code: 10,
  tag: 13,
} as const

const magic = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00]
export const headerLength: number = magic.length

/** Reads a module, but for its code and data. Throws `wasm/bad-module`. */
export function readModule(bytes: Uint8Array): Module {
  const reader = new Reader(bytes)
  if (magic.some((byte, index) => bytes[index] !== byte)) reader.fail('it is no WebAssembly module of version 1') // prettier-ignore
  reader.at = headerLength
  const sections: Section[] = []
  const found = {
    types: [] as FunctionType[],
    imports: [] as Import[],
    functions: [] as number[],
    globals: [] as GlobalType[],
    tables: [] as TableType[],
    memories: [] as Limits[],
    exports: [] as Export[],
  }
  while (reader.at < bytes.length) {
    const id = reader.byte()
    const length = reader.u32()
    const start = reader.at
    reader.skip(length)
    sections.push({ id, start, end: reader.at })
    const content = new Reader(bytes, start, reader.at)
    if (readSection(id, content, found) && content.at !== content.end) content.fail('the section is longer than what it says') // prettier-ignore
  }
  return { bytes, sections, ...found }
}

type Found = { -readonly [K in keyof Omit<Module, 'bytes' | 'sections'>]: Module[K] extends readonly (infer T)[] ? T[] : Module[K] } // prettier-ignore

/** Whether the section was read to its end. */
function readSection(id: number, reader: Reader, found: Found): boolean {
  const each = (read: () => void) => {
    for (let count = reader.u32(); count > 0; count--) read()
    return true
  }
  switch (id) {
    case section.type:
      return each(() => found.types.push(readFunctionType(reader)))
    case section.import:
      return each(() => found.imports.push(readImport(reader, found)))
    case section.function:
      return each(() => found.functions.push(reader.u32()))
    case section.table:
      return each(() => found.tables.push(readTable(reader)))
    case section.memory:
      return each(() => found.memories.push(readLimits(reader)))
    case section.global:
      return each(() => {
        found.globals.push(readGlobalType(reader))
        skipExpression(reader)
      })
    case section.export:
      return each(() => found.exports.push({ name: reader.name(), kind: readKind(reader), index: reader.u32() })) // prettier-ignore
    default:
      return false
  }
}

function readFunctionType(reader: Reader): FunctionType {
  if (reader.byte() !== 0x60) {
    reader.at--
    reader.fail('a type is not that of a function')
  }
  return { parameters: skipTypes(reader), results: skipTypes(reader) }
}

function skipTypes(reader: Reader): number {
  const count = reader.u32()
  for (let index = 0; index < count; index++) skipType(reader)
  return count
}

function readImport(reader: Reader, found: Found): Import {
  const module = reader.name()
  const name = reader.name()
  const kind = readKind(reader)
  let type = 0
  switch (kind) {
    case 'function':
      type = reader.u32()
      break
    case 'table':
      found.tables.push(readTable(reader))
      break
    case 'memory':
      found.memories.push(readLimits(reader))
      break
    case 'global':
      found.globals.push(readGlobalType(reader))
      break
    default:
      reader.skip(1)
      reader.u32()
  }
  return { module, name, kind, type }
}

function readKind(reader: Reader): Kind {
  return kinds[reader.byte()] ?? reader.fail('what is imported or exported is of no known kind')
}

function readTable(reader: Reader): TableType {
  // With 0x40 and 0x00 before it, a table says after its limits what it is filled with.
  const filled = reader.bytes[reader.at] === 0x40
  if (filled) reader.skip(2)
  const type = typeBytes(reader)
  const start = reader.at
  const limits = readLimits(reader)
  const end = reader.at
  if (filled) skipExpression(reader)
  return { type, limits, start, end }
}

function readLimits(reader: Reader): Limits {
  const flags = reader.byte()
  if (flags > 7) reader.fail('limits are of no known form')
  if ((flags & 4) !== 0) reader.fail('memories and tables with 64 bits are not supported')
  const least = reader.u32()
  return { flags, least, most: (flags & 1) === 0 ? undefined : reader.u32() }
}

function readGlobalType(reader: Reader): GlobalType {
  const type = typeBytes(reader)
  return { type, mutable: reader.byte() === 1 }
}

function typeBytes(reader: Reader): readonly number[] {
  const from = reader.at
  skipType(reader)
  return [...reader.bytes.subarray(from, reader.at)]
}

/** A constant expression, to its end. */
function skipExpression(reader: Reader): void {
  while (skipInstruction(reader) !== 0x0b);
}

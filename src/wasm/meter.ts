import { GoapError } from '../base/index.ts'
import { meterCode } from './code.ts'
import { helpers, type Helpers } from './helpers.ts'
import { opcode } from './instructions.ts'
import { markPages } from './marks.ts'
import {
  headerLength,
  kinds,
  readModule,
  section,
  type Kind,
  type Limits,
  type Module,
} from './module.ts'
import type { MeterOptions } from './options.ts'
import { Reader } from './reader.ts'
import { name, s64, u32, Writer } from './writer.ts'

// A module is rewritten so that it counts its own steps.
//
//   M1. Every pass through a loop, and if asked every call of a function, takes one from the counter before anything else happens there.
//   M2. Whoever takes the counter below zero calls `refill`, and traps if the counter is still below zero then. Traps cannot be caught
//       in the module, whatever it uses of exceptions.
//   M3. What the module computes stays the same, but for the places where it traps; numbers of its functions, types and globals stay.

export interface Metered {
  readonly bytes: Uint8Array<ArrayBuffer>
  /** The names of the exported mutable globals, the counter not among them. Empty if none were asked for. */
  readonly globals: readonly string[]
  /** How many loops count. */
  readonly loops: number
}

/**
 * Rewrites a module so that it counts its steps; see `MeterOptions`. Fills, copies and growth of memories and tables cost by their
 * length (helpers.ts). Custom sections but for names are left out, since they speak of places in the code. Throws `wasm/bad-module` for what
 * cannot be read, and `wasm/over-limit` for what asks for more than `pages` or `elements` from the start.
 */
export function meter(bytes: Uint8Array, options: MeterOptions = {}): Metered {
  const module = readModule(bytes)
  const counter = module.globals.length
  const added = helpers(module, counter, options)
  const globals = mutableGlobals(module, options.globals)
  const access = accessors(added, options, [...addedGlobals(counter, options), ...globals])
  const code = meterCode(module, added, options)
  const refillTable = options.refill && 'table' in options.refill ? options.refill.table : undefined

  const start = startOf(module, options)

  const changed: Readonly<Record<number, Content>> = {
    [section.type]: extended(module, section.type, added.types),
    [section.function]: extended(module, section.function, added.functions.map(({ type }) => u32(type))),
    [section.table]: tables(module, options),
    [section.memory]: memories(module, options),
    [section.global]: extended(module, section.global, [
      global(i64, [opcode.i64Const, ...s64(options.initial ?? 2n ** 63n - 1n)]),
      ...(options.pageCounters === undefined ? [] : pageCounters(module, options.pages)),
    ]),
    [section.export]: extended(module, section.export, [
      ...[...addedGlobals(counter, options), ...globals].map(({ name, index }) => exportOf(module, name, index)),
      ...access.map(({ name, index }) => exportOf(module, name, index, 'function')),
      ...(start === undefined ? [] : [exportOf(module, start.name, start.index, 'function')]),
      ...(refillTable === undefined ? [] : [exportOf(module, refillTable, module.tables.length, 'table')]),
      ...(options.marks === undefined ? [] : [
        exportOf(module, options.marks.memory, module.memories.length, 'memory'),
        exportOf(module, options.marks.putBack, added.putBack ?? 0, 'function'),
      ]),
    ]),
    [section.code]: code.content,
  } // prettier-ignore
  return {
    bytes: assembled(module, changed, start === undefined ? undefined : section.start),
    globals: globals.map(({ name }) => name),
    loops: code.loops,
  }
}

interface NamedGlobal {
  readonly name: string
  readonly index: number
  readonly type: readonly number[]
}

/** Globals that metering adds, in their order. */
function addedGlobals(
  counter: number,
  { fuel = 'fuel', pageCounters }: MeterOptions,
): readonly NamedGlobal[] {
  const pages = pageCounters === undefined ? [] : [pageCounters.size, pageCounters.limit]
  return [
    { name: fuel, index: counter, type: [i64] },
    ...pages.map((name, index) => ({ name, index: counter + 1 + index, type: [i32] })),
  ]
}

/** The functions for the host's way to globals, if they are wanted. */
function accessors(
  added: Helpers,
  { access }: MeterOptions,
  globals: readonly NamedGlobal[],
): readonly { readonly name: string; readonly index: number }[] {
  if (access === undefined) return []
  return globals.flatMap(({ name, index, type }) => {
    const { get, set } = added.accessors(index, type)
    return [
      { name: access.get + name, index: get },
      { name: access.set + name, index: set },
    ]
  })
}

/** The most that 32 bits reach. */
const mostPages = 2 ** 16

type Content = Uint8Array | readonly number[] | undefined

/** The order in which sections stand. */
const order = [1, 2, 3, 4, 5, 13, 6, 7, 8, 9, 12, 10, 11]

function assembled(
  module: Module,
  changed: Readonly<Record<number, Content>>,
  leftOut: number | undefined,
): Uint8Array<ArrayBuffer> {
  const out = new Writer(2 * module.bytes.length)
  out.copy(module.bytes, 0, headerLength)
  for (const id of order) {
    const content = changed[id] ?? contentOf(module, id)
    if (content === undefined || id === leftOut) continue
    out.byte(id)
    out.sized(content)
  }
  for (const one of module.sections) {
    if (one.id !== section.custom) continue
    if (new Reader(module.bytes, one.start, one.end).name() !== 'name') continue
    out.byte(section.custom)
    out.sized(module.bytes.subarray(one.start, one.end))
  }
  return out.written.slice()
}

function contentOf(module: Module, id: number): Uint8Array | undefined {
  const found = module.sections.find((one) => one.id === id)
  return found && module.bytes.subarray(found.start, found.end)
}

/** What the module would call at its start, if it is not to. */
function startOf(module: Module, { start: name }: MeterOptions) {
  const found = name === undefined ? undefined : contentOf(module, section.start)
  return name === undefined || found === undefined ? undefined : { name, index: new Reader(found).u32() } // prettier-ignore
}

/** A section that is a list, with more at its end. */
function extended(module: Module, id: number, more: readonly (readonly number[])[]): Content {
  const content = contentOf(module, id)
  if (more.length === 0) return content
  const old = new Reader(content ?? new Uint8Array(1))
  const count = old.u32()
  const out = new Writer(old.end + 16)
  out.u32(count + more.length)
  out.copy(old.bytes, old.at, old.end)
  for (const one of more) out.copy(one)
  return out.written
}

const i32 = 0x7f
const i64 = 0x7e

function global(type: number, initial: readonly number[]): readonly number[] {
  return [type, 0x01, ...initial, opcode.end]
}

function pageCounters({ memories }: Module, pages = mostPages): readonly (readonly number[])[] {
  const [memory] = memories
  if (memory === undefined || memories.length > 1)
    throw new GoapError('wasm/bad-module', `The module has ${memories.length} memories, so its pages cannot be counted.`) // prettier-ignore
  const limit = Math.min(pages, memory.most ?? mostPages)
  return [memory.least, limit].map((value) => global(i32, [opcode.i32Const, ...s64(BigInt(value))])) // prettier-ignore
}

function exportOf(
  module: Module,
  as: string,
  index: number,
  kind: Kind = 'global',
): readonly number[] {
  if (module.exports.some((one) => one.name === as))
    throw new GoapError('wasm/bad-module', `The module exports "${as}" itself, which is the name of what metering adds.`) // prettier-ignore
  return [...name(as), kinds.indexOf(kind), ...u32(index)]
}

function mutableGlobals(
  { globals, imports }: Module,
  prefix: string | undefined,
): readonly NamedGlobal[] {
  if (prefix === undefined) return []
  const imported = imports.filter(({ kind }) => kind === 'global').length
  return globals
    .map(({ mutable, type }, index) => ({
      mutable: mutable && index >= imported,
      name: prefix + index,
      index,
      type,
    })) // prettier-ignore
    .filter(({ mutable }) => mutable)
}

function memories(module: Module, { pages, marks }: MeterOptions): Content {
  if (marks !== undefined && module.memories.length !== 1)
    throw new GoapError('wasm/bad-module', `The module has ${module.memories.length} memories, so what it writes cannot be marked.`) // prettier-ignore
  const imported = module.imports.filter(({ kind }) => kind === 'memory').length
  const own = module.memories.slice(imported)
  if (own.length === 0 && marks === undefined) return undefined
  const found = bounded(own, pages, { one: 'a memory', many: 'memories', unit: 'pages' })
  const all = [...found, ...(marks === undefined ? [] : [[0, ...u32(markPages)]])]
  return [...u32(all.length), ...all.flat()]
}

function tables(module: Module, { elements: most, refill }: MeterOptions): Content {
  const found = module.sections.find(({ id }) => id === section.table)
  const added = refill && 'table' in refill ? [tableOfOne] : []
  if (found === undefined) return added.length === 0 ? undefined : [...u32(1), ...tableOfOne]
  if (most === undefined) return extended(module, section.table, added)
  const imported = module.imports.filter(({ kind }) => kind === 'table').length
  const out = new Writer(2 * (found.end - found.start) + 16)
  const content = new Reader(module.bytes, found.start, found.end)
  out.u32(content.u32() + added.length)
  const own = module.tables.slice(imported)
  const all = bounded(own.map(({ limits }) => limits), most, { one: 'a table', many: 'tables', unit: 'elements' }) // prettier-ignore
  let at = content.at
  for (const [index, { start, end }] of own.entries()) {
    out.copy(module.bytes, at, start)
    out.copy(all[index] ?? [])
    at = end
  }
  out.copy(module.bytes, at, found.end)
  for (const one of added) out.copy(one)
  return out.written
}

/** Of functions, with one element. */
const tableOfOne = [0x70, 1, 1, 1]

/** Limits with a maximum each, so that all together are no more than the bound: what is left of it at the start is shared out evenly. */
function bounded(
  all: readonly Limits[],
  bound: number | undefined,
  { one, many, unit }: Readonly<Record<'one' | 'many' | 'unit', string>>,
): readonly (readonly number[])[] {
  if (bound === undefined) return all.map(({ flags, least, most }) => [flags, ...u32(least), ...(most === undefined ? [] : u32(most))]) // prettier-ignore
  const sum = all.reduce((total, { least }) => total + least, 0)
  if (sum > bound)
    throw new GoapError('wasm/over-limit', `The module begins with ${all.length === 1 ? one : `${all.length} ${many}`} of ${sum} ${unit}; ${bound} are allowed.`) // prettier-ignore
  const share = Math.floor((bound - sum) / all.length)
  return all.map(({ flags, least, most = Infinity }) => [flags | 1, ...u32(least), ...u32(Math.min(most, least + share))]) // prettier-ignore
}

import type { Source } from '../source.ts'
import type { Compiled } from './compiled.ts'
import type { Machine, Rooms } from './machine.ts'
import { bytecodeFlag } from './quickjs.ts'

/**
 * Compiles a source in an instance that has run no script: bytecode is never taken from where a guest could have written it. Undefined if
 * it is no program; then the exception is waiting in the instance.
 */
export function compile(
  machine: Machine,
  rooms: Rooms,
  { text, file }: Pick<Source, 'text' | 'file'>,
  flags: number,
  write = 0,
): Uint8Array | undefined {
  const { js } = machine
  const address = machine.withText(file, rooms.file, (name) =>
    machine.withText(text, rooms.text, (code, length) =>
      js.qjs_compile(code, length, name, flags, write, rooms.lengthOut),
    ),
  )
  if (address === 0) return undefined
  machine.look()
  const length = machine.view.getUint32(rooms.lengthOut, true)
  return machine.bytes.slice(address, address + length)
}

/** Makes a function of what `compile` gave, in an instance that has run no script; nothing of it runs. */
export function readBytecode(
  machine: Machine,
  { text }: Rooms,
  context: number,
  bytes: Uint8Array,
): bigint {
  const address = machine.put(bytes, text)
  return machine.js.JS_ReadObject(context, address, bytes.length, bytecodeFlag)
}

/** What an entry takes beside its text and its bytecode, about. */
const entryBytes = 512
/** The part of its bytes that stays in use when some are dropped. */
const roomLeft = 7 / 8
/** Sources longer than this are compiled each time. */
const longest = 65_536

/**
 * Bytecode of the sources that ran last. Whether a source is found here does not show in the fuel of its script: what compiling took is
 * counted each time.
 */
export class BytecodeCache {
  /** By file, then by text: a text that comes again need not be put together with its file to be found. */
  readonly #kept = new Map<string, Map<string, Compiled>>()
  readonly #most: number
  #bytes = 0
  /** The file that was asked for last, and its texts: most scripts have the same. */
  #file = ''
  #texts: ReadonlyMap<string, Compiled> | undefined

  /** `most`: the bytes it keeps. */
  constructor(most: number) {
    this.#most = most
  }

  get({ text, file }: Source): Compiled | undefined {
    if (text.length > longest) return undefined
    if (file !== this.#file) {
      this.#file = file
      this.#texts = this.#kept.get(file)
    }
    return this.#texts?.get(text)
  }

  set({ text, file }: Source, compiled: Compiled): void {
    if (text.length > longest) return
    const texts = this.#kept.get(file) ?? new Map<string, Compiled>()
    this.#kept.set(file, texts)
    this.#bytes += sizeOf(text, compiled) - sizeOf(text, texts.get(text))
    texts.set(text, compiled)
    if (this.#bytes > this.#most) for (const [file, texts] of this.#kept) this.#forget(file, texts)
    this.#file = file
    this.#texts = this.#kept.get(file)
  }

  /** Drops the oldest of a file until what is left has room for more: to find the oldest takes long where many were dropped before. */
  #forget(file: string, texts: Map<string, Compiled>): void {
    for (const [text, compiled] of texts) {
      if (this.#bytes <= this.#most * roomLeft) return
      texts.delete(text)
      this.#bytes -= sizeOf(text, compiled)
    }
    this.#kept.delete(file)
  }
}

function sizeOf(text: string, compiled: Compiled | undefined): number {
  return compiled === undefined ? 0 : 2 * text.length + compiled.bytes.length + entryBytes
}

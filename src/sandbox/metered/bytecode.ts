import type { Source } from '../source.ts'
import type { Machine, Rooms } from './machine.ts'

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

/** Bytecode of a source, and the steps that compiling it took. */
export interface Compiled {
  readonly bytes: Uint8Array
  /** Whether it has `await` outside of functions: then it gives a promise of `{ value }`. */
  readonly isAsync: boolean
  readonly fuel: number
}

/** Sources longer than this are compiled each time. */
const longest = 65_536

/**
 * Bytecode of the sources that ran last. Whether a source is found here does not show in the fuel of its script: what compiling took is
 * counted each time.
 */
export class BytecodeCache {
  readonly #kept = new Map<string, Compiled>()
  readonly #most: number
  #bytes = 0

  /** `most`: the bytes it keeps. */
  constructor(most: number) {
    this.#most = most
  }

  get({ text, file }: Source): Compiled | undefined {
    return text.length > longest ? undefined : this.#kept.get(keyOf(text, file))
  }

  set({ text, file }: Source, compiled: Compiled): void {
    if (text.length > longest) return
    const key = keyOf(text, file)
    this.#kept.set(key, compiled)
    this.#bytes += compiled.bytes.length + key.length
    // The oldest go first.
    for (const [old, { bytes }] of this.#kept) {
      if (this.#bytes <= this.#most) return
      this.#kept.delete(old)
      this.#bytes -= bytes.length + old.length
    }
  }
}

function keyOf(text: string, file: string): string {
  return `${file}\0${text}`
}

import type { EmscriptenModule } from 'quickjs-emscripten-core'
import { webAssembly, type WasmMemory } from '../../wasm/index.ts'

// The memory of a QuickJS made by Emscripten. It begins with 16 MiB, more than some scripts may have, and grows when the C
// library asks its JavaScript side; QuickJS's own bound counts no bytes there. So the memory itself is bounded.

const page = 65_536
/** What is compared and restored at once: as the pages of the machine. */
const part = 4096
/** Pages that the module is made for, at the least and at the most. */
const firstPages = 256
const lastPages = 32_768
/** Room that an allocation takes beside its bytes, and room for the last small ones. */
const slack = 4096

export interface CappedMemory {
  readonly wasm: WasmMemory
  /** No growth beyond so many bytes is allowed from now on. */
  bound(bytes: number): void
  /** Whether more was asked for than is allowed, since this was asked last. */
  wasRefused(): boolean
}

/** Memory with room for so many bytes beside what QuickJS itself needs. */
export function cappedMemory(bytes: number): CappedMemory {
  const maximum = Math.min(lastPages, firstPages + Math.ceil(bytes / page))
  const wasm = new webAssembly.Memory({ initial: firstPages, maximum })
  let most = maximum * page
  let refused = false
  const grow = wasm.grow.bind(wasm)
  wasm.grow = (pages) => {
    if (wasm.buffer.byteLength + pages * page > most) {
      refused = true
      throw new RangeError('The script may have no more memory.')
    }
    return grow(pages)
  }
  return {
    wasm,
    wasRefused() {
      const was = refused
      refused = false
      return was
    },
    bound(allowed) {
      most = Math.max(firstPages, Math.ceil(allowed / page)) * page
    },
  }
}

/** Takes so much of the first pages out of use that a script finds no more than it may have. Gives the bytes in use without the script. */
export function fillUp(emscripten: EmscriptenModule, wasm: WasmMemory, bytes: number): number {
  const used = emscripten._malloc(1)
  const spare = wasm.buffer.byteLength - used - bytes - slack
  if (spare <= 0) return used
  emscripten._malloc(spare)
  return wasm.buffer.byteLength - bytes
}

export interface MemoryImage {
  /** Makes the memory as it was. Gives the bytes of the parts that had been written. */
  restore(): number
  /** The same bytes, and leaves them. */
  written(): number
  /** Bytes by which the memory is larger than it was: it never shrinks. */
  growth(): number
}

/** Keeps the parts that hold something. */
export function imageOf(wasm: WasmMemory): MemoryImage {
  const { byteLength: length } = wasm.buffer
  const zero = Buffer.alloc(page)
  const kept = new Map<number, Buffer>()
  const before = Buffer.from(wasm.buffer)
  for (let at = 0; at < length; at += part) {
    const bytes = before.subarray(at, at + part)
    if (!isZero(bytes, 0, part)) kept.set(at, Buffer.from(bytes))
  }
  const pagesKept = new Set(Array.from(kept.keys(), (at) => at - (at % page)))

  return {
    restore: () => eachWritten(putBack),
    written: () => eachWritten(() => {}),
    growth: () => wasm.buffer.byteLength - length,
  }

  /** Gives the bytes of all parts that were written, each of which was given to `use`. */
  function eachWritten(use: (bytes: Buffer, at: number) => void): number {
    let written = 0
    const bytes = Buffer.from(wasm.buffer)
    for (let at = 0; at < bytes.length; at += page) {
      if (!pagesKept.has(at) && isZero(bytes, at, page)) continue
      for (let from = at; from < at + page; from += part)
        if (!isAsBefore(bytes, from)) {
          use(bytes, from)
          written += part
        }
    }
    return written
  }

  function isAsBefore(bytes: Buffer, at: number): boolean {
    const image = kept.get(at)
    return image ? bytes.compare(image, 0, part, at, at + part) === 0 : isZero(bytes, at, part)
  }

  function putBack(bytes: Buffer, at: number): void {
    const image = kept.get(at)
    if (image) image.copy(bytes, at)
    else bytes.fill(0, at, at + part)
  }

  function isZero(bytes: Buffer, at: number, length: number): boolean {
    return bytes.compare(zero, 0, length, at, at + length) === 0
  }
}

import { markedBytes, spillBytes } from '../../wasm/index.ts'
import type { Machine, Marks } from './machine.ts'

// The state of an instance after its warm-up, and the way back to it. Copying all of it would take longer than most scripts, so the way
// back goes by parts:
//
//   I1. After `restore`, memory and globals are what they were at `capture`, in every byte, but for I3.
//   I2. Where the module marks what it writes, and the host what it writes there, only what is marked is put back (src/wasm/marks.ts).
//   I3. Elsewhere all parts are compared. Below the image lies the stack, which is empty between executions: it is cleared downwards as far
//       as it is dirty, and a gap of `gap` clean bytes ends the search. What might stay below is garbage that no code reads before it
//       writes.

const pageBytes = 65_536
/** The parts by which the image is compared: a part that is as it was is not written. */
const part = markedBytes
const gap = 65_536
const clean = Buffer.alloc(part)

export interface Image {
  /** From where to where memory held anything but zeros, the stack left out. */
  readonly start: number
  readonly bytes: Buffer
  /** The same in parts, each with the first `spillBytes` of what follows it. */
  readonly parts: readonly Uint8Array[]
  /** Values of the globals, in their order. */
  readonly globals: readonly number[]
  /** The size of the memory in pages. */
  readonly pages: number
  readonly stack: number
}

/** Takes the image of an instance that runs nothing. */
export function capture(machine: Machine): Image {
  machine.look()
  const { buffer, js, globals } = machine
  const pages = js.pages.value
  // The first mutable global of what wasm-ld links is the pointer of the stack, which lies first and grows down from there.
  const stack = globals[0]?.value ?? 0
  const start = stack - (stack % part)
  buffer.fill(0, 0, start)
  let end = pages * pageBytes
  while (end > start && buffer.compare(clean, 0, part, end - part, end) === 0) end -= part
  const bytes = Buffer.from(buffer.subarray(start, end))
  return {
    start,
    bytes,
    parts: Array.from({ length: bytes.length / part }, (_, index) => new Uint8Array(bytes.subarray(index * part, (index + 1) * part + spillBytes))), // prettier-ignore
    globals: globals.map(({ value }) => value),
    pages,
    stack,
  }
}

/** Puts an image into an instance that never ran. */
export function install(machine: Machine, image: Image): void {
  const missing = image.pages - machine.js.memory.buffer.byteLength / pageBytes
  if (missing > 0) machine.js.memory.grow(missing)
  machine.look()
  image.bytes.copy(machine.buffer, image.start)
  machine.marks?.each.fill(0)
  putGlobalsBack(machine, image)
}

/** Puts an instance back to the image that it started from. */
export function restore(machine: Machine, image: Image): void {
  machine.look()
  if (machine.marks === undefined) restoreByComparing(machine, image)
  else restoreMarked(machine, machine.marks, image)
  putGlobalsBack(machine, image)
}

/** Puts back what is marked as written. */
function restoreMarked({ bytes, js }: Machine, { each, words }: Marks, image: Image): void {
  const end = js.pages.value * (pageBytes / part)
  // Four marks at a time, since few parts are written.
  for (let four = 0; four < end; four += 4) {
    if (words[four / 4] === 0) continue
    for (let at = four; at < four + 4; at++) if (each[at] !== 0) putBack(bytes, image, at * part)
    words[four / 4] = 0
  }
}

/** Puts back a part, and what a write that began there may have reached behind it. */
function putBack(memory: Uint8Array, { start, parts, bytes }: Image, from: number): void {
  const kept = parts[(from - start) / part]
  if (kept !== undefined) memory.set(kept, from)
  else memory.fill(0, from, from + part)
  const behind = from + part
  if (kept === undefined || kept.length === part) {
    const known = parts[(behind - start) / part]
    if (known !== undefined)
      memory.set(bytes.subarray(behind - start, behind - start + spillBytes), behind) // prettier-ignore
    else memory.fill(0, behind, behind + spillBytes)
  }
}

function restoreByComparing({ buffer, js }: Machine, image: Image): void {
  clearStack(buffer, image.start)
  const { bytes, start } = image
  for (let at = 0; at < bytes.length; at += part)
    if (buffer.compare(bytes, at, at + part, start + at, start + at + part) !== 0)
      bytes.copy(buffer, start + at, at, at + part)
  const rest = image.pages * pageBytes
  for (let at = start + bytes.length; at < rest; at += part)
    if (buffer.compare(clean, 0, part, at, at + part) !== 0) buffer.fill(0, at, at + part)
  if (js.pages.value > image.pages) buffer.fill(0, rest, js.pages.value * pageBytes)
}

function clearStack(buffer: Buffer, top: number): void {
  let cleanBytes = 0
  for (let at = top - part; at >= 0 && cleanBytes < gap; at -= part) {
    if (buffer.compare(clean, 0, part, at, at + part) === 0) cleanBytes += part
    else {
      buffer.fill(0, at, at + part)
      cleanBytes = 0
    }
  }
}

function putGlobalsBack({ globals, js }: Machine, image: Image): void {
  for (let index = 0; index < globals.length; index++) {
    const global = globals[index]
    if (global) global.value = image.globals[index] ?? 0
  }
  if (js.pages.value !== image.pages) js.pages.value = image.pages
}

import { imageOffset, markedBytes, spillBytes } from '../../wasm/index.ts'
import type { Machine } from './machine.ts'

// The state of an instance after its warm-up, and the way back to it. Copying all of it would take longer than most scripts, so the way
// back goes by parts:
//
//   I1. After `restore`, memory and globals are what they were at `capture`, in every byte, but for I3.
//   I2. Where the module marks what it writes, and the host what it writes there, only what is marked is put back (src/wasm/marks.ts).
//       What was kept (`keepMarked`) belongs to the image then (loaded.ts).
//   I3. Elsewhere all parts are compared. Below the image lies the stack, which is empty between executions: it is cleared downwards as far
//       as it is dirty, and a gap of `gap` clean bytes ends the search. What might stay below is garbage that no code reads before it
//       writes.

const pageBytes = 65_536
/** The parts by which the image is compared: a part that is as it was is not written. */
const part = markedBytes
/** How far a write that is marked in a part may reach from its beginning. */
const reach = markedBytes + spillBytes
const gap = 65_536
const clean = Buffer.alloc(part)

export interface Image {
  /** From where to where memory held anything but zeros, the stack left out. */
  readonly start: number
  readonly bytes: Buffer
  readonly end: number
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
  const pages = js['get:pages']()
  // The first mutable global of what wasm-ld links is the pointer of the stack, which lies first and grows down from there.
  const stack = globals[0]?.get() ?? 0
  const start = stack - (stack % part)
  buffer.fill(0, 0, start)
  let end = pages * pageBytes
  while (end > start && buffer.compare(clean, 0, part, end - part, end) === 0) end -= part
  const bytes = Buffer.from(buffer.subarray(start, end))
  return {
    start,
    bytes,
    end,
    globals: globals.map((global) => global.get()),
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
  const { marks } = machine.js
  if (marks !== undefined) {
    // What may be written behind the last part is zeros there.
    marks.grow(Math.ceil((image.end + spillBytes) / pageBytes))
    machine.marks = new Uint8Array(marks.buffer)
    machine.marks.set(image.bytes, imageOffset + image.start)
  }
  putGlobalsBack(machine, image)
  machine.js['set:pages'](image.pages)
}

/** Puts an instance back to the image that it started from. `pages`: how many it has now. */
export function restore(machine: Machine, image: Image, pages = machine.js['get:pages']()): void {
  machine.look()
  if (machine.js.putBack === undefined) restoreByComparing(machine, image, pages)
  else machine.js.putBack(image.end / part, (pages * pageBytes) / part)
  putGlobalsBack(machine, image)
  if (pages !== image.pages) machine.js['set:pages'](image.pages)
}

/**
 * Makes what is marked a part of what the instance is put back to, until it is taken out again. Gives the parts of the memory; undefined
 * where one of them lies behind the image, and then nothing has changed.
 */
export function keepMarked(machine: Machine, image: Image): readonly number[] | undefined {
  const { marks, bytes } = machine
  if (marks === undefined || machine.js['get:pages']() !== image.pages) return undefined
  const all = marks.subarray(0, (image.pages * pageBytes) / part)
  const parts: number[] = []
  for (let at = all.indexOf(1); at >= 0; at = all.indexOf(1, at + 1)) parts.push(at)
  // Behind the last part of the image nothing is kept, and so not what a write may have reached there either.
  if ((parts.at(-1) ?? 0) + 1 >= image.end / part) return undefined
  for (const at of parts) {
    marks.set(bytes.subarray(at * part, at * part + reach), imageOffset + at * part)
    marks[at] = 0
  }
  return parts
}

/** Takes parts that were kept out again, of an instance that was put back: then memory is as the image has it. */
export function putKeptBack(
  { bytes, marks }: Machine,
  image: Image,
  parts: readonly number[],
): void {
  for (const at of parts) {
    const from = at * part - image.start
    const original = Buffer.alloc(reach)
    image.bytes.copy(original, Math.max(0, -from), Math.max(0, from), Math.max(0, from + reach))
    bytes.set(original, at * part)
    marks?.set(original, imageOffset + at * part)
  }
}

function restoreByComparing({ buffer }: Machine, image: Image, pages: number): void {
  clearStack(buffer, image.start)
  const { bytes, start } = image
  for (let at = 0; at < bytes.length; at += part)
    if (buffer.compare(bytes, at, at + part, start + at, start + at + part) !== 0)
      bytes.copy(buffer, start + at, at, at + part)
  const rest = image.pages * pageBytes
  for (let at = start + bytes.length; at < rest; at += part)
    if (buffer.compare(clean, 0, part, at, at + part) !== 0) buffer.fill(0, at, at + part)
  if (pages > image.pages) buffer.fill(0, rest, pages * pageBytes)
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

function putGlobalsBack({ globals }: Machine, image: Image): void {
  for (let index = 0; index < globals.length; index++)
    globals[index]?.set(image.globals[index] ?? 0)
}

import type { Machine } from './machine.ts'

// The state of an instance after its warm-up, and the way back to it. Copying all of it would take longer than most scripts, so the way
// back goes by parts:
//
//   I1. After `restore`, memory and globals are what they were at `capture`, in every byte, but for I2.
//   I2. Below the image lies the stack, which is empty between executions. What was left there is cleared downwards as far as it is dirty;
//       a gap of `gap` clean bytes ends the search. What might stay below is garbage that no code reads before it writes.
//   I3. Above the image lie only pages that the memory grew by since; they are cleared.

const pageBytes = 65_536
/** The parts by which the image is compared: a part that is as it was is not written. */
const part = 4_096
const gap = 65_536
const clean = Buffer.alloc(part)

export interface Image {
  /** From where to where memory held anything but zeros, the stack left out. */
  readonly start: number
  readonly bytes: Buffer
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
  return {
    start,
    bytes: Buffer.from(buffer.subarray(start, end)),
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
  putGlobalsBack(machine, image)
}

/** Puts an instance back to the image that it started from. */
export function restore(machine: Machine, image: Image): void {
  machine.look()
  const { buffer, js } = machine
  clearStack(buffer, image.start)
  const { bytes, start } = image
  for (let at = 0; at < bytes.length; at += part)
    if (buffer.compare(bytes, at, at + part, start + at, start + at + part) !== 0)
      bytes.copy(buffer, start + at, at, at + part)
  if (js.pages.value > image.pages)
    buffer.fill(0, image.pages * pageBytes, js.pages.value * pageBytes)
  const end = start + bytes.length
  const rest = image.pages * pageBytes
  for (let at = end; at < rest; at += part)
    if (buffer.compare(clean, 0, part, at, at + part) !== 0) buffer.fill(0, at, at + part)
  putGlobalsBack(machine, image)
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
  for (const [index, global] of globals.entries()) global.value = image.globals[index] ?? 0
  js.pages.value = image.pages
}

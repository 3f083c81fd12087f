// What host and worker share beside messages: a few numbers, and room for what a script prints. So the host has all of it
// even when the worker is stuck, and the worker can wait for a message without returning to its event loop.

/** Places in the shared numbers. */
export const slot = {
  /** Goes up with each message to the worker, which waits for it to change. */
  messages: 0,
  /** 1 when the script shall stop. */
  stop: 1,
  /** Bytes that stand in the room of standard output. */
  stdout: 2,
  /** The same for standard error. */
  stderr: 3,
} as const

export const slots = 4

/** Both streams may fill the whole bound, so each has a room of that size. */
export interface Shared {
  readonly numbers: Int32Array<SharedArrayBuffer>
  /** First standard output, then standard error, each half of it. */
  readonly printed: Uint8Array<SharedArrayBuffer>
}

export type Stream = 'stdout' | 'stderr'

/** Adds bytes to what was printed; the caller has looked that they fit. */
export function addPrinted({ numbers, printed }: Shared, stream: Stream, bytes: Uint8Array): void {
  const length = Atomics.load(numbers, slot[stream])
  printed.set(bytes, start(printed, stream) + length)
  Atomics.store(numbers, slot[stream], length + bytes.length)
}

/** What was printed up to now. The first part of a character that was cut is left out. */
export function readPrinted({ numbers, printed }: Shared, stream: Stream): string {
  const from = start(printed, stream)
  const bytes = printed.slice(from, from + Atomics.load(numbers, slot[stream]))
  return new TextDecoder().decode(bytes, { stream: true })
}

function start(printed: Uint8Array, stream: Stream): number {
  return stream === 'stdout' ? 0 : printed.length / 2
}

import { fstatSync, writeSync } from 'node:fs'
import type { Stream } from './pipe.ts'

type OnError = Parameters<Stream['on']>[1]

/**
 * Where a file, a pipe, a socket or nothing at all is behind a descriptor: a stream that writes to it at once. Node's own stream does the
 * same there, but is a socket for a pipe, and takes longer to make than a small plan (decisions/0018). Null for terminals,
 * which tell how wide they are, and where Node writes later (Windows).
 */
export function plainOutput(descriptor: number): Stream | null {
  if (process.platform === 'win32' || !isPlain(descriptor)) return null
  const listeners: OnError[] = []
  return {
    write(text) {
      try {
        writeAll(descriptor, Buffer.from(text))
        return true
      } catch (error) {
        if (!(error instanceof Error)) throw error
        process.nextTick(() => {
          for (const listener of listeners) listener(error)
        })
        return false
      }
    },
    on: (_, listener) => listeners.push(listener),
  }
}

function isPlain(descriptor: number): boolean {
  try {
    const state = fstatSync(descriptor)
    return state.isFile() || state.isFIFO() || state.isSocket() || isNull(state)
  } catch {
    return false
  }
}

/** `/dev/null`, by the number that Linux gives it. */
function isNull(state: { isCharacterDevice(): boolean; readonly rdev: number }): boolean {
  return process.platform === 'linux' && state.isCharacterDevice() && state.rdev === 0x103
}

/** A pipe that somebody else has set to not wait (`EAGAIN`) is asked again until it takes the rest, as one that waits would do. */
function writeAll(descriptor: number, bytes: Buffer): void {
  let at = 0
  let pause = 1
  while (at < bytes.length)
    try {
      at += writeSync(descriptor, bytes, at)
      pause = 1
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) throw error
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pause)
      pause = Math.min(pause * 2, 50)
    }
}

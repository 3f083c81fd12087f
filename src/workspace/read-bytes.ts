import { closeSync, existsSync, fstatSync, openSync, readdirSync, readSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { GoapError, nearest } from '../base/index.ts'

export interface ReadBytesOptions {
  /** More bytes than these are refused: of a file that says how large it is before it is read, of others as soon as there are more. */
  readonly most: number
  /** The error for more; `size` is null of what does not say how large it is, such as a pipe or a device. */
  readonly tooLarge: (size: number | null) => GoapError
}

const piece = 64 * 1024

/**
 * What a file holds: also a pipe, until its writer closes it. Throws `workspace/missing-file`, `workspace/not-readable`, and what
 * `tooLarge` gives: what has no end, such as /dev/zero, is not read for ever.
 */
export function readBytes(path: string, name: string, options: ReadBytesOptions): Uint8Array {
  try {
    const file = openSync(path, 'r')
    try {
      return bytesIn(file, options)
    } finally {
      closeSync(file)
    }
  } catch (cause) {
    throw cause instanceof GoapError ? cause : unreadable(path, name, cause)
  }
}

function bytesIn(file: number, { most, tooLarge }: ReadBytesOptions): Uint8Array {
  const state = fstatSync(file)
  if (state.isFile() && state.size > most) throw tooLarge(state.size)
  let bytes = new Uint8Array(state.isFile() && state.size > 0 ? state.size + 1 : piece)
  for (let length = 0; ;) {
    const read = readSync(file, bytes, length, bytes.length - length, null)
    if (read === 0) return bytes.subarray(0, length)
    length += read
    if (length > most) throw tooLarge(null)
    if (length < bytes.length) continue
    const larger = new Uint8Array(2 * bytes.length)
    larger.set(bytes)
    bytes = larger
  }
}

function unreadable(path: string, name: string, cause: unknown): GoapError {
  const code = cause instanceof Error && 'code' in cause ? cause.code : ''
  if (code === 'ENOENT') return new GoapError('workspace/missing-file', `${name} does not exist.`, { cause, hint: nearby(path) }) // prettier-ignore
  if (code === 'EISDIR') return new GoapError('workspace/not-readable', `${name} is a folder.`, { cause, hint: 'Name a file.' }) // prettier-ignore
  const what = cause instanceof Error ? cause.message : String(cause)
  return new GoapError('workspace/not-readable', `${name} cannot be read: ${what}.`, { cause })
}

/** The file of nearly this name, if there is one beside it. */
function nearby(path: string): string {
  const folder = dirname(path)
  if (!existsSync(folder)) return `The folder ${basename(folder)} does not exist either.`
  const near = nearest(basename(path), readdirSync(folder))
  return near === undefined ? 'Check the path.' : `Did you mean ${near}?`
}

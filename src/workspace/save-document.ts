import { randomBytes } from 'node:crypto'
import {
  accessSync,
  closeSync,
  constants,
  fchmodSync,
  fsyncSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { dirname, join } from 'node:path'

/**
 * Replaces a document's bytes atomically: a temporary file beside it, made durable, then renamed over it. Symbolic links are
 * followed. False when the file is not `before` any more; then nothing was written. Throws what the file system says.
 */
export function saveDocument(path: string, before: Uint8Array, after: Uint8Array): boolean {
  const target = realpathSync(path)
  accessSync(target, constants.W_OK)
  const { mode } = statSync(target)
  const temporary = join(dirname(target), `.goap-${randomBytes(6).toString('hex')}.tmp`)
  const file = openSync(temporary, 'wx', mode)
  try {
    fchmodSync(file, mode)
    writeAll(file, after)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  // Compared last: the file may have been edited while the other one was written.
  if (Buffer.compare(readFileSync(target), before) !== 0) {
    rmSync(temporary, { force: true })
    return false
  }
  renameSync(temporary, target)
  return true
}

function writeAll(file: number, bytes: Uint8Array): void {
  for (let written = 0; written < bytes.length;) written += writeSync(file, bytes, written)
}

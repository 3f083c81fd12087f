import {
  accessSync,
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fsyncSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
  type Stats,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { GoapError } from '../base/index.ts'

/**
 * Replaces a document's bytes atomically: a temporary file beside it, made durable, then renamed over it. Symbolic links are
 * followed; mode and owner stay. False when the file is not `before` any more; then nothing was written. Throws
 * `workspace/not-writable`.
 */
export function saveDocument(path: string, before: Uint8Array, after: Uint8Array): boolean {
  try {
    return save(realpathSync(path), before, after)
  } catch (cause) {
    const what = cause instanceof Error ? cause.message : String(cause)
    throw new GoapError('workspace/not-writable', `${path} cannot be written: ${what}.`, { cause })
  }
}

function save(target: string, before: Uint8Array, after: Uint8Array): boolean {
  accessSync(target, constants.W_OK)
  const temporary = join(dirname(target), `.goap-${crypto.randomUUID()}.tmp`)
  try {
    writeDurably(temporary, after, statSync(target))
    // Compared last: the file may have been edited while the other one was written.
    const isSame = Buffer.compare(readFileSync(target), before) === 0
    if (isSame) renameSync(temporary, target)
    return isSame
  } finally {
    rmSync(temporary, { force: true })
  }
}

function writeDurably(path: string, bytes: Uint8Array, { mode, uid, gid }: Stats): void {
  const file = openSync(path, 'wx', mode)
  try {
    const own = statSync(path)
    // Before the mode: a change of the owner takes special bits away.
    if (own.uid !== uid || own.gid !== gid) fchownSync(file, uid, gid)
    fchmodSync(file, mode)
    for (let written = 0; written < bytes.length;) written += writeSync(file, bytes, written)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

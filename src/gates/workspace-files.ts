import { createHash } from 'node:crypto'
import { constants } from 'node:fs'
import { lstat, open, readlink, realpath, type FileHandle } from 'node:fs/promises'
import { isAbsolute, relative, resolve, sep } from 'node:path'
import type { Files, Look } from './files.ts'

// Files of a workspace, as plain calls of this process.
//
//   F1. Nothing outside the workspace is opened, whatever symbolic links say, nor is told whether it is there.
//   F2. Only regular files are read: a pipe or a device would wait, or give without end.

export interface WorkspaceFilesOptions {
  /** Files up to this size are read as text; of larger ones there are only size and hash. Default 16 MiB. */
  readonly maximumText?: number
}

/** Looks at the files of the workspace in this folder. */
export function workspaceFiles(root: string, options: WorkspaceFilesOptions = {}): Files {
  const { maximumText = 16 * 1024 * 1024 } = options
  return {
    async look(path, signal) {
      if (path.includes('\0')) return unknown('is no path')
      try {
        const real = await realpath(root)
        const target = await followed(real, path)
        if (typeof target !== 'string') return target
        return await opened(real, target, maximumText, signal)
      } catch (error) {
        if (signal.aborted) throw error
        return failure(error)
      }
    },
  }
}

/** Links that lead to each other are followed no further. */
const mostLinks = 40

/** The path without symbolic links, step by step, so that F1 holds for each of them. */
async function followed(root: string, path: string): Promise<string | Look> {
  const outside = unknown('leads out of the workspace')
  if (isAbsolute(path) || /^[A-Za-z]:/.test(path)) return outside
  let steps = path.split('/')
  let at = root
  let links = 0
  for (let step = steps.shift(); step !== undefined; step = steps.shift()) {
    const next = resolve(at, step)
    if (!isWithin(root, next)) return outside
    const found = next === root ? null : await lstat(next)
    if (!found?.isSymbolicLink()) {
      at = next
      continue
    }
    if (++links > mostLinks) return unknown('is a circle of symbolic links')
    const link = await readlink(next)
    steps = [...link.split(sep), ...steps]
    if (isAbsolute(link)) {
      // From the top again, by where the workspace really lies.
      const way = relative(root, link)
      if (!isWithin(root, link)) return outside
      steps = [...way.split(sep), ...steps.slice(link.split(sep).length)]
      at = root
    }
  }
  return at
}

function isWithin(root: string, path: string): boolean {
  const way = relative(root, path)
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way)
}

async function opened(
  root: string,
  path: string,
  maximumText: number,
  signal: AbortSignal,
): Promise<Look> {
  const before = await lstat(path)
  if (before.isDirectory()) return { found: 'folder' }
  if (!before.isFile()) return unknown('is no regular file')
  const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants
  await using file = await open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
  const now = await file.stat()
  // A folder on the way may have become a link meanwhile.
  const isSame = now.dev === before.dev && now.ino === before.ino
  if (!isSame || !now.isFile() || (await realpath(path)) !== path || !isWithin(root, path))
    return unknown('changes while it is looked at')
  // Awaited here: the file is closed when this function returns.
  return await contentOf(file, maximumText, signal)
}

async function contentOf(
  file: FileHandle,
  maximumText: number,
  signal: AbortSignal,
): Promise<Look> {
  const hash = createHash('sha256')
  const parts: Buffer[] = []
  let bytes = 0
  for (;;) {
    signal.throwIfAborted()
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.allocUnsafe(256 * 1024) })
    if (bytesRead === 0) break
    const part = buffer.subarray(0, bytesRead)
    hash.update(part)
    bytes += bytesRead
    if (bytes <= maximumText) parts.push(part)
  }
  const text = bytes <= maximumText ? new TextDecoder().decode(Buffer.concat(parts)) : null
  return { found: 'file', bytes, hash: hash.digest('hex'), text }
}

function failure(error: unknown): Look {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'ENOENT' || code === 'ENOTDIR') return { found: 'nothing' }
  if (code === 'EACCES' || code === 'EPERM') return unknown('cannot be read')
  if (code === 'ELOOP') return unknown('changes while it is looked at')
  if (typeof code === 'string') return unknown(`cannot be looked at (${code})`)
  throw error
}

function unknown(reason: string): Look {
  return { found: 'unknown', reason }
}

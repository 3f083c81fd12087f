import { createHash } from 'node:crypto'
import { posix } from 'node:path'
import type { Files } from './files.ts'

/** Files that are held in memory, for tests: content by path; a path that ends with `/` is a folder. */
export function memoryFiles(files: Readonly<Record<string, string>>): Files {
  return {
    async look(path) {
      const name = posix.join(path).replace(/\/$/, '')
      if (name.startsWith('..') || name.startsWith('/'))
        return { found: 'unknown', reason: 'leads out of the workspace' }
      const text = files[name]
      if (text !== undefined)
        return {
          found: 'file',
          bytes: Buffer.byteLength(text),
          hash: createHash('sha256').update(text).digest('hex'),
          text,
        }
      const isFolder = Object.keys(files).some((one) => one.startsWith(`${name}/`))
      return isFolder ? { found: 'folder' } : { found: 'nothing' }
    },
  }
}

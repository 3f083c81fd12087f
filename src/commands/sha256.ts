import type { Hash } from 'node:crypto'

/** A SHA-256 to be filled. Cryptography is loaded with the first one: most calls of goap run no command. */
export function sha256(): Hash {
  return process.getBuiltinModule('node:crypto').createHash('sha256')
}

import { GoapError } from '../base/index.ts'

/** SQLite's primary result codes that say what is wrong with a file (https://sqlite.org/rescode.html). */
const corrupt = 11
const full = 13
const cannotOpen = 14
const readOnly = 8
const notADatabase = 26
const ioError = 10

/** What SQLite reported as an error of goap, or the same error when it says nothing about the file. */
export function translated(cause: unknown, file: string): unknown {
  const code = codeOf(cause)
  if (code === null) return cause
  const message = cause instanceof Error ? cause.message : String(cause)
  switch (code & 0xff) {
    case corrupt:
    case notADatabase:
      return new GoapError('sqlite/corrupt', `${file}: ${message}.`, { cause })
    case full:
      return new GoapError('sqlite/full', `${file} cannot grow: ${message}.`, { cause })
    case cannotOpen:
    case readOnly:
    case ioError:
      return new GoapError(
        'sqlite/cannot-open',
        `${file} cannot be opened or written: ${message}.`,
        { cause },
      )
    default:
      return cause
  }
}

/** Whether an insert met a row that is there already. */
export function isDuplicate(cause: unknown): boolean {
  return codeOf(cause) === 1555 || codeOf(cause) === 2067
}

function codeOf(cause: unknown): number | null {
  return cause instanceof Error && 'errcode' in cause && typeof cause.errcode === 'number'
    ? cause.errcode
    : null
}

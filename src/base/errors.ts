import { errorCodes, type ErrorCode } from './codes.ts'

/** A call that cannot be served. A bug is a plain `Error` instead. */
export class GoapError extends Error {
  /** `room/what-is-wrong`, stable. */
  readonly code: ErrorCode
  /** What to try. */
  readonly hint: string

  /** `message` says what happened with the actual values; the hint is the code's own unless given. */
  constructor(
    code: ErrorCode,
    message: string,
    options: { readonly hint?: string; readonly cause?: unknown } = {},
  ) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined)
    this.name = 'GoapError'
    this.code = code
    this.hint = options.hint ?? errorCodes[code].hint
  }
}

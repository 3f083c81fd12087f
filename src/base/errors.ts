import { errorCodes, type ErrorCode } from './codes.ts'
import type { Place } from './place.ts'

/** A call that cannot be served. A bug is a plain `Error` instead. */
export class GoapError extends Error {
  /** `room/what-is-wrong`, stable. */
  readonly code: ErrorCode
  /** What to try. */
  readonly hint: string
  /** Where it is in the text that was given; absent when it is nowhere in particular. */
  readonly place?: Place

  /** `message` says what happened with the actual values; the hint is the code's own unless given. */
  constructor(
    code: ErrorCode,
    message: string,
    options: {
      readonly hint?: string | undefined
      readonly cause?: unknown
      readonly place?: Place | undefined
    } = {},
  ) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined)
    this.name = 'GoapError'
    this.code = code
    this.hint = options.hint ?? errorCodes[code].hint
    if (options.place) this.place = options.place
  }
}

import type { Place } from './place.ts'

export type Severity = 'error' | 'warning' | 'info'

/** A finding in a document. */
export interface Diagnostic {
  /** `documents/what-is-wrong` or `planner/…`, stable; has a section in docs/errors.md. */
  readonly code: `documents/${string}` | `planner/${string}`
  readonly severity: Severity
  readonly message: string
  readonly hint: string
  readonly place: Place
  readonly related: readonly Related[]
  /** Of how many places it is told; those that are not `place` are the related ones. Default 1. */
  readonly count?: number
  /** Keys of the tasks concerned, for `--despite-errors`. */
  readonly tasks?: readonly string[]
  /** An error with a reading that is safe to run: execution goes on and says which reading it takes. */
  readonly safe?: boolean
}

export interface Related {
  readonly message: string
  readonly place: Place
}

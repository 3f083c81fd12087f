import type { Diagnostic, Place, Related } from '../../model/index.ts'
import { catalogue, type DiagnosticCode } from './catalogue.ts'

/** The beginning of a document: the place of what has no better one. */
const top: Place = { start: 0, end: 0, line: 1, column: 1, endLine: 1, endColumn: 1 }

/** A diagnostic of the catalogue; the hint is the code's own unless given. */
export function diagnostic(
  code: DiagnosticCode,
  message: string,
  place: Place | null,
  more: {
    readonly hint?: string
    readonly related?: readonly Related[]
    readonly tasks?: readonly string[]
    readonly safe?: boolean
  } = {},
): Diagnostic {
  const { severity, hint } = catalogue[code]
  return {
    code,
    severity,
    message,
    hint: more.hint ?? hint,
    place: place ?? top,
    related: more.related ?? [],
    ...(more.tasks ? { tasks: more.tasks } : {}),
    ...(more.safe ? { safe: true } : {}),
  }
}

/** A related place, or none where there is no place. */
export function related(message: string, place: Place | null | undefined): readonly Related[] {
  return place ? [{ message, place }] : []
}

import type { Diagnostic, Place } from '../../model/index.ts'
import { catalogue, type DiagnosticCode } from '../check/catalogue.ts'

/** A finding of the catalogue; the hint is the code's own unless given. */
export function finding(
  code: DiagnosticCode,
  message: string,
  place: Place,
  more: Partial<Pick<Diagnostic, 'hint' | 'related' | 'tasks' | 'safe'>> = {},
): Diagnostic {
  const { severity, hint } = catalogue[code]
  return { code, severity, message, hint, place, related: [], ...more }
}

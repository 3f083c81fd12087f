import type { Diagnostic, Severity } from '../../model/index.ts'

/** How severe a finding is to be taken; `off` leaves it out. */
export type ChosenSeverity = Severity | 'off'

/** The findings with the severities that were chosen for their codes; places stay in their order. */
export function withSeverities(
  diagnostics: readonly Diagnostic[],
  chosen: Readonly<Record<string, ChosenSeverity>>,
): readonly Diagnostic[] {
  if (Object.keys(chosen).length === 0) return diagnostics
  return diagnostics.flatMap((diagnostic) => {
    const severity = chosen[diagnostic.code] ?? diagnostic.severity
    return severity === 'off' ? [] : [{ ...diagnostic, severity }]
  })
}

/** A code as it is written in full: `cycle` is `documents/cycle`. */
export function fullCode(code: string): string {
  return code.includes('/') ? code : `documents/${code}`
}

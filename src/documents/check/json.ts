import type { Json } from '../../base/index.ts'
import type { Diagnostic, Place } from '../../model/index.ts'

/** Findings of a file as `goap/check@1`. */
export function checkJson(
  file: string,
  diagnostics: readonly Diagnostic[],
  isFixable: (diagnostic: Diagnostic) => boolean = () => false,
): Json {
  return {
    schema: 'goap/check@1',
    file,
    diagnostics: diagnostics.map((diagnostic) => {
      const { code, severity, message, hint, place, related, count } = diagnostic
      return {
        code,
        severity,
        message,
        hint,
        ...placeJson(place),
        related: related.map((one) => ({ message: one.message, ...placeJson(one.place) })),
        ...(count === undefined ? {} : { count }),
        ...(isFixable(diagnostic) ? { fixable: true } : {}),
      }
    }),
  }
}

function placeJson({ line, column, endLine, endColumn }: Place): Record<string, number> {
  return { line, column, endLine, endColumn }
}

import type { Diagnostic, Place } from '../../model/index.ts'
import type { DiagnosticCode } from '../check/catalogue.ts'
import { finding } from '../read/finding.ts'
import type { Piece, Text } from '../read/text/text.ts'

/** The text of one document, and what was found on the way. */
export interface Context {
  readonly text: Text
  readonly found: Diagnostic[]
}

/** Notes a finding at a piece of the text. */
export function note(
  context: Context,
  code: DiagnosticCode,
  message: string,
  piece: Piece,
  hint?: string,
): void {
  context.found.push(
    finding(code, message, placeOf(context, piece), hint === undefined ? {} : { hint }),
  )
}

export function placeOf({ text }: Context, piece: Piece): Place {
  return text.place(piece)
}

/** The beginning of a document: the place of what has no better one. */
export const top: Place = { start: 0, end: 0, line: 1, column: 1, endLine: 1, endColumn: 1 }

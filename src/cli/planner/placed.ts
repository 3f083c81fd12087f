import type { Diagnostic } from '../../index.ts'
import { exits, type Exit } from '../exit.ts'
import { styleFor, type Io } from '../io.ts'

/** A text with the name of its file. */
export interface NamedText {
  readonly file: string
  readonly text: string
}

/** What is shown: a finding, or an error as one. */
type Shown = Omit<Diagnostic, 'code'> & { readonly code: string }

/** Shows findings of a text on the standard error, each with its line. */
export async function showFound(
  io: Io,
  { file, text }: NamedText,
  all: readonly Shown[],
): Promise<void> {
  if (all.length === 0) return
  const { frame } = await import('../../documents/index.ts')
  const style = styleFor(io.stderr, io.environment)
  const paint = (kind: string, part: string): string =>
    kind === 'error' ? style('red', part) : kind === 'warning' ? style('yellow', part) : part
  // Of a file of many megabytes only what is around the place is shown; the frame needs no bytes.
  const source = { bytes: new Uint8Array(), text }
  for (const one of all) io.stderr.write(`${frame(source, one, file, { paint })}\n\n`)
}

/** Shows an error that has a place in the text as a finding there, and gives the exit code; throws any other. */
export async function showPlaced(io: Io, text: NamedText, error: unknown): Promise<Exit> {
  const { GoapError } = await import('../../base/index.ts')
  if (!(error instanceof GoapError) || !error.place) throw error
  const { code, message, hint, place } = error
  await showFound(io, text, [{ code, severity: 'error', message, hint, place, related: [] }])
  return exits.documents
}

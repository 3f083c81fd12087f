import type { Diagnostic } from '../../index.ts'
import { exits, type Exit } from '../exit.ts'
import { openDocuments } from '../documents.ts'
import { styleFor, type Io, type Style } from '../io.ts'

/** `goap check`: what is wrong with documents. */
export async function checkCommand(
  io: Io,
  names: readonly string[],
  { json = false }: { readonly json?: boolean },
): Promise<Exit> {
  const { plans } = await openDocuments(io, names, { quiet: json })
  const { checkJson, frame } = await import('../../documents/index.ts')
  const style = styleFor(io.stdout, io.environment)
  const all = plans.flatMap(({ diagnostics }) => diagnostics)
  for (const { file, document, diagnostics } of plans) {
    if (json) io.stdout.write(`${JSON.stringify(checkJson(file.name, diagnostics))}\n`)
    else
      for (const one of diagnostics)
        io.stdout.write(`${frame(document.source, one, file.name, { paint: painted(style) })}\n\n`)
  }
  const affected = plans.filter(({ diagnostics }) => diagnostics.length > 0).length
  if (!json) io.stdout.write(`${summary(all, affected, plans.length)}\n`)
  return all.some(({ severity }) => severity === 'error') ? exits.documents : exits.done
}

const formats = {
  error: 'red',
  warning: 'yellow',
  info: 'cyan',
  code: 'dim',
  gutter: 'dim',
  hint: 'green',
} as const

function painted(style: Style): (kind: keyof typeof formats, text: string) => string {
  return (kind, text) => style(formats[kind], text)
}

function summary(all: readonly Diagnostic[], affected: number, documents: number): string {
  if (documents === 0) return 'No plan was found.'
  if (all.length === 0) return `Nothing to find fault with in ${plural(documents, 'document')}.`
  const count = (severity: string): number => all.filter((one) => one.severity === severity).length
  const parts = [plural(count('error'), 'error'), plural(count('warning'), 'warning')]
  if (count('info') > 0) parts.push(plural(count('info'), 'note'))
  return `${parts.join(', ')} in ${affected} of ${plural(documents, 'document')}.`
}

function plural(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? '' : 's'}`
}

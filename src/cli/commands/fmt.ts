import type { LoadedDocument } from '../../index.ts'
import { openDocuments } from '../documents.ts'
import { exits, type Exit } from '../exit.ts'
import type { Io } from '../io.ts'
import { visible, visibleLine } from '../visible.ts'

export interface FormatFlags {
  readonly check?: boolean
  readonly write?: boolean
  readonly force?: boolean
}

/** `goap fmt`: plans in the canonical dialect. */
export async function formatCommand(
  io: Io,
  names: readonly string[],
  flags: FormatFlags,
): Promise<Exit> {
  const { plans } = await openDocuments(io, names)
  const { print } = await import('../../documents/index.ts')
  let exit: Exit = exits.done
  for (const one of plans) {
    const { document, file } = one
    const printed = print(document.plan)
    const isCanonical = printed === document.source.text
    if (flags.check) {
      if (isCanonical) continue
      io.stdout.write(`${visibleLine(file.name)} is written otherwise\n`)
      exit = exits.failed
    } else if (flags.write) {
      if (!isCanonical && !(await replace(io, one, printed, flags.force === true))) exit = exits.failed // prettier-ignore
    } else io.stdout.write(visible(printed))
  }
  return exit
}

/** Replaces a document, unless lines of it say something to people only. */
async function replace(
  io: Io,
  { document, file }: LoadedDocument,
  printed: string,
  force: boolean,
): Promise<boolean> {
  const { proseOf } = await import('../../documents/index.ts')
  const { saveDocument } = await import('../../workspace/index.ts')
  const lost = proseOf(document)
  const [first] = lost
  if (first && !force) {
    const others = lost.length > 1 ? ` and ${lost.length - 1} more lines` : ''
    io.stderr.write(`${visibleLine(file.name)} is left as it is: line ${first.line}${others} would be lost ("${visibleLine(first.text.slice(0, 60))}"). --force writes it even so.\n`) // prettier-ignore
    return false
  }
  const isSaved = saveDocument(file.path, document.source.bytes, new TextEncoder().encode(printed))
  if (!isSaved) io.stderr.write(`${visibleLine(file.name)} was changed meanwhile and is left as it is.\n`) // prettier-ignore
  return isSaved
}

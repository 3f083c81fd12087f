import type { LoadedDocument, PlanDocument } from '../../index.ts'
import { openDocuments } from '../documents.ts'
import { exits, type Exit } from '../exit.ts'
import type { Io } from '../io.ts'
import { visible, visibleLine } from '../visible.ts'

export interface FormatFlags {
  readonly check?: boolean
  readonly write?: boolean
  readonly force?: boolean
}

/** `goap fmt`: plans and goal documents in the canonical dialect. */
export async function formatCommand(
  io: Io,
  names: readonly string[],
  flags: FormatFlags,
): Promise<Exit> {
  const { plans, goals } = await openDocuments(io, names, { takesGoals: true })
  const { print, printGoal, proseOf, proseOfGoal } = await import('../../documents/index.ts')
  const all: readonly Printed[] = [
    ...plans.map(({ file, document }) => ({ file, source: document.source, printed: print(document.plan), prose: () => proseOf(document) })), // prettier-ignore
    ...goals.map(({ file, document }) => ({ file, source: document.source, printed: printGoal(document.problem), prose: () => proseOfGoal(document) })), // prettier-ignore
  ]
  let exit: Exit = exits.done
  for (const one of all) {
    const isCanonical = one.printed === one.source.text
    if (flags.check) {
      if (isCanonical) continue
      io.stdout.write(`${visibleLine(one.file.name)} is written otherwise\n`)
      exit = exits.failed
    } else if (flags.write) {
      if (!isCanonical && !(await replace(io, one, flags.force === true))) exit = exits.failed
    } else io.stdout.write(visible(one.printed))
  }
  return exit
}

/** A document with how it is printed. */
interface Printed {
  readonly file: LoadedDocument['file']
  readonly source: PlanDocument['source']
  readonly printed: string
  /** Lines that would be lost. */
  readonly prose: () => readonly { readonly line: number; readonly text: string }[]
}

/** Replaces a document, unless lines of it say something to people only. */
async function replace(
  io: Io,
  { file, source, printed, prose }: Printed,
  force: boolean,
): Promise<boolean> {
  const { saveDocument } = await import('../../workspace/index.ts')
  const lost = prose()
  const [first] = lost
  if (first && !force) {
    const others = lost.length > 1 ? ` and ${lost.length - 1} more lines` : ''
    io.stderr.write(`${visibleLine(file.name)} is left as it is: line ${first.line}${others} would be lost ("${visibleLine(first.text.slice(0, 60))}"). --force writes it even so.\n`) // prettier-ignore
    return false
  }
  const isSaved = saveDocument(file.path, source.bytes, new TextEncoder().encode(printed))
  if (!isSaved) io.stderr.write(`${visibleLine(file.name)} was changed meanwhile and is left as it is.\n`) // prettier-ignore
  return isSaved
}

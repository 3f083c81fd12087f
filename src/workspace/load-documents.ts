import { GoapError } from '../base/index.ts'
import {
  check,
  checkGoal,
  isGoalDocument,
  maximumDocumentBytes,
  read,
  readGoal,
  sourceOf,
  type CheckOptions,
} from '../documents/index.ts'
import type { Diagnostic, GoalDocument, PlanDocument } from '../model/index.ts'
import type { DocumentFile } from './find-documents.ts'
import { readBytes } from './read-bytes.ts'

/** A document that was read, with everything that is wrong with it. */
export interface LoadedDocument {
  readonly file: DocumentFile
  readonly document: PlanDocument
  readonly diagnostics: readonly Diagnostic[]
}

/** A goal document that was read, with everything that is wrong with it. */
export interface LoadedGoal {
  readonly file: DocumentFile
  readonly document: GoalDocument
  readonly diagnostics: readonly Diagnostic[]
}

export interface LoadedDocuments {
  readonly plans: readonly LoadedDocument[]
  readonly goals: readonly LoadedGoal[]
  /** Documents without tasks, phases and gates. */
  readonly others: readonly LoadedDocument[]
  /** Files that could not be read as text; a file that the user named throws instead. */
  readonly unreadable: readonly { readonly file: DocumentFile; readonly error: GoapError }[]
}

/** Reads and checks documents. Throws `documents/…` or `workspace/not-readable` for a file that the user named. */
export function loadDocuments(
  files: readonly DocumentFile[],
  options: CheckOptions = {},
): LoadedDocuments {
  const plans: LoadedDocument[] = []
  const goals: LoadedGoal[] = []
  const others: LoadedDocument[] = []
  const unreadable: { file: DocumentFile; error: GoapError }[] = []
  for (const file of files) {
    try {
      const bytes = bytesOf(file)
      const goal = loadGoal(file, bytes)
      if (goal) goals.push(goal)
      else {
        const loaded = loadDocument(file, bytes, options)
        ;(isPlan(loaded) ? plans : others).push(loaded)
      }
    } catch (error) {
      if (!(error instanceof GoapError) || file.named) throw error
      unreadable.push({ file, error })
    }
  }
  return { plans, goals, others, unreadable }
}

/** Reads and checks the bytes of a goal document; null when they are none. */
export function loadGoal(file: DocumentFile, bytes: Uint8Array = bytesOf(file)): LoadedGoal | null {
  if (!isGoalDocument(sourceOf(bytes, { file: file.name }).text)) return null
  const document = readGoal(bytes, file.name)
  return { file, document, diagnostics: checkGoal(document) }
}

/** Reads and checks the bytes of one document. */
export function loadDocument(
  file: DocumentFile,
  bytes: Uint8Array = bytesOf(file),
  options: CheckOptions = {},
): LoadedDocument {
  sourceOf(bytes, { file: file.name })
  const document = read(bytes, file.name)
  return { file, document, diagnostics: check(document, [], options) }
}

function bytesOf({ path, name }: DocumentFile): Uint8Array {
  const most = maximumDocumentBytes
  const tooLarge = (size: number | null): GoapError =>
    new GoapError('documents/too-large', `${name} has ${size ?? `more than ${most}`} bytes; the limit is ${most}.`) // prettier-ignore
  return readBytes(path, name, { most, tooLarge })
}

/** A plan has tasks, phases or gates; what claims to be one and has none is one too, with an error. */
function isPlan({ document: { plan }, diagnostics }: LoadedDocument): boolean {
  return (
    plan.tasks.length > 0 ||
    plan.gates.length > 0 ||
    plan.phases.length > 0 ||
    diagnostics.some(({ severity }) => severity === 'error')
  )
}

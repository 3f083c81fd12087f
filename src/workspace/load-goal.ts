import { readFileSync } from 'node:fs'
import { GoapError } from '../base/index.ts'
import { checkGoal, isGoalDocument, readGoal } from '../documents/index.ts'
import type { Diagnostic, GoalDocument } from '../model/index.ts'
import { findDocuments, type DocumentFile } from './find-documents.ts'
import type { Workspace } from './find-workspace.ts'

/** A goal document that was read, with everything that is wrong with it. */
export interface LoadedGoal {
  readonly file: DocumentFile
  readonly document: GoalDocument
  readonly diagnostics: readonly Diagnostic[]
}

/** Finds and reads one goal document. Throws `workspace/…`, and `workspace/no-goal` for what is none. */
export function openGoal(name: string, workspace: Workspace, folder: string): LoadedGoal {
  const [file, ...more] = findDocuments([name], workspace, folder)
  if (!file || more.length > 0)
    throw new GoapError('workspace/no-goal', `${name} is not one goal document but ${more.length + 1}.`) // prettier-ignore
  const loaded = loadGoal(file)
  if (!isGoalDocument(loaded.document.source.text))
    throw new GoapError('workspace/no-goal', `${file.name} is no goal document.`)
  return loaded
}

/** Reads a goal document. Throws `workspace/not-readable` and `documents/…`. */
export function loadGoal(file: DocumentFile): LoadedGoal {
  let bytes: Uint8Array
  try {
    bytes = readFileSync(file.path)
  } catch (cause) {
    const what = cause instanceof Error ? cause.message : String(cause)
    throw new GoapError('workspace/not-readable', `${file.name} cannot be read: ${what}.`, {
      cause,
    })
  }
  const document = readGoal(bytes, file.name)
  return { file, document, diagnostics: checkGoal(document) }
}

import { GoapError } from '../base/index.ts'
import { findDocuments } from './find-documents.ts'
import type { Workspace } from './find-workspace.ts'
import { loadDocuments, loadGoal, type LoadedGoal } from './load-documents.ts'

/** Finds and reads one goal document. Throws `workspace/…` and `documents/…`; `workspace/no-goal` for what is none, or several. */
export function openGoal(name: string, workspace: Workspace, folder: string): LoadedGoal {
  const [file, ...more] = findDocuments([name], workspace, folder)
  if (!file || more.length > 0)
    throw new GoapError('workspace/no-goal', `${name} is not one document but ${more.length + 1}.`)
  const goal = loadGoal(file)
  if (!goal) {
    const [plan] = loadDocuments([file]).plans
    throw new GoapError('workspace/no-goal', `${file.name} is ${plan ? 'a plan already, and no goal document' : 'no goal document'}.`, plan && { hint: `\`goap execute ${name}\` runs it, \`goap schedule ${name}\` says in which order.` }) // prettier-ignore
  }
  return goal
}

import type { Workspace } from '../find-workspace.ts'
import type { Condition } from './finding.ts'
import { gitState } from './git.ts'
import { journalState } from './journal.ts'
import { confinementState, nodeState, shellState } from './machine.ts'
import { configurationState, stateFolder, workspaceFound } from './place.ts'
import { agentState, planState, plansOf, programState } from './plans.ts'

export type { Condition, Subject } from './finding.ts'
export { fileSystemOf } from './place.ts'

/** Looks at all that goap needs in a workspace and of the machine. Writes nothing, runs nothing but git. */
export async function examine(
  workspace: Workspace,
  {
    folder,
    path,
  }: {
    /** The working folder. */
    readonly folder: string
    /** Where programs are looked for. */
    readonly path: string
  },
): Promise<readonly Condition[]> {
  const plans = plansOf(workspace)
  return [
    nodeState(),
    workspaceFound(workspace, folder),
    ...(await configurationState(workspace)),
    ...stateFolder(workspace),
    ...journalState(workspace),
    await gitState(workspace),
    planState(plans),
    ...agentState(workspace, plans),
    programState(workspace, plans, path),
    shellState(path),
    confinementState(path),
  ]
}

import type { Workspace } from '../find-workspace.ts'
import type { Condition } from './finding.ts'
import { gitState } from './git.ts'
import { journalState } from './journal.ts'
import { confinementState, nodeState, shellState } from './machine.ts'
import { configurationState, stateFolder, workspaceFound } from './place.ts'
import { agentState, planState, plansOf, programState } from './plans.ts'
import { sandboxState } from './sandbox.ts'

/** What of the process counts. */
export interface Surroundings {
  /** The working folder. */
  readonly folder: string
  /** Where programs are looked for. */
  readonly path: string
  /** Where a sandbox's backend may be named. */
  readonly environment: Readonly<Record<string, string | undefined>>
}

/** Everything that is looked at, in the order in which it is told. */
export async function examineAll(
  workspace: Workspace,
  { folder, path, environment }: Surroundings,
): Promise<readonly Condition[]> {
  const plans = plansOf(workspace)
  return [
    nodeState(),
    workspaceFound(workspace, folder),
    ...(await configurationState(workspace)),
    ...stateFolder(workspace),
    ...(await journalState(workspace)),
    await gitState(workspace),
    planState(plans),
    ...agentState(workspace, plans),
    programState(workspace, plans, path),
    shellState(path),
    await confinementState(workspace, path),
    await sandboxState(workspace, environment),
  ]
}

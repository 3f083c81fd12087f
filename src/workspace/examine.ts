import type { Condition } from './examine/finding.ts'
import type { Surroundings } from './examine/index.ts'
import type { Workspace } from './find-workspace.ts'

export type { Condition, Subject } from './examine/finding.ts'
export type { Surroundings } from './examine/index.ts'

/** Looks at all that goap needs in a workspace and of the machine. Writes nothing, runs nothing but git, and the backends of the sandbox without a script. */
export async function examine(
  workspace: Workspace,
  surroundings: Surroundings,
): Promise<readonly Condition[]> {
  // Needs commands and the journal, which reading and checking do without.
  const { examineAll } = await import('./examine/index.ts')
  return examineAll(workspace, surroundings)
}

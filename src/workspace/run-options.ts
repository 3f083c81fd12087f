import { join } from 'node:path'
import type { NoBubblewrap } from '../commands/index.ts'
import { ownerKey, type Progress, type WantedStatus } from '../documents/index.ts'
import type { Asker, RunOptions, Standing } from '../engine/index.ts'
import type { Journal } from '../journal/index.ts'
import { splitKey, type Permissions, type Plan, type TaskKey } from '../model/index.ts'
import type { Listener } from '../observe/index.ts'
import type { Sandbox } from '../sandbox/index.ts'
import type { Configuration } from './configuration.ts'
import { workspaceCommands, type Confinement } from './confinement.ts'
import { editsOf, type Edited } from './edits.ts'
import { fileView } from './file-view.ts'
import { findAgents, type FoundAgents } from './find-agents.ts'
import type { Workspace } from './find-workspace.ts'
import { gitState } from './git-state.ts'
import { isPlanned, replannerFor } from './plan-goal.ts'
import { progressWriter, type ProgressWriter } from './progress-writer.ts'
import { runAgents } from './run-agents.ts'
import { workspaceSecrets } from './secrets.ts'

/** What an execution in a workspace rests on. */
export interface Invocation {
  readonly workspace: Workspace
  readonly configuration: Configuration
  readonly journal: Journal
  readonly permissions: Permissions
  /** How commands are confined. Default: by the origin of each, and without the network. */
  readonly confinement?: Confinement
  /** Told once, when the first command that should rather be confined runs without. */
  readonly unconfined?: (why: NoBubblewrap) => void
  /** Default: those that the workspace's files define. */
  readonly agents?: FoundAgents
  /** Default: the configuration's. */
  readonly concurrency?: number
  /** Whether progress is written into the documents. Default true. */
  readonly write?: boolean
  /** Where scripts run; whoever opened it closes it. Default: a sandbox for this execution, opened by its first script. */
  readonly sandbox?: Sandbox
  readonly asker?: Asker
  readonly listeners?: readonly Listener[]
  readonly signal?: AbortSignal
}

/**
 * `stop`: neither; `ignore`: goes on with the plan as it was; `replan`: goes on with the plan as it is, and what has been done of it
 * stays done.
 */
export type OnEdit = 'stop' | 'ignore' | 'replan'

/** Whether a change of the plan pauses the run. */
export function pausing(onEdit: OnEdit | undefined): boolean {
  return onEdit === 'stop' || onEdit === 'replan'
}

export async function runOptions(
  invocation: Invocation,
  plans: readonly Plan[],
  standings: Readonly<Record<TaskKey, Standing>>,
  pauses: boolean,
): Promise<
  RunOptions & ReturnType<typeof runAgents> & { writer: ProgressWriter | null; edited: Edited }
> {
  const written = plans.filter((plan) => !isPlanned(plan))
  const edited = await editsOf(written, invocation.journal, pauses)
  const { workspace, configuration, journal, permissions, asker, signal, sandbox } = invocation
  const { root } = workspace
  const secrets = await workspaceSecrets(workspace)
  const writer =
    invocation.write === false
      ? null
      : progressWriter({
          files: new Map(written.map(({ document }) => [document, join(root, document)] as const)),
          standing: provenProgress(standings),
          seen: edited.seen,
        })
  return {
    writer,
    edited,
    journal,
    workspace: root,
    permissions,
    secrets,
    commands: await workspaceCommands({ ...invocation, secrets }),
    tree: gitState(
      root,
      plans.map(({ document }) => document),
    ),
    concurrency: invocation.concurrency ?? configuration.concurrency,
    replanner: replannerFor(workspace),
    ...(sandbox ? { sandbox, view: fileView(root) } : {}),
    ...runAgents(invocation.agents ?? findAgents(workspace), configuration, {
      sandbox: sandbox ?? null,
      view: (patterns) => fileView(root, { patterns }),
    }),
    listeners: [...(invocation.listeners ?? []), ...(writer ? [writer] : [])],
    ...(configuration.timeout === undefined ? {} : { timeout: configuration.timeout }),
    ...(asker ? { asker } : {}),
    ...(signal ? { signal } : {}),
  }
}

/** What earlier runs proved is written whatever this run does: the journal wins over the document. */
function provenProgress(standings: Readonly<Record<TaskKey, Standing>>): Map<string, Progress> {
  const progress = new Map<string, Map<string, WantedStatus>>()
  for (const [key, { kind }] of Object.entries(standings)) {
    if (kind !== 'proven') continue
    const { document, slug } = splitKey(key)
    const before = progress.get(document) ?? new Map<string, WantedStatus>()
    progress.set(document, before.set(ownerKey({ kind: 'task', key: slug }), 'done'))
  }
  return progress
}

import { existsSync } from 'node:fs'
import type { Journal, RunRecord, Workspace } from '../index.ts'
import type { Io } from './io.ts'

/** The workspace of the working folder. */
export async function workspaceOf(
  io: Io,
  { state }: { readonly state?: string },
): Promise<Workspace> {
  const { findWorkspace } = await import('../workspace/index.ts')
  return findWorkspace(io.folder, {
    environment: io.environment,
    ...(state === undefined ? {} : { state }),
  })
}

/** The workspace's journal, made where there is none. */
export async function openJournal(
  workspace: Workspace,
  durability: 'normal' | 'full' = 'normal',
): Promise<Journal> {
  const { journalFile, prepareState } = await import('../workspace/index.ts')
  prepareState(workspace)
  const { sqliteJournal } = await import('../journal/index.ts')
  return sqliteJournal(journalFile(workspace), { durability })
}

/** The workspace's journal; null where there is none. */
export async function findJournal(
  workspace: Workspace,
  durability: 'normal' | 'full' = 'normal',
): Promise<Journal | null> {
  const { journalFile } = await import('../workspace/index.ts')
  return existsSync(journalFile(workspace)) ? openJournal(workspace, durability) : null
}

/** The run of that id, or the newest that `wanted` accepts; undefined when there is none. Throws `journal/unknown-run`. */
export async function pickRun(
  journal: Journal | null,
  id: string | undefined,
  wanted: (run: RunRecord) => boolean = () => true,
): Promise<RunRecord | undefined> {
  const runs = (await journal?.runs()) ?? []
  if (id === undefined) return runs.find((run) => run.events > 0 && wanted(run))
  const found = runs.find(({ run }) => run === id)
  const { GoapError } = await import('../base/index.ts')
  if (!found) throw new GoapError('journal/unknown-run', `There is no run "${id}".`)
  return found
}

/** Whether a run may go on. */
export function isUnfinished({ status }: RunRecord): boolean {
  return status === 'running' || status === 'paused'
}

/** What a run's status is called: one that says it is running, yet has no live process, was stopped from outside. */
export async function shownStatus({ status, holder }: RunRecord): Promise<string> {
  const { isAlive } = await import('../commands/index.ts')
  return status === 'running' && !(holder && isAlive(holder) !== false) ? 'stopped' : status
}

import { join } from 'node:path'
import { GoapError } from '../base/index.ts'
import { ownerKey, type Progress, type WantedStatus } from '../documents/index.ts'
import type { Again, Asker, Run, RunOptions, Standing } from '../engine/index.ts'
import type { Journal, RunRecord } from '../journal/index.ts'
import { splitKey, taskKey, type Permissions, type Plan, type TaskKey } from '../model/index.ts'
import type { Listener } from '../observe/index.ts'
import type { Configuration } from './configuration.ts'
import type { Workspace } from './find-workspace.ts'
import type { LoadedDocument } from './load-documents.ts'
import { progressWriter, type ProgressWriter } from './progress-writer.ts'

/** What an execution in a workspace rests on. */
export interface Invocation {
  readonly workspace: Workspace
  readonly configuration: Configuration
  readonly journal: Journal
  readonly permissions: Permissions
  /** Default: the configuration's. */
  readonly concurrency?: number
  /** Whether progress is written into the documents. Default true. */
  readonly write?: boolean
  readonly asker?: Asker
  readonly listeners?: readonly Listener[]
  readonly signal?: AbortSignal
}

export interface DocumentOptions {
  readonly strict?: boolean
  readonly again?: Again
  /** Abandons an unfinished run of these documents instead of going on with it. */
  readonly fresh?: boolean
  /** Runs what the errors of the documents do not concern. */
  readonly despiteErrors?: boolean
}

/** An execution that was started. */
export interface Started {
  readonly run: Run
  /** Whether an unfinished run goes on. */
  readonly continued: boolean
  readonly plans: readonly Plan[]
  readonly standings: Readonly<Record<TaskKey, Standing>>
  /** Null with `write: false`. */
  readonly writer: ProgressWriter | null
}

/**
 * Executes documents as one run, or goes on with the unfinished run of the same documents. Rejects `run/document-errors`,
 * `run/overlap`, `run/documents-changed`, `journal/held`.
 */
export async function executeDocuments(
  loaded: readonly LoadedDocument[],
  invocation: Invocation,
  options: DocumentOptions = {},
): Promise<Started> {
  const excluded = excludedBy(loaded, options.despiteErrors ?? false)
  const plans = loaded.map(({ document }) => document.plan)
  const unfinished = await unfinishedRun(
    plans.map(({ document }) => document),
    invocation.journal,
    options.fresh ?? false,
  )
  if (unfinished && !options.fresh) return goOn(unfinished.run, invocation, plans)
  if (unfinished) await abandon(unfinished.run, invocation)
  const keys = plans.flatMap(({ document, tasks }) =>
    tasks.map(({ key }) => taskKey(document, key)),
  )
  const strict = options.strict ?? false
  // Here, so that the commands that only read documents need not load an engine.
  const { execute, standingsOf } = await import('../engine/index.ts')
  const standings = standingsOf(plans, await invocation.journal.results(keys), {
    strict,
    again: options.again ?? null,
    given: excluded,
  })
  const { writer, ...rest } = await runOptions(invocation, plans, standings)
  const again = options.again === undefined ? {} : { again: options.again }
  const run = execute(plans, { ...rest, strict, standings, ...again })
  return { run, continued: false, plans, standings, writer }
}

/** Goes on with a run, by its id or the newest unfinished one. Null: there is nothing to resume. */
export async function resumeRun(
  id: string | undefined,
  invocation: Invocation,
): Promise<Started | null> {
  const { journal } = invocation
  const found = id ?? (await newestResumable(journal))
  if (found === undefined) return null
  if (!(await journal.runs()).some(({ run }) => run === found))
    throw new GoapError('journal/unknown-run', `There is no run "${found}".`)
  return goOn(found, invocation, null)
}

/** The newest run that is not finished, or whose end somebody has asked to open again. */
export async function newestResumable(journal: Journal): Promise<string | undefined> {
  for (const record of await journal.runs()) {
    if (isUnfinished(record)) return record.run
    if (record.status === 'cancelled' || record.events === 0) continue
    const asked = await journal.pending(record.run)
    if (asked.some(({ kind }) => kind === 'retry' || kind === 'waive')) return record.run
  }
  return undefined
}

async function goOn(
  id: string,
  invocation: Invocation,
  now: readonly Plan[] | null,
): Promise<Started> {
  const { journal } = invocation
  const { frozen, planDefinition, resume } = await import('../engine/index.ts')
  const { plans, standings, definitions } = await frozen(journal, id, await journal.events(id))
  const changed = now?.find((plan) => definitions[plan.document] !== planDefinition(plan))
  if (changed)
    throw new GoapError(
      'run/documents-changed',
      `${changed.document} has changed since run ${id} began with it.`,
    )
  const { writer, ...rest } = await runOptions(invocation, plans, standings)
  const run = await resume(id, rest)
  return { run, continued: true, plans, standings, writer }
}

async function runOptions(
  invocation: Invocation,
  plans: readonly Plan[],
  standings: Readonly<Record<TaskKey, Standing>>,
): Promise<RunOptions & { writer: ProgressWriter | null }> {
  const { plain } = await import('../commands/index.ts')
  const { workspace, configuration, journal, permissions, asker, signal } = invocation
  const { root } = workspace
  const writer =
    invocation.write === false
      ? null
      : progressWriter({
          files: new Map(plans.map(({ document }) => [document, join(root, document)] as const)),
          standing: provenProgress(standings),
        })
  return {
    writer,
    journal,
    workspace: root,
    permissions,
    commands: plain({ workspace: root, allowEnvironment: configuration.environment }),
    concurrency: invocation.concurrency ?? configuration.concurrency,
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

/** Tasks that errors concern. Throws `run/document-errors` unless they are to be left out. */
function excludedBy(
  loaded: readonly LoadedDocument[],
  despite: boolean,
): Record<TaskKey, Standing> {
  const excluded: Record<TaskKey, Standing> = {}
  for (const { document, diagnostics } of loaded) {
    const errors = diagnostics.filter(({ severity, safe }) => severity === 'error' && !safe)
    if (errors.length > 0 && !despite)
      throw new GoapError(
        'run/document-errors',
        `${document.file} has ${errors.length} ${errors.length === 1 ? 'error' : 'errors'}.`,
      )
    for (const { tasks = [], message } of errors)
      for (const task of tasks)
        excluded[taskKey(document.plan.document, task)] = { kind: 'excluded', reason: message }
  }
  return excluded
}

function isUnfinished({ status, events }: RunRecord): boolean {
  return (status === 'running' || status === 'paused') && events > 0
}

/** The unfinished run of exactly these documents. Throws `run/overlap` when one has only some of them, unless it is to be left. */
async function unfinishedRun(
  documents: readonly string[],
  journal: Journal,
  fresh: boolean,
): Promise<RunRecord | undefined> {
  const runs = (await journal.runs()).filter(isUnfinished)
  const same = runs.find((run) => sameSet(run.documents, documents))
  const overlapping = runs.find((run) => run.documents.some((one) => documents.includes(one)))
  if (!same && overlapping && !fresh)
    throw new GoapError(
      'run/overlap',
      `The unfinished run ${overlapping.run} has ${overlapping.documents.join(', ')}.`,
    )
  return same ?? (fresh ? overlapping : undefined)
}

function sameSet(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((one) => right.includes(one))
}

/** Ends a run for good, whether or not another process executes it. */
export async function abandon(id: string, invocation: Invocation): Promise<void> {
  await cancelRun(id, invocation, 'abandoned by --new')
}

/**
 * Cancels a run: the process that executes it is told; where there is none, the run is ended here. True when it has ended, false
 * when its process has been told.
 */
export async function cancelRun(
  id: string,
  invocation: Invocation,
  reason: string,
): Promise<boolean> {
  const { journal } = invocation
  const at = Date.now()
  await journal.send({
    id: `${id}/cancel/${at}`,
    run: id,
    kind: 'cancel',
    payload: reason,
    by: 'command line',
    at,
  })
  const { frozen, resume } = await import('../engine/index.ts')
  try {
    const { plans, standings } = await frozen(journal, id, await journal.events(id))
    const { writer: _writer, ...rest } = await runOptions(invocation, plans, standings)
    await using run = await resume(id, rest)
    await run.report
    return true
  } catch (error) {
    if (error instanceof GoapError && error.code === 'journal/held') return false
    throw error
  }
}

import { join } from 'node:path'
import { GoapError } from '../base/index.ts'
import { ownerKey, type Progress, type WantedStatus } from '../documents/index.ts'
import type {
  Again,
  Asker,
  FailurePolicy,
  FoundWorld,
  ReplanRequest,
  Run,
  RunOptions,
  Standing,
} from '../engine/index.ts'
import type { Selection } from '../graph/index.ts'
import type { Journal, RunRecord } from '../journal/index.ts'
import {
  splitKey,
  taskKey,
  type Permissions,
  type Plan,
  type TaskKey,
  type WorldState,
} from '../model/index.ts'
import type { Listener } from '../observe/index.ts'
import type { Configuration } from './configuration.ts'
import { editsOf, type Edited } from './edits.ts'
import { findAgents, type FoundAgents } from './find-agents.ts'
import type { Workspace } from './find-workspace.ts'
import { gitState } from './git-state.ts'
import type { LoadedDocument, LoadedGoal } from './load-documents.ts'
import { changedGoal, isPlanned, observeProblem, planGoals, replannerFor } from './plan-goal.ts'
import { progressListener, progressWriter, type ProgressWriter } from './progress-writer.ts'
import { refuseUnknown, runAgents } from './run-agents.ts'
import { concealer, workspaceSecrets } from './secrets.ts'

/** What an execution in a workspace rests on. */
export interface Invocation {
  readonly workspace: Workspace
  readonly configuration: Configuration
  readonly journal: Journal
  readonly permissions: Permissions
  /** Default: those that the workspace's files define. */
  readonly agents?: FoundAgents
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
  /** Runs only these tasks. */
  readonly selection?: Selection
  readonly policy?: FailurePolicy
  /** Whether what the documents state for failures is carried out. Default true. */
  readonly contingencies?: boolean
  /** What becomes of an unfinished run whose documents have changed since it began. Default `stop`: it is refused. */
  readonly onEdit?: OnEdit
  /** The id of a new run. */
  readonly id?: string
  /** Abandons an unfinished run of these documents instead of going on with it. */
  readonly fresh?: boolean
  /** Runs what the errors of the documents do not concern. */
  readonly despiteErrors?: boolean
  /** Goal documents that are planned and executed beside the plans. */
  readonly goals?: readonly LoadedGoal[]
  /** Gets what was observed before each goal was planned. */
  readonly observed?: (world: FoundWorld) => void
  /** How often another way to a goal may be searched when a plan fails. Default 5. */
  readonly replans?: number
}

/**
 * `stop`: neither; `ignore`: goes on with the plan as it was; `replan`: goes on with the plan as it is, and what has been done of it
 * stays done.
 */
export type OnEdit = 'stop' | 'ignore' | 'replan'

/** An execution that was started. */
export interface Started {
  readonly run: Run
  /** Whether an unfinished run goes on. */
  readonly continued: boolean
  readonly plans: readonly Plan[]
  readonly standings: Readonly<Record<TaskKey, Standing>>
  /** Null with `write: false`. */
  readonly writer: ProgressWriter | null
  /** Documents that plan something else now than when the run began; known only of those that are written. */
  readonly edited: ReadonlySet<string>
}

/**
 * Executes documents as one run, or goes on with the unfinished run of the same documents. Rejects `run/document-errors`,
 * `run/overlap`, `run/documents-changed`, `journal/held`, `workspace/unknown-agent`.
 */
export async function executeDocuments(
  loaded: readonly LoadedDocument[],
  invocation: Invocation,
  options: DocumentOptions = {},
): Promise<Started> {
  const excluded = excludedBy(loaded, options.despiteErrors ?? false)
  const { goals = [] } = options
  const written = loaded.map(({ document }) => document.plan)
  const unfinished = await unfinishedRun(
    [...written.map(({ document }) => document), ...goals.map(({ file }) => file.name)],
    invocation.journal,
    options.fresh ?? false,
  )
  if (unfinished && !options.fresh) {
    refuseNewOptions(unfinished.run, options)
    return goOn(unfinished.run, invocation, written, options.onEdit ?? 'stop')
  }
  if (unfinished) await abandon(unfinished.run, invocation)
  const plans = goals.length === 0 ? written : [...written, ...(await planGoals(goals, invocation, options.observed))] // prettier-ignore
  const keys = plans.flatMap(({ document, tasks }) =>
    tasks.map(({ key }) => taskKey(document, key)),
  )
  // What a goal needs is planned from the world as it is: what was done for it before is no reason to leave it out.
  const fresh = plans.filter(isPlanned).flatMap(({ document, tasks }) => tasks.map(({ key }) => taskKey(document, key))) // prettier-ignore
  const strict = options.strict ?? false
  // Here, so that the commands that only read documents need not load an engine.
  const { execute, standingsOf } = await import('../engine/index.ts')
  const standings = standingsOf(plans, await invocation.journal.results(keys), {
    strict,
    again: againOf(options.again, fresh).again ?? null,
    given: { ...(await leftOut(plans, options.selection)), ...excluded },
  })
  const { writer, edited, ...rest } = await runOptions(
    invocation,
    plans,
    standings,
    pausing(options.onEdit),
  )
  refuseUnknown(plans, (key) => !standings[key], rest.agents, invocation.configuration)
  const again = againOf(options.again, fresh)
  const { policy, contingencies, id } = options
  const run = execute(plans, {
    ...rest,
    strict,
    standings,
    ...again,
    ...(policy === undefined ? {} : { policy }),
    ...(contingencies === undefined ? {} : { contingencies }),
    ...(id === undefined ? {} : { id }),
    ...(options.replans === undefined ? {} : { replans: options.replans }),
  })
  edited.of(run.id)
  return { run, continued: false, plans, standings, writer, edited: edited.names }
}

function againOf(again: Again | undefined, fresh: readonly TaskKey[]): { readonly again?: Again } {
  if (again === true) return { again }
  const all = [...(again ?? []), ...fresh]
  return again === undefined && all.length === 0 ? {} : { again: all }
}

/** Throws `run/unfinished` when there are options that only a new run can take. */
function refuseNewOptions(run: string, options: DocumentOptions): void {
  const { selection, policy, contingencies, again, strict, id } = options
  const asked = [selection, policy, contingencies === false || undefined, again, strict || undefined, id] // prettier-ignore
  if (asked.some((one) => one !== undefined))
    throw new GoapError('run/unfinished', `Run ${run} of these documents is not finished.`)
}

/** Tasks that a selection does not name. */
export async function leftOut(
  plans: readonly Plan[],
  selection: Selection | undefined,
): Promise<Record<TaskKey, Standing>> {
  if (!selection) return {}
  const { graph, select } = await import('../graph/index.ts')
  const chosen = select(graph(plans), selection)
  const keys = plans.flatMap(({ document, tasks }) =>
    tasks.map(({ key }) => taskKey(document, key)),
  )
  return Object.fromEntries(
    keys.flatMap((key) =>
      chosen.has(key) ? [] : [[key, { kind: 'left-out', reason: 'not chosen' }] as const],
    ),
  )
}

/** Goes on with a run, by its id or the newest unfinished one. Null: there is nothing to resume. */
export async function resumeRun(
  id: string | undefined,
  invocation: Invocation,
  onEdit: OnEdit = 'ignore',
): Promise<Started | null> {
  const { journal } = invocation
  const found = id ?? (await newestResumable(journal))
  if (found === undefined) return null
  if (!(await journal.runs()).some(({ run }) => run === found))
    throw new GoapError('journal/unknown-run', `There is no run "${found}".`)
  return goOn(found, invocation, await plansNow(found, invocation, onEdit), onEdit)
}

/**
 * The newest run that is not finished, whose end somebody has asked to open again, or, if it is the last of all, whose end was not
 * written into its documents any more.
 */
export async function newestResumable(journal: Journal): Promise<string | undefined> {
  for (const [age, record] of (await journal.runs()).entries()) {
    if (isUnfinished(record)) return record.run
    if (age === 0 && (await isUnwritten(journal, record))) return record.run
    if (record.status === 'cancelled' || record.events === 0) continue
    const asked = await journal.pending(record.run)
    if (asked.some(({ kind }) => kind === 'retry' || kind === 'waive')) return record.run
  }
  return undefined
}

/** Whether the process that wrote the run's documents was gone before the last events. */
async function isUnwritten(journal: Journal, { run, events }: RunRecord): Promise<boolean> {
  const written = await journal.cursor(run, progressListener)
  return written > 0 && written < events
}

async function goOn(
  id: string,
  invocation: Invocation,
  now: readonly Plan[] | null,
  onEdit: OnEdit,
): Promise<Started> {
  const { journal } = invocation
  const { frozen, planDefinition, resume } = await import('../engine/index.ts')
  const events = await journal.events(id)
  const { plans, standings, definitions } = await frozen(journal, id, events)
  const over = new Set(events.flatMap((one) => (one.type === 'task.finished' ? [one.task] : [])))
  const isOpen = (key: TaskKey): boolean => !standings[key] && !over.has(key)
  const changed = now?.find((plan) => definitions[plan.document] !== planDefinition(plan))
  const goal = onEdit === 'ignore' ? undefined : await changedGoal(plans, invocation.workspace.root)
  if (goal !== undefined && onEdit === 'replan') return anotherWay(id, invocation, now)
  if (changed && onEdit === 'replan' && now) return replanned(id, invocation, now, isOpen)
  const edit = changed?.document ?? goal
  if (edit !== undefined && onEdit === 'stop')
    throw new GoapError(
      'run/documents-changed',
      `${edit} has changed since run ${id} began with it.`,
    )
  const { writer, edited, ...rest } = await runOptions(
    invocation,
    plans,
    standings,
    pausing(onEdit),
  )
  refuseUnknown(plans, isOpen, rest.agents, invocation.configuration)
  const run = await resume(id, rest)
  edited.of(id)
  return { run, continued: true, plans, standings, writer, edited: edited.names }
}

/** The plans as the documents say them now; null when that does not matter. */
async function plansNow(
  id: string,
  { workspace, journal }: Invocation,
  onEdit: OnEdit,
): Promise<readonly Plan[] | null> {
  if (onEdit === 'ignore') return null
  const { loadDocument } = await import('./load-documents.ts')
  const documents = (await journal.runs()).find(({ run }) => run === id)?.documents ?? []
  const { frozen } = await import('../engine/index.ts')
  const { plans } = await frozen(journal, id, await journal.events(id))
  const planned = new Set(plans.filter(isPlanned).map(({ document }) => document))
  const loaded = documents
    .filter((name) => !planned.has(name))
    .map((name) => loadDocument({ path: join(workspace.root, name), name, named: true }))
  excludedBy(loaded, false)
  return loaded.map(({ document }) => document.plan)
}

/** Goes on with a run by the plans as they are now. */
async function replanned(
  id: string,
  invocation: Invocation,
  plans: readonly Plan[],
  isOpen: (task: TaskKey) => boolean,
): Promise<Started> {
  const { frozen, resume } = await import('../engine/index.ts')
  const { writer, edited, ...rest } = await runOptions(invocation, plans, {}, true)
  refuseUnknown(plans, isOpen, rest.agents, invocation.configuration)
  const run = await resume(id, { ...rest, plans })
  edited.of(id)
  // The plans of this generation are frozen when it has begun.
  for await (const { seq, type } of run) if (seq >= run.begins && type === 'run.replanned') break
  const { standings } = await frozen(invocation.journal, id, await invocation.journal.events(id))
  return { run, continued: true, plans, standings, writer, edited: edited.names }
}

/** Goes on with a run whose goal documents ask something else now: from the world as it is, by a plan for that. */
async function anotherWay(
  id: string,
  invocation: Invocation,
  now: readonly Plan[] | null,
): Promise<Started> {
  const { courseOf } = await import('../engine/index.ts')
  const { journal, workspace, signal } = invocation
  const replanner = replannerFor(workspace)
  const plans: Plan[] = []
  for (const request of await courseOf(journal, id)) {
    const { plan } = request
    if (!isPlanned(plan)) {
      plans.push(now?.find(({ document }) => document === plan.document) ?? plan)
      continue
    }
    const facts = await factsNow(request, invocation)
    const found = await replanner({ ...request, facts }, signal ?? new AbortController().signal)
    if (found.plan === null)
      throw new GoapError('run/no-plan', `No plan leads to "${plan.goal?.name ?? ''}" any more: ${found.reason}.`) // prettier-ignore
    plans.push(found.plan)
  }
  return replanned(id, invocation, plans, () => true)
}

/** The facts of a run that stands still, looked at again where the permissions allow it. */
async function factsNow(
  { plan, facts }: ReplanRequest,
  invocation: Invocation,
): Promise<WorldState> {
  const { problemOf } = await import('../planner/index.ts')
  const problem = problemOf(plan)
  if (!problem) return facts
  const stated = [...facts].map(([name, value]) => ({ name, value }))
  const now = await observeProblem({ ...problem, facts: stated }, invocation)
  return new Map(now.problem.facts.map(({ name, value }) => [name, value]))
}

/** Whether a change of the plan pauses the run. */
function pausing(onEdit: OnEdit | undefined): boolean {
  return onEdit === 'stop' || onEdit === 'replan'
}

async function runOptions(
  invocation: Invocation,
  plans: readonly Plan[],
  standings: Readonly<Record<TaskKey, Standing>>,
  pauses: boolean,
): Promise<
  RunOptions & ReturnType<typeof runAgents> & { writer: ProgressWriter | null; edited: Edited }
> {
  const written = plans.filter((plan) => !isPlanned(plan))
  const edited = await editsOf(written, invocation.journal, pauses)
  const { plain } = await import('../commands/index.ts')
  const { workspace, configuration, journal, permissions, asker, signal } = invocation
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
    commands: plain({ workspace: root, allowEnvironment: configuration.environment, secrets }),
    tree: gitState(
      root,
      plans.map(({ document }) => document),
    ),
    concurrency: invocation.concurrency ?? configuration.concurrency,
    replanner: replannerFor(workspace),
    ...runAgents(invocation.agents ?? findAgents(workspace), configuration),
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
  const conceal = await concealer(invocation.workspace)
  await journal.send({
    id: `${id}/cancel/${at}`,
    run: id,
    kind: 'cancel',
    payload: conceal(reason),
    by: 'command line',
    at,
  })
  const { frozen, resume } = await import('../engine/index.ts')
  try {
    const { plans, standings } = await frozen(journal, id, await journal.events(id))
    const { writer: _writer, edited: _edited, ...rest } = await runOptions(invocation, plans, standings, false) // prettier-ignore
    await using run = await resume(id, rest)
    await run.report
    return true
  } catch (error) {
    if (error instanceof GoapError && error.code === 'journal/held') return false
    throw error
  }
}

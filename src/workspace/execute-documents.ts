import { GoapError } from '../base/index.ts'
import type { Again, FailurePolicy, FoundWorld, Standing } from '../engine/index.ts'
import type { Selection } from '../graph/index.ts'
import type { Journal, RunRecord } from '../journal/index.ts'
import { taskKey, type Plan, type TaskKey } from '../model/index.ts'
import { runWithSandbox } from './lent-sandbox.ts'
import { excludedBy, goOn, plansNow, type Started } from './go-on.ts'
import type { LoadedDocument, LoadedGoal } from './load-documents.ts'
import { isPlanned, planGoals } from './plan-goal.ts'
import { progressListener } from './progress-writer.ts'
import { refuseUnknown } from './run-agents.ts'
import { pausing, runOptions, type Invocation, type OnEdit } from './run-options.ts'
import { concealer } from './secrets.ts'

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
 * Executes documents as one run, or goes on with the unfinished run of the same documents. Rejects `run/document-errors`,
 * `run/overlap`, `run/documents-changed`, `journal/held`, `workspace/unknown-agent`.
 */
export async function executeDocuments(
  loaded: readonly LoadedDocument[],
  invocation: Invocation,
  options: DocumentOptions = {},
): Promise<Started> {
  const excluded = excludedBy(loaded, options.despiteErrors ?? false)
  return runWithSandbox(invocation, (whole) => begin(loaded, whole, options, excluded))
}

async function begin(
  loaded: readonly LoadedDocument[],
  invocation: Invocation,
  options: DocumentOptions,
  excluded: ReturnType<typeof excludedBy>,
): Promise<Started> {
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
  return runWithSandbox(invocation, async (whole) =>
    goOn(found, whole, await plansNow(found, whole, onEdit), onEdit),
  )
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

import { join } from 'node:path'
import { GoapError } from '../base/index.ts'
import type { ReplanRequest, Run, Standing } from '../engine/index.ts'
import { taskKey, type Plan, type TaskKey, type WorldState } from '../model/index.ts'
import type { LoadedDocument } from './load-documents.ts'
import { changedGoal, isPlanned, observeProblem, replannerFor } from './plan-goal.ts'
import type { ProgressWriter } from './progress-writer.ts'
import { refuseUnknown } from './run-agents.ts'
import { pausing, runOptions, type Invocation, type OnEdit } from './run-options.ts'

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

/** Goes on with a run by its frozen plans, or where a document has changed as `onEdit` says. */
export async function goOn(
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
export async function plansNow(
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

/** Tasks that errors concern. Throws `run/document-errors` unless they are to be left out. */
export function excludedBy(
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

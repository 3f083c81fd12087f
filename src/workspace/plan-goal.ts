import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { GoapError, milliseconds } from '../base/index.ts'
import type { NoBubblewrap } from '../commands/index.ts'
import { readGoal } from '../documents/index.ts'
import type { FoundWorld, Replanner } from '../engine/index.ts'
import { factName, type Permissions, type Plan, type Problem } from '../model/index.ts'
import type { SolveOptions } from '../planner/index.ts'
import type { Sandbox } from '../sandbox/index.ts'
import type { Configuration } from './configuration.ts'
import { workspaceCommands, type Confinement } from './confinement.ts'
import { fileView } from './file-view.ts'
import type { Workspace } from './find-workspace.ts'
import { withSandbox } from './lent-sandbox.ts'
import type { LoadedGoal } from './load-documents.ts'
import { workspaceSecrets } from './secrets.ts'

/** What planning in a workspace rests on. */
export interface GoalPlace {
  readonly workspace: Workspace
  readonly configuration: Configuration
  readonly permissions: Permissions
  /** How probes are confined. Default: where that can be done, and without the network. */
  readonly confinement?: Confinement
  /** Told once, when the first probe that should rather be confined runs without. */
  readonly unconfined?: (why: NoBubblewrap) => void
  /** Where the scripts of probes run; whoever opened it closes it. Default: a sandbox for this look, opened by its first script. */
  readonly sandbox?: Sandbox
  readonly signal?: AbortSignal
}

/** A problem as the world stands, with what was observed of it. */
export interface ObservedProblem {
  /** Its facts are those of the document, and over them what was observed. */
  readonly problem: Problem
  readonly world: FoundWorld
}

/** Observes the facts of a problem that have a probe, as far as the permissions go. Rejects when the signal aborts. */
export async function observeProblem(problem: Problem, place: GoalPlace): Promise<ObservedProblem> {
  return withSandbox(place, (sandbox) => observedIn(problem, place, sandbox))
}

async function observedIn(
  problem: Problem,
  place: GoalPlace,
  sandbox: Sandbox,
): Promise<ObservedProblem> {
  const { workspace, configuration, permissions, signal } = place
  const { observeWorld } = await import('../engine/index.ts')
  const { problemNow } = await import('../planner/index.ts')
  const secrets = await workspaceSecrets(workspace)
  const world = await observeWorld(
    { document: problem.document, probes: problem.probes, kindOf: kindOf(problem) },
    {
      workspace: workspace.root,
      permissions,
      secrets,
      commands: await workspaceCommands({ ...place, secrets }),
      sandbox,
      view: fileView(workspace.root),
      ...(configuration.timeout === undefined ? {} : { timeout: configuration.timeout }),
      ...(signal ? { signal } : {}),
    },
  )
  const facts = new Map(problem.facts.map(({ name, value }) => [name, value]))
  for (const { fact, value } of world.observations) if (value !== null) facts.set(fact, value)
  return { problem: problemNow(problem, { facts, failures: [], done: [] }), world }
}

function kindOf({ declarations }: Problem): (fact: string) => 'boolean' | 'number' | 'string' {
  const kinds = new Map(declarations.map(({ name, type }) => [name, type]))
  return (fact) => {
    const kind = kinds.get(factName(fact).name)
    return kind === 'number' ? 'number' : kind === 'enumeration' ? 'string' : 'boolean'
  }
}

/** How long another way is searched, milliseconds. */
const patience = 30_000

/**
 * Plans again where a run has failed: by the goal document as it is now, if the plan comes from one, otherwise by the plan's own tasks.
 * A goal document that cannot be read any more, or has errors now, is no way.
 */
export function replannerFor({ root }: Pick<Workspace, 'root'>): Replanner {
  return async ({ plan, facts, failures, done, remaining, generation }, signal) => {
    const { planAgain, problemOf, withAuthored } = await import('../planner/index.ts')
    const from = plan.goal?.document
    const problem = from === undefined ? problemOf(plan) : problemIn(root, from)
    if (typeof problem === 'string') return { plan: null, reason: problem }
    if (problem === null) return { plan: null, reason: 'no task says what it changes' }
    const options: SolveOptions = { timeLimit: patience, anytime: improving, signal, now: milliseconds } // prettier-ignore
    const course = { facts, failures, done, remaining, series: series(generation) }
    const found = await planAgain({ ...problem, document: plan.document }, course, options)
    if (found.plan === null) return found
    // A plan that somebody wrote, or has changed, keeps what it states; that of a goal document is all made of it.
    const stated = isPlanned(plan) ? found.plan : withAuthored(found.plan, plan)
    return {
      ...found,
      plan: from === undefined ? stated : signed(stated, await digestOf(problem)),
    }
  }
}

/** The problem of a goal document, or why there is none. */
function problemIn(root: string, document: string): Problem | string {
  try {
    const read = readGoal(readFileSync(join(root, document)), document)
    const wrong = read.diagnostics.find(({ severity }) => severity === 'error')
    return wrong
      ? `${document}:${wrong.place.line} has an error now: ${wrong.message}`
      : { ...read.problem, goal: { ...read.problem.goal, document } }
  } catch (cause) {
    return `${document} cannot be read any more: ${cause instanceof Error ? cause.message : String(cause)}`
  }
}

/** What the tasks of a generation are called: A1 of the first, B1 of the second; behind Z with a number. */
export function series(generation: number): string {
  return generation < 26 ? String.fromCodePoint(65 + generation) : `G${generation}-`
}

/** What a goal document asks, without places: when that changes, its plan is another. SHA-256, hexadecimal. */
async function digestOf(problem: Problem): Promise<string> {
  const { hashOf } = await import('../engine/index.ts')
  return hashOf(JSON.parse(JSON.stringify(problem, (name, value: unknown) => (name === 'place' ? undefined : value)))) // prettier-ignore
}

/** How long a plan that is to be executed is improved once there is one, milliseconds. */
const improving = 1000

/**
 * Plans goal documents from the world as it is. Throws `run/document-errors` for a document with errors and `run/no-plan` where no plan
 * leads to the goal, or none was found.
 */
export async function planGoals(
  goals: readonly LoadedGoal[],
  place: GoalPlace,
  told?: (world: FoundWorld) => void,
): Promise<readonly Plan[]> {
  const { planning, whyNoPlan } = await import('../planner/index.ts')
  const plans: Plan[] = []
  for (const { document, diagnostics } of goals) {
    const errors = diagnostics.filter(({ severity }) => severity === 'error').length
    if (errors > 0)
      throw new GoapError('run/document-errors', `${document.file} has ${errors} ${errors === 1 ? 'error' : 'errors'}.`) // prettier-ignore
    const digest = await digestOf(document.problem)
    const { problem, world } = await observeProblem(document.problem, place)
    told?.(world)
    const limits = { timeLimit: patience, now: milliseconds, ...(place.signal ? { signal: place.signal } : {}) } // prettier-ignore
    const { plan, ...found } = await planning(problem, {
      anytime: improving,
      ...limits,
    }).result()
    if (!plan)
      throw new GoapError('run/no-plan', `No plan leads to "${problem.goal.name}". ${whyNoPlan({ ...found, problem }).join(' ')}`) // prettier-ignore
    plans.push(signed(plan, digest))
  }
  return plans
}

function signed(plan: Plan, digest: string): Plan {
  return plan.goal ? { ...plan, goal: { ...plan.goal, digest } } : plan
}

/** Whether a plan is that of a goal document, which is planned and never written into. */
export function isPlanned({ goal, document }: Plan): boolean {
  return goal?.document === document
}

/** The first goal document among a run's that asks something else now; undefined when none does. */
export async function changedGoal(
  plans: readonly Plan[],
  root: string,
): Promise<string | undefined> {
  for (const { goal, document } of plans) {
    if (goal?.document !== document || goal.digest === undefined) continue
    const problem = problemIn(root, document)
    if (typeof problem === 'string' || (await digestOf(problem)) !== goal.digest) return document
  }
  return undefined
}

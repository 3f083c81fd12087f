import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readGoal } from '../documents/index.ts'
import type { FoundWorld, Replanner } from '../engine/index.ts'
import { factName, type Permissions, type Problem } from '../model/index.ts'
import type { SolveOptions } from '../planner/index.ts'
import type { Configuration } from './configuration.ts'
import type { Workspace } from './find-workspace.ts'
import { workspaceSecrets } from './secrets.ts'

/** What planning in a workspace rests on. */
export interface GoalPlace {
  readonly workspace: Workspace
  readonly configuration: Configuration
  readonly permissions: Permissions
  readonly signal?: AbortSignal
}

/** A problem as the world stands, with what was observed of it. */
export interface ObservedProblem {
  /** Its facts are those of the document, and over them what was observed. */
  readonly problem: Problem
  readonly world: FoundWorld
}

/** Observes the facts of a problem that have a probe, as far as the permissions go. Rejects when the signal aborts. */
export async function observeProblem(
  problem: Problem,
  { workspace, configuration, permissions, signal }: GoalPlace,
): Promise<ObservedProblem> {
  const { observeWorld } = await import('../engine/index.ts')
  const { plain } = await import('../commands/index.ts')
  const { problemNow } = await import('../planner/index.ts')
  const secrets = await workspaceSecrets(workspace)
  const world = await observeWorld(
    { document: problem.document, probes: problem.probes, kindOf: kindOf(problem) },
    {
      workspace: workspace.root,
      permissions,
      secrets,
      commands: plain({
        workspace: workspace.root,
        allowEnvironment: configuration.environment,
        secrets,
      }),
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
 * Plans again where a run has failed: a goal document as it is now, a plan document by its own tasks. A goal document that cannot be
 * read any more, or has errors now, is no way.
 */
export function replannerFor(
  { root }: Pick<Workspace, 'root'>,
  isGoal: (document: string) => boolean,
): Replanner {
  return async ({ plan, facts, failures, done, remaining, generation }, signal) => {
    const { planAgain, problemOf } = await import('../planner/index.ts')
    const problem = isGoal(plan.document) ? await problemIn(root, plan.document) : problemOf(plan)
    if (typeof problem === 'string') return { plan: null, reason: problem }
    if (problem === null) return { plan: null, reason: 'no task says what it changes' }
    const options: SolveOptions = { timeLimit: patience, signal, now: () => performance.now() }
    return planAgain(
      problem,
      { facts, failures, done, remaining, series: series(generation) },
      options,
    )
  }
}

/** The problem of a goal document, or why there is none. */
export async function problemIn(root: string, document: string): Promise<Problem | string> {
  try {
    const read = readGoal(readFileSync(join(root, document)), document)
    const wrong = read.diagnostics.find(({ severity }) => severity === 'error')
    return wrong
      ? `${document}:${wrong.place.line} has an error now: ${wrong.message}`
      : read.problem
  } catch (cause) {
    return `${document} cannot be read any more: ${cause instanceof Error ? cause.message : String(cause)}`
  }
}

/** What the tasks of a generation are called: A1 of the first, B1 of the second; behind Z with a number. */
export function series(generation: number): string {
  return generation < 26 ? String.fromCodePoint(65 + generation) : `G${generation}-`
}

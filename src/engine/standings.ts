import { GoapError } from '../base/index.ts'
import type { TaskGraph } from '../graph/index.ts'
import type { ResultRecord } from '../journal/index.ts'
import { taskKey, type Plan, type Task, type TaskKey } from '../model/index.ts'
import { taskDefinition, type Standing } from './spec.ts'

/** What is to be run again although it stands: everything, or these tasks. */
export type Again = true | readonly TaskKey[]

export interface StandingOptions {
  readonly strict: boolean
  readonly again: Again | null
  /** Wins over everything else. */
  readonly given: Readonly<Record<TaskKey, Standing>>
}

/**
 * How each task stands before the run: our own journal wins over the document. A result counts as long as the task is defined as
 * it was then. Tasks that are not in the result are to be run.
 */
export function standingsOf(
  plans: readonly Plan[],
  results: ReadonlyMap<TaskKey, ResultRecord>,
  options: StandingOptions,
): Record<TaskKey, Standing> {
  const standings: Record<TaskKey, Standing> = {}
  for (const plan of plans) {
    for (const task of plan.tasks) {
      const key = taskKey(plan.document, task.key)
      const standing = options.given[key] ?? standingOf(task, key, results.get(key), options)
      if (standing) standings[key] = standing
    }
  }
  return standings
}

function standingOf(
  task: Task,
  key: TaskKey,
  result: ResultRecord | undefined,
  { strict, again }: StandingOptions,
): Standing | null {
  if (again === true || again?.includes(key)) return null
  if (result?.outcome === 'succeeded' && result.definition === taskDefinition(task))
    return {
      kind: 'proven',
      reason: `done by run ${result.run}`,
      ...(result.outputs ? { outputs: result.outputs } : {}),
    }
  switch (task.status) {
    case 'done':
      return strict ? null : { kind: 'claimed', reason: 'the document says that it is done' }
    case 'skipped':
      return { kind: 'skipped', reason: 'the document says that it is skipped' }
    case 'blocked':
      return { kind: 'blocked', reason: 'The document says that it is blocked' }
    default:
      return null
  }
}

/** Throws `graph/cycle` when tasks that are to run wait for each other in a circle. */
export function refuseCycles(
  graph: TaskGraph,
  standings: Readonly<Record<TaskKey, Standing>>,
): void {
  const cycle = graph.cycles.find((path) => path.every((key) => !(key in standings)))
  if (cycle)
    throw new GoapError(
      'graph/cycle',
      `These tasks wait for each other: ${[...cycle, cycle[0]].join(' → ')}.`,
    )
}

import { capacitiesOf } from '../graph/index.ts'
import { taskKey, type Happening, type Plan, type TaskKey } from '../model/index.ts'
import { limitOf } from './limits.ts'
import type { Settings } from './options.ts'
import { ranks } from './ranks.ts'
import type { RunState } from './state.ts'
import { swarmsOf } from './swarms.ts'

/** What the runtime needs to know of the plans that are run. */
export interface Planned {
  readonly parents: ReadonlySet<TaskKey>
  readonly swarms: ReturnType<typeof swarmsOf>
  readonly limitOf: ReturnType<typeof limitOf>
  readonly rank: ReturnType<typeof ranks>
}

/** Works out what the runtime needs to know. */
export function planned(
  { spec, graph }: Pick<RunState, 'spec' | 'graph'>,
  { limits }: Settings,
): Planned {
  const swarms = swarmsOf(spec.plans, limits)
  const resources = { ...capacitiesOf(spec.plans), ...limits.resources, ...swarms.workers }
  return {
    parents: parentsOf(spec.plans),
    swarms,
    limitOf: limitOf({ agents: limits.agents, resources }),
    rank: ranks(graph),
  }
}

/** The plans that are run: those of the next generation, if there is one. */
export function generationOf(
  state: RunState,
  next: Happening | undefined,
): Pick<RunState, 'spec' | 'graph'> {
  return (next?.type === 'run.replanned' ? state.later.get(next.spec) : undefined) ?? state
}

function parentsOf(plans: readonly Plan[]): ReadonlySet<TaskKey> {
  const parents = new Set<TaskKey>()
  for (const { document, tasks } of plans)
    for (const { parent } of tasks) if (parent !== null) parents.add(taskKey(document, parent))
  return parents
}

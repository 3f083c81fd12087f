import {
  asksPerson,
  brokenAgent,
  builtInAgents,
  candidates,
  definedAgent,
  manual,
  nearestAgent,
  type Agent,
  type DefinedOptions,
} from '../agents/index.ts'
import { GoapError } from '../base/index.ts'
import type { RunOptions } from '../engine/index.ts'
import { agentKey, taskKey, type Plan, type Task, type TaskKey } from '../model/index.ts'
import type { Configuration } from './configuration.ts'
import type { FoundAgents } from './find-agents.ts'

/** What a run gets to know of the workspace's agents. */
export function runAgents(
  { definitions, broken }: FoundAgents,
  { agents: policy, limits, timeout }: Configuration,
  scripts: Pick<DefinedOptions, 'sandbox' | 'view'> = {},
): Required<Pick<RunOptions, 'agents' | 'limits'>> & Pick<RunOptions, 'defaultAgent'> {
  const time = timeout === undefined ? {} : { timeout }
  const agents = [
    ...definitions.map((one) => definedAgent(one, { ...time, ...scripts })),
    ...broken.map(brokenAgent),
  ]
  const own = definitions.flatMap(({ name, limits: { concurrency } }) =>
    concurrency === null ? [] : [[agentKey(name), concurrency] as const],
  )
  const configured = Object.entries(limits.agents).map(
    ([name, limit]) => [agentKey(name), limit] as const,
  )
  return {
    agents,
    limits: {
      agents: Object.fromEntries([...own, ...configured]),
      resources: limits.resources,
    },
    ...(policy.default === undefined ? {} : { defaultAgent: policy.default }),
  }
}

/**
 * Throws `workspace/unknown-agent` when the configuration's default agent is not defined, and for the first task that is to run and
 * whose agent nothing defines where that is the policy.
 */
export function refuseUnknown(
  plans: readonly Plan[],
  isOpen: (task: TaskKey) => boolean,
  agents: readonly Agent[],
  { agents: policy }: Configuration,
): void {
  const spare = policy.default
  if (spare !== undefined && !named([...agents, manual()], spare))
    throw new GoapError(
      'workspace/unknown-agent',
      `The configuration's default agent "${spare}" is not defined.`,
      hintFor(spare, agents),
    )
  if (policy.unknown !== 'fail') return
  const all = [...agents, ...builtInAgents()]
  for (const { document, tasks } of plans)
    for (const task of tasks) {
      if (task.agent === null || !isOpen(taskKey(document, task.key))) continue
      if (candidates(task, all).length > 0) continue
      const place = `${document}${task.place ? `:${task.place.line}` : ''}`
      throw new GoapError(
        'workspace/unknown-agent',
        `${place}: agent "${task.agent}" of "${task.title}" is not defined.`,
        hintFor(task.agent, agents),
      )
    }
}

/** The tasks that are not done and wait for a person, unless somebody answers for them. */
export async function tasksForPersons(
  plans: readonly Plan[],
  found: FoundAgents,
  configuration: Configuration,
): Promise<readonly { readonly key: TaskKey; readonly task: Task }[]> {
  const { openSandbox } = await import('../sandbox/index.ts')
  // Nothing runs here: what has a script would be run.
  const sandbox = openSandbox()
  const { agents, defaultAgent } = runAgents(found, configuration, { sandbox })
  const all = [...agents, ...builtInAgents({ sandbox })]
  return plans.flatMap(({ document, tasks }) => {
    const parents = new Set(tasks.map(({ parent }) => parent))
    return tasks.flatMap((task) => {
      const isOver = task.status === 'done' || task.status === 'skipped'
      if (isOver || (task.command === null && parents.has(task.key))) return []
      const able = candidates(task, all, defaultAgent ?? null)
      const asks = able.length === 0 ? task.command === null : able.every((one) => asksPerson(one, task)) // prettier-ignore
      return asks ? [{ key: taskKey(document, task.key), task }] : []
    })
  })
}

function named(agents: readonly Agent[], name: string): boolean {
  return agents.some((agent) => agentKey(agent.name) === agentKey(name))
}

function hintFor(name: string, agents: readonly Agent[]): { readonly hint?: string } {
  const near = nearestAgent(name, agents)
  return near === undefined ? {} : { hint: `Did you mean "${near}"? goap agents lists them all.` }
}

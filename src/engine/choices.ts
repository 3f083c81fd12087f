import { candidates, type Agent } from '../agents/index.ts'
import { agentKey, type Task, type TaskKey } from '../model/index.ts'
import type { Settings } from './options.ts'
import type { Way } from './slots.ts'

/** A way to perform a task. */
export interface Choice extends Way {
  /** Null: the task only has parts, and is done when they are. */
  readonly agent: Agent | null
}

interface Surroundings {
  readonly parents: ReadonlySet<TaskKey>
  /** The workers of its phases, as resources. */
  readonly swarm: readonly string[]
}

/** What a task can be performed by: the agents that it names, the shell for its command, or a person. */
export function choicesFor(
  key: TaskKey,
  task: Task,
  { agents, defaultAgent }: Pick<Settings, 'agents' | 'defaultAgent'>,
  { parents, swarm }: Surroundings,
): readonly [Choice, ...Choice[]] {
  const resources = resourcesOf({ resources: [...(task.resources ?? []), ...swarm] })
  const named = task.agent === null ? [] : [`agent ${agentKey(task.agent)}`]
  const onlyParts = parents.has(key) && task.command === null
  // An agent made in code may do something about a task whose parts are done; one from a file is not asked.
  const able = candidates(task, agents, defaultAgent).filter(
    ({ standIn, code }) => !onlyParts || !standIn || (task.script !== undefined && code?.(task)),
  )
  const [first, ...others] = able.map((agent) => choiceOf(agent, task, resources))
  if (first) return [first, ...others]
  if (onlyParts) return [{ agent: null, claims: [] }]
  const agent = byName(agents, task.command === null ? 'manual' : 'shell')
  return [{ agent, claims: [...named, `built-in ${agent.name}`, ...resources] }]
}

/** What a task claims whoever performs it, or undoes it. */
export function resourcesOf(task: Pick<Task, 'resources'> | null): readonly string[] {
  return (task?.resources ?? []).map((name) => `resource ${name}`)
}

function choiceOf(agent: Agent, task: Task, resources: readonly string[]): Choice {
  const performer = agent.standIn?.(task) ?? agent
  const standsIn = performer === agent ? [] : [`built-in ${performer.name}`]
  return {
    agent: performer,
    claims: [`agent ${agentKey(agent.name)}`, ...standsIn, ...resources],
  }
}

function byName(agents: readonly Agent[], name: string): Agent {
  const found = agents.find((agent) => agent.name === name)
  if (!found) throw new Error(`there is no agent "${name}"`)
  return found
}

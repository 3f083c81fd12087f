import { candidates, type Agent } from '../agents/index.ts'
import { agentKey, type Task, type TaskKey } from '../model/index.ts'
import type { Settings } from './options.ts'
import type { Way } from './slots.ts'

/** A way to perform a task. */
export interface Choice extends Way {
  /** Null: the task only has parts, and is done when they are. */
  readonly agent: Agent | null
}

/** How many tasks of an agent, and how many users of a resource, there may be at once. */
export interface Limits {
  /** By the agent's name; `*` stands for every agent that a task names and that has no limit of its own. Default: none. */
  readonly agents: Readonly<Record<string, number>>
  /** By the resource's name; `*` stands for every other one. Default: 1. */
  readonly resources: Readonly<Record<string, number>>
}

/** What a task can be performed by: the agents that it names, the shell for its command, or a person. */
export function choicesFor(
  key: TaskKey,
  task: Task,
  { agents, defaultAgent }: Pick<Settings, 'agents' | 'defaultAgent'>,
  parents: ReadonlySet<TaskKey>,
): readonly [Choice, ...Choice[]] {
  const resources = resourcesOf(task)
  const named = task.agent === null ? [] : [`agent ${agentKey(task.agent)}`]
  const onlyParts = parents.has(key) && task.command === null
  // An agent made in code may do something about a task whose parts are done; one from a file is not asked.
  const able = candidates(task, agents, defaultAgent).filter(
    ({ standIn }) => !onlyParts || !standIn,
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

/** How often a claim of a choice may be in use at once. */
export function limitOf({ agents, resources }: Limits): (claim: string) => number {
  const byKey = new Map(Object.entries(agents).map(([name, limit]) => [agentKey(name), limit]))
  return (claim) => {
    const [kind = '', name = ''] = /^(\S+) (.*)$/s.exec(claim)?.slice(1) ?? []
    if (kind === 'resource') return (Object.hasOwn(resources, name) ? resources[name] : resources['*']) ?? 1 // prettier-ignore
    const all = kind === 'agent' ? agents['*'] : undefined
    return byKey.get(name) ?? all ?? Infinity
  }
}

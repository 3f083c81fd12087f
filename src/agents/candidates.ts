import { nearest } from '../base/index.ts'
import { agentKey, agentKeys, type Task } from '../model/index.ts'
import type { Agent } from './agent.ts'
import type { AgentPermissions } from './definition.ts'

// Who performs a task.
//
//   A1. The agent of that name; else those that have the capability of that name; else the default agent; else nobody.
//   A2. Of several, those that perform it themselves come before those for which a person stands in.
//   A3. Among equals it is for the queue to choose: the one with the least to do, then the one that is defined first.

/** The agents that a task may go to, all equally good, the first defined first. Empty: no agent has that name or capability. */
export function candidates(
  task: Task,
  agents: readonly Agent[],
  defaultAgent: string | null = null,
): readonly Agent[] {
  if (task.agent === null) return []
  const keys = agentKeys(task.agent)
  for (const key of keys) {
    const named = agents.find(({ name }) => agentKey(name) === key)
    if (named) return [named]
  }
  for (const key of keys) {
    const able = agents.filter(({ capabilities }) => capabilities.some((one) => agentKey(one) === key)) // prettier-ignore
    if (able.length > 0) return willing(able, task)
  }
  const spare = agents.find(({ name }) => defaultAgent !== null && agentKey(name) === agentKey(defaultAgent)) // prettier-ignore
  return spare ? [spare] : []
}

function willing(agents: readonly Agent[], task: Task): readonly Agent[] {
  const themselves = agents.filter((agent) => !asksPerson(agent, task))
  return themselves.length > 0 ? themselves : agents
}

/** Whether a person does the task of that agent. */
export function asksPerson(agent: Agent, task: Task): boolean {
  return (agent.standIn?.(task) ?? agent).capabilities.includes('person')
}

/** The agent or capability whose name is nearest to one that nobody has; undefined: none is near. */
export function nearestAgent(
  written: string,
  agents: readonly Pick<Agent, 'name' | 'capabilities'>[],
): string | undefined {
  // prettier-ignore
  const names = agents.flatMap(({ name, capabilities }) => [name, ...capabilities])
  return nearest(written, names)
}

/** The bounds of all agents that would run this command for a task. */
export function boundsOf(
  command: string,
  task: Task,
  agents: readonly Agent[],
): readonly AgentPermissions[] {
  return agents.flatMap(({ permissions, script }) =>
    permissions && script?.(task) === command ? [permissions] : [],
  )
}

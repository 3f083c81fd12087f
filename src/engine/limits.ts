import { agentKey } from '../model/index.ts'

/** How many tasks of an agent, and how many users of a resource, there may be at once. */
export interface Limits {
  /** By the agent's name; `*` stands for every agent that a task names and that has no limit of its own. Default: none. */
  readonly agents: Readonly<Record<string, number>>
  /** By the resource's name; `*` stands for every other one. Default: 1. */
  readonly resources: Readonly<Record<string, number>>
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

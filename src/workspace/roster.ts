import {
  builtInAgents,
  candidates,
  definedAgent,
  brokenAgent,
  nearestAgent,
  readinessOf,
  type AgentDefinition,
} from '../agents/index.ts'
import { agentKey, type Plan } from '../model/index.ts'
import type { FoundAgents } from './find-agents.ts'

/** An agent, and who asks for it. */
export interface RosterEntry {
  readonly name: string
  /** `ready`: goap performs its tasks; `person`: a person does; `broken`: its definition; `undefined`: plans name it, nothing defines it. */
  readonly state: 'ready' | 'person' | 'broken' | 'undefined'
  /** Why it is not ready, or what it does not do; empty: there is nothing to say. */
  readonly reason: string
  /** Null unless it is defined. */
  readonly definition: AgentDefinition | null
  /** Where it is defined; null: nowhere. */
  readonly file: string | null
  /** Tasks that may go to it, by document. */
  readonly uses: readonly { readonly document: string; readonly tasks: number }[]
  /** The name that an undefined one may mean; null: none is near. */
  readonly near: string | null
}

/** The agents that are defined, as they are found; then the names in plans that nothing defines, as the plans have them. */
export function rosterOf(plans: readonly Plan[], found: FoundAgents): readonly RosterEntry[] {
  const agents = [
    ...found.definitions.map((one) => definedAgent(one)),
    ...found.broken.map(brokenAgent),
  ]
  const uses = new Map<string, Map<string, number>>()
  const unknown = new Map<string, { readonly name: string; readonly uses: Map<string, number> }>()
  for (const { document, tasks } of plans)
    for (const task of tasks) {
      if (task.agent === null) continue
      const able = candidates(task, [...agents, ...builtInAgents()])
      for (const { name } of able) count(uses, name, document)
      if (able.length > 0) continue
      const one = unknown.get(agentKey(task.agent)) ?? { name: task.agent, uses: new Map() }
      one.uses.set(document, (one.uses.get(document) ?? 0) + 1)
      unknown.set(agentKey(task.agent), one)
    }
  return [
    ...found.definitions.map((definition): RosterEntry => {
      const readiness = readinessOf(definition)
      const reason = readiness.ready ? (readiness.note ?? '') : readiness.reason
      const { name, file } = definition
      const state = readiness.ready ? 'ready' : 'person'
      return { name, state, reason, definition, file, uses: listed(uses.get(name)), near: null }
    }),
    ...found.broken.map(({ name, file, error }): RosterEntry => ({
      name,
      state: 'broken',
      reason: error.message,
      definition: null,
      file,
      uses: listed(uses.get(name)),
      near: null,
    })),
    ...[...unknown.values()].map((one): RosterEntry => ({
      name: one.name,
      state: 'undefined',
      reason: 'nothing defines it',
      definition: null,
      file: null,
      uses: listed(one.uses),
      near: nearestAgent(one.name, agents) ?? null,
    })),
  ]
}

function count(uses: Map<string, Map<string, number>>, name: string, document: string): void {
  const all = uses.get(name) ?? new Map<string, number>()
  uses.set(name, all.set(document, (all.get(document) ?? 0) + 1))
}

function listed(uses: ReadonlyMap<string, number> | undefined): RosterEntry['uses'] {
  return [...(uses ?? [])].map(([document, tasks]) => ({ document, tasks }))
}

/** Names and capabilities that plans may name; undefined where nothing is defined, so that nobody is told of every name. */
export function knownAgents({ definitions, broken }: FoundAgents): readonly string[] | undefined {
  if (definitions.length + broken.length === 0) return undefined
  const defined = definitions.flatMap(({ name, capabilities }) => [name, ...capabilities])
  return [...defined, ...broken.map(({ name }) => name), 'shell', 'manual', 'script']
}

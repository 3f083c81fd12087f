import { decidePermission, permissionsFor, type Plan, type Probe } from '../model/index.ts'
import {
  commandsOf,
  kindOf,
  look,
  probed,
  type FactKind,
  type Observation,
  type Probed,
} from './observing.ts'
import { settings, type RunOptions } from './options.ts'

/** What there is to observe. */
export interface World {
  /** By which the permissions are chosen. */
  readonly document: string
  readonly probes: readonly Probe[]
  readonly kindOf: (fact: string) => FactKind
}

/** What a plan tells of the world: of all its facts, or of those that are named. */
export function worldOf(plan: Plan, facts?: readonly string[]): World {
  const named = facts && new Set(facts)
  const probes = named
    ? probed(plan, [...named]).map(({ fact, probe }) => ({ ...probe, fact }))
    : (plan.probes ?? [])
  return { document: plan.document, probes, kindOf: (fact) => kindOf(plan, fact) }
}

/** What was found of the world before a run. */
export interface FoundWorld {
  readonly observations: readonly Observation[]
  /** Facts that were not observed, with the command that may not run, and why. */
  readonly refused: readonly { readonly fact: string; readonly command: string; readonly reason: string; readonly pattern: string }[] // prettier-ignore
}

/**
 * Observes facts by their probes, outside of any run and without asking anybody: a probe whose command no permission allows is not
 * run. Nothing is recorded. Rejects when `signal` aborts.
 */
export async function observeWorld(
  { document, probes: all, kindOf }: World,
  options: RunOptions,
): Promise<FoundWorld> {
  const used = settings(options)
  const probes = all.flatMap((probe) => (probe.fact.includes('?') ? [] : [{ fact: probe.fact, probe }])) // prettier-ignore
  const permissions = permissionsFor(used.permissions, { document, agent: null })
  const refused: FoundWorld['refused'][number][] = []
  const may: Probed[] = []
  for (const one of probes) {
    const stops = commandsOf([one]).flatMap((command) => {
      const decision = decidePermission(command, permissions)
      return decision.allowed ? [] : [{ fact: one.fact, command, reason: decision.reason, pattern: decision.pattern }] // prettier-ignore
    })
    if (stops.length === 0) may.push(one)
    refused.push(...stops)
  }
  const signal = options.signal ?? new AbortController().signal
  const { commands } = used
  const observations = await look(used, { commands, facts: new Map(), kindOf, probes: may, signal })
  return { observations, refused }
}

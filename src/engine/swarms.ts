import { phaseKey, taskKey, type Plan, type TaskKey } from '../model/index.ts'
import type { Limits } from './limits.ts'

/** Phases of which only so many tasks run at once: one queue, so many workers. */
export interface Swarms {
  /** What each of their tasks claims, `phase:<key of the phase>`. */
  readonly claims: ReadonlyMap<TaskKey, readonly string[]>
  /** How many workers each has, by the same name. */
  readonly workers: Readonly<Record<string, number>>
}

/** The swarms of plans: phases that say how many workers they have, or whose resource `phase:<key>` has a limit, which wins. */
export function swarmsOf(plans: readonly Plan[], { resources }: Pick<Limits, 'resources'>): Swarms {
  const claims = new Map<TaskKey, readonly string[]>()
  const workers: Record<string, number> = {}
  for (const { document, phases } of plans)
    for (const phase of phases) {
      const name = `phase:${phaseKey(document, phase.key)}`
      const limit = Object.hasOwn(resources, name) ? resources[name] : phase.workers
      if (limit === undefined) continue
      workers[name] = limit
      for (const task of phase.tasks) {
        const key = taskKey(document, task)
        claims.set(key, [...(claims.get(key) ?? []), name])
      }
    }
  return { claims, workers }
}

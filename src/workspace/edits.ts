import type { Journal } from '../journal/index.ts'
import type { Plan } from '../model/index.ts'

/** Watches whether documents plan something else than their run. */
export interface Edited {
  readonly names: ReadonlySet<string>
  readonly seen: (plan: Plan) => void
  /** From when on a run is to be paused. */
  of(run: string): void
}

/** Compares what is read of documents with what a run began with; with `pauses` a difference pauses the run. */
export async function editsOf(
  plans: readonly Plan[],
  journal: Journal,
  pauses: boolean,
): Promise<Edited> {
  const { planDefinition } = await import('../engine/index.ts')
  const definitions = new Map(plans.map((plan) => [plan.document, planDefinition(plan)] as const))
  const names = new Set<string>()
  let run: string | null = null
  return {
    names,
    of: (id) => void (run = id),
    seen(plan) {
      const { document } = plan
      if (names.has(document) || definitions.get(document) === planDefinition(plan)) return
      names.add(document)
      if (!pauses || run === null) return
      const at = Date.now()
      const payload = { reason: `${document} has changed` }
      // A pause that cannot be left any more comes too late: the run has ended.
      journal
        .send({ id: `${run}/edit/${at}`, run, kind: 'pause', payload, by: 'goap', at })
        .catch(() => {})
    },
  }
}

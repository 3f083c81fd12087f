import { freeKey, slug } from '../../../base/index.ts'
import type { Slug } from '../../../model/index.ts'
import type { GateDraft } from './gates.ts'

/** The keys of a gate and of its criteria. */
export interface GateKeys {
  readonly gate: Slug
  readonly criteria: readonly Slug[]
}

/** The keys that gates and criteria get, in the order of the document. */
export function gateKeys(gates: readonly GateDraft[]): readonly GateKeys[] {
  const used = new Map<string, number>()
  return gates.map((gate) => {
    const inside = new Map<string, number>()
    return {
      gate: freeKey(used, slug(gate.title) || 'gate'),
      criteria: gate.criteria.map((criterion) =>
        freeKey(inside, slug(criterion.text) || 'criterion'),
      ),
    }
  })
}

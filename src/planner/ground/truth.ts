import { compares } from '../../model/index.ts'
import { growing } from './growing.ts'
import type { Literal } from './instances.ts'
import { listed } from './lists.ts'
import type { Reached } from './reach.ts'

/** Whether a literal holds in every state that can be reached, or in none; null when it depends. */
export type Truth = (literal: Literal) => boolean | null

/**
 * What never changes: facts that hold at first and that no reached action deletes, facts that none brings about, and conditions on
 * variables that none changes. With `keepUnreachable` nothing counts as never.
 */
export function truthOf(
  { fired, numbers, isInitial, isReached }: Reached,
  keepUnreachable: boolean,
): Truth {
  const deleted = growing()
  const changed = new Set<number>()
  for (const { adds, deletes, changes, conditional } of fired) {
    if (deletes.length > 0) {
      const added = listed(adds)
      for (const fact of deletes) if (!added(fact)) deleted.set(fact, 1)
    }
    for (const { variable } of changes) changed.add(variable)
    for (const { effect } of conditional)
      if ('variable' in effect) changed.add(effect.variable)
      else if (effect.kind === 'delete') deleted.set(effect.fact, 1)
  }
  return (literal) => {
    if (literal < 0) {
      const condition = numbers.conditions[-1 - literal]
      if (!condition || numbers.terms(condition.variable).some(([one]) => changed.has(one))) return null // prettier-ignore
      const value = numbers.start(condition.variable)
      // Without a value not even ≠ holds.
      return !Number.isNaN(value) && compares(value, condition.compare, condition.value)
    }
    const fact = literal >> 1
    const isPositive = (literal & 1) === 0
    if (isInitial(fact))
      return deleted.at(fact) === 1 || (keepUnreachable && !isPositive) ? null : isPositive
    return isReached(2 * fact) ? null : !isPositive
  }
}

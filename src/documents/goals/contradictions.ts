import { compares, expressionOf, type Effect } from '../../model/index.ts'

/** The first two conditions on one fact that cannot hold together; null when all can. */
export function contradiction(conditions: readonly Effect[]): readonly [Effect, Effect] | null {
  for (const [, all] of Map.groupBy(conditions, ({ fact }) => fact)) {
    // Conditions that stand there twice say nothing more.
    // What is calculated may come to anything.
    const distinct = [...new Map(all.filter((one) => expressionOf(one) === null).map((one) => [`${one.compare} ${typeof one.value} ${String(one.value)}`, one])).values()] // prettier-ignore
    const found = distinct.length < 2 ? null : (oneValue(distinct) ?? noRoom(distinct))
    if (found) return found
  }
  return null
}

/** A stated value against every other condition. */
function oneValue(all: readonly Effect[]): readonly [Effect, Effect] | null {
  for (const fixed of all) {
    if (fixed.compare !== '=' || fixed.change) continue
    for (const other of all)
      if (other !== fixed && !other.change && !holds(fixed, other))
        return inOrder(all, fixed, other)
  }
  return null
}

function holds(fixed: Effect, { compare, value }: Effect): boolean {
  if (compare === '=') return fixed.value === value
  if (compare === '≠') return fixed.value !== value
  return typeof fixed.value !== 'number' || typeof value !== 'number' || compares(fixed.value, compare, value) // prettier-ignore
}

/** The highest lower bound against the lowest upper bound. */
function noRoom(all: readonly Effect[]): readonly [Effect, Effect] | null {
  let low: Effect | undefined
  let high: Effect | undefined
  for (const one of all) {
    if (typeof one.value !== 'number') continue
    if (one.compare === '>' || one.compare === '≥') {
      if (!low || one.value > Number(low.value) || (one.value === low.value && one.compare === '>'))
        low = one
    } else if (one.compare === '<' || one.compare === '≤')
      if (!high || one.value < Number(high.value) || (one.value === high.value && one.compare === '<'))
        high = one
  }
  if (!low || !high || Number(low.value) < Number(high.value)) return null
  const touches = low.value === high.value && low.compare === '≥' && high.compare === '≤'
  return touches ? null : inOrder(all, low, high)
} // prettier-ignore

function inOrder(all: readonly Effect[], one: Effect, other: Effect): readonly [Effect, Effect] {
  return all.indexOf(one) < all.indexOf(other) ? [one, other] : [other, one]
}

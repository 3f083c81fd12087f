import { cyclicComponents } from '../graph/index.ts'
import type { Condition, LiftedRule } from './lifted.ts'

/**
 * By derived predicate its level: above that of every predicate whose contrary one of its rules reads, and not below that of any other
 * (stratification, Apt, Blair and Walker 1988). `circles`: predicates that depend on each other, on one of them by its contrary; then
 * the levels mean nothing.
 */
export function levelsOf(rules: readonly LiftedRule[]): {
  readonly levels: ReadonlyMap<string, number>
  readonly circles: readonly (readonly string[])[]
} {
  const names = [...new Set(rules.map(({ name }) => name))]
  const places = new Map(names.map((name, place) => [name, place]))
  const reads = names.map((): Reads => ({ positive: new Set(), negative: new Set() }))
  for (const { name, condition } of rules)
    note(condition, true, places, reads[places.get(name) ?? 0])
  const all = reads.map(({ positive, negative }) => [...positive.union(negative)])
  const circles = cyclicComponents(all).filter((circle) => circle.some((one) => circle.some((other) => reads[one]?.negative.has(other)))) // prettier-ignore
  const levels = names.map(() => 0)
  for (let changed = circles.length === 0; changed;) {
    changed = false
    for (const [place, { positive, negative }] of reads.entries()) {
      const level = Math.max(0, ...[...positive].map((one) => levels[one] ?? 0), ...[...negative].map((one) => (levels[one] ?? 0) + 1)) // prettier-ignore
      if (level === levels[place]) continue
      levels[place] = level
      changed = true
    }
  }
  return {
    levels: new Map(names.map((name, place) => [name, levels[place] ?? 0])),
    circles: circles.map((circle) => circle.map((one) => names[one] ?? '')),
  }
}

interface Reads {
  readonly positive: Set<number>
  readonly negative: Set<number>
}

function note(
  condition: Condition,
  isPositive: boolean,
  places: ReadonlyMap<string, number>,
  into: Reads | undefined,
): void {
  switch (condition.kind) {
    case 'atom': {
      const place = places.get(condition.atom.name)
      if (place !== undefined) into?.[isPositive ? 'positive' : 'negative'].add(place)
      return
    }
    case 'and':
    case 'or':
      for (const one of condition.all) note(one, isPositive, places, into)
      return
    case 'not':
      return note(condition.one, !isPositive, places, into)
    case 'forall':
    case 'exists':
      return note(condition.one, isPositive, places, into)
    case 'equal':
    case 'number':
  }
}

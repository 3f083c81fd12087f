import { cyclicComponents } from '../graph/index.ts'
import type { DerivedFacts } from './ground-task.ts'

// When the contrary of a derived fact could hold if nothing became false, as rules of facts alone. A state in which it holds blocks each
// rule of the fact: something that the rule reads does not hold, so its contrary does.
//
//   C1. Whatever holds in a state follows by these rules from what actions made true before, so whatever is out of reach without deletes
//       is out of reach, and lower bounds stay lower bounds. The other way round it is not so.
//   C2. A rule that reads a fact which in turn depends on the rule's own (`a` follows from `b`, `b` from `a`) counts as blocked, as one
//       that compares numbers does: of circles, what does not follow has no reason of its own.

export interface ContraryRules {
  /** In any order. Facts from `first` on stand for a rule that is blocked. */
  readonly rules: readonly { readonly fact: number; readonly pre: readonly number[] }[]
  /** Of each fact from `first` on the fact whose rule is blocked. */
  readonly marks: readonly number[]
}

export function contraryRules({ rules, contraries }: DerivedFacts, first: number): ContraryRules {
  const made: { readonly fact: number; readonly pre: readonly number[] }[] = []
  const given = Map.groupBy(rules, ({ fact }) => fact)
  const circleOf = circles(given)
  const other = new Map(contraries.flatMap(([fact, contrary]) => [[fact, contrary], [contrary, fact]])) // prettier-ignore
  const marks: number[] = []
  for (const [fact, contrary] of contraries) {
    const own = given.get(fact)
    if (own === undefined) continue
    const circle = circleOf.get(fact)
    const pre: number[] = []
    for (const rule of own) {
      const blocked = rule.pre.map((one) => (circle !== undefined && circleOf.get(one) === circle ? undefined : other.get(one))) // prettier-ignore
      if ((rule.conditions?.length ?? 0) > 0 || blocked.includes(undefined)) continue
      const [only, second] = blocked
      if (only !== undefined && second === undefined) {
        pre.push(only)
        continue
      }
      const mark = first + marks.push(fact) - 1
      for (const one of blocked) if (one !== undefined) made.push({ fact: mark, pre: [one] })
      pre.push(mark)
    }
    made.push({ fact: contrary, pre: [...new Set(pre)].toSorted((a, b) => a - b) })
  }
  return { rules: made, marks }
}

/** For each derived fact that depends on itself a number that it shares with those that depend on it and on which it depends. */
function circles(given: ReadonlyMap<number, DerivedFacts['rules']>): ReadonlyMap<number, number> {
  const facts = [...given.keys()]
  const places = new Map(facts.map((fact, place) => [fact, place]))
  const reads = facts.map((fact) => (given.get(fact) ?? []).flatMap(({ pre }) => pre.flatMap((one) => places.get(one) ?? []))) // prettier-ignore
  return new Map(cyclicComponents(reads).flatMap((circle, number) => circle.map((place) => [facts[place] ?? 0, number] as const))) // prettier-ignore
}

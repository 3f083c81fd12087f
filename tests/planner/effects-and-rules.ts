import type { ConditionalEffect, GroundTask, Rule } from '../../src/planner/index.ts'

// What effects under conditions and derived facts come to in a state, by definition.

type Meets = (part: Pick<Rule & ConditionalEffect, 'pre' | 'conditions'>, facts: ReadonlySet<number>) => boolean // prettier-ignore

/** The facts after an action. `meets`: whether what a rule or an effect asks for holds. */
export function factsAfter(
  { add, delete: gone, when = [] }: GroundTask['actions'][number],
  facts: ReadonlySet<number>,
  meets: Meets,
): Set<number> {
  let after = facts.difference(new Set(gone)).union(new Set(add))
  for (const effect of when)
    if (meets(effect, facts)) after = after.difference(new Set(effect.delete)).union(new Set(effect.add)) // prettier-ignore
  return after
}

/** The facts with what follows from them. */
export function closed(
  { derived }: GroundTask,
  facts: ReadonlySet<number>,
  meets: Meets,
): Set<number> {
  if (derived === undefined) return new Set(facts)
  const { rules } = derived
  const contraries = derived.contraries.filter(([fact]) => rules.some((rule) => rule.fact === fact))
  const all = facts.difference(new Set([...rules.map(({ fact }) => fact), ...contraries.map(([, contrary]) => contrary)])) // prettier-ignore
  const last = Math.max(-1, ...rules.map(({ level }) => level))
  for (let level = 0; level <= last; level++) {
    for (let before = -1; before !== all.size;) {
      before = all.size
      for (const rule of rules) if (rule.level === level && meets(rule, all)) all.add(rule.fact)
    }
    for (const [fact, contrary] of contraries)
      if (rules.some((rule) => rule.fact === fact && rule.level === level) && !all.has(fact)) all.add(contrary) // prettier-ignore
  }
  return all
}

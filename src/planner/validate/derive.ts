import type { LiftedRule } from '../lifted.ts'

/** Says whether a rule gives a fact of these objects. */
export type Follows = (rule: LiftedRule, objects: readonly string[]) => boolean

/**
 * Tells which derived facts hold in a state, only of those that are asked for and what these depend on. Facts that are read as such are
 * settled together: none holds at first, and rules are asked again until nothing is new. A fact that is read as its contrary is settled
 * for itself before.
 *
 *   V1. In `follows`, whoever reads a fact asks `holds` again, so what is settled is nested as the rules are: levels of contraries deep.
 *   V2. What was settled stays so until `forget`, which whoever changes the state calls.
 */
export interface Derived {
  readonly isOne: (fact: string) => boolean
  /** Facts go by their text, `(above a b)`. Not `positive`: what is asked is whether it does not hold. */
  readonly holds: (fact: string, positive: boolean) => boolean
  readonly forget: () => void
}

export function derivedOf(rules: readonly LiftedRule[], follows: Follows): Derived {
  const byName = Map.groupBy(rules, ({ name }) => name)
  const settled = new Map<string, boolean>()
  /** Facts that are settled together now, and whether each holds as far as that is known; null: none are. */
  let open: Map<string, boolean> | null = null

  const gives = (fact: string): boolean => {
    const [name = '', ...objects] = wordsOf(fact)
    return (byName.get(name) ?? []).some((rule) => follows(rule, objects))
  }

  const settle = (fact: string): boolean => {
    const outer = open
    const own = new Map([[fact, false]])
    open = own
    for (let isNew = true; isNew;) {
      const before = own.size
      isNew = false
      for (const [one, holds] of own) {
        if (holds || !gives(one)) continue
        own.set(one, true)
        isNew = true
      }
      isNew ||= own.size > before
    }
    open = outer
    for (const [one, holds] of own) settled.set(one, holds)
    return settled.get(fact) ?? false
  }

  return {
    isOne: (fact) => byName.has(wordsOf(fact)[0] ?? ''),
    holds(fact, positive) {
      const known = settled.get(fact)
      if (known !== undefined) return known
      if (!positive || open === null) return settle(fact)
      const found = open.get(fact)
      if (found === undefined) open.set(fact, false)
      return found ?? false
    },
    forget: () => settled.clear(),
  }
}

/** `(above a b)`: above, a, b. */
function wordsOf(fact: string): readonly string[] {
  return fact.slice(1, -1).split(' ')
}

import { factName, compares, type Effect, type FactValue, type Problem } from '../../model/index.ts'

/** Where the values of facts come from: the start, probes, and effects of actions. */
export interface Sources {
  /** Whether anything says, sets or observes a fact of that name. */
  knows(name: string): boolean
  /** Whether something could make a condition true; deletes and the way there do not matter. */
  canHold(condition: Effect): boolean
  /** Values that something gives to a fact, for telling what there is. */
  values(fact: string): readonly FactValue[]
}

interface Source {
  readonly terms: readonly string[]
  readonly value: FactValue
  /** The number can grow or shrink; `observed`: it can be anything. */
  readonly kind: 'set' | 'least' | 'most' | 'increase' | 'decrease' | 'observed'
}

/** The sources of a problem. */
export function sourcesOf({ facts, probes, actions }: Problem): Sources {
  const byName = new Map<string, Source[]>()
  const add = (fact: string, value: FactValue, kind: Source['kind']): void => {
    const { name, terms } = factName(fact)
    const known = byName.get(name)
    if (known) known.push({ terms, value, kind })
    else byName.set(name, [{ terms, value, kind }])
  }
  for (const { name, value } of facts) add(name, value, 'set')
  for (const { fact } of probes) add(fact, true, 'observed')
  for (const { effects } of actions)
    for (const { fact, value, change, compare } of effects)
      add(fact, value, change ?? (compare === '≥' ? 'least' : compare === '≤' ? 'most' : 'set'))
  const matching = (fact: string): readonly Source[] => {
    const { name, terms } = factName(fact)
    return (byName.get(name) ?? []).filter((source) => unify(source.terms, terms))
  }
  return {
    knows: (name) => byName.has(name),
    canHold: (condition) => {
      const { name, terms } = factName(condition.fact)
      const all = byName.get(name) ?? []
      if (all.some((source) => unify(source.terms, terms) && gives(source, condition))) return true
      // What nobody says of a boolean fact is false at first.
      return isFalse(condition) && !facts.some((fact) => fact.name === condition.fact)
    },
    values: (fact) => [...new Set(matching(fact).map(({ value }) => value))],
  }
}

function isFalse({ compare, value }: Effect): boolean {
  return (compare === '=' && value === false) || (compare === '≠' && value === true)
}

function unify(left: readonly string[], right: readonly string[]): boolean {
  return (
    left.length === right.length &&
    left.every((term, index) => {
      const other = right[index] ?? ''
      return term === other || term.startsWith('?') || other.startsWith('?')
    })
  )
}

function gives({ value, kind }: Source, { compare, value: wanted }: Effect): boolean {
  if (kind === 'observed') return true
  if (kind === 'increase' || kind === 'least') return compare !== '<' && compare !== '≤' ? true : meets(value, compare, wanted) // prettier-ignore
  if (kind === 'decrease' || kind === 'most') return compare !== '>' && compare !== '≥' ? true : meets(value, compare, wanted) // prettier-ignore
  return meets(value, compare, wanted)
}

function meets(value: FactValue, compare: Effect['compare'], wanted: FactValue): boolean {
  if (compare === '=') return value === wanted
  if (compare === '≠') return value !== wanted
  return typeof value === 'number' && typeof wanted === 'number' && compares(value, compare, wanted)
}

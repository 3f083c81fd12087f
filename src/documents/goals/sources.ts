import {
  compares,
  expressionOf,
  factName,
  numberExpression,
  type Effect,
  type FactValue,
  type Problem,
} from '../../model/index.ts'

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
  const byFact = new Map<string, Source[]>()
  const general = new Map<string, Source[]>()
  const add = (fact: string, value: FactValue, kind: Source['kind']): void => {
    const { name, terms } = factName(fact)
    const source = { terms, value, kind }
    put(byName, name, source)
    if (terms.some(isVariable)) put(general, name, source)
    else put(byFact, fact, source)
  }
  for (const { name, value } of facts) add(name, value, 'set')
  for (const { fact } of probes) add(fact, true, 'observed')
  for (const { effects } of actions)
    for (const { fact, value, change, compare } of effects)
      add(fact, value, change ?? (compare === '≥' ? 'least' : compare === '≤' ? 'most' : 'set'))
  const said = new Set(facts.map(({ name }) => name))
  const matching = (fact: string): readonly Source[] => {
    const { name, terms } = factName(fact)
    const all = terms.some(isVariable)
      ? (byName.get(name) ?? [])
      : [...(byFact.get(fact) ?? []), ...(general.get(name) ?? [])]
    return all.filter((source) => unify(source.terms, terms))
  }
  return {
    knows: (name) => byName.has(name),
    // What nobody says of a boolean fact is false at first.
    canHold: (condition) =>
      matching(condition.fact).some((source) => gives(source, condition)) ||
      (isFalse(condition) && !said.has(condition.fact)),
    values: (fact) => {
      const { name, terms } = factName(fact)
      // With variables there may be too many to be told anyway.
      const all = terms.some(isVariable) ? (byName.get(name) ?? []).slice(0, 20) : matching(fact)
      return [...new Set(all.map(({ value }) => value))]
    },
  }
}

function put(sources: Map<string, Source[]>, key: string, source: Source): void {
  const known = sources.get(key)
  if (known) known.push(source)
  else sources.set(key, [source])
}

function isVariable(term: string): boolean {
  return term.startsWith('?')
}

function isFalse({ compare, value }: Effect): boolean {
  return (compare === '=' && value === false) || (compare === '≠' && value === true)
}

function unify(left: readonly string[], right: readonly string[]): boolean {
  return (
    left.length === right.length &&
    left.every((term, index) => {
      const other = right[index] ?? ''
      return term === other || isVariable(term) || isVariable(other)
    })
  )
}

function gives({ value, kind }: Source, condition: Effect): boolean {
  const { compare, value: wanted } = condition
  if (kind === 'observed' || expressionOf(condition) !== null) return true
  // Compared with a number, what is calculated may come to it.
  if (typeof value === 'string' && typeof wanted === 'number') return numberExpression(value) !== null // prettier-ignore
  if (kind === 'increase' || kind === 'least') return compare !== '<' && compare !== '≤' ? true : meets(value, compare, wanted) // prettier-ignore
  if (kind === 'decrease' || kind === 'most') return compare !== '>' && compare !== '≥' ? true : meets(value, compare, wanted) // prettier-ignore
  return meets(value, compare, wanted)
}

function meets(value: FactValue, compare: Effect['compare'], wanted: FactValue): boolean {
  if (compare === '=') return value === wanted
  if (compare === '≠') return value !== wanted
  return typeof value === 'number' && typeof wanted === 'number' && compares(value, compare, wanted)
}

import type { FactTable } from './fact-table.ts'
import { growing, type Growing } from './growing.ts'

/** The facts that joins may use, by predicate and by the object at a position. */
export interface Relations {
  readonly insert: (fact: number) => void
  readonly holds: (fact: number) => boolean
  readonly all: (predicate: number) => Growing
  /** Facts of the predicate with the object at the position, for which an index was prepared. */
  readonly matching: (predicate: number, position: number, object: number) => Growing
  readonly prepare: (predicate: number, position: number) => void
  /** How many objects stand at the position. */
  readonly distinct: (predicate: number, position: number) => number
}

/** Facts by object. */
type Index = Map<number, Growing>

const none = growing(1)

export function relations(facts: FactTable): Relations {
  // Tasks may have as many predicates as facts, so nothing is made for one before it is needed: the first fact of each stands, and 1 more,
  // in `first`.
  const first = growing()
  const all: (Growing | undefined)[] = []
  const indexes: (Index | undefined)[][] = []
  const held = growing()
  const enter = (index: Index, position: number, fact: number): void => {
    const object = facts.object(fact, position)
    let list = index.get(object)
    if (!list) index.set(object, (list = growing(4)))
    list.push(fact)
  }
  const listOf = (predicate: number): Growing => {
    const known = all[predicate]
    if (known) return known
    const fact = first.at(predicate)
    if (fact === 0) return none
    const list = growing(1)
    list.push(fact - 1)
    return (all[predicate] = list)
  }
  const prepare = (predicate: number, position: number): Index => {
    const ofPredicate = (indexes[predicate] ??= [])
    const known = ofPredicate[position]
    if (known) return known
    const index: Index = new Map()
    const list = listOf(predicate)
    for (let at = 0; at < list.length; at++) enter(index, position, list.at(at))
    ofPredicate[position] = index
    return index
  }
  return {
    insert(fact) {
      held.set(fact, 1)
      const predicate = facts.predicate(fact)
      if (first.at(predicate) === 0) first.set(predicate, fact + 1)
      else listOf(predicate).push(fact)
      indexes[predicate]?.forEach((index, position) => {
        if (index) enter(index, position, fact)
      })
    },
    holds: (fact) => held.at(fact) === 1,
    all: listOf,
    matching: (predicate, position, object) => indexes[predicate]?.[position]?.get(object) ?? none,
    prepare: (predicate, position) => void prepare(predicate, position),
    distinct: (predicate, position) => prepare(predicate, position).size,
  }
}

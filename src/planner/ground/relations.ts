import type { FactTable } from './fact-table.ts'
import { growing, type Growing } from './growing.ts'

/** The facts that joins may use, by predicate and by the object at a position. An index is made when it is first asked for. */
export interface Relations {
  readonly insert: (fact: number) => void
  readonly holds: (fact: number) => boolean
  readonly all: (predicate: number) => Growing
  /** Facts of the predicate with the object at the position. */
  readonly matching: (predicate: number, position: number, object: number) => Growing
  /** Builds an index, so that `matching` may be asked. */
  readonly prepare: (predicate: number, position: number) => void
  /** How many objects stand at the position. */
  readonly distinct: (predicate: number, position: number) => number
}

type Index = Map<number, Growing>

const none = growing(1)

export function relations(facts: FactTable, predicates: number): Relations {
  const all = Array.from({ length: predicates }, () => growing(4))
  const indexes = Array.from({ length: predicates }, (): (Index | undefined)[] => [])
  let held = new Uint8Array(1024)
  const enter = (index: Index, position: number, fact: number): void => {
    const object = facts.object(fact, position)
    let list = index.get(object)
    if (!list) index.set(object, (list = growing(4)))
    list.push(fact)
  }
  const prepare = (predicate: number, position: number): Index => {
    const known = indexes[predicate]?.[position]
    if (known) return known
    const index: Index = new Map()
    const list = all[predicate] ?? none
    for (let at = 0; at < list.length; at++) enter(index, position, list.at(at))
    const ofPredicate = indexes[predicate]
    if (ofPredicate) ofPredicate[position] = index
    return index
  }
  return {
    insert(fact) {
      if (fact >= held.length) {
        const larger = new Uint8Array(Math.max(held.length * 2, fact + 1))
        larger.set(held)
        held = larger
      }
      held[fact] = 1
      const predicate = facts.predicate(fact)
      all[predicate]?.push(fact)
      indexes[predicate]?.forEach((index, position) => {
        if (index) enter(index, position, fact)
      })
    },
    holds: (fact) => held[fact] === 1,
    all: (predicate) => all[predicate] ?? none,
    matching: (predicate, position, object) => indexes[predicate]?.[position]?.get(object) ?? none,
    prepare: (predicate, position) => void prepare(predicate, position),
    distinct: (predicate, position) => prepare(predicate, position).size,
  }
}

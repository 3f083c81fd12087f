import type { FactTable } from './fact-table.ts'
import type { Join } from './join.ts'
import { joinOrder, matching, type Matching } from './join-order.ts'
import type { Names } from './names.ts'
import type { Branch, Operator } from './operators.ts'
import type { Relations } from './relations.ts'

/** An atom of a branch that a new fact may match. */
export interface Trigger extends Matching {
  readonly operator: Operator
  readonly branch: Branch
  readonly atom: number
  /** Made when first needed. */
  readonly join: () => Join
}

const unbound: ReadonlySet<number> = new Set()

/** The triggers that a fact may match, found by its predicate, and by an object where the atom names one. */
export interface Triggers {
  readonly add: (operator: Operator, branch: Branch, atom: number) => void
  readonly each: (fact: number, visit: (trigger: Trigger) => void) => void
}

export function triggersOf(names: Names, facts: FactTable, relations: Relations): Triggers {
  const plain = new Map<number, Trigger[]>()
  /** By predicate and position, then by object. */
  const named = new Map<number, Map<number, Map<number, Trigger[]>>>()
  return {
    add(operator, branch, atom) {
      const pattern = branch.atoms[atom]
      if (!pattern) throw new RangeError(`The branch has no atom ${atom}.`)
      let made: Join | null = null
      const join = (): Join => (made ??= joinFrom(operator, branch, atom, names, relations))
      const trigger = {
        operator,
        branch,
        atom,
        join,
        ...matching(pattern, unbound, operator.domains),
      }
      const position = pattern.terms.findIndex((term) => term < 0)
      if (position < 0) {
        append(plain, pattern.predicate, trigger)
        return
      }
      const positions = getOr(named, pattern.predicate, () => new Map<number, Map<number, Trigger[]>>()) // prettier-ignore
      const objects = getOr(positions, position, () => new Map<number, Trigger[]>())
      append(objects, -1 - (pattern.terms[position] ?? 0), trigger)
    },
    each(fact, visit) {
      const predicate = facts.predicate(fact)
      const unnamed = plain.get(predicate)
      if (unnamed) for (const trigger of unnamed) visit(trigger)
      const positions = named.get(predicate)
      if (!positions) return
      for (const [position, objects] of positions)
        for (const trigger of objects.get(facts.object(fact, position)) ?? []) visit(trigger)
    },
  }
}

/** How a branch is joined once one of its atoms is matched; `null`: from nothing. */
export function joinFrom(
  operator: Operator,
  branch: Branch,
  atom: number | null,
  names: Names,
  relations: Relations,
): Join {
  const bound = new Set(atom === null ? [] : branch.atoms[atom]?.terms.filter((term) => term >= 0))
  const absent = branch.absent.filter(({ predicate }) => names.fluent[predicate] !== 1)
  const order = joinOrder({ ...branch, absent }, operator.domains, relations, names.fluent, bound, atom) // prettier-ignore
  return { order, from: atom }
}

function append<K>(map: Map<K, Trigger[]>, key: K, trigger: Trigger): void {
  getOr(map, key, (): Trigger[] => []).push(trigger)
}

function getOr<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key)
  if (value === undefined) map.set(key, (value = make()))
  return value
}

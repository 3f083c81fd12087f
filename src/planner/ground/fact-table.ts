import { growing } from './growing.ts'

// Numbers for facts: a predicate (or function) with objects has one number, from 0, in the order in which they were first named.
// A hash table with open addressing over typed arrays: a Map with text as keys takes ten times as long.

export interface FactTable {
  readonly size: () => number
  /** The number of the predicate with the first `arity` of `objects`; -1 when it was never named. */
  readonly find: (predicate: number, objects: ArrayLike<number>, arity: number) => number
  readonly intern: (predicate: number, objects: ArrayLike<number>, arity: number) => number
  readonly predicate: (fact: number) => number
  /** The object at `position`. */
  readonly object: (fact: number, position: number) => number
}

export function factTable(): FactTable {
  const predicates = growing()
  const offsets = growing()
  const objectsOf = growing(256)
  let slots = new Int32Array(1024)
  const slotOf = (predicate: number, objects: ArrayLike<number>, arity: number): number => {
    const mask = slots.length - 1
    let slot = hash(predicate, objects, arity) & mask
    for (;;) {
      const fact = (slots[slot] ?? 0) - 1
      if (fact < 0 || isSame(fact, predicate, objects, arity)) return slot
      slot = (slot + 1) & mask
    }
  }
  const isSame = (
    fact: number,
    predicate: number,
    objects: ArrayLike<number>,
    arity: number,
  ): boolean => {
    if (predicates.at(fact) !== predicate) return false
    const offset = offsets.at(fact)
    for (let index = 0; index < arity; index++)
      if (objectsOf.at(offset + index) !== objects[index]) return false
    return true
  }
  const grow = (): void => {
    const before = slots
    slots = new Int32Array(before.length * 2)
    const mask = slots.length - 1
    for (const entry of before) {
      if (entry === 0) continue
      let slot = hashes.at(entry - 1) & mask
      while (slots[slot] !== 0) slot = (slot + 1) & mask
      slots[slot] = entry
    }
  }
  const hashes = growing()
  /** By predicate its fact without objects, and 1 more: these need no hash. */
  const alone = growing()
  return {
    size: () => predicates.length,
    find: (predicate, objects, arity) => (arity === 0 ? alone.at(predicate) : (slots[slotOf(predicate, objects, arity)] ?? 0)) - 1, // prettier-ignore
    intern(predicate, objects, arity) {
      if (arity === 0) {
        const known = alone.at(predicate) - 1
        if (known >= 0) return known
        predicates.push(predicate)
        offsets.push(objectsOf.length)
        hashes.push(0)
        alone.set(predicate, predicates.length)
        return predicates.length - 1
      }
      const slot = slotOf(predicate, objects, arity)
      const found = (slots[slot] ?? 0) - 1
      if (found >= 0) return found
      predicates.push(predicate)
      offsets.push(objectsOf.length)
      hashes.push(hash(predicate, objects, arity))
      for (let index = 0; index < arity; index++) objectsOf.push(objects[index] ?? 0)
      slots[slot] = predicates.length
      if (predicates.length * 2 > slots.length) grow()
      return predicates.length - 1
    },
    predicate: (fact) => predicates.at(fact),
    object: (fact, position) => objectsOf.at(offsets.at(fact) + position),
  }
}

function hash(predicate: number, objects: ArrayLike<number>, arity: number): number {
  let value = Math.imul(predicate + 1, 0x9e3779b1)
  for (let index = 0; index < arity; index++)
    value = Math.imul(value ^ ((objects[index] ?? 0) + 0x7f4a7c15), 0x85ebca6b)
  value ^= value >>> 15
  value = Math.imul(value, 0x2c1b3c6d)
  return value ^ (value >>> 13)
}

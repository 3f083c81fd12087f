import type { LiftedTask } from '../lifted.ts'

/** Which objects there are of a type, and of the types below it. */
export interface TypedObjects {
  readonly has: (object: string) => boolean
  readonly isOf: (object: string, types: readonly string[]) => boolean
  /** In the order of the task. */
  readonly of: (types: readonly string[]) => readonly string[]
}

/** Every object is an `object`. A type that descends from itself is taken as it stands. */
export function typedObjects({ types, objects }: LiftedTask): TypedObjects {
  const parents = new Map(types.map(({ name, parent }) => [name, parent]))
  const above = new Map(
    objects.map((object) => {
      const all = new Set(object.types)
      for (const type of all) {
        const parent = parents.get(type)
        if (parent !== undefined) all.add(parent)
      }
      return [object.name, all.add('object')]
    }),
  )
  const isOf = (object: string, wanted: readonly string[]): boolean => {
    const known = above.get(object)
    return known !== undefined && wanted.some((type) => known.has(type))
  }
  const known = new Map<string, readonly string[]>()
  return {
    has: (object) => above.has(object),
    isOf,
    of(wanted) {
      const key = wanted.join(' ')
      let found = known.get(key)
      if (!found) {
        found = objects.map(({ name }) => name).filter((name) => isOf(name, wanted))
        known.set(key, found)
      }
      return found
    },
  }
}

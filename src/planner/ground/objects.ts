import type { LiftedTask } from '../lifted.ts'

/** The objects of a task by number, and which of them a parameter may stand for. */
export interface Objects {
  readonly names: readonly string[]
  readonly number: ReadonlyMap<string, number>
  /** Ascending; the same array for the same types. */
  readonly ofTypes: (types: readonly string[]) => Domain
}

/** What a parameter may stand for. */
export interface Domain {
  readonly objects: Int32Array
  /** By object; null when it may be any. */
  readonly holds: Uint8Array | null
}

export function objectsOf(task: LiftedTask): Objects {
  const names = task.objects.map(({ name }) => name)
  const members = membersByType(task)
  const known = new Map<string, Domain>()
  const everything = domainOf(
    names.map((_name, number) => number),
    names.length,
  )
  return {
    names,
    number: new Map(names.map((name, number) => [name, number])),
    ofTypes(types) {
      if (types.includes('object')) return everything
      const key = types.join(' ')
      let domain = known.get(key)
      if (!domain) {
        const all = new Set(types.flatMap((type) => members.get(type) ?? []))
        domain = domainOf(
          [...all].toSorted((a, b) => a - b),
          names.length,
        )
        known.set(key, domain)
      }
      return domain
    },
  }
}

/** Objects of each type and of all types below it. */
function membersByType(task: LiftedTask): ReadonlyMap<string, readonly number[]> {
  const parents = new Map(task.types.map(({ name, parent }) => [name, parent]))
  const members = new Map<string, number[]>()
  task.objects.forEach(({ types }, number) => {
    const all = new Set<string>()
    for (const type of types)
      for (
        let at: string | undefined = type;
        at !== undefined && !all.has(at);
        at = parents.get(at)
      )
        all.add(at)
    for (const type of all) {
      const one = members.get(type)
      if (one) one.push(number)
      else members.set(type, [number])
    }
  })
  return members
}

function domainOf(objects: readonly number[], size: number): Domain {
  if (objects.length === size) return { objects: Int32Array.from(objects), holds: null }
  const holds = new Uint8Array(size)
  for (const object of objects) holds[object] = 1
  return { objects: Int32Array.from(objects), holds }
}

import { nearest } from '../../base/index.ts'
import type { Atom, Condition, LiftedObject, LiftedType, Signature, Term } from '../lifted.ts'

/** What the files declare, by name. It grows while they are read. */
export interface World {
  readonly types: Map<string, LiftedType>
  readonly objects: Map<string, LiftedObject>
  predicates: Declarations
  readonly functions: Map<string, Declared>
  /** Names of predicates that rules give. */
  readonly derived: Set<string>
  /** One term for each object, shared by all atoms. */
  readonly terms: Map<string, Term>
}

/** Predicates or functions by name, in the order of their declaration. */
export interface Declarations {
  readonly get: (name: string) => Declared | undefined
  readonly has: (name: string) => boolean
  readonly keys: () => Iterable<string>
  readonly values: () => Iterable<Declared>
}

/** A predicate or function. */
export interface Declared {
  readonly signature: Signature
  /** How many parameters it has. */
  readonly arity: number
  /** Without parameters there is one atom of it, and one condition that it holds: large tasks have hardly any others. */
  atom: Atom | null
  condition: Condition | null
}

export function declared(signature: Signature): Declared {
  return { signature, arity: signature.parameters.length, atom: null, condition: null }
}

/** The condition that a predicate without parameters holds. */
export function bareCondition(one: Declared): Condition {
  return (one.condition ??= { kind: 'atom', atom: bareAtom(one) })
}

const none: readonly Term[] = []

/** The atom of what has no parameters. */
export function bareAtom(one: Declared): Atom {
  return (one.atom ??= { name: one.signature.name, terms: none })
}

export function emptyWorld(): World {
  return {
    types: new Map(),
    objects: new Map(),
    predicates: new Map(),
    functions: new Map(),
    derived: new Set(),
    terms: new Map(),
  }
}

/** A type and all that it descends from, to `object`; types that descend from themselves end where they began. */
export function ancestors(world: World, type: string): readonly string[] {
  const line = [type]
  for (let at = type; at !== 'object';) {
    at = world.types.get(at)?.parent ?? 'object'
    if (line.includes(at)) break
    line.push(at)
  }
  return line
}

/** Whether every one of `types` descends from one of `wanted`. */
export function fits(world: World, types: readonly string[], wanted: readonly string[]): boolean {
  return types.every((type) => {
    if (wanted.includes(type) || wanted.includes('object')) return true
    const line = ancestors(world, type)
    return wanted.some((one) => line.includes(one))
  })
}

/** Whether an object could be of both: a parameter of a wider type than declared is fine. */
export function mayFit(world: World, types: readonly string[], wanted: readonly string[]): boolean {
  return types.some((type) =>
    wanted.some((one) => fits(world, [type], [one]) || fits(world, [one], [type])),
  )
}

/** Among more names than these the nearest is not looked for: it would take longer than reading the file. */
const mostNames = 5000

/** `Did you mean "truck"?`, or which names there are when they are few. */
export function suggestion(written: string, names: Iterable<string>): string | undefined {
  const all = [...names]
  const near = all.length > mostNames ? undefined : nearest(written, all)
  if (near !== undefined) return `Did you mean "${near}"?`
  if (all.length === 0 || all.length > 8) return undefined
  return `There ${all.length === 1 ? 'is' : 'are'} ${all.join(', ')}.`
}

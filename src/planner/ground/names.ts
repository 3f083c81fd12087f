import type { LiftedTask } from '../lifted.ts'
import type { Formula, Pattern } from './formula.ts'
import { isWhole } from './isolated.ts'
import { objectsOf, type Objects } from './objects.ts'

/** A predicate that stands alone. */
export interface Bare {
  readonly pattern: Pattern
  readonly holds: Formula
}

/** Numbers for the names of a task. An unknown name is a defect of whoever made the task, and throws a plain Error. */
export interface Names {
  readonly objects: Objects
  readonly predicates: readonly string[]
  readonly functions: readonly string[]
  readonly predicate: (name: string) => number
  readonly function: (name: string) => number
  readonly object: (name: string) => number
  /** The pattern of a predicate without objects, and that it holds: shared, since large tasks have hardly any others. */
  readonly bare: (predicate: number) => Bare
  /** By predicate: whether some action adds or deletes it, or a rule gives it. */
  readonly fluent: Uint8Array
  /** Whether some action changes the function. */
  readonly isVariable: (name: string) => boolean
  /** Whether all numbers are whole, and stay so. */
  readonly isWhole: boolean
}

export function namesOf(task: LiftedTask): Names {
  const objects = objectsOf(task)
  const predicates = task.predicates.map(({ name }) => name)
  const functions = task.functions.map(({ name }) => name)
  const predicate = numbering('predicate', predicates)
  const fluent = new Uint8Array(predicates.length)
  const variables = new Set<string>()
  for (const { effects } of task.actions)
    for (const effect of effects)
      if ('atom' in effect) fluent[predicate(effect.atom.name)] = 1
      else variables.add(effect.of.name)
  for (const { name } of task.derived ?? []) fluent[predicate(name)] = 1
  return {
    objects,
    predicates,
    functions,
    predicate,
    function: numbering('function', functions),
    object: numbering('object', objects.names),
    bare: barePatterns(),
    fluent,
    isVariable: (name) => variables.has(name),
    isWhole: isWhole(task),
  }
}

function barePatterns(): Names['bare'] {
  const known: (Bare | undefined)[] = []
  return (predicate) => {
    const found = known[predicate]
    if (found) return found
    const pattern = { predicate, terms: [] }
    return (known[predicate] = { pattern, holds: { kind: 'literal', pattern, positive: true } })
  }
}

function numbering(kind: string, names: readonly string[]): (name: string) => number {
  const numbers = new Map<string, number>()
  for (let number = 0; number < names.length; number++) numbers.set(names[number] ?? '', number)
  return (name) => {
    const number = numbers.get(name)
    if (number === undefined)
      throw new Error(`The task names a ${kind} "${name}" that it does not declare.`)
    return number
  }
}

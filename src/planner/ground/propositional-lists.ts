import type { Condition, LiftedTask } from '../lifted.ts'
import { nowhere, type Flat, type Propositional } from '../propositional.ts'

// A task without parameters as lists of numbers, which tells too that it is none.

const isAtom = (one: Condition): boolean => one.kind === 'atom'

/** The facts of a condition that is nothing but facts; null for others. */
export function factsOf(condition: Condition): readonly Condition[] | null {
  if (condition.kind === 'atom') return [condition]
  return condition.kind === 'and' && condition.all.every(isAtom) ? condition.all : null
}

/** The numbers of names; null when one is declared nowhere. */
export function numbersOf(
  names: readonly string[],
  numberOf: (name: string) => number,
): Int32Array | null {
  const all = Int32Array.from(names, numberOf)
  return all.includes(nowhere) ? null : all
}

/** Null as soon as something is not as simple. */
export function listsOf({ actions, predicates }: LiftedTask): Propositional | null {
  for (const { parameters } of predicates) if (parameters.length > 0) return null
  const numbers = new Map<string, number>()
  for (let number = 0; number < predicates.length; number++) numbers.set(predicates[number]?.name ?? '', number) // prettier-ignore
  const numberOf = (name: string): number => numbers.get(name) ?? nowhere
  let [needed, changed] = [0, 0]
  for (let action = 0; action < actions.length; action++) {
    const one = actions[action]
    if (one === undefined || one.parameters.length > 0 || typeof one.cost !== 'number' || !(one.cost >= 0)) return null // prettier-ignore
    needed += one.condition.kind === 'and' ? one.condition.all.length : 1
    changed += one.effects.length
  }
  const needs = flat(actions.length, needed)
  const changes = flat(actions.length, changed)
  const costs = new Float64Array(actions.length)
  const fluent = new Uint8Array(predicates.length)
  /** By predicate the last action that needs it, and 1 more. */
  const latest = new Int32Array(predicates.length)
  let [need, change] = [0, 0]
  for (let action = 0; action < actions.length; action++) {
    const one = actions[action]
    if (one === undefined) return null
    costs[action] = Number(one.cost)
    const { condition, effects } = one
    const count = condition.kind === 'and' ? condition.all.length : 1
    for (let index = 0; index < count; index++) {
      const part = condition.kind === 'and' ? condition.all[index] : condition
      if (part?.kind !== 'atom') return null
      const fact = numberOf(part.atom.name)
      if (fact === nowhere) return null
      if (latest[fact] === action + 1) continue
      latest[fact] = action + 1
      needs.values[need++] = fact
    }
    needs.first[action + 1] = need
    for (let index = 0; index < effects.length; index++) {
      const effect = effects[index]
      if (effect === undefined || !('atom' in effect) || !isPlain(effect)) return null
      const fact = numberOf(effect.atom.name)
      if (fact === nowhere) return null
      fluent[fact] = 1
      changes.values[change++] = effect.kind === 'add' ? fact : ~fact
    }
    changes.first[action + 1] = change
  }
  return {
    needs,
    changes,
    costs,
    fluent,
    actionName: (action) => actions[action]?.name ?? '',
    predicateName: (predicate) => predicates[predicate]?.name ?? '',
    numberOf,
  }
}

function isPlain({
  parameters,
  condition,
}: {
  readonly parameters: readonly unknown[]
  readonly condition: Condition
}): boolean {
  return parameters.length === 0 && condition.kind === 'and' && condition.all.length === 0
}

function flat(lists: number, values: number): Flat {
  return { first: new Int32Array(lists + 1), values: new Int32Array(values) }
}

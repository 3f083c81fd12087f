import type { LiftedEffect, NumberTerm } from '../lifted.ts'
import { atomText, numberText, type Binding } from './condition-text.ts'
import { firstBinding, unmet } from './unmet.ts'
import { valueOf, type World } from './world.ts'

/** What an action changes in a state. */
export interface Changes {
  readonly add: ReadonlySet<string>
  /** Deleted before the adds. */
  readonly delete: ReadonlySet<string>
  /** New values of functions. */
  readonly numbers: ReadonlyMap<string, number>
}

/** Why an action cannot change the state as it says. */
export interface NoChange {
  readonly message: string
  readonly reads: readonly string[]
}

/** All that the effects change; every condition and value is read in the state before. */
export function changesOf(
  effects: readonly LiftedEffect[],
  binding: Binding | null,
  world: World,
): Changes | NoChange {
  const add = new Set<string>()
  const deleted = new Set<string>()
  const assigned = new Map<string, number>()
  const sums = new Map<string, number>()

  const apply = (effect: LiftedEffect, at: Binding | null): NoChange | null => {
    if (unmet(effect.condition, at, world)) return null
    if ('atom' in effect) {
      const set = effect.kind === 'add' ? add : deleted
      set.add(atomText(effect.atom, at))
      return null
    }
    const of = atomText(effect.of, at)
    const value = finite(effect.value, at, world)
    if (typeof value !== 'number') return value
    if (effect.kind === 'assign') {
      const before = assigned.get(of)
      if (before !== undefined && before !== value)
        return { message: `it sets ${of} to ${before} and to ${value} at once`, reads: [] }
      assigned.set(of, value)
    } else sums.set(of, (sums.get(of) ?? 0) + (effect.kind === 'increase' ? value : -value))
    return null
  }
  for (const effect of effects) {
    const trouble = firstBinding(effect.parameters, binding, world, (at) => apply(effect, at))
    if (trouble) return trouble
  }
  const numbers = new Map(assigned)
  for (const [of, sum] of sums) {
    if (assigned.has(of)) return { message: `it sets and changes ${of} at once`, reads: [] }
    const before = world.value(of)
    if (before === undefined) return { message: `${of} has no value`, reads: [of] }
    if (!Number.isFinite(before + sum)) return { message: `${of} would become ${before + sum}`, reads: [of] } // prettier-ignore
    numbers.set(of, before + sum)
  }
  return { add, delete: deleted, numbers }
}

/** What a term comes to, or why it comes to no finite number. */
export function finite(term: NumberTerm, binding: Binding | null, world: World): number | NoChange {
  const value = valueOf(term, binding, world)
  if (value === undefined)
    return { message: `${numberText(term, binding)} has no value`, reads: [] }
  if (Number.isFinite(value)) return value
  return {
    message: `${numberText(term, binding)} is ${value}, which is no finite number`,
    reads: [],
  }
}

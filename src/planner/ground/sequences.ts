import { contraries, contraryIn, groupsOf, unsure, type Draft, type Group } from './drafts.ts'
import type { Literal } from './instances.ts'
import type { Fired, Reached } from './reach.ts'
import type { Truth } from './truth.ts'

// An action with more sets of effects that may happen together than can be written out, as one step for each effect (after Nebel 2000):
// the action itself takes `(free)` away, without which no other can be applied; then each effect in turn happens or does not; the last
// step does what happens in any case, and brings `(free)` back.
//
//   S1. What an effect asks for is asked before anything changes it: effects stand in an order in which that is so.
//   S2. What is deleted and added at once is added in the end: who deletes a fact stands before who adds it.

/** The steps of all actions that were taken apart, with the facts that stand for where they are. */
export interface Sequences {
  /** The steps of an instance; null: its effects are in no order. Throws `planner/too-many-variants` for a single effect. */
  readonly take: (one: Fired, needed: (literal: Literal) => boolean) => readonly Draft[] | null
  /** The names of the facts from `first` on. */
  readonly names: readonly string[]
  /** The fact `(free)`; null: nothing was taken apart. */
  readonly free: () => number | null
}

/** `first`: the number of the first fact that nothing else has. */
export function sequencesIn(
  reached: Reached,
  truth: Truth,
  first: number,
  most: number,
): Sequences {
  const { instances, numbers } = reached
  const names: string[] = []
  const fact = (name: string): number => first + names.push(name) - 1
  let free: number | null = null
  return {
    names,
    free: () => free,
    take(one, needed) {
      const { name, who } = instances.operator(one.instance)
      const needs = unsure(instances.needs(one.instance), truth)
      const groups = inOrder(groupsOf(one.conditional, truth), one)
      if (needs === null) return []
      if (groups === null || one.changes.length > 0) return null
      const isFree = (free ??= fact('(free)'))
      const turns = [...groups.keys(), groups.length].map((turn) => fact(`(turn ${one.instance} ${turn})`)) // prettier-ignore
      const step = (turn: number, more: readonly Literal[], adds: readonly number[], deletes: readonly number[]): Draft => ({
        instance: null,
        name: `(${name}: effect ${turn + 1})`,
        needs: [2 * (turns[turn] ?? 0), ...more],
        adds: [...adds, turns[turn + 1] ?? isFree],
        deletes: [...deletes.filter((each) => !adds.includes(each)), turns[turn] ?? 0],
        changes: [],
      }) // prettier-ignore
      const open = (all: readonly number[], sign: 0 | 1): readonly number[] => all.filter((each) => truth(2 * each + sign) !== true) // prettier-ignore
      const drafts: Draft[] = [
        { instance: one.instance, needs: [...needs, 2 * isFree], adds: [turns[0] ?? 0], deletes: [isFree], changes: [] }, // prettier-ignore
      ]
      groups.forEach((group, turn) => {
        const [adds, deletes] = [open(factsOf(group, 'add'), 0), open(factsOf(group, 'delete'), 1)]
        for (const more of group.alternatives) drafts.push(step(turn, more, adds, deletes))
        const isOptional = deletes.length === 0 && adds.every((each) => !needed(2 * each + 1))
        const without = isOptional ? [[]] : contraries(group.alternatives, contraryIn(numbers), most, who) // prettier-ignore
        for (const more of without) drafts.push(step(turn, more, [], []))
      })
      drafts.push(step(groups.length, [], open(one.adds, 0), open(one.deletes, 1)))
      return drafts
    },
  }
}

function factsOf({ effects }: Group, kind: 'add' | 'delete'): readonly number[] {
  return effects.flatMap((effect) => ('fact' in effect && effect.kind === kind ? [effect.fact] : [])) // prettier-ignore
}

/** The effects in an order with S1 and S2; null when there is none, or one of them changes a number. */
function inOrder(groups: readonly Group[], one: Fired): readonly Group[] | null {
  const added = new Set(groups.flatMap((group) => factsOf(group, 'add')))
  const isNumeric = groups.some(({ effects }) => effects.some((effect) => 'variable' in effect))
  if (isNumeric || one.deletes.some((fact) => added.has(fact))) return null
  const asked = groups.map(({ alternatives }) => new Set(alternatives.flat().map((literal) => literal >> 1))) // prettier-ignore
  const sides = groups.map((group) => ({ adds: new Set(factsOf(group, 'add')), deletes: new Set(factsOf(group, 'delete')) })) // prettier-ignore
  const changed = sides.map(({ adds, deletes }) => new Set([...adds, ...deletes]))
  const isBefore = (left: number, right: number): boolean =>
    !(asked[left]?.isDisjointFrom(changed[right] ?? new Set()) ?? true) ||
    !(sides[left]?.deletes.isDisjointFrom(sides[right]?.adds ?? new Set()) ?? true)
  const left = new Set(groups.keys())
  const order: Group[] = []
  while (left.size > 0) {
    const next = [...left].find((one) => [...left].every((other) => other === one || !isBefore(other, one))) // prettier-ignore
    if (next === undefined) return null
    left.delete(next)
    order.push(...groups.slice(next, next + 1))
  }
  return order
}

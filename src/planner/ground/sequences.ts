import { contraries, contraryIn, groupsOf, unsure, type Draft, type Group } from './drafts.ts'
import type { Literal } from './instances.ts'
import type { Fired, Reached } from './reach.ts'
import type { Truth } from './truth.ts'

// An action with more sets of effects that may happen together than can be written out, as one step for each effect (after Nebel 2000):
// the action itself takes `(free)` away, without which no other can be applied; then come rounds, in each of which one of its choices is
// taken; the last brings `(free)` back.
//
//   S1. What an effect asks for is asked before anything changes it. Where the effects can stand in an order in which that is so, each has
//       one round. Otherwise all are asked first, and what was found is noted in facts of their own.
//   S2. What is deleted and added at once is added in the end: who deletes a fact stands before who adds it.
//   S3. What happens in any case happens at the start, as far as no effect asks for it: so instances with the same effects share the rounds.

/** The steps of all actions that were taken apart, with the facts that stand for where they are. */
export interface Sequences {
  /** The steps of an instance; null: it changes numbers. Throws `planner/too-many-variants` for a single effect. */
  readonly take: (one: Fired, needed: (literal: Literal) => boolean) => readonly Draft[] | null
  /** The names of the facts from `first` on. */
  readonly names: readonly string[]
  /** The fact `(free)`; null: nothing was taken apart. */
  readonly free: () => number | null
}

interface Choice {
  readonly needs: readonly Literal[]
  readonly adds: readonly number[]
  readonly deletes: readonly number[]
}

type Round = readonly Choice[]

/** An effect, without what it does not change. */
interface Effect {
  readonly happens: readonly (readonly Literal[])[]
  readonly otherwise: readonly (readonly Literal[])[]
  readonly adds: readonly number[]
  readonly deletes: readonly number[]
}

/** `first`: the number of the first fact that nothing else has. */
export function sequencesIn(
  reached: Reached,
  truth: Truth,
  first: number,
  most: number,
): Sequences {
  const { instances, numbers } = reached
  const contrary = contraryIn(numbers)
  const names: string[] = []
  /** The first turn by the effects (S3). */
  const shared = new Map<string, number>()
  const fact = (name: string): number => first + names.push(name) - 1
  const open = (all: readonly number[], sign: 0 | 1): readonly number[] => all.filter((each) => truth(2 * each + sign) !== true) // prettier-ignore
  let free: number | null = null

  const effectOf = (group: Group, one: Fired, needed: (literal: Literal) => boolean): Effect => {
    const adds = open(factsOf(group, 'add'), 0)
    const deletes = open(factsOf(group, 'delete'), 1).filter((each) => !one.adds.includes(each))
    const isOptional = deletes.length === 0 && adds.every((each) => !needed(2 * each + 1))
    const { who } = instances.operator(one.instance)
    const otherwise = isOptional ? [[]] : contraries(group.alternatives, contrary, most, who)
    return { happens: group.alternatives, otherwise, adds, deletes }
  }

  return {
    names,
    free: () => free,
    take(one, needed) {
      const { instance } = one
      const needs = unsure(instances.needs(instance), truth)
      if (needs === null) return []
      const groups = groupsOf(one.conditional, truth)
      if (one.changes.length > 0 || groups.some(isNumeric)) return null
      const asked = askedBy(groups)
      const isAsked = (each: number): boolean => asked.has(each)
      const adds = open(one.adds, 0)
      const deletes = open(one.deletes, 1).filter((each) => !one.adds.includes(each))
      const late = { needs: [], adds: adds.filter(isAsked), deletes: deletes.filter(isAsked) }
      const middle = late.adds.length + late.deletes.length > 0 ? [[late]] : []
      const ordered = inOrder(groups, one)
      const effects = (ordered ?? groups)
        .map((group) => effectOf(group, one, needed))
        .filter((effect) => effect.adds.length + effect.deletes.length > 0)
      const isFree = (free ??= fact('(free)'))
      const { name } = instances.operator(instance)
      const key = `${name} ${JSON.stringify([effects, late])}`
      let begun = shared.get(key)
      let steps: readonly Draft[] = []
      if (begun === undefined) {
        const rounds = ordered === null ? notedRounds(effects, middle, (note) => fact(`(${note} ${instance})`)) : orderedRounds(effects, middle) // prettier-ignore
        const turns = rounds.map((_round, turn) => fact(`(turn ${instance} ${turn})`))
        begun = turns[0] ?? isFree
        steps = stepsOf(rounds, [...turns, isFree], name)
        shared.set(key, begun)
      }
      const early = deletes.filter((each) => !isAsked(each))
      const start: Draft = {
        instance,
        needs: [...needs, 2 * isFree],
        adds: [...adds.filter((each) => !isAsked(each) && !needs.includes(2 * each)), begun],
        deletes: begun === isFree ? early : [...early, isFree],
        changes: [],
      }
      return [start, ...steps]
    },
  }
}

/** The choices of each round, which leads from its turn to the next. */
function stepsOf(
  rounds: readonly Round[],
  turns: readonly number[],
  name: string,
): readonly Draft[] {
  return rounds.flatMap((choices, round) =>
    choices.map((choice): Draft => {
      const [turn = 0, next = 0] = turns.slice(round, round + 2)
      const adds = [...choice.adds, next]
      const deletes = [...choice.deletes.filter((each) => !adds.includes(each)), turn]
      return { instance: null, name: `(${name}: effect ${round + 1})`, needs: [2 * turn, ...choice.needs], adds, deletes, changes: [] } // prettier-ignore
    }),
  )
}

/** The facts that effects ask for, or for their contraries. */
function askedBy(groups: readonly Group[]): ReadonlySet<number> {
  return new Set(groups.flatMap(({ alternatives }) => alternatives.flat().map((literal) => literal >> 1))) // prettier-ignore
}

/** Each effect in turn, then `last`. */
function orderedRounds(effects: readonly Effect[], last: readonly Round[]): readonly Round[] {
  const rounds = effects.map(({ happens, otherwise, adds, deletes }): Round => [
    ...happens.map((needs) => ({ needs, adds, deletes })),
    ...otherwise.map((needs) => ({ needs, adds: [], deletes: [] })),
  ])
  return [...rounds, ...last]
}

/** Notes first which effects happen, then come `middle`, all that is deleted, and all that is added. */
function notedRounds(
  effects: readonly Effect[],
  middle: readonly Round[],
  fact: (name: string) => number,
): readonly Round[] {
  const notes = effects.map((effect, number) => ({
    effect,
    yes: fact(`happens ${number}`),
    no: fact(`happens-not ${number}`),
  }))
  const asking = notes.map(({ effect, yes, no }): Round => [
    ...effect.happens.map((needs) => ({ needs, adds: [yes], deletes: [] })),
    ...effect.otherwise.map((needs) => ({ needs, adds: [no], deletes: [] })),
  ])
  // A note is taken away where it is read last, so that it tells states apart no longer.
  const deleting = notes.filter(({ effect }) => effect.deletes.length > 0).map(({ effect, yes, no }): Round => {
    const isLast = effect.adds.length === 0
    return [
      { needs: [2 * yes], adds: [], deletes: isLast ? [...effect.deletes, yes] : effect.deletes },
      { needs: [2 * no], adds: [], deletes: isLast ? [no] : [] },
    ]
  }) // prettier-ignore
  const adding = notes.filter(({ effect }) => effect.adds.length > 0).map(({ effect, yes, no }): Round => [
    { needs: [2 * yes], adds: effect.adds, deletes: [yes] },
    { needs: [2 * no], adds: [], deletes: [no] },
  ]) // prettier-ignore
  return [...asking, ...middle, ...deleting, ...adding]
}

function isNumeric({ effects }: Group): boolean {
  return effects.some((effect) => 'variable' in effect)
}

function factsOf({ effects }: Group, kind: 'add' | 'delete'): readonly number[] {
  return effects.flatMap((effect) => ('fact' in effect && effect.kind === kind ? [effect.fact] : [])) // prettier-ignore
}

/** The effects in an order with S1 and S2; null when there is none. */
function inOrder(groups: readonly Group[], one: Fired): readonly Group[] | null {
  const added = new Set(groups.flatMap((group) => factsOf(group, 'add')))
  if (one.deletes.some((fact) => added.has(fact))) return null
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

import type { NumericChange } from '../ground-task.ts'
import { both, tooMany, type Alternatives } from './alternatives.ts'
import type { Conditional } from './effects.ts'
import type { Literal } from './instances.ts'
import type { Numbers } from './numbers.ts'
import type { Fired, Reached } from './reach.ts'
import { distinct, listed } from './lists.ts'
import type { Truth } from './truth.ts'
import { refusal, type Who } from './who.ts'

/** A ground action over literals. */
export interface Draft {
  /** Null of an action that only stands for a goal. */
  readonly instance: number | null
  readonly needs: readonly Literal[]
  /** Facts that it makes true, and false; none that is so before it. */
  readonly adds: readonly number[]
  readonly deletes: readonly number[]
  readonly changes: readonly NumericChange[]
  /** Effects under conditions, one after the other. */
  readonly when?: readonly DraftEffect[]
}

/** The fact holds where all of this does. */
export interface DraftRule {
  readonly fact: number
  readonly needs: readonly Literal[]
}

/** What happens besides where something more holds before the action. */
export interface DraftEffect {
  readonly needs: readonly Literal[]
  readonly adds: readonly number[]
  readonly deletes: readonly number[]
}

/** Sets of conditional effects that are written out as actions of their own; where there are more, the action carries the effects. */
const few = 4

/**
 * An instance as ground actions. Conditional effects of a few sets are compiled away (Nebel 2000): one action for each set of effects
 * that may happen together, which needs their conditions and the contrary of all others. An effect that only adds facts whose contrary
 * nothing needs may also be left out though its condition holds: less is true then, and no plan becomes wrong. Where there are more
 * sets, the action carries its effects; those that change numbers are always compiled away. Throws `planner/too-many-variants` and
 * `planner/unsupported-number`.
 */
export function draftsOf(
  one: Fired,
  reached: Reached,
  truth: Truth,
  needed: (literal: Literal) => boolean,
  most: number,
): readonly Draft[] {
  const { instances, numbers } = reached
  const { who } = instances.operator(one.instance)
  const needs = unsure(instances.needs(one.instance), truth)
  if (needs === null) return noDrafts
  if (one.conditional.length === 0)
    return one.changes.length === 0 ? [plain(one, needs, truth)] : draft(one, needs, [], truth, numbers, who) // prettier-ignore
  const groups = groupsOf(one.conditional, truth)
  if (isWide(groups, Math.min(few, most))) return carried(one, groups, needs, reached, truth)
  const contrary = contraryIn(numbers)
  let variants: readonly Variant[] = [{ needs, happen: [] }]
  for (const group of groups) {
    const isOptional = group.effects.every((effect) => effect.kind === 'add' && !needed(2 * effect.fact + 1)) // prettier-ignore
    const without: Alternatives = isOptional
      ? [[]]
      : contraries(group.alternatives, contrary, most, who)
    variants = variants.flatMap((before) => [
      ...group.alternatives.flatMap((more) => extended(before, more, group.effects)),
      ...without.flatMap((more) => extended(before, more, [])),
    ])
    if (variants.length > most) throw tooMany(most, who)
  }
  return variants.flatMap(({ needs, happen }) => draft(one, needs, happen, truth, numbers, who))
}

const noDrafts: readonly Draft[] = []
const none: readonly never[] = []

/** What is needed and does not always hold; null: something never does. */
export function unsure(needs: readonly Literal[], truth: Truth): readonly Literal[] | null {
  let kept = 0
  for (const literal of needs) {
    const known = truth(literal)
    if (known === false) return null
    if (known === null) kept++
  }
  if (kept === needs.length) return needs.slice()
  return kept === 0 ? none : needs.filter((literal) => truth(literal) === null).slice()
}

/** Without conditions and numbers, as most are. */
function plain({ instance, adds, deletes }: Fired, needs: readonly Literal[], truth: Truth): Draft {
  // Most add one fact and delete none: these need no sets.
  if (adds.length === 1 && deletes.length === 0) {
    const fact = adds[0] ?? 0
    const isNews = truth(2 * fact) === null && !needs.includes(2 * fact)
    return { instance, needs, adds: isNews ? adds : none, deletes: none, changes: none }
  }
  const needed = listed(needs)
  const added = deletes.length === 0 ? null : listed(adds)
  return {
    instance,
    needs,
    adds: only(adds, (fact) => truth(2 * fact) === null && !needed(2 * fact)),
    deletes: added === null ? none : only(deletes, (fact) => !added(fact) && truth(2 * fact) === null && !needed(2 * fact + 1)), // prettier-ignore
    changes: none,
  }
}

/** Those for which it is so, without repetition. */
function only(facts: readonly number[], isSo: (fact: number) => boolean): readonly number[] {
  return facts.every(isSo) ? distinct(facts) : distinct(facts.filter(isSo)).slice()
}

/** Whether there may be more than `most` sets of effects; never with numbers. */
function isWide(groups: readonly Group[], most: number): boolean {
  if (groups.some(({ effects }) => effects.some((effect) => 'variable' in effect))) return false
  let sets = 1
  for (const { alternatives } of groups) sets = Math.min(sets * (alternatives.length + 1), most + 1)
  return sets > most
}

/** With its conditional effects, none of which changes a number. */
function carried(
  one: Fired,
  groups: readonly Group[],
  needs: readonly Literal[],
  { instances, numbers }: Reached,
  truth: Truth,
): readonly Draft[] {
  const { who } = instances.operator(one.instance)
  const isNeeded = listed(needs)
  const cases = groups.flatMap(({ alternatives, effects }) =>
    alternatives
      .filter((all) => both(needs, all).length > 0)
      .map((all) => ({ needs: all.filter((literal) => !isNeeded(literal)), effects })),
  )
  const certain = cases.flatMap((one) => (one.needs.length === 0 ? one.effects : []))
  const isAdded = listed([...one.adds, ...factsIn(certain, 'add')])
  const unsure = cases.filter((one) => one.needs.length > 0)
  // What is deleted and added at once is added in the end, so what adds comes last where that could be.
  const added = new Set(unsure.flatMap(({ effects }) => factsIn(effects, 'add')))
  const isApart = unsure.some(({ effects }) => factsIn(effects, 'delete').some((fact) => added.has(fact))) // prettier-ignore
  const parts = unsure.map(({ needs: condition, effects }): DraftEffect => ({
    needs: condition,
    adds: factsIn(effects, 'add').filter((fact) => !isAdded(fact) && truth(2 * fact) === null),
    deletes: factsIn(effects, 'delete').filter((fact) => !isAdded(fact) && truth(2 * fact) === null && !factsIn(effects, 'add').includes(fact)), // prettier-ignore
  }))
  const when = isApart ? [...parts.map((part) => ({ ...part, adds: none })), ...parts.map((part) => ({ ...part, deletes: none }))] : parts // prettier-ignore
  const changing = when.filter(({ adds, deletes }) => adds.length + deletes.length > 0)
  return draft(one, needs, certain, truth, numbers, who).map((made) => (changing.length === 0 ? made : { ...made, when: changing })) // prettier-ignore
}

function factsIn(effects: Group['effects'], kind: 'add' | 'delete'): readonly number[] {
  return distinct(effects.flatMap((effect) => ('fact' in effect && effect.kind === kind ? [effect.fact] : []))) // prettier-ignore
}

interface Variant {
  readonly needs: readonly Literal[]
  readonly happen: readonly Conditional['effect'][]
}

export interface Group {
  readonly alternatives: Alternatives
  readonly effects: readonly Conditional['effect'][]
}

/** Effects with the same condition, which is without what always or never holds. */
export function groupsOf(conditional: readonly Conditional[], truth: Truth): readonly Group[] {
  const groups = new Map<string, { readonly alternatives: Alternatives; readonly effects: Conditional['effect'][] }>() // prettier-ignore
  for (const { alternatives, effect } of conditional) {
    const possible = alternatives
      .filter((all) => all.every((literal) => truth(literal) !== false))
      .map((all) => all.filter((literal) => truth(literal) !== true).toSorted((a, b) => a - b))
    if (possible.length === 0) continue
    const key = possible.map((all) => all.join(' ')).join(' | ')
    const group = groups.get(key)
    if (group) group.effects.push(effect)
    else groups.set(key, { alternatives: possible, effects: [effect] })
  }
  return [...groups.values()]
}

export type Contrary = (literal: Literal) => Literal

export function contraryIn(numbers: Numbers): Contrary {
  return (literal) => (literal >= 0 ? literal ^ 1 : -1 - numbers.contrary(-1 - literal))
}

/** When none of the alternatives holds. */
export function contraries(
  alternatives: Alternatives,
  contrary: Contrary,
  most: number,
  who: Who,
): Alternatives {
  let all: Alternatives = [[]]
  for (const one of alternatives) {
    all = all.flatMap(
      (before) =>
      // Ordered, so that no two overlap: the first that fails is named, those before it hold.
      one.flatMap((literal, index) => both(before, [...one.slice(0, index), contrary(literal)])), // prettier-ignore
    )
    if (all.length > most) throw tooMany(most, who)
  }
  return all
}

function extended(
  before: Variant,
  more: readonly Literal[],
  effects: Group['effects'],
): readonly Variant[] {
  return both(before.needs, more).map((needs) => ({
    needs,
    happen: [...before.happen, ...effects],
  }))
}

/** None when it would change a number by what has no value. */
function draft(
  { instance, adds, deletes, changes }: Fired,
  needs: readonly Literal[],
  happen: readonly Conditional['effect'][],
  truth: Truth,
  numbers: Numbers,
  who: Who,
): readonly Draft[] {
  const all = [...adds]
  const gone = [...deletes]
  const numeric = [...changes]
  for (const effect of happen)
    if ('variable' in effect) numeric.push(effect)
    else (effect.kind === 'add' ? all : gone).push(effect.fact)
  if (numeric.some(({ value }) => Number.isNaN(value))) return []
  const [added, needed] = [listed(all), listed(needs)]
  return [
    {
      instance,
      needs: numeric.length === 0 ? needs : withValues(needs, numeric, numbers),
      adds: distinct(all.filter((fact) => truth(2 * fact) === null && !needed(2 * fact))),
      deletes: distinct(gone.filter((fact) => !added(fact) && truth(2 * fact) === null && !needed(2 * fact + 1))), // prettier-ignore
      changes: numeric.length === 0 ? numeric : combined(numeric, who),
    },
  ]
}

/** What is increased or decreased must have a value. */
function withValues(
  needs: readonly Literal[],
  changes: readonly NumericChange[],
  numbers: Numbers,
): readonly Literal[] {
  const unsure = changes.filter(({ kind, variable }) => kind !== 'assign' && Number.isNaN(numbers.start(variable))) // prettier-ignore
  return distinct([...needs, ...unsure.map(({ variable }) => -1 - numbers.hasValue(variable))])
}

/** One change for each variable. */
function combined(changes: readonly NumericChange[], who: Who): readonly NumericChange[] {
  const all = new Map<number, NumericChange>()
  for (const change of changes) {
    const before = all.get(change.variable)
    if (!before) {
      all.set(change.variable, change)
      continue
    }
    const isSame = before.kind === 'assign' && change.kind === 'assign' && before.value === change.value // prettier-ignore
    if (isSame) continue
    if (before.kind === 'assign' || change.kind === 'assign')
      throw refusal('planner/unsupported-number', who, 'changes a number in two ways at once.')
    const sum = amount(before) + amount(change)
    all.set(change.variable, { kind: sum < 0 ? 'decrease' : 'increase', variable: change.variable, value: Math.abs(sum) }) // prettier-ignore
  }
  return [...all.values()].filter(({ kind, value }) => kind === 'assign' || value !== 0)
}

function amount({ kind, value }: NumericChange): number {
  return kind === 'decrease' ? -value : value
}

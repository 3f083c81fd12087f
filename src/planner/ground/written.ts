import { GoapError } from '../../base/index.ts'
import type {
  ConditionalEffect,
  GroundAction,
  GroundTask,
  NumericCondition,
  Rule,
} from '../ground-task.ts'
import { levelsOf } from '../levels.ts'
import type { LiftedTask } from '../lifted.ts'
import type { Draft, DraftEffect, DraftRule } from './drafts.ts'
import type { GoalDraft } from './goal.ts'
import { growing } from './growing.ts'
import type { Literal } from './instances.ts'
import type { Names } from './names.ts'
import { textOf } from './numbers.ts'
import type { Reached } from './reach.ts'
import { relevant } from './relevance.ts'
import type { Truth } from './truth.ts'

// Writes a ground task from drafts over literals: only what is relevant gets a number.

/** What is to be written. */
export interface Found {
  readonly drafts: readonly Draft[]
  readonly rules: readonly DraftRule[]
  readonly goal: GoalDraft
}

/** The task; facts that stand for parts of the goal are added to those that were reached. */
export function written(
  task: LiftedTask,
  names: Names,
  reached: Reached,
  truth: Truth,
  { drafts, rules, goal }: Found,
): GroundTask {
  const { facts, numbers } = reached
  const own = facts.size()
  const arities = task.predicates.map(({ parameters }) => parameters.length)
  const nameOf = (fact: number): string => {
    const predicate = facts.predicate(fact)
    return textOf(names.predicates[predicate] ?? '', facts, fact, arities[predicate] ?? 0, names)
  }
  const ends = endsOf(goal, nameOf, truth, own)
  const { literals, variables, ...kept } = relevant([...drafts.map(ends.draft), ...ends.drafts], rules, ends.literals, numbers) // prettier-ignore
  // Each literal's number in the task, and 1 more, so that 0 is none.
  const places = growing()
  literals.forEach((literal, index) => places.set(literal, index + 1))
  const placeOfVariable = new Map(variables.map((variable, index) => [variable, index]))
  const take = (into: number[], literal: Literal): void => {
    const place = literal < 0 ? 0 : places.at(literal)
    if (place > 0) into.push(place - 1)
  }
  const known = (all: readonly Literal[]): readonly number[] => {
    if (all.length === 0) return none
    const found: number[] = []
    for (const literal of all) take(found, literal)
    return ascending(found)
  }
  /** What becomes true of facts that are added and deleted; with both exchanged, what becomes false. */
  const brought = (added: readonly number[], deleted: readonly number[]): readonly number[] => {
    const found: number[] = []
    for (const fact of added) take(found, 2 * fact)
    for (const fact of deleted) take(found, 2 * fact + 1)
    return ascending(found)
  }
  const conditionsOf = (all: readonly Literal[]): readonly NumericCondition[] =>
    all.flatMap((literal) => {
      const condition = literal < 0 ? numbers.conditions[-1 - literal] : undefined
      if (!condition) return []
      return [{ ...condition, variable: placeOfVariable.get(condition.variable) ?? 0 }]
    })
  const whenOf = (effects: readonly DraftEffect[]): Pick<GroundAction, 'when'> => {
    const when = effects.flatMap(({ needs, adds, deletes }): ConditionalEffect[] => {
      const [add, gone] = [brought(adds, deletes), brought(deletes, adds)]
      if (add.length + gone.length === 0) return []
      const conditions = conditionsOf(needs)
      return [{ pre: known(needs), ...(conditions.length > 0 ? { conditions } : {}), add, delete: gone }] // prettier-ignore
    })
    return when.length === 0 ? {} : { when }
  }
  const action = (draft: Draft): GroundAction => {
    const { needs, adds, deletes, changes, when } = draft
    const lists = { pre: known(needs), add: brought(adds, deletes), delete: brought(deletes, adds) }
    const { name, cost, origin } = headOf(draft, reached, names)
    if (variables.length === 0 && origin && !when) return { name, cost, origin, pre: lists.pre, add: lists.add, delete: lists.delete } // prettier-ignore
    const conditions = conditionsOf(needs)
    const changed = changes.flatMap((change) => {
      const variable = placeOfVariable.get(change.variable)
      return variable === undefined ? [] : [{ ...change, variable }]
    })
    return {
      name,
      cost,
      ...(origin ? { origin } : {}),
      ...lists,
      ...(conditions.length > 0 ? { conditions } : {}),
      ...(changed.length > 0 ? { changes: changed } : {}),
      ...whenOf(when ?? []),
    }
  }
  const factNames = literals.map((literal) => {
    const fact = literal >> 1
    const name = ends.names.get(fact) ?? nameOf(fact)
    return (literal & 1) === 0 ? name : `(not ${name})`
  })
  const placeOf = (literal: Literal): number | null => {
    const place = places.at(literal)
    return place > 0 ? place - 1 : null
  }
  const derivedOf = (): Pick<GroundTask, 'derived'> => {
    const { levels } = levelsOf(task.derived ?? [])
    const read = new Set(rules.flatMap(({ fact, needs }) => [fact, ...needs.flatMap((one) => (one < 0 ? [] : [one >> 1]))])) // prettier-ignore
    const made = rules.flatMap(({ fact, needs }): Rule[] => {
      const place = placeOf(2 * fact)
      if (place === null) return []
      const conditions = conditionsOf(needs)
      const level = levels.get(names.predicates[facts.predicate(fact)] ?? '') ?? 0
      return [{ fact: place, pre: known(needs), ...(conditions.length > 0 ? { conditions } : {}), level }] // prettier-ignore
    })
    const contraries = [...read].flatMap((fact): (readonly [number, number])[] => {
      const [one, other] = [placeOf(2 * fact), placeOf(2 * fact + 1)]
      return one === null || other === null ? [] : [[one, other]]
    })
    return made.length === 0 ? {} : { derived: { rules: made, contraries } }
  }
  const given = new Set(rules.map(({ fact }) => fact))
  const isInitial = (literal: Literal): boolean =>
    !given.has(literal >> 1) &&
    (ends.isInitial(literal >> 1) ?? reached.isInitial(literal >> 1)) === ((literal & 1) === 0)
  return {
    facts: factNames,
    variables: variables.map((variable) => ({
      name: numbers.nameOf(variable),
      value: numbers.start(variable),
    })),
    actions: kept.drafts.map(action),
    init: literals.flatMap((literal, index) => (isInitial(literal) ? [index] : [])),
    goal: known(ends.literals),
    numericGoal: conditionsOf(ends.literals),
    ...(rules.length === 0 ? {} : derivedOf()),
    ...(reached.unvalued.length === 0 ? {} : { unvalued: reached.unvalued }),
  }
}

const none: readonly number[] = []
/** Below this length to insert one after the other is faster than to sort. */
const few = 8

/** Written over; the result has no room for more. */
function ascending(all: number[]): readonly number[] {
  if (all.length === 0) return none
  if (all.length > few) return all.toSorted((a, b) => a - b)
  for (let index = 1; index < all.length; index++) {
    const one = all[index] ?? 0
    let at = index
    for (; at > 0 && (all[at - 1] ?? 0) > one; at--) all[at] = all[at - 1] ?? 0
    all[at] = one
  }
  return all.slice()
}

/** Facts that stand for parts of the goal, with the actions that bring them about. */
interface Ends {
  readonly literals: readonly Literal[]
  readonly names: ReadonlyMap<number, string>
  /** Undefined of other facts. */
  readonly isInitial: (fact: number) => boolean | undefined
  readonly drafts: readonly Draft[]
  /** The draft, with what it needs besides. */
  readonly draft: (draft: Draft) => Draft
}

/**
 * A part that cannot be fulfilled becomes a fact that nothing adds. Alternatives become the fact `(goal)`: for each, an action adds it
 * and takes `(planning)` away, without which no action can be applied, so that nothing spoils what was reached.
 */
function endsOf(
  { literals, alternatives, impossible }: GoalDraft,
  nameOf: (fact: number) => string,
  stated: Truth,
  first: number,
): Ends {
  const truth: Truth = (literal) => (literal >= 2 * first ? null : stated(literal))
  const contradictory = literals.filter((literal) => literal >= 0 && (literal & 1) === 0 && literals.includes(literal + 1)) // prettier-ignore
  const constant = literals.filter((literal) => literal < 0 && truth(literal) === false)
  const missing = [
    ...impossible,
    ...contradictory.map((literal) => `(and ${nameOf(literal >> 1)} (not ${nameOf(literal >> 1)}))`), // prettier-ignore
    ...constant.map(() => '(impossible: a comparison of numbers)'),
  ]
  const names = new Map(missing.map((name, index) => [first + index, name]))
  const kept = literals.filter((literal) => truth(literal) !== true && !constant.includes(literal))
  const all = [...kept, ...missing.map((_name, index) => 2 * (first + index))]
  const ended = first + missing.length
  const planning = ended + 1
  const isInitial = (fact: number): boolean | undefined => (fact < first ? undefined : alternatives !== null && fact === planning) // prettier-ignore
  if (!alternatives) return { literals: all, names, isInitial, drafts: [], draft: (one) => one }
  names.set(ended, '(goal)')
  names.set(planning, '(planning)')
  return {
    literals: [...all, 2 * ended],
    names,
    isInitial,
    drafts: alternatives.map((choice) => ({
      instance: null,
      needs: [...new Set([...choice, 2 * planning])],
      adds: [ended],
      deletes: [planning],
      changes: [],
    })),
    draft: (one) => ({ ...one, needs: [...one.needs, 2 * planning] }),
  }
}

const noObjects = new Int32Array(0)

/** What an action is called, costs and comes from. */
function headOf(
  { instance }: Draft,
  { instances, numbers }: Reached,
  { objects }: Names,
): Pick<GroundAction, 'name' | 'cost' | 'origin'> {
  if (instance === null) return { name: '(reach-goal)', cost: 0 }
  const operator = instances.operator(instance)
  const arity = operator.parameters.length
  const env = arity === 0 ? noObjects : new Int32Array(arity)
  const own: string[] = []
  let name = `(${operator.name}`
  for (let slot = 0; slot < env.length; slot++) {
    env[slot] = instances.object(instance, slot)
    const object = objects.names[env[slot] ?? 0] ?? ''
    own.push(object)
    name += ` ${object}`
  }
  name += ')'
  const cost = numbers.value(operator.cost, env, operator.who) ?? 0
  if (cost < 0)
    throw new GoapError(
      'planner/bad-number',
      `The cost of ${name} is ${cost}; costs are 0 or more.`,
      { place: operator.who?.place },
    )
  return { name, cost, origin: { action: operator.action, objects: own } }
}

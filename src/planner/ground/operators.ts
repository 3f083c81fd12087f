import type { GoapError } from '../../base/index.ts'
import type { Condition, LiftedAction, LiftedRule, LiftedTask, Term } from '../lifted.ts'
import {
  always,
  bind,
  formulaOf,
  functionPatternOf,
  numberOf,
  patternOf,
  unbound,
  type Bound,
  type Slots,
} from './compile-formula.ts'
import { varies, type Formula, type NumberCode, type Pattern } from './formula.ts'
import type { Names } from './names.ts'
import type { Domain } from './objects.ts'
import { isLinear } from './linear.ts'
import { refusal, type Who } from './who.ts'

/** An action, or a rule, with numbers for names. */
export interface Operator {
  /** Its number in the task; behind the actions come the rules. */
  readonly action: number
  readonly name: string
  /** For messages. */
  readonly who: Who
  /** What each slot may stand for; the first are the action's parameters. */
  readonly domains: readonly Domain[]
  readonly parameters: readonly string[]
  /** It can be applied when one of them holds. */
  readonly branches: readonly Branch[]
  readonly effects: readonly EffectCode[]
  readonly cost: NumberCode
  /** Whether the same objects may be met twice for its parameters. */
  readonly mayRepeat: boolean
}

/** A conjunction; what of it is simple enough to be joined stands apart. */
export interface Branch {
  readonly atoms: readonly Pattern[]
  /** Which of the atoms actions change. */
  readonly changing: readonly number[]
  /** Of predicates that never change. */
  readonly absent: readonly Pattern[]
  readonly equal: readonly (Formula & { readonly kind: 'equal' })[]
  /** What must hold besides: changing facts that must not hold, numbers, alternatives. */
  readonly beyond: Formula
  /** What is to be bound: the parameters, and variables of `exists`. */
  readonly slots: readonly number[]
}

export type EffectCode = {
  /** Of `forall`. */
  readonly slots: readonly number[]
  readonly condition: Formula
  readonly isAlways: boolean
} & (
  | { readonly kind: 'add' | 'delete'; readonly pattern: Pattern }
  | {
      readonly kind: 'assign' | 'increase' | 'decrease'
      readonly of: Pattern
      readonly value: NumberCode
    }
)

/** More disjuncts than these are not made one branch each, but looked at when the parameters are known. */
const mostBranches = 32

/** Throws `planner/unsupported-number`. */
export function operatorsOf(task: LiftedTask, names: Names): readonly Operator[] {
  const actions = task.actions.map((action, number) => operatorOf(action, number, names))
  const rules = task.derived?.map((rule, number) => ruleOf(rule, task.actions.length + number, names)) // prettier-ignore
  return rules === undefined ? actions : [...actions, ...rules]
}

/** A rule as what can be applied whenever its condition holds, and then gives its fact. */
function ruleOf(rule: LiftedRule, number: number, names: Names): Operator {
  const slots: Slots = { domains: [] }
  const { bound, own } = bind(names, slots, rule.parameters, unbound)
  const condition = formulaOf(names, slots, rule.condition, bound)
  checkNumbers(condition, names, rule)
  const terms = rule.parameters.map(({ name }): Term => ({ kind: 'variable', name }))
  // Rules often stand in for each other: what they read is joined as far as it goes, and what one gives already is left out later.
  const branches = branchesOf(condition, own, names.fluent, true)
  return {
    action: number,
    name: rule.name,
    who: rule,
    domains: slots.domains,
    parameters: rule.parameters.map(({ name }) => name),
    branches,
    effects: [{ slots: [], condition: always, isAlways: true, kind: 'add', pattern: patternOf(names, { name: rule.name, terms }, bound) }], // prettier-ignore
    cost: 0,
    mayRepeat: branches.length > 1 || branches.some((branch) => branch.slots.length > own.length),
  }
}

function operatorOf(action: LiftedAction, number: number, names: Names): Operator {
  const slots: Slots = { domains: [] }
  const { bound, own } = bind(names, slots, action.parameters, unbound)
  const plain = own.length === 0 ? plainBranch(action.condition, names) : null
  const condition = plain ? always : formulaOf(names, slots, action.condition, bound)
  const effects = effectsOf(action, names, slots, bound)
  const cost = numberOf(names, action.cost, bound)
  if (varies(cost))
    throw unsupported(action, 'has a cost that depends on a number that actions change')
  checkNumbers(condition, names, action)
  for (const effect of effects) checkNumbers(effect.condition, names, action)
  const branches = plain ? [plain] : branchesOf(condition, own, names.fluent)
  return {
    action: number,
    name: action.name,
    who: action,
    domains: slots.domains.length === 0 ? noDomains : slots.domains,
    parameters:
      action.parameters.length === 0 ? noNames : action.parameters.map(({ name }) => name),
    branches,
    effects,
    cost,
    mayRepeat: branches.length > 1 || branches.some(({ slots }) => slots.length > own.length),
  }
}

function effectsOf(
  action: LiftedAction,
  names: Names,
  slots: Slots,
  bound: Bound,
): readonly EffectCode[] {
  return action.effects.map((effect): EffectCode => {
    const { bound: inner, own } = effect.parameters.length === 0 ? { bound, own: noSlots } : bind(names, slots, effect.parameters, bound) // prettier-ignore
    const stated = formulaOf(names, slots, effect.condition, inner)
    if ('atom' in effect) {
      const pattern = patternOf(names, effect.atom, inner)
      const condition = effect.kind === 'delete' ? without(stated, pattern) : stated
      const isAlways = own.length === 0 && condition === always
      return { slots: own, condition, isAlways, kind: effect.kind, pattern }
    }
    const condition = stated
    const isAlways = own.length === 0 && condition === always
    const value = numberOf(names, effect.value, inner)
    if (varies(value)) throw unsupported(action, 'changes a number by one that actions change')
    return { slots: own, condition, isAlways, kind: effect.kind, of: functionPatternOf(names, effect.of, inner), value } // prettier-ignore
  })
}

/**
 * The condition of a delete without the fact that it deletes: to delete what does not hold changes nothing. So
 * `(when (colour ?x ?c) (not (colour ?x ?c)))` has no condition any more.
 */
function without(condition: Formula, deleted: Pattern): Formula {
  if (condition.kind === 'and') {
    const all = condition.all.map((one) => without(one, deleted)).filter((one) => one !== always)
    if (all.length === condition.all.length) return condition
    return all.length === 0 ? always : { kind: 'and', all }
  }
  const isSame =
    condition.kind === 'literal' && condition.positive && samePattern(condition.pattern, deleted)
  return isSame ? always : condition
}

function samePattern(one: Pattern, other: Pattern): boolean {
  return (
    one.predicate === other.predicate &&
    one.terms.every((term, position) => term === other.terms[position])
  )
}

function unsupported(action: LiftedAction, why: string): GoapError {
  return refusal('planner/unsupported-number', action, `${why}.`)
}

/** Throws `planner/unsupported-number` unless variables are compared with what is constant, or sums of whole ones with each other. */
export function checkNumbers(formula: Formula, names: Pick<Names, 'isWhole'>, who: Who): void {
  if (formula.kind === 'and' || formula.kind === 'or')
    for (const one of formula.all) checkNumbers(one, names, who)
  else if (formula.kind === 'forall' || formula.kind === 'exists')
    checkNumbers(formula.one, names, who)
  else if (formula.kind === 'number' && varies(formula.left)) {
    const isPlain = typeof formula.left !== 'number' && formula.left.kind === 'value'
    if (isPlain && !varies(formula.right)) return
    if (!isLinear(formula.left) || !isLinear(formula.right))
      throw refusal('planner/unsupported-number', who, 'multiplies or divides numbers that actions change by each other.', 'Sums, differences and multiples of them can be compared.') // prettier-ignore
    if (!names.isWhole)
      throw refusal('planner/unsupported-number', who, 'compares a number that actions change with another, or calculates with it, where not all numbers are whole.', 'Use a smaller unit, so that all numbers of the task are whole.') // prettier-ignore
  }
}

/**
 * The branch of a condition that is nothing but facts without objects; null for others. Tasks with very many actions have hardly any
 * others, and formulas for each would take as long as all the rest.
 */
function plainBranch(condition: Condition, names: Names): Branch | null {
  if (condition.kind !== 'and') return null
  for (const one of condition.all) if (one.kind !== 'atom' || one.atom.terms.length > 0) return null
  const { all } = condition
  const atoms = all.length === 0 ? noPatterns : unique(all.map(barePattern, names))
  return { atoms, changing: changingOf(atoms, names.fluent), absent: noPatterns, equal: noEqual, beyond: always, slots: noSlots } // prettier-ignore
}

function barePattern(this: Names, one: Condition): Pattern {
  if (one.kind !== 'atom') throw new TypeError(`A fact is expected, not ${one.kind}.`)
  return this.bare(this.predicate(one.atom.name)).pattern
}

/** Splits a condition into conjunctions. */
function branchesOf(
  condition: Formula,
  parameters: readonly number[],
  fluent: Uint8Array,
  isDeep = false,
): readonly Branch[] {
  const whole = conjunctionOf(condition)
  const slots = whole.slots.length === 0 ? parameters : [...parameters, ...whole.slots]
  if (whole.parts.every(({ kind }) => kind !== 'or'))
    return [branchOf({ parts: whole.parts, slots }, fluent)]
  return expanded(whole.parts, { parts: [], slots }, 1, isDeep).map((one) => branchOf(one, fluent))
}

/** What `before` becomes with further parts; an `or` among them makes one conjunction of each of its choices. `isDeep`: also one within another. */
function expanded(
  parts: readonly Formula[],
  before: Conjunction,
  choices: number,
  isDeep: boolean,
): readonly Conjunction[] {
  const at = parts.findIndex((one) => one.kind === 'or' && one.all.length * choices <= mostBranches)
  const or = parts[at]
  if (or?.kind !== 'or') return [{ parts: [...before.parts, ...parts], slots: before.slots }]
  const [passed, rest] = [[...before.parts, ...parts.slice(0, at)], parts.slice(at + 1)]
  return or.all.flatMap((choice) => {
    const { parts: more, slots } = conjunctionOf(choice)
    const done = {
      parts: isDeep ? passed : [...passed, ...more],
      slots: [...before.slots, ...slots],
    }
    return expanded(isDeep ? [...more, ...rest] : rest, done, choices * or.all.length, isDeep)
  })
}

const noSlots: readonly number[] = []
const noNames: readonly string[] = []
const noDomains: readonly Domain[] = []

interface Conjunction {
  readonly parts: readonly Formula[]
  readonly slots: readonly number[]
}

/** The parts of a conjunction; what `exists` binds becomes a further slot to be bound. */
function conjunctionOf(formula: Formula): Conjunction {
  if (formula.kind === 'exists') {
    const inner = conjunctionOf(formula.one)
    return { parts: inner.parts, slots: [...formula.slots, ...inner.slots] }
  }
  if (formula.kind !== 'and') return { parts: [formula], slots: noSlots }
  if (formula.all.every(({ kind }) => kind !== 'and' && kind !== 'exists'))
    return { parts: formula.all, slots: noSlots }
  const below = formula.all.map(conjunctionOf)
  return { parts: below.flatMap(({ parts }) => parts), slots: below.flatMap(({ slots }) => slots) }
}

function branchOf({ parts, slots }: Conjunction, fluent: Uint8Array): Branch {
  const atoms: Pattern[] = []
  // Most branches have none of these; there may be very many branches.
  let [absent, equal, beyond] = [noPatterns, noEqual, noFormulas]
  for (const part of parts)
    if (part.kind === 'equal') equal = [...equal, part]
    else if (part.kind !== 'literal') beyond = [...beyond, part]
    else if (part.positive) atoms.push(part.pattern)
    else if (fluent[part.pattern.predicate] === 1) beyond = [...beyond, part]
    else absent = [...absent, part.pattern]
  const own = unique(atoms).slice()
  return {
    atoms: own,
    changing: changingOf(own, fluent),
    absent,
    equal,
    beyond: beyond.length === 0 ? always : { kind: 'and', all: beyond },
    slots,
  }
}

const noPatterns: readonly Pattern[] = []
const noEqual: Branch['equal'] = []
const noFormulas: readonly Formula[] = []

function changingOf(atoms: readonly Pattern[], fluent: Uint8Array): readonly number[] {
  if (atoms.length < few && atoms.every(({ predicate }) => fluent[predicate] === 1))
    return first[atoms.length] ?? []
  const changing: number[] = []
  for (let atom = 0; atom < atoms.length; atom++)
    if (fluent[atoms[atom]?.predicate ?? 0] === 1) changing.push(atom)
  return changing.slice()
}

/** Below this length to compare all with all is faster than a table. */
const few = 8
function hasTwice(patterns: readonly Pattern[]): boolean {
  for (let index = 1; index < patterns.length; index++)
    for (let before = 0; before < index; before++) {
      const one = patterns[index]
      const other = patterns[before]
      if (one && other && samePattern(one, other)) return true
    }
  return false
}

/** The first numbers, so many as the place says: shared by all branches whose atoms all change. */
const first: readonly (readonly number[])[] = Array.from({ length: few }, (_none, length) => Array.from({ length }, (_one, index) => index)) // prettier-ignore

function unique(patterns: readonly Pattern[]): readonly Pattern[] {
  if (patterns.length < 2) return patterns
  if (patterns.length <= few && !hasTwice(patterns)) return patterns
  return [
    ...new Map(patterns.map((one) => [`${one.predicate} ${one.terms.join(' ')}`, one])).values(),
  ]
}

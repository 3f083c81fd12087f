import type { GoapError } from '../../base/index.ts'
import type { Budget } from './budget.ts'
import type { FactTable } from './fact-table.ts'
import type { Formula, Pattern, Quantified } from './formula.ts'
import type { Literal } from './instances.ts'
import { fill, valueOf, type Join, type Run } from './join.ts'
import { joinOrder } from './join-order.ts'
import type { Names } from './names.ts'
import type { Numbers } from './numbers.ts'
import type { Domain } from './objects.ts'
import type { Relations } from './relations.ts'
import { refusal, type Who } from './who.ts'

/** Conjunctions of which one must hold: none at all is false, an empty one is true. */
export type Alternatives = readonly (readonly Literal[])[]

const [never, always]: readonly [Alternatives, Alternatives] = [[], [[]]]

/** What conditions come to when their parameters are known, with all that never changes calculated away. */
export interface Conditions {
  /**
   * `domains`: of the slots; `env`: values of those that are bound. Throws `planner/too-many-variants`, naming `who`.
   */
  readonly alternatives: (
    formula: Formula,
    domains: readonly Domain[],
    env: Int32Array,
    who: Who,
  ) => Alternatives
  /** Calls `each` for the bindings of `slots` for which the condition is not plainly false. */
  readonly bindings: (
    of: { readonly slots: readonly number[] },
    condition: Formula,
    domains: readonly Domain[],
    env: Int32Array,
    each: () => void,
  ) => void
}

export function conditionsOf(
  names: Names,
  facts: FactTable,
  relations: Relations,
  numbers: Numbers,
  run: Run,
  budget: Budget,
  arity: number,
): Conditions {
  const objects = new Int32Array(arity)
  const joins = new Map<object, { readonly join: Join; readonly matched: Int32Array }>()

  const literal = (
    { predicate, terms }: Pattern,
    positive: boolean,
    env: Int32Array,
  ): Alternatives => {
    fill(terms, env, objects)
    if (names.fluent[predicate] !== 1) {
      const fact = facts.find(predicate, objects, terms.length)
      return (fact >= 0 && relations.holds(fact)) === positive ? always : never
    }
    const fact = facts.intern(predicate, objects, terms.length)
    return [[2 * fact + (positive ? 0 : 1)]]
  }

  const bindings: Conditions['bindings'] = (of, condition, domains, env, each) => {
    let known = joins.get(of)
    if (!known) {
      const atoms = guards(condition, names.fluent, true)
      const own = new Set(of.slots)
      const bound = new Set([...domains.keys()].filter((slot) => !own.has(slot)))
      const order = joinOrder({ atoms, absent: [], equal: [], slots: of.slots }, domains, relations, names.fluent, bound, null) // prettier-ignore
      known = { join: { order, from: null }, matched: new Int32Array(atoms.length) }
      joins.set(of, known)
    }
    run(known.join, env, known.matched, each)
  }

  const quantified = (
    formula: Quantified,
    domains: readonly Domain[],
    env: Int32Array,
    who: Who,
  ): Alternatives => {
    const isExists = formula.kind === 'exists'
    const collect = isExists ? disjunction(budget.variants, who) : conjunction(budget.variants, who)
    // A binding for which a guard of `forall` does not hold makes the body true.
    // What guards is asked for once for each quantifier.
    const guarded = isExists || joins.has(formula) ? formula.one : contraryGuards(formula.one)
    bindings(formula, guarded, domains, env, () => {
      if (!collect.isSettled()) collect.add(alternatives(formula.one, domains, env, who))
    })
    return collect.result()
  }

  const alternatives: Conditions['alternatives'] = (formula, domains, env, who) => {
    switch (formula.kind) {
      case 'literal':
        return literal(formula.pattern, formula.positive, env)
      case 'equal':
        return (valueOf(formula.left, env) === valueOf(formula.right, env)) === formula.positive ? always : never // prettier-ignore
      case 'number': {
        const condition = numbers.condition(formula, env, who)
        if (typeof condition === 'number') return [[-1 - condition]]
        return condition ? always : never
      }
      case 'and':
      case 'or': {
        if (formula.all.length === 0) return formula.kind === 'and' ? always : never
        const collect = formula.kind === 'or' ? disjunction(budget.variants, who) : conjunction(budget.variants, who) // prettier-ignore
        for (const one of formula.all) {
          if (collect.isSettled()) break
          collect.add(alternatives(one, domains, env, who))
        }
        return collect.result()
      }
      case 'forall':
      case 'exists':
        return quantified(formula, domains, env, who)
    }
  }
  return { alternatives, bindings }
}

/** Atoms of a conjunction that never change: only bindings for which they hold need a look. */
function guards(formula: Formula, fluent: Uint8Array, positive: boolean): readonly Pattern[] {
  if (formula.kind === 'and') return formula.all.flatMap((one) => guards(one, fluent, positive))
  const isGuard = formula.kind === 'literal' && formula.positive === positive && fluent[formula.pattern.predicate] !== 1 // prettier-ignore
  return isGuard ? [formula.pattern] : []
}

/** Of `(or (not a) (not b) …)` the condition `(and a b)`, which must hold for the rest to matter. */
function contraryGuards(formula: Formula): Formula {
  const all = formula.kind === 'or' ? formula.all : [formula]
  return {
    kind: 'and',
    all: all.flatMap((one) =>
      one.kind === 'literal' && !one.positive ? [{ ...one, positive: true }] : [],
    ),
  }
}

interface Collect {
  readonly add: (part: Alternatives) => void
  /** What follows cannot change the result. */
  readonly isSettled: () => boolean
  readonly result: () => Alternatives
}

function disjunction(most: number, who: Who): Collect {
  let all: Alternatives = never
  return {
    add(part) {
      if (part.length === 0) return
      all = part.some(({ length }) => length === 0) ? always : all === never ? part : [...all, ...part] // prettier-ignore
      if (all.length > most) throw tooMany(most, who)
    },
    isSettled: () => all.length === 1 && all[0]?.length === 0,
    result: () => all,
  }
}

function conjunction(most: number, who: Who): Collect {
  let all: Alternatives = always
  // As long as there is one alternative, it grows in place: a `forall` over many objects adds a literal for each.
  let only: Literal[] | null = []
  const known = new Set<Literal>()
  const grow = (one: Literal[], more: readonly Literal[]): void => {
    for (const literal of more) {
      if (known.has(literal)) continue
      if (literal >= 0 && known.has(literal ^ 1)) {
        only = null
        all = never
        return
      }
      known.add(literal)
      one.push(literal)
    }
  }
  return {
    add(part) {
      const [first, other] = part
      if (first?.length === 0 && other === undefined) return
      if (only !== null && first !== undefined && other === undefined) return grow(only, first)
      if (only !== null) all = only.length === 0 ? always : [only]
      only = null
      all = all === always ? part : all.flatMap((left) => part.flatMap((right) => both(left, right))) // prettier-ignore
      if (all.length > most) throw tooMany(most, who)
    },
    isSettled: () => only === null && all.length === 0,
    result: () => (only === null ? all : only.length === 0 ? always : [only]),
  }
}

/** One conjunction of two; none when they contradict each other. */
export function both(
  left: readonly Literal[],
  right: readonly Literal[],
): readonly (readonly Literal[])[] {
  if (left.length + right.length > short) return bothOfMany(left, right)
  const all = [...left]
  for (const literal of right) if (!all.includes(literal)) all.push(literal)
  for (const literal of right) if (literal >= 0 && all.includes(literal ^ 1)) return []
  return [all]
}

/** Below this a walk is faster than a set. */
const short = 16

function bothOfMany(
  left: readonly Literal[],
  right: readonly Literal[],
): readonly (readonly Literal[])[] {
  const all = new Set([...left, ...right])
  for (const literal of right) if (literal >= 0 && all.has(literal ^ 1)) return []
  return [[...all]]
}

export function tooMany(most: number, who: Who): GoapError {
  return refusal('planner/too-many-variants', who, `has more than ${most} alternatives when its conditions are written out.`) // prettier-ignore
}

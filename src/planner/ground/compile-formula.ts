import type { Comparison } from '../../model/index.ts'
import type { Atom, Condition, NumberTerm, Parameter, Term } from '../lifted.ts'
import {
  varies,
  type Code,
  type Formula,
  type NumberCode,
  type NumberFormula,
  type Pattern,
} from './formula.ts'
import { isolated, turned, type Compared } from './isolated.ts'
import type { Names } from './names.ts'
import type { Domain } from './objects.ts'

/** The slots of one action: what each may stand for, in the order in which they are met. */
export interface Slots {
  readonly domains: Domain[]
}

/** Parameters by name, each with its slot. */
export type Bound = ReadonlyMap<string, number>

export const unbound: Bound = new Map()
const noSlots: readonly number[] = []

/** The condition that holds always. */
export const always: Formula = { kind: 'and', all: [] }

/** Gives each parameter a slot of its own. */
export function bind(
  names: Names,
  slots: Slots,
  parameters: readonly Parameter[],
  outer: Bound,
): { readonly bound: Bound; readonly own: readonly number[] } {
  if (parameters.length === 0) return { bound: outer, own: noSlots }
  const bound = new Map(outer)
  const own = parameters.map(({ name, types }) => {
    slots.domains.push(names.objects.ofTypes(types))
    bound.set(name, slots.domains.length - 1)
    return slots.domains.length - 1
  })
  return { bound, own }
}

const opposite: Readonly<Record<Comparison, Comparison>> = {
  '=': '≠',
  '≠': '=',
  '<': '≥',
  '≥': '<',
  '>': '≤',
  '≤': '>',
}

/** A condition, or its contrary, in negation normal form. */
export function formulaOf(
  names: Names,
  slots: Slots,
  condition: Condition,
  bound: Bound,
  positive = true,
): Formula {
  switch (condition.kind) {
    case 'and':
    case 'or': {
      const kind = (condition.kind === 'and') === positive ? 'and' : 'or'
      if (condition.all.length === 0 && kind === 'and') return always
      const all = condition.all.map((one) => formulaOf(names, slots, one, bound, positive))
      const isFlat = all.every((one) => one.kind !== kind)
      const flat = isFlat ? all : all.flatMap((one) => (one.kind === kind ? one.all : [one]))
      return flat.length === 1 && flat[0] ? flat[0] : { kind, all: flat }
    }
    case 'not':
      return formulaOf(names, slots, condition.one, bound, !positive)
    case 'atom':
      if (positive && condition.atom.terms.length === 0)
        return names.bare(names.predicate(condition.atom.name)).holds
      return { kind: 'literal', pattern: patternOf(names, condition.atom, bound), positive }
    case 'equal':
      return {
        kind: 'equal',
        left: codeOf(names, condition.left, bound),
        right: codeOf(names, condition.right, bound),
        positive,
      }
    case 'forall':
    case 'exists': {
      const inner = bind(names, slots, condition.parameters, bound)
      const kind = (condition.kind === 'forall') === positive ? 'forall' : 'exists'
      const one = formulaOf(names, slots, condition.one, inner.bound, positive)
      return { kind, slots: inner.own, one }
    }
    case 'number':
      return numberFormula(names, {
        compare: positive ? condition.compare : opposite[condition.compare],
        left: numberOf(names, condition.left, bound),
        right: numberOf(names, condition.right, bound),
      })
  }
}

/** What varies stands on the left, alone where that is exact. */
function numberFormula(names: Names, compared: Compared): NumberFormula {
  const { compare, left, right } = compared
  const sided = varies(right) && !varies(left) ? { compare: turned[compare], left: right, right: left } : compared // prettier-ignore
  return { kind: 'number', ...(names.isWhole ? isolated(sided) : sided) }
}

export function patternOf(names: Names, { name, terms }: Atom, bound: Bound): Pattern {
  const predicate = names.predicate(name)
  return terms.length === 0 ? names.bare(predicate).pattern : { predicate, terms: codesOf(names, terms, bound) } // prettier-ignore
}

export function functionPatternOf(names: Names, { name, terms }: Atom, bound: Bound): Pattern {
  return { predicate: names.function(name), terms: codesOf(names, terms, bound) }
}

export function numberOf(names: Names, term: NumberTerm, bound: Bound): NumberCode {
  if (typeof term === 'number') return term
  if ('name' in term) {
    const variable = names.isVariable(term.name)
    return { kind: 'value', of: functionPatternOf(names, term, bound), variable }
  }
  const { operator, left, right } = term
  const [one, other] = [numberOf(names, left, bound), numberOf(names, right, bound)]
  return { kind: 'operation', operator, left: one, right: other }
}

const noCodes: readonly Code[] = []

function codesOf(names: Names, terms: readonly Term[], bound: Bound): readonly Code[] {
  return terms.length === 0 ? noCodes : terms.map((term) => codeOf(names, term, bound))
}

function codeOf(names: Names, term: Term, bound: Bound): Code {
  if (term.kind === 'object') return -1 - names.object(term.name)
  const slot = bound.get(term.name)
  if (slot === undefined)
    throw new Error(`The task names a parameter ?${term.name} that nothing binds.`)
  return slot
}

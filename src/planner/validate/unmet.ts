import { compares } from '../../model/index.ts'
import type { Atom, Condition, NumberTerm, Parameter } from '../lifted.ts'
import { atomText, conditionText, objectOf, type Binding } from './condition-text.ts'
import { valueOf, type World } from './world.ts'

/** A condition that does not hold. */
export interface Unmet {
  /** In PDDL's syntax, with its objects: `(not (at t1 depot))`. */
  readonly text: string
  /** The facts and functions that it reads, where one alone decides: `(at t1 depot)`. */
  readonly reads: readonly string[]
}

/**
 * The first part of a condition that does not hold, null if all of it does. Without `positive`, the condition must not hold. A
 * comparison that reads a function without a value does not hold, and neither does its contrary.
 */
export function unmet(
  condition: Condition,
  binding: Binding | null,
  world: World,
  positive = true,
): Unmet | null {
  switch (condition.kind) {
    case 'not':
      return unmet(condition.one, binding, world, !positive)
    case 'atom': {
      const text = atomText(condition.atom, binding)
      return world.holds(text, positive) === positive ? null : { text: positive ? text : `(not ${text})`, reads: [text] } // prettier-ignore
    }
    case 'equal': {
      const same = objectOf(condition.left, binding) === objectOf(condition.right, binding)
      return same === positive ? null : { text: conditionText(condition, binding, positive), reads: [] } // prettier-ignore
    }
    case 'number': {
      const left = valueOf(condition.left, binding, world)
      const right = valueOf(condition.right, binding, world)
      const isKnown = left !== undefined && right !== undefined
      if (isKnown && compares(left, condition.compare, right) === positive) return null
      return {
        text: conditionText(condition, binding, positive),
        reads: [...functionsIn(condition.left, binding), ...functionsIn(condition.right, binding)],
      }
    }
    case 'and':
    case 'or':
      return (condition.kind === 'and') === positive
        ? first(condition.all, (one) => unmet(one, binding, world, positive))
        : none(condition, binding, positive, condition.all.some((one) => !unmet(one, binding, world, positive))) // prettier-ignore
    case 'forall':
    case 'exists':
      return (condition.kind === 'forall') === positive
        ? firstBinding(condition.parameters, binding, world, (all) => unmet(condition.one, all, world, positive)) // prettier-ignore
        : none(condition, binding, positive, someBinding(condition.parameters, condition.one, binding, world, positive)) // prettier-ignore
  }
}

function first<T>(all: readonly T[], find: (one: T) => Unmet | null): Unmet | null {
  for (const one of all) {
    const found = find(one)
    if (found) return found
  }
  return null
}

function none(
  condition: Condition,
  binding: Binding | null,
  positive: boolean,
  isMet: boolean,
): Unmet | null {
  return isMet ? null : { text: conditionText(condition, binding, positive), reads: [] }
}

/** The first result of `find` for any objects in place of the parameters. */
export function firstBinding<T>(
  parameters: readonly Parameter[],
  binding: Binding | null,
  world: World,
  find: (binding: Binding | null) => T | null,
): T | null {
  const [parameter, ...rest] = parameters
  if (!parameter) return find(binding)
  const { name, types } = parameter
  for (const object of world.objects.of(types)) {
    const found = firstBinding(rest, { name, object, outer: binding }, world, find)
    if (found !== null) return found
  }
  return null
}

/**
 * Whether objects make the condition hold. Each part of it is looked at as soon as all its parameters are bound, so that what cannot
 * hold is not tried with all the other objects.
 */
function someBinding(
  parameters: readonly Parameter[],
  condition: Condition,
  binding: Binding | null,
  world: World,
  positive: boolean,
): boolean {
  const parts = partsOf(condition, positive)
  const known = parameters.map((_one, index) => {
    const later = new Set(parameters.slice(index + 1).map(({ name }) => name))
    return parts.filter((part) => !reads(part.condition, later))
  })
  const without = parts.filter((part) => !reads(part.condition, new Set(parameters.map(({ name }) => name)))) // prettier-ignore
  const holds = (all: typeof parts, at: Binding | null): boolean =>
    all.every((part) => !unmet(part.condition, at, world, part.positive))
  const descend = (index: number, at: Binding | null): boolean => {
    const parameter = parameters[index]
    if (!parameter) return true
    const { name, types } = parameter
    return world.objects.of(types).some((object) => {
      const bound = { name, object, outer: at }
      const seen = known[index - 1] ?? without
      return (
        holds(
          (known[index] ?? []).filter((part) => !seen.includes(part)),
          bound,
        ) && descend(index + 1, bound)
      )
    })
  }
  return holds(without, binding) && descend(0, binding)
}

interface Part {
  readonly condition: Condition
  readonly positive: boolean
}

/** The parts that must all hold. */
function partsOf(condition: Condition, positive: boolean): readonly Part[] {
  if (condition.kind === 'not') return partsOf(condition.one, !positive)
  if (condition.kind === (positive ? 'and' : 'or'))
    return condition.all.flatMap((one) => partsOf(one, positive))
  return [{ condition, positive }]
}

/** Whether a condition reads one of the parameters. */
function reads(condition: Condition, names: ReadonlySet<string>): boolean {
  const isOne = (term: Atom['terms'][number]): boolean =>
    term.kind === 'variable' && names.has(term.name)
  const inNumber = (term: NumberTerm): boolean => {
    if (typeof term === 'number') return false
    return 'name' in term ? term.terms.some(isOne) : inNumber(term.left) || inNumber(term.right)
  }
  switch (condition.kind) {
    case 'atom':
      return condition.atom.terms.some(isOne)
    case 'equal':
      return isOne(condition.left) || isOne(condition.right)
    case 'number':
      return inNumber(condition.left) || inNumber(condition.right)
    case 'not':
      return reads(condition.one, names)
    case 'and':
    case 'or':
      return condition.all.some((one) => reads(one, names))
    case 'forall':
    case 'exists': {
      const own = new Set(condition.parameters.map(({ name }) => name))
      return reads(condition.one, new Set([...names].filter((name) => !own.has(name))))
    }
  }
}

function functionsIn(term: NumberTerm, binding: Binding | null): readonly string[] {
  if (typeof term === 'number') return []
  if ('name' in term) return [atomText(term, binding)]
  return [...functionsIn(term.left, binding), ...functionsIn(term.right, binding)]
}

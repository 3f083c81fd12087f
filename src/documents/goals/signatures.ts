import {
  expressionOf,
  factName,
  factsOf,
  type Effect,
  type FactDeclaration,
  type FactValue,
  type Problem,
} from '../../model/index.ts'
import type { DeclarationDraft, ParameterDraft } from './declarations.ts'

/** One use of a fact: in the goal, at the start, in an action or a probe. */
interface Use {
  readonly fact: string
  /** Undefined: only the name is used, as by a probe. */
  readonly value?: FactValue
  /** It is compared or changed as a number. */
  readonly isNumber: boolean
  /** The types of its arguments, as far as they are known. */
  readonly types: readonly (string | null)[]
}

/** What uses facts. */
export type Users = Pick<Problem, 'goal' | 'facts' | 'actions' | 'probes' | 'objects'>

/** The declarations of a document: those that are stated in their order, then those that follow from uses. */
export function declarationsOf(
  stated: readonly FactDeclaration[],
  users: Users,
): readonly FactDeclaration[] {
  const known = new Set(stated.map(({ name }) => name))
  const used = Map.groupBy(usesOf(users), ({ fact }) => factName(fact).name)
  const inferred = [...used].flatMap(([name, all]) => (known.has(name) ? [] : [inferredFrom(name, all)])) // prettier-ignore
  return [...stated, ...inferred]
}

function usesOf({ goal, facts, actions, probes, objects }: Users): readonly Use[] {
  const typeOf = new Map(objects.map(({ name, type }) => [name, type] as const))
  const use = (effect: Effect, own?: ReadonlyMap<string, string>): readonly Use[] => {
    const { fact, value, compare, change } = effect
    const isNumber = change !== undefined || !['=', '≠'].includes(compare)
    const typesOf = (name: string): Use['types'] => factName(name).terms.map((term) => own?.get(term) ?? typeOf.get(term) ?? null) // prettier-ignore
    const expression = expressionOf(effect)
    // After `=` it may be a text that only looks so: it says nothing of what its words are.
    const read = expression !== null && isNumber ? factsOf(expression) : []
    return [
      { fact, ...(expression === null ? { value } : {}), isNumber, types: typesOf(fact) },
      ...read.map((one) => ({ fact: one, isNumber: true, types: typesOf(one) })),
    ]
  }
  return [
    ...facts.flatMap(({ name, value }) => use({ fact: name, compare: '=', value })),
    ...goal.conditions.flatMap((one) => use(one)),
    ...actions.flatMap(({ parameters = [], preconditions, effects }) => {
      const own = new Map(parameters.map(({ name, type }) => [`?${name}`, type] as const))
      return [...preconditions, ...effects].flatMap((one) => use(one, own))
    }),
    ...probes.map(({ fact, check, expectations }) => ({
      fact,
      isNumber: check.kind === 'metric' && expectations.length === 0,
      types: factName(fact).terms.map((term) => typeOf.get(term) ?? null),
    })),
  ]
}

/** A fact has the kind that most of its values have, the first of several; an enumeration has all texts that occur. */
function inferredFrom(name: string, uses: readonly Use[]): FactDeclaration {
  const kinds = Map.groupBy(uses, kindOf)
  kinds.delete(null)
  const [most] = [...kinds].toSorted(([, left], [, right]) => right.length - left.length)
  const type = most?.[0] ?? 'boolean'
  const texts = uses.map(({ value }) => value).filter((value) => typeof value === 'string')
  const width = Math.max(0, ...uses.map(({ fact }) => factName(fact).terms.length))
  const types = Array.from({ length: width }, (_, index) => typeAt(uses, index))
  return {
    name,
    parameters: namedByType(types),
    type,
    values: type === 'enumeration' ? [...new Set(texts)] : [],
    origin: 'inferred',
  }
}

function kindOf({ isNumber, value }: Use): FactDeclaration['type'] | null {
  if (isNumber || typeof value === 'number') return 'number'
  if (value === undefined) return null
  // `NaN` and the like are told as what they are.
  if (typeof value === 'boolean') return 'boolean'
  return /^[+-]?(?:nan|inf|infinity|∞)$/i.test(value) ? 'number' : 'enumeration'
}

/** The one type of an argument in all uses; `object` where there are several or none. */
function typeAt(uses: readonly Use[], index: number): string {
  const all = new Set(uses.flatMap(({ types }) => types[index] ?? []))
  const [only] = all
  return all.size === 1 && only !== undefined ? only : 'object'
}

/** `service`, or `service1` and `service2` where a type occurs twice. */
function namedByType(types: readonly string[]): FactDeclaration['parameters'] {
  return types.map((type, index) => {
    const same = types.filter((one) => one === type).length
    const rank = types.slice(0, index + 1).filter((one) => one === type).length
    return { name: `${type.toLowerCase()}${same > 1 ? rank : ''}`, type }
  })
}

/** What a stated declaration says, with the types of its parameters filled in. */
export function statedDeclaration(
  draft: DeclarationDraft,
  typed: (parameter: ParameterDraft) => string,
): Omit<FactDeclaration, 'place'> {
  return {
    name: draft.name,
    parameters: draft.parameters.map((one) => ({ name: one.name, type: typed(one) })),
    type: draft.type,
    values: draft.values,
    origin: 'stated',
  }
}

/** Values as the declarations of their facts have them. */
export function withTypes<T extends Users>(users: T, declarations: readonly FactDeclaration[]): T {
  const byName = new Map(declarations.map((one) => [one.name, one] as const))
  const isNumberNamed = (fact: string): boolean => byName.get(fact)?.type === 'number'
  const valued = <E extends { readonly value: FactValue }>(
    one: E,
    fact: string,
    isWord = true,
  ): E => ({
    ...one,
    value: coerced(
      one.value,
      byName.get(factName(fact).name),
      (name) => isWord && isNumberNamed(name),
    ),
  })
  const all = (effects: readonly Effect[]): readonly Effect[] =>
    effects.map((one) => valued(one, one.fact, expressionOf(one) === null))
  return {
    ...users,
    goal: { ...users.goal, conditions: all(users.goal.conditions) },
    facts: users.facts.map((one) => valued(one, one.name)),
    actions: users.actions.map((action) => ({
      ...action,
      preconditions: all(action.preconditions),
      effects: all(action.effects),
    })),
  }
}

/** A value as its fact's declaration has it: `2` of an enumeration is a text. */
function coerced(
  value: FactValue,
  declaration: FactDeclaration | undefined,
  isNumberNamed: (fact: string) => boolean,
): FactValue {
  // Of a number the name of another one is no word: brackets tell it from words wherever it stands.
  if (declaration?.type === 'number' && typeof value === 'string' && isNumberNamed(value)) return `(${value})` // prettier-ignore
  if (declaration?.type !== 'enumeration' || typeof value === 'string') return value
  return declaration.values.includes(String(value)) ? String(value) : value
}

import { forText } from '../../base/index.ts'
import {
  factName,
  numberExpression,
  type Action,
  type Effect,
  type Fact,
  type FactDeclaration,
  type FactValue,
  type NumberExpression,
  type Problem,
} from '../../model/index.ts'
import type {
  Atom,
  Condition,
  LiftedAction,
  LiftedEffect,
  LiftedObject,
  LiftedTask,
  NumberTerm,
  Parameter,
  Term,
} from '../lifted.ts'

/**
 * The planning task of a goal document. A boolean fact is a predicate, and what is unknown does not hold; a fact with several values is
 * a predicate with its value as the last term, of which one holds at a time; a number is a function.
 *
 * The action at a position of the task is the action at the same position of the problem. The problem must be without errors
 * (`GoalDocument.diagnostics`): what it does not declare is taken for a boolean fact.
 */
export function lift(problem: Problem): LiftedTask {
  const declared = new Map(problem.declarations.map((one) => [one.name, one]))
  const context: Context = { declared }
  const names = actionNames(problem.actions)
  const kinds = (kind: 'boolean' | 'number' | 'enumeration'): readonly FactDeclaration[] =>
    problem.declarations.filter(({ type }) => type === kind)
  return {
    domain: plainName(problem.document.replace(/\.[^./]*$/, '')),
    name: plainName(problem.goal.name),
    types: [
      ...typesOf(problem),
      ...kinds('enumeration').map(({ name }) => ({ name: valueType(name), parent: 'object' })),
    ],
    objects: [...objectsOf(problem), ...kinds('enumeration').flatMap(valuesOf)],
    predicates: [
      ...kinds('boolean').map(({ name, parameters }) => ({
        name,
        parameters: parametersOf(parameters),
      })),
      ...kinds('enumeration').map(({ name, parameters }) => ({
        name,
        parameters: [...parametersOf(parameters), { name: 'value', types: [valueType(name)] }],
      })),
    ],
    functions: kinds('number').map(({ name, parameters }) => ({
      name,
      parameters: parametersOf(parameters),
    })),
    actions: problem.actions.map((action, index) => actionOf(context, action, names[index] ?? '')),
    init: problem.facts.flatMap((fact) => initially(context, fact)),
    values: problem.facts.flatMap(({ name, value }) =>
      typeof value === 'number' && kindOf(context, name) === 'number'
        ? [{ of: atomOf(name), value }]
        : [],
    ),
    goal: { kind: 'and', all: problem.goal.conditions.map((one) => conditionOf(context, one)) },
  }
}

interface Context {
  readonly declared: ReadonlyMap<string, FactDeclaration>
}

const valueType = (fact: string): string => `${fact}.value`

/** The object that stands for a value of a fact; values of different facts are different objects. */
function valueObject(fact: string, value: FactValue): string {
  return `${fact}.${String(value)}`
}

/** The value that an object made by `lift` stands for; null for an object of the document. */
export function valueNamed(fact: string, object: string): string | null {
  return object.startsWith(`${fact}.`) ? object.slice(fact.length + 1) : null
}

function typesOf({ types, objects, actions, declarations }: Problem): LiftedTask['types'] {
  const parents = new Map(types.map(({ name, parent }) => [name, parent ?? 'object']))
  const used = [
    ...objects.map(({ type }) => type),
    ...actions.flatMap(({ parameters = [] }) => parameters.map(({ type }) => type)),
    ...declarations.flatMap(({ parameters }) => parameters.map(({ type }) => type)),
    ...parents.values(),
  ]
  for (const name of used) if (name !== 'object' && !parents.has(name)) parents.set(name, 'object')
  return [...parents].map(([name, parent]) => ({ name, parent }))
}

function objectsOf({ objects }: Problem): readonly LiftedObject[] {
  return objects.map(({ name, type, place }) => ({
    name,
    types: [type],
    ...(place ? { place } : {}),
  }))
}

function valuesOf({ name, values }: FactDeclaration): readonly LiftedObject[] {
  return values.map((value) => ({ name: valueObject(name, value), types: [valueType(name)] }))
}

function parametersOf(
  all: readonly { readonly name: string; readonly type: string }[],
): readonly Parameter[] {
  return all.map(({ name, type }) => ({ name, types: [type] }))
}

function actionOf(context: Context, action: Action, name: string): LiftedAction {
  return {
    name,
    parameters: parametersOf(action.parameters ?? []),
    condition: { kind: 'and', all: action.preconditions.map((one) => conditionOf(context, one)) },
    effects: action.effects.flatMap((one) => effectOf(context, one)),
    cost: action.cost,
    ...(action.place ? { place: action.place } : {}),
  }
}

/** Names without blanks, as PDDL wants them, no two the same: of several the first keeps its own, the others get their position. */
function actionNames(actions: readonly Action[]): readonly string[] {
  const own = actions.map(({ name }) => plainName(name))
  const taken = new Set(own)
  const met = new Set<string>()
  return own.map((plain, index) => {
    if (!met.has(plain)) {
      met.add(plain)
      return plain
    }
    let number = index + 1
    while (taken.has(`${plain}-${number}`)) number++
    const name = `${plain}-${number}`
    taken.add(name)
    return name
  })
}

const signs = forText(String.raw`[^\p{L}\p{N}_]+`, 'gu')

function plainName(name: string): string {
  const small = name.toLowerCase()
  return small.replaceAll(signs(small), '-').replaceAll(/^-+|-+$/g, '') || 'action'
}

function kindOf({ declared }: Context, fact: string): FactDeclaration['type'] {
  return declared.get(factName(fact).name)?.type ?? 'boolean'
}

function initially(context: Context, { name, value }: Fact): readonly Atom[] {
  switch (kindOf(context, name)) {
    case 'boolean':
      return value === true ? [atomOf(name)] : []
    case 'enumeration':
      return [valueAtom(name, value)]
    case 'number':
      return []
  }
}

const always: Condition = { kind: 'and', all: [] }

function conditionOf(context: Context, { fact, compare, value, place }: Effect): Condition {
  const where = place ? { place } : {}
  switch (kindOf(context, fact)) {
    case 'number':
      return { kind: 'number', compare, left: atomOf(fact), right: numberOf(value), ...where }
    case 'enumeration': {
      const one: Condition = { kind: 'atom', atom: valueAtom(fact, value), ...where }
      return compare === '≠' ? { kind: 'not', one } : one
    }
    case 'boolean': {
      const one: Condition = { kind: 'atom', atom: atomOf(fact), ...where }
      return (value === true) === (compare !== '≠') ? one : { kind: 'not', one }
    }
  }
}

function effectOf(context: Context, { fact, value, change }: Effect): readonly LiftedEffect[] {
  const plain = { parameters: [], condition: always } as const
  switch (kindOf(context, fact)) {
    case 'number':
      return [{ ...plain, kind: change ?? 'assign', of: atomOf(fact), value: numberOf(value) }]
    case 'boolean':
      return [{ ...plain, kind: value === true ? 'add' : 'delete', atom: atomOf(fact) }]
    case 'enumeration': {
      const { name, terms } = factName(fact)
      const any: Term = { kind: 'variable', name: 'any value' }
      const others: LiftedEffect = {
        kind: 'delete',
        parameters: [{ name: any.name, types: [valueType(name)] }],
        condition: always,
        atom: { name, terms: [...terms.map(termOf), any] },
      }
      // Deletes happen before adds.
      return [others, { ...plain, kind: 'add', atom: valueAtom(fact, value) }]
    }
  }
}

/** A number, or what an expression of a document calculates. */
function numberOf(value: FactValue): NumberTerm {
  const expression = typeof value === 'string' ? numberExpression(value) : null
  return expression === null ? Number(value) : termOfNumber(expression)
}

function termOfNumber(expression: NumberExpression): NumberTerm {
  if (typeof expression === 'number') return expression
  if ('fact' in expression) return atomOf(expression.fact)
  const { operator, left, right } = expression
  return { operator, left: termOfNumber(left), right: termOfNumber(right) }
}

function atomOf(fact: string): Atom {
  const { name, terms } = factName(fact)
  return { name, terms: terms.map(termOf) }
}

function valueAtom(fact: string, value: FactValue): Atom {
  const { name, terms } = atomOf(fact)
  const text = String(value)
  const last: Term = text.startsWith('?')
    ? termOf(text)
    : { kind: 'object', name: valueObject(name, value) }
  return { name, terms: [...terms, last] }
}

function termOf(text: string): Term {
  return text.startsWith('?')
    ? { kind: 'variable', name: text.slice(1) }
    : { kind: 'object', name: text }
}

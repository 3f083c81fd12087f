import type { LiftedObject, Parameter, Term } from '../lifted.ts'
import type { Page } from './page.ts'
import { knownTypes, typedList, type TypedName } from './typed-list.ts'
import { suggestion, type World } from './world.ts'

/** The parameters that a condition or effect may name: as written, without `?`. */
export type Scope = ReadonlyMap<string, Parameter>

export const noScope: Scope = new Map()
const none: readonly Parameter[] = []

interface Parameters {
  readonly parameters: readonly Parameter[]
  readonly scope: Scope
}

const withoutParameters: Parameters = { parameters: none, scope: noScope }

/**
 * Reads the parameters of an action, predicate, function or quantifier. A parameter that hides one of `outer` gets another name,
 * so that within an action a name means one thing. `mayRepeat`: nothing speaks of them, so one that repeats a name gets another, too.
 */
export function readParameters(
  page: Page,
  world: World,
  nodes: readonly number[],
  outer: Scope = noScope,
  mayRepeat = false,
): Parameters {
  if (nodes.length === 0) return outer === noScope ? withoutParameters : { parameters: none, scope: outer } // prettier-ignore
  const scope = new Map(outer)
  const taken = new Set([...outer.values()].map(({ name }) => name))
  const own = new Map<string, TypedName>()
  const parameters: Parameter[] = []
  for (const one of typedList(page, nodes)) {
    const types = knownTypes(page, world, one)
    if (!one.name.startsWith('?') || one.name.length === 1) {
      page.say('planner/pddl-syntax', one.node, `"${one.name}" is no parameter: they begin with ?.`)
      continue
    }
    const written = one.name.slice(1)
    const before = own.get(written)
    if (before && !mayRepeat) {
      page.say('planner/pddl-repeated-name', one.node, `There are two parameters ?${written}.`, {
        see: ['The first stands here.', before.node],
      })
      continue
    }
    own.set(written, one)
    const parameter = { name: freeName(written, taken), types }
    taken.add(parameter.name)
    scope.set(written, parameter)
    parameters.push(parameter)
  }
  return { parameters, scope }
}

function freeName(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(name)) return name
  for (let number = 2; ; number++) if (!taken.has(`${name}-${number}`)) return `${name}-${number}`
}

/** Reads an object or a parameter, with the types that it may have; null when there is none, which is reported. */
export function readTerm(
  page: Page,
  world: World,
  node: number,
  scope: Scope,
): { readonly term: Term; readonly types: readonly string[] } | null {
  const name = page.symbol(node)
  if (name === null) {
    page.say('planner/pddl-unsupported', node, 'A term within a term is not supported.', {
      hint: 'Name an object or a parameter: functions are numbers here, not objects.',
    })
    return null
  }
  if (name.startsWith('?')) return readVariable(page, node, name.slice(1), scope)
  const object: LiftedObject | undefined = world.objects.get(name)
  if (!object) {
    sayUnknown(page, world, node, scope, name)
    return null
  }
  let term = world.terms.get(name)
  if (!term) world.terms.set(name, (term = { kind: 'object', name }))
  return { term, types: object.types }
}

function sayUnknown(page: Page, world: World, node: number, scope: Scope, name: string): void {
  page.say('planner/pddl-unknown-name', node, `There is no object "${name}".`, {
    hint: () =>
      scope.has(name) ? `Did you mean ?${name}?` : suggestion(name, world.objects.keys()),
  })
}

function readVariable(
  page: Page,
  node: number,
  name: string,
  scope: Scope,
): ReturnType<typeof readTerm> {
  const parameter = scope.get(name)
  if (parameter) return { term: { kind: 'variable', name: parameter.name }, types: parameter.types }
  page.say('planner/pddl-unknown-name', node, `There is no parameter ?${name} here.`, {
    hint: () => suggestion(name, scope.keys())?.replace(/"(.*)"/, '?$1'),
  })
  return null
}

import type { Atom, Term } from '../lifted.ts'
import { wordsOf, type Page } from './page.ts'
import { readTerm, type Scope } from './scope.ts'
import { bareAtom, fits, mayFit, suggestion, type Declared, type World } from './world.ts'

export const kinds = { predicates: 'predicate', functions: 'function' } as const

/** Reads `(at ?truck depot)` against the declarations; null when something is wrong with it, which is reported. */
export function readAtom(
  page: Page,
  world: World,
  node: number,
  scope: Scope,
  among: 'predicates' | 'functions',
): Atom | null {
  const name = page.head(node)
  const kind = kinds[among]
  if (name === null) {
    page.say('planner/pddl-syntax', node, `"${wordsOf(page, node)}" stands where a ${kind} is expected.`) // prettier-ignore
    return null
  }
  const found = declaredAt(page, world, node, name, among)
  if (!found) {
    sayUnknown(page, page.isList(node) ? node + 1 : node, kind, name, world[among].keys())
    return null
  }
  return readArguments(page, world, node, scope, found)
}

/** The predicate that the list `node` begins with; null for what is no list or not declared, which is reported. */
export function declaredOf(page: Page, world: World, node: number): Declared | null {
  const name = page.head(node)
  const found = name === null ? undefined : declaredAt(page, world, node, name, 'predicates')
  if (name === null)
    page.say('planner/pddl-syntax', node, `"${wordsOf(page, node)}" stands where a predicate is expected.`) // prettier-ignore
  else if (!found) sayUnknown(page, node + 1, kinds.predicates, name, world.predicates.keys())
  return found ?? null
}

/** Reports a derived predicate where facts are made true or false. */
export function isChangeable(page: Page, world: World, node: number, name: string): boolean {
  if (!world.derived.has(name)) return true
  page.say('planner/pddl-derived', node, `"${name}" is derived, so nothing else can make it true or false.`) // prettier-ignore
  return false
}

/** Words that mean something else where a predicate may stand. */
export const taken: ReadonlySet<string> = new Set(['and', 'or', 'not', 'imply', 'forall', 'exists', 'when', 'assign', 'increase', 'decrease', 'scale-up', 'scale-down', '=', '<', '<=', '>', '>=']) // prettier-ignore

/** Keeps what the symbol `node`, of which it is the name, speaks of. */
export function keep(
  page: Page,
  node: number,
  name: string,
  among: 'predicates' | 'functions',
  one: Declared,
): void {
  if (!taken.has(name)) page.found[among][page.number(node)] = one
}

/** Whether the symbol `node`, of which it is the name, was declared before in this file. */
export function isKept(
  page: Page,
  world: World,
  node: number,
  name: string,
  among: 'predicates' | 'functions',
): boolean {
  return taken.has(name) ? world[among].has(name) : page.found[among][page.number(node)] !== undefined // prettier-ignore
}

/** The predicate without parameters that is all that stands in a list; undefined of all else, and where it was not met before. */
export function bareAt(page: Page, node: number): Declared | undefined {
  const number = page.only(node)
  const found = number < 0 ? undefined : page.found.predicates[number]
  return found?.arity === 0 ? found : undefined
}

/** What the list `node`, which begins with `name`, speaks of. */
function declaredAt(
  page: Page,
  world: World,
  node: number,
  name: string,
  among: 'predicates' | 'functions',
): Declared | undefined {
  const before = page.found[among][page.number(node + 1)]
  if (before) return before
  const found = world[among].get(name)
  if (found) keep(page, node + 1, name, among, found)
  return found
}

function sayUnknown(
  page: Page,
  node: number,
  kind: string,
  name: string,
  names: Iterable<string>,
): void {
  page.say('planner/pddl-unknown-name', node, `There is no ${kind} "${name}".`, { hint: () => suggestion(name, names) }) // prettier-ignore
}

function readArguments(
  page: Page,
  world: World,
  node: number,
  scope: Scope,
  found: Declared,
): Atom | null {
  const { name, parameters } = found.signature
  const given = page.count(node) - 1
  if (given !== parameters.length) {
    page.say('planner/pddl-arity', node, `"${name}" has ${count(parameters.length)}, but ${given} ${given === 1 ? 'is' : 'are'} given.`) // prettier-ignore
    return null
  }
  if (given === 0) return bareAtom(found)
  const nodes = page.parts(node)
  const terms: Term[] = []
  for (let index = 0; index < given; index++) {
    const at = nodes[index] ?? node
    const read = readTerm(page, world, at, scope)
    const parameter = parameters[index]
    if (!read || !parameter) return null
    const wanted = parameter.types
    const isRight = read.term.kind === 'object' ? fits : mayFit
    if (!isRight(world, read.types, wanted)) {
      const who = read.term.kind === 'object' ? read.term.name : page.symbol(at)
      page.say('planner/pddl-type', at, `"${who}" is of type ${read.types.join(' or ')}, but ?${parameter.name} of "${name}" is of type ${wanted.join(' or ')}.`) // prettier-ignore
      return null
    }
    terms.push(read.term)
  }
  return { name, terms }
}

function count(number: number): string {
  return number === 1 ? '1 argument' : `${number} arguments`
}

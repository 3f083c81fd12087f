import type { Atom, Signature, Term } from '../lifted.ts'
import { wordsOf, type Page } from './page.ts'
import { readTerm, type Scope } from './scope.ts'
import { fits, mayFit, suggestion, type World } from './world.ts'

const kinds = { predicates: 'predicate', functions: 'function' } as const

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
  const signature = world[among].get(name)
  if (!signature) {
    sayUnknown(page, page.isList(node) ? node + 1 : node, kind, name, world[among].keys())
    return null
  }
  return readArguments(page, world, node, scope, signature)
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
  signature: Signature,
): Atom | null {
  const { name, parameters } = signature
  const nodes = page.parts(node)
  const given = nodes.length
  if (given !== parameters.length) {
    page.say('planner/pddl-arity', node, `"${name}" has ${count(parameters.length)}, but ${given} ${given === 1 ? 'is' : 'are'} given.`) // prettier-ignore
    return null
  }
  if (given === 0) return bareAtom(world, signature)
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

function bareAtom({ bare }: World, signature: Signature): Atom {
  let atom = bare.get(signature)
  if (!atom) bare.set(signature, (atom = { name: signature.name, terms: [] }))
  return atom
}

function count(number: number): string {
  return number === 1 ? '1 argument' : `${number} arguments`
}

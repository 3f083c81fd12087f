import { once } from '../../base/index.ts'
import type { LiftedAction, LiftedObject, LiftedRule, LiftedType } from '../lifted.ts'
import type { Propositional } from '../propositional.ts'
import { readAction } from './action.ts'
import { isKept, keep, kinds } from './atom.ts'
import { bareActions } from './bare-actions.ts'
import { barePredicates, type BarePredicates } from './bare-predicates.ts'
import { mayBeWrong, type Noted } from './carried.ts'
import type { Page } from './page.ts'
import { readRequirements } from './requirements.ts'
import { noteDerived, readRules } from './rule.ts'
import { readParameters } from './scope.ts'
import { definitionIn, type Definition } from './sections.ts'
import { knownTypes, typedList, type TypedName } from './typed-list.ts'
import { declared, type Declared, type World } from './world.ts'

const known = [
  ':requirements',
  ':types',
  ':constants',
  ':predicates',
  ':functions',
  ':action',
  ':derived',
]
const unsupported = [':durative-action', ':axiom', ':constraints', ':process', ':event']

/** What a domain file says; its declarations go into the world. */
export interface Domain {
  readonly name: string
  /** Reads the actions: when all objects are known, and whether costs are minimised. */
  readonly actions: (metric: boolean) => ReadActions
  /** Reads the rules of derived predicates: when all objects are known. */
  readonly rules: () => readonly LiftedRule[]
}

export interface ReadActions {
  readonly actions: () => readonly LiftedAction[]
  /** The same as lists of numbers, where nothing has parameters and nothing is wrong: then the actions are read when they are asked for. */
  readonly lists: Propositional | null
  /** What is to be looked at when all is read. */
  readonly noted: readonly Noted[]
}

/** Reads the declarations and the actions of a domain; null when it is none. */
export function readDomain(page: Page, world: World): Domain | null {
  const definition = definitionIn(page, 'domain', known, unsupported)
  if (!definition) return null
  each(definition, ':requirements', (node) => readRequirements(page, node))
  readTypes(page, world, below(page, definition, ':types'))
  readObjects(page, world, below(page, definition, ':constants'))
  const bare = readPredicates(page, world, below(page, definition, ':predicates'))
  readFunctions(page, world, below(page, definition, ':functions'))
  const derived = definition.sections.get(':derived') ?? []
  noteDerived(page, world, derived)
  return {
    name: definition.name,
    rules: () => readRules(page, world, derived),
    actions: (metric) => actionsOf(page, world, definition, { metric, bare }),
  }
}

function each({ sections }: Definition, name: string, work: (node: number) => void): void {
  for (const node of sections.get(name) ?? []) work(node)
}

/** What stands in all sections of a name, without the name. */
export function below(page: Page, { sections }: Definition, name: string): readonly number[] {
  return (sections.get(name) ?? []).flatMap((node) => page.children(node).slice(1))
}

function readTypes(page: Page, world: World, nodes: readonly number[]): void {
  const stated = new Map<string, TypedName>()
  const parents = new Set<string>()
  for (const one of typedList(page, nodes)) {
    const [parent = 'object', other] = one.types
    if (other !== undefined)
      page.say('planner/pddl-unsupported', one.typeNode, `The type "${one.name}" has several parents.`, { hint: 'Give it one.' }) // prettier-ignore
    parents.add(parent)
    if (one.name === 'object') continue
    const before = stated.get(one.name)
    // A type may be listed first without its parent, and again with it.
    if (
      before &&
      world.types.get(one.name)?.parent !== 'object' &&
      parent !== 'object' &&
      world.types.get(one.name)?.parent !== parent
    ) {
      page.say('planner/pddl-repeated-name', one.node, `There are two types "${one.name}".`, { see: ['The first stands here.', before.node] }) // prettier-ignore
      continue
    }
    if (before && parent === 'object') continue
    stated.set(one.name, one)
    world.types.set(one.name, { name: one.name, parent })
  }
  // Names behind a dash declare a type too: `truck - vehicle` where nothing else speaks of vehicle.
  for (const parent of parents)
    if (parent !== 'object' && !world.types.has(parent))
      world.types.set(parent, { name: parent, parent: 'object' })
  reportCircles(page, world, stated)
}

/** More generations of types are refused: who asks for the ancestors of each would never end. */
const mostGenerations = 1000

/** Reports types that descend from themselves, and that have too many ancestors. Time grows linearly with the number of types. */
function reportCircles(page: Page, world: World, stated: ReadonlyMap<string, TypedName>): void {
  const generations = new Map([['object', 0]])
  for (const start of stated.keys()) {
    const line = new Set<string>()
    let at = start
    for (; !generations.has(at) && !line.has(at); at = world.types.get(at)?.parent ?? 'object') line.add(at) // prettier-ignore
    const circle = line.has(at) ? [...line].slice([...line].indexOf(at)) : []
    const nodeOf = (name: string): number => stated.get(name)?.node ?? 0
    for (const name of circle.toSorted((a, b) => nodeOf(a) - nodeOf(b)))
      page.say('planner/pddl-syntax', nodeOf(name), `The type "${name}" descends from itself.`, { hint: 'Remove one of the parents on the way.' }) // prettier-ignore
    let generation = generations.get(at) ?? 0
    for (const name of [...line].toReversed()) {
      generations.set(name, ++generation)
      if (generation === mostGenerations + 1 && circle.length === 0)
        page.say('planner/pddl-too-large', nodeOf(name), `The type "${name}" has more than ${mostGenerations} ancestors.`, { hint: 'Let it descend from one of the first.' }) // prettier-ignore
    }
  }
}

/** Reads constants or objects. One that is declared again with the same type is taken once. */
export function readObjects(page: Page, world: World, nodes: readonly number[]): void {
  for (const one of typedList(page, nodes)) {
    const types = knownTypes(page, world, one)
    const before: LiftedObject | undefined = world.objects.get(one.name)
    if (before && before.types.join(' ') !== types.join(' '))
      page.say('planner/pddl-repeated-name', one.node, `There are two objects "${one.name}": one of type ${before.types.join(' or ')}, one of type ${types.join(' or ')}.`) // prettier-ignore
    else if (one.name.startsWith('?') || one.name.startsWith(':'))
      page.say('planner/pddl-syntax', one.node, `"${one.name}" is no name of an object.`)
    else if (!before)
      world.objects.set(one.name, { name: one.name, types, place: page.place(one.node) })
  }
}

/** Gives those of a domain whose predicates have no parameters at all. */
function readPredicates(page: Page, world: World, nodes: readonly number[]): BarePredicates | null {
  const bare = barePredicates(page, nodes)
  if (bare !== null) {
    world.predicates = bare
    return bare
  }
  const into = new Map<string, Declared>()
  world.predicates = into
  for (const node of nodes) readSignature(page, world, node, 'predicates', into)
  return null
}

function readFunctions(page: Page, world: World, nodes: readonly number[]): void {
  for (let index = 0; index < nodes.length; index++) {
    const node = nodes[index] ?? 0
    if (page.symbol(node) === '-') {
      const type = nodes[++index]
      if (type !== undefined && page.symbol(type) !== 'number')
        page.say('planner/pddl-unsupported', type, 'Only functions with numbers as values are supported.', { hint: 'Write `- number`, or a predicate instead of the function.' }) // prettier-ignore
    } else if (page.head(node) !== 'total-cost') readSignature(page, world, node, 'functions', world.functions) // prettier-ignore
  }
}

function readSignature(
  page: Page,
  world: World,
  node: number,
  among: 'predicates' | 'functions',
  into: Map<string, Declared>,
): void {
  const name = page.head(node)
  const kind = kinds[among]
  if (name === null || name === '=') {
    page.say('planner/pddl-syntax', node, `A ${kind} is declared as (NAME ?parameter …).`)
    return
  }
  const { parameters } = readParameters(page, world, page.parts(node), undefined, true)
  if (isKept(page, world, node + 1, name, among)) {
    page.say('planner/pddl-repeated-name', node, `There are two ${kind}s "${name}".`) // prettier-ignore
    return
  }
  const one = declared({ name, parameters, place: page.place(node) })
  into.set(name, one)
  keep(page, node + 1, name, among, one)
}

function actionsOf(
  page: Page,
  world: World,
  { sections }: Definition,
  { metric, bare }: { readonly metric: boolean; readonly bare: BarePredicates | null },
): ReadActions {
  const nodes = sections.get(':action') ?? []
  const isSimple = bare !== null && world.functions.size === 0 && world.derived.size === 0
  const lists = isSimple ? bareActions(page, bare, nodes, metric) : null
  if (lists !== null)
    return { actions: once(() => readActions(page, world, nodes, metric).actions), lists, noted: [] } // prettier-ignore
  const { actions, noted } = readActions(page, world, nodes, metric)
  return { actions: () => actions, lists, noted }
}

function readActions(
  page: Page,
  world: World,
  all: readonly number[],
  metric: boolean,
): { readonly actions: readonly LiftedAction[]; readonly noted: readonly Noted[] } {
  const actions: LiftedAction[] = []
  const noted: Noted[] = []
  /** By the number of its name the node of an action; 0, which is the whole definition, of none. */
  const first = new Int32Array(page.symbols())
  for (let index = 0; index < all.length; index++) {
    const node = all[index] ?? 0
    const action = readAction(page, world, node, metric)
    if (!action) continue
    const number = page.number(page.second(node))
    const before = first[number] ?? 0
    if (before === 0) {
      first[number] = node
      actions.push(action)
      const { cost, costNode, nodes } = page.taken
      if (mayBeWrong(cost, world.functions.size)) noted.push({ action, cost, costNode, nodes })
    } else
      page.say('planner/pddl-repeated-name', node, `There are two actions "${action.name}".`, {
        see: ['The first stands here.', before],
      })
  }
  return { actions, noted }
}

/** The types in the order of the task. */
export function typesOf(world: World): readonly LiftedType[] {
  return [...world.types.values()]
}

import type { Condition, LiftedEffect, NumberTerm, Parameter } from '../lifted.ts'
import { bareAt, isChangeable, readAtom } from './atom.ts'
import { always, hasParts, listAt, readCondition } from './condition.ts'
import { readNumber } from './number.ts'
import { wordsOf, type Page } from './page.ts'
import { readParameters, type Scope } from './scope.ts'
import { noNode } from './tree.ts'
import { bareAtom, type World } from './world.ts'

/** What an action changes, and by how much it increases `(total-cost)`. */
export interface Effects {
  readonly effects: readonly LiftedEffect[]
  /** Null when it leaves the cost alone. */
  readonly cost: { readonly term: NumberTerm; readonly node: number } | null
  /** Where numeric effects stand: nodes in their order. */
  readonly nodes: readonly number[]
}

interface Under {
  readonly scope: Scope
  readonly parameters: readonly Parameter[]
  readonly condition: Condition
}

/** What was read so far. */
interface Taken {
  /** The first `count` of these: one list, since a new one for each action would be thrown away behind it. */
  readonly effects: LiftedEffect[]
  count: number
  nodes: readonly number[]
  cost: Effects['cost']
}

const none: readonly Parameter[] = []
const noNodes: readonly number[] = []

/** Reads an action's effect; whatever is wrong with it is reported and left out. */
export function readEffects(page: Page, world: World, node: number, scope: Scope): Effects {
  const taken: Taken = { effects: page.effects, count: 0, nodes: noNodes, cost: null }
  readEffect(page, world, node, { scope, parameters: none, condition: always }, taken)
  return { effects: taken.effects.slice(0, taken.count), nodes: taken.nodes, cost: taken.cost }
}

function readEffect(page: Page, world: World, at: number, under: Under, taken: Taken): void {
  const { scope, parameters, condition } = under
  const bare = bareAt(page, at)
  if (bare) {
    if (isChangeable(page, world, at, bare.signature.name))
      put(taken, { parameters, condition, kind: 'add', atom: bareAtom(bare) })
    return
  }
  const head = page.head(at)
  switch (head) {
    case null:
      if (!page.isList(at) || page.children(at).length > 0)
        page.say('planner/pddl-syntax', at, `"${wordsOf(page, at)}" is no effect.`)
      return
    case 'and':
      for (let part = page.second(at); part !== noNode; part = page.next(at, part))
        readEffect(page, world, part, under, taken)
      return
    case 'not':
      if (hasParts(page, at, 1)) take(page, world, page.second(at), under, 'delete', taken)
      return
    case 'forall': {
      if (!hasParts(page, at, 2)) return
      const parts = page.parts(at)
      const inner = readParameters(page, world, listAt(page, parts[0] ?? at), scope)
      const all = [...parameters, ...inner.parameters]
      readEffect(page, world, parts[1] ?? at, { scope: inner.scope, parameters: all, condition }, taken) // prettier-ignore
      return
    }
    case 'when': {
      if (!hasParts(page, at, 2)) return
      const parts = page.parts(at)
      const when = readCondition(page, world, parts[0] ?? at, scope)
      readEffect(page, world, parts[1] ?? at, { ...under, condition: bothOf(condition, when) }, taken) // prettier-ignore
      return
    }
    case 'assign':
    case 'increase':
    case 'decrease':
      readChange(page, world, at, head, under, taken)
      return
    case 'scale-up':
    case 'scale-down':
      page.say('planner/pddl-unsupported', at, `"${head}" is not supported.`, {
        hint: 'Numbers can be assigned, increased and decreased.',
      })
      return
    default:
      take(page, world, at, under, 'add', taken)
  }
}

function take(
  page: Page,
  world: World,
  node: number,
  { scope, parameters, condition }: Under,
  kind: 'add' | 'delete',
  taken: Taken,
): void {
  const atom = readAtom(page, world, node, scope, 'predicates')
  if (atom && isChangeable(page, world, node, atom.name)) put(taken, { parameters, condition, kind, atom }) // prettier-ignore
}

function put(taken: Taken, effect: LiftedEffect): void {
  taken.effects[taken.count++] = effect
}

function readChange(
  page: Page,
  world: World,
  at: number,
  kind: 'assign' | 'increase' | 'decrease',
  { scope, parameters, condition }: Under,
  taken: Taken,
): void {
  if (!hasParts(page, at, 2)) return
  const target = page.second(at)
  const amount = page.next(at, target)
  const value = readNumber(page, world, amount, scope)
  if (page.head(target) === 'total-cost') {
    if (kind !== 'increase' || condition !== always || parameters.length > 0)
      page.say('planner/pddl-unsupported', at, 'The cost of an action can only be increased, and without a condition.') // prettier-ignore
    else if (value !== null)
      taken.cost = { node: amount, term: taken.cost ? { operator: '+', left: taken.cost.term, right: value } : value } // prettier-ignore
    return
  }
  const of = readAtom(page, world, target, scope, 'functions')
  if (!of || value === null) return
  put(taken, { parameters, condition, kind, of, value })
  taken.nodes = [...taken.nodes, at]
}

function bothOf(left: Condition, right: Condition): Condition {
  return left === always ? right : { kind: 'and', all: [left, right] }
}

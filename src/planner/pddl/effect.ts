import type { Condition, LiftedEffect, Parameter } from '../lifted.ts'
import { bareAt, isChangeable, readAtom } from './atom.ts'
import { always, hasParts, listAt, readCondition } from './condition.ts'
import { readNumber } from './number.ts'
import { wordsOf, type Page } from './page.ts'
import { noScope, readParameters, type Scope } from './scope.ts'
import type { Taken } from './taken.ts'
import { noNode } from './tree.ts'
import { bareAtom, type World } from './world.ts'

interface Under {
  readonly scope: Scope
  readonly parameters: readonly Parameter[]
  readonly condition: Condition
}

const none: readonly Parameter[] = []
const underNothing: Under = { scope: noScope, parameters: none, condition: always }

/** Reads an action's effect into what is taken of it; whatever is wrong with it is reported and left out. */
export function readEffects(page: Page, world: World, node: number, scope: Scope): void {
  const { taken } = page
  const under = scope === noScope ? underNothing : { scope, parameters: none, condition: always }
  readEffect(page, world, node, under, taken)
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
    else if (value !== null) {
      taken.cost = taken.cost === null ? value : { operator: '+', left: taken.cost, right: value }
      taken.costNode = amount
    }
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

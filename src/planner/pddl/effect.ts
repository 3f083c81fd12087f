import type { Condition, LiftedEffect, NumberTerm, Parameter } from '../lifted.ts'
import { readAtom } from './atom.ts'
import { always, hasParts, listAt, readCondition } from './condition.ts'
import { readNumber } from './number.ts'
import { wordsOf, type Page } from './page.ts'
import { readParameters, type Scope } from './scope.ts'
import type { World } from './world.ts'

/** What an action changes, and by how much it increases `(total-cost)`. */
export interface Effects {
  readonly effects: readonly LiftedEffect[]
  /** Null when it leaves the cost alone. */
  readonly cost: { readonly term: NumberTerm; readonly node: number } | null
  /** Where numeric effects stand: nodes in the order of `effects`. */
  readonly nodes: readonly number[]
}

interface Under {
  readonly scope: Scope
  readonly parameters: readonly Parameter[]
  readonly condition: Condition
}

/** Reads an action's effect; whatever is wrong with it is reported and left out. */
export function readEffects(page: Page, world: World, node: number, scope: Scope): Effects {
  const effects: LiftedEffect[] = []
  const nodes: number[] = []
  let cost: Effects['cost'] = null
  const take = (at: number, effect: LiftedEffect): void => {
    effects.push(effect)
    nodes.push(at)
  }
  const walk = (at: number, under: Under): void => {
    const head = page.head(at)
    const [, ...parts] = page.children(at)
    const { scope, parameters, condition } = under
    switch (head) {
      case null:
        if (!page.isList(at) || page.children(at).length > 0)
          page.say('planner/pddl-syntax', at, `"${wordsOf(page, at)}" is no effect.`)
        return
      case 'and':
        for (const part of parts) walk(part, under)
        return
      case 'not': {
        if (!hasParts(page, at, 1)) return
        const atom = readAtom(page, world, parts[0] ?? at, scope, 'predicates')
        if (atom) take(at, { parameters, condition, kind: 'delete', atom })
        return
      }
      case 'forall': {
        if (!hasParts(page, at, 2)) return
        const inner = readParameters(page, world, listAt(page, parts[0] ?? at), scope)
        walk(parts[1] ?? at, { scope: inner.scope, parameters: [...parameters, ...inner.parameters], condition }) // prettier-ignore
        return
      }
      case 'when': {
        if (!hasParts(page, at, 2)) return
        const when = readCondition(page, world, parts[0] ?? at, scope)
        walk(parts[1] ?? at, { ...under, condition: bothOf(condition, when) })
        return
      }
      case 'assign':
      case 'increase':
      case 'decrease':
        readChange(at, head, under)
        return
      case 'scale-up':
      case 'scale-down':
        page.say('planner/pddl-unsupported', at, `"${head}" is not supported.`, {
          hint: 'Numbers can be assigned, increased and decreased.',
        })
        return
      default: {
        const atom = readAtom(page, world, at, scope, 'predicates')
        if (atom) take(at, { parameters, condition, kind: 'add', atom })
      }
    }
  }
  const readChange = (at: number, kind: 'assign' | 'increase' | 'decrease', under: Under): void => {
    if (!hasParts(page, at, 2)) return
    const [, target = at, amount = at] = page.children(at)
    const value = readNumber(page, world, amount, under.scope)
    if (page.head(target) === 'total-cost') {
      if (kind !== 'increase' || under.condition !== always || under.parameters.length > 0)
        page.say('planner/pddl-unsupported', at, 'The cost of an action can only be increased, and without a condition.') // prettier-ignore
      else if (value !== null)
        cost = { node: amount, term: cost ? { operator: '+', left: cost.term, right: value } : value } // prettier-ignore
      return
    }
    const of = readAtom(page, world, target, under.scope, 'functions')
    const { parameters, condition } = under
    if (of && value !== null) take(at, { parameters, condition, kind, of, value })
  }
  walk(node, { scope, parameters: [], condition: always })
  return { effects, cost, nodes }
}

function bothOf(left: Condition, right: Condition): Condition {
  return left === always ? right : { kind: 'and', all: [left, right] }
}

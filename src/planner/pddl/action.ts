import { nearest } from '../../base/index.ts'
import type { LiftedAction } from '../lifted.ts'
import { always, listAt, readCondition } from './condition.ts'
import { readEffects } from './effect.ts'
import { wordsOf, type Page } from './page.ts'
import { readParameters } from './scope.ts'
import { forgetEffects, type Taken } from './taken.ts'
import { noNode } from './tree.ts'
import type { World } from './world.ts'

const keys = [':parameters', ':precondition', ':effect']

/**
 * Reads `(:action NAME :parameters … :precondition … :effect …)`; null without a name. Without a `metric` it costs 1. What its cost and
 * its numeric effects are made of is left in what is taken.
 */
export function readAction(
  page: Page,
  world: World,
  node: number,
  metric: boolean,
): LiftedAction | null {
  const { taken } = page
  forgetEffects(taken)
  const second = page.second(node)
  const title = second === noNode ? undefined : second
  const name = page.symbol(title)
  if (name === null || name.startsWith(':')) {
    page.say('planner/pddl-syntax', title ?? node, 'Behind :action a name is expected.')
    return null
  }
  takeParts(page, node, second)
  const { parameters: list, condition: before, effect: after } = taken
  const { parameters, scope } = readParameters(page, world, list === noNode ? [] : listAt(page, list)) // prettier-ignore
  const condition = before === noNode ? always : readCondition(page, world, before, scope)
  if (after !== noNode) readEffects(page, world, after, scope)
  if (after === noNode || isEmpty(page, after))
    page.say('planner/pddl-no-effect', title ?? node, `The action "${name}" has no effect.`)
  const effects = taken.effects.slice(0, taken.count)
  const cost = metric ? (taken.cost ?? 0) : 1
  return { name, parameters, condition, effects, cost, place: page.place(node) }
}

/** Takes the `:key value` pairs of a list behind its part `title`. */
function takeParts(page: Page, node: number, title: number): void {
  const { taken } = page
  taken.parameters = taken.condition = taken.effect = noNode
  for (let key = page.next(node, title), behind = key; key !== noNode; key = behind) {
    const value = page.next(node, key)
    behind = value === noNode ? noNode : page.next(node, value)
    const name = page.symbol(key)
    if (name !== ':parameters' && name !== ':precondition' && name !== ':effect') {
      const near = name === null ? undefined : nearest(name, keys)
      page.say('planner/pddl-syntax', key, `"${wordsOf(page, key)}" is no part of an action.`, {
        hint: near === undefined ? `Its parts are ${keys.join(' ')}.` : `Did you mean ${near}?`,
      })
      // One value too many or too few: what follows would be read as the opposite of what it is.
      if (name === null) behind = value
    } else if (value === noNode || page.symbol(value)?.startsWith(':') === true) {
      page.say('planner/pddl-syntax', key, `Behind ${name} a value is missing.`)
      behind = value
    } else if (!takePart(taken, name, value))
      page.say('planner/pddl-repeated-name', key, `There are two ${name} here.`)
  }
}

/** False when there is one already. */
function takePart(
  taken: Taken,
  name: ':parameters' | ':precondition' | ':effect',
  value: number,
): boolean {
  if (name === ':parameters') {
    if (taken.parameters !== noNode) return false
    taken.parameters = value
  } else if (name === ':precondition') {
    if (taken.condition !== noNode) return false
    taken.condition = value
  } else {
    if (taken.effect !== noNode) return false
    taken.effect = value
  }
  return true
}

/** `()` or `(and)`. */
function isEmpty(page: Page, node: number): boolean {
  if (!page.isList(node)) return false
  const count = page.count(node)
  return count === 0 || (count === 1 && page.head(node) === 'and')
}

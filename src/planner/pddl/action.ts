import { nearest } from '../../base/index.ts'
import type { LiftedAction } from '../lifted.ts'
import { always, listAt, readCondition } from './condition.ts'
import { readEffects, type Effects } from './effect.ts'
import { wordsOf, type Page } from './page.ts'
import { readParameters } from './scope.ts'
import { noNode } from './tree.ts'
import type { World } from './world.ts'

/** An action, with where its numbers stand. */
export interface ReadAction {
  readonly action: LiftedAction
  readonly cost: Effects['cost']
  readonly nodes: Effects['nodes']
}

const keys = [':parameters', ':precondition', ':effect'] as const
type Key = (typeof keys)[number]

const nothing: Effects = { effects: [], cost: null, nodes: [] }

/** Reads `(:action NAME :parameters … :precondition … :effect …)`; null without a name. Without a `metric` it costs 1. */
export function readAction(
  page: Page,
  world: World,
  node: number,
  metric: boolean,
): ReadAction | null {
  const second = page.second(node)
  const title = second === noNode ? undefined : second
  const name = page.symbol(title)
  if (name === null || name.startsWith(':')) {
    page.say('planner/pddl-syntax', title ?? node, 'Behind :action a name is expected.')
    return null
  }
  const parts = partsOf(page, node, second)
  const list = parts[':parameters']
  const { parameters, scope } = readParameters(page, world, list === undefined ? [] : listAt(page, list)) // prettier-ignore
  const before = parts[':precondition']
  const condition = before === undefined ? always : readCondition(page, world, before, scope)
  const after = parts[':effect']
  const { effects, cost, nodes } =
    after === undefined ? nothing : readEffects(page, world, after, scope)
  if (after === undefined || isEmpty(page, after))
    page.say('planner/pddl-no-effect', title ?? node, `The action "${name}" has no effect.`)
  const counted = metric ? (cost?.term ?? 0) : 1
  const place = page.place(node)
  return { action: { name, parameters, condition, effects, cost: counted, place }, cost, nodes }
}

/** The `:key value` pairs of a list behind its part `title`. */
function partsOf(
  page: Page,
  node: number,
  title: number,
): Readonly<Record<Key, number | undefined>> {
  const parts: Record<Key, number | undefined> = { ':parameters': undefined, ':precondition': undefined, ':effect': undefined } // prettier-ignore
  for (let key = page.next(node, title), behind = key; key !== noNode; key = behind) {
    const value = page.next(node, key)
    behind = value === noNode ? noNode : page.next(node, value)
    const symbol = page.symbol(key)
    const name = symbol === ':parameters' || symbol === ':precondition' || symbol === ':effect' ? symbol : undefined // prettier-ignore
    if (name === undefined) {
      const near = symbol === null ? undefined : nearest(symbol, keys)
      page.say('planner/pddl-syntax', key, `"${wordsOf(page, key)}" is no part of an action.`, {
        hint: near === undefined ? `Its parts are ${keys.join(' ')}.` : `Did you mean ${near}?`,
      })
      // One value too many or too few: what follows would be read as the opposite of what it is.
      if (symbol === null) behind = value
    } else if (value === noNode || page.symbol(value)?.startsWith(':') === true) {
      page.say('planner/pddl-syntax', key, `Behind ${name} a value is missing.`)
      behind = value
    } else if (parts[name] !== undefined)
      page.say('planner/pddl-repeated-name', key, `There are two ${name} here.`)
    else parts[name] = value
  }
  return parts
}

/** `()` or `(and)`. */
function isEmpty(page: Page, node: number): boolean {
  if (!page.isList(node)) return false
  const count = page.count(node)
  return count === 0 || (count === 1 && page.head(node) === 'and')
}

import { nearest } from '../../base/index.ts'
import type { Place } from '../../model/index.ts'
import type { Condition, Parameter } from '../lifted.ts'
import { always, listAt, readCondition } from './condition.ts'
import { readEffects, type Effects } from './effect.ts'
import { wordsOf, type Page } from './page.ts'
import { readParameters } from './scope.ts'
import type { World } from './world.ts'

/** An action as its section says it. */
export interface ReadAction extends Effects {
  readonly name: string
  readonly parameters: readonly Parameter[]
  readonly condition: Condition
  readonly place: Place
  readonly node: number
}

const keys = [':parameters', ':precondition', ':effect'] as const
type Key = (typeof keys)[number]

const nothing: Effects = { effects: [], cost: null, nodes: [] }

/** Reads `(:action NAME :parameters … :precondition … :effect …)`; null without a name. */
export function readAction(page: Page, world: World, node: number): ReadAction | null {
  const [title, ...rest] = page.parts(node)
  const name = page.symbol(title)
  if (name === null || name.startsWith(':')) {
    page.say('planner/pddl-syntax', title ?? node, 'Behind :action a name is expected.')
    return null
  }
  const parts = partsOf(page, rest)
  const list = parts[':parameters']
  const { parameters, scope } = readParameters(page, world, list === undefined ? [] : listAt(page, list)) // prettier-ignore
  const before = parts[':precondition']
  const condition = before === undefined ? always : readCondition(page, world, before, scope)
  const after = parts[':effect']
  const { effects, cost, nodes } =
    after === undefined ? nothing : readEffects(page, world, after, scope)
  if (after === undefined || isEmpty(page, after))
    page.say('planner/pddl-no-effect', title ?? node, `The action "${name}" has no effect.`)
  return { name, parameters, condition, effects, cost, nodes, place: page.place(node), node }
}

/** `:key value` pairs. */
function partsOf(page: Page, nodes: readonly number[]): Readonly<Partial<Record<Key, number>>> {
  const parts: Partial<Record<Key, number>> = {}
  for (let index = 0; index < nodes.length; index += 2) {
    const key = nodes[index] ?? 0
    const value = nodes[index + 1]
    const symbol = page.symbol(key)
    const name = keys.find((one) => one === symbol)
    if (name === undefined) {
      const near = symbol === null ? undefined : nearest(symbol, keys)
      page.say('planner/pddl-syntax', key, `"${wordsOf(page, key)}" is no part of an action.`, {
        hint: near === undefined ? `Its parts are ${keys.join(' ')}.` : `Did you mean ${near}?`,
      })
      // One value too many or too few: what follows would be read as the opposite of what it is.
      if (symbol === null) index--
    } else if (value === undefined || page.symbol(value)?.startsWith(':') === true) {
      page.say('planner/pddl-syntax', key, `Behind ${name} a value is missing.`)
      index--
    } else if (parts[name] !== undefined)
      page.say('planner/pddl-repeated-name', key, `There are two ${name} here.`)
    else parts[name] = value
  }
  return parts
}

/** `()` or `(and)`. */
function isEmpty(page: Page, node: number): boolean {
  const [first, ...rest] = page.children(node)
  return (
    page.isList(node) && rest.length === 0 && (first === undefined || page.symbol(first) === 'and')
  )
}

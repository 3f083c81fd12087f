import type { Flat, Propositional } from '../propositional.ts'
import type { BarePredicates } from './bare-predicates.ts'
import { isPlainNumeral } from './number.ts'
import type { Page } from './page.ts'
import { noNode } from './tree.ts'

// Actions without parameters, whose conditions are facts and whose effects are facts and a cost, as lists of numbers straight from the
// brackets: a hundred thousand of them take a tenth of the time that objects take.
//
//   B1. What is taken here has nothing wrong with it, so that nothing is reported when it is read as objects later.
//   B2. It says the same as those objects: fuzz tests compare what is grounded of both.

/** Null as soon as one is not as simple, or something is wrong. No other predicates than `predicates` are declared, and no functions. */
export function bareActions(
  page: Page,
  predicates: BarePredicates,
  nodes: readonly number[],
  metric: boolean,
): Propositional | null {
  const reader: Reader = {
    page,
    places: predicates.places,
    words: wordsIn(page),
    numerals: new Float64Array(page.symbols()).fill(NaN),
    needed: new Int32Array(predicates.count),
    fluent: new Uint8Array(predicates.count),
    needs: listed(nodes.length),
    changes: listed(nodes.length),
    action: 0,
    cost: noCost,
  }
  const costs = new Float64Array(nodes.length)
  const isTaken = new Uint8Array(page.symbols())
  for (let action = 0; action < nodes.length; action++) {
    const node = nodes[action] ?? 0
    const title = page.second(node)
    const name = title === noNode ? -1 : page.number(title)
    if (name < 0 || isTaken[name] === 1 || page.first(title) === colon) return null
    isTaken[name] = 1
    reader.action = action
    reader.cost = noCost
    if (!takeParts(reader, node, title)) return null
    reader.needs.first[action + 1] = reader.needs.size
    reader.changes.first[action + 1] = reader.changes.size
    costs[action] = metric ? Math.max(0, reader.cost) : 1
  }
  return {
    needs: flat(reader.needs),
    changes: flat(reader.changes),
    costs,
    fluent: reader.fluent,
    actionName: (action) => page.symbol(page.second(nodes[action] ?? 0)) ?? '',
    predicateName: predicates.name,
    numberOf: predicates.place,
  }
}

interface Reader {
  readonly page: Page
  /** See `BarePredicates`. */
  readonly places: Int32Array
  readonly words: Words
  /** By symbol: the number that it is; NaN as long as nobody asked. */
  readonly numerals: Float64Array
  /** By predicate the last action that needs it, and 1 more. */
  readonly needed: Int32Array
  readonly fluent: Uint8Array
  readonly needs: List
  readonly changes: List
  action: number
  cost: number
}

const colon = 58
/** Of an action that says none. */
const noCost = -1

/** The numbers of the words that have a meaning; `absent` of those that the file does without. */
type Words = Readonly<Record<'parameters' | 'precondition' | 'effect' | 'and' | 'not' | 'increase' | 'cost', number>> // prettier-ignore

/** No number of any node: a list has -1. */
const absent = -2

function wordsIn(page: Page): Words {
  const number = (word: string): number => (page.named(word) < 0 ? absent : page.named(word))
  return {
    parameters: number(':parameters'),
    precondition: number(':precondition'),
    effect: number(':effect'),
    and: number('and'),
    not: number('not'),
    increase: number('increase'),
    cost: number('total-cost'),
  }
}

/** Takes the `:key value` pairs behind the title of an action. */
function takeParts(reader: Reader, node: number, title: number): boolean {
  const { page, words } = reader
  let [parameters, condition, effect] = [noNode, noNode, noNode]
  for (let key = page.next(node, title); key !== noNode;) {
    const value = page.next(node, key)
    if (value === noNode || !page.isList(value)) return false
    const word = page.number(key)
    if (word === words.parameters && parameters === noNode) parameters = value
    else if (word === words.precondition && condition === noNode) condition = value
    else if (word === words.effect && effect === noNode) effect = value
    else return false
    key = page.next(node, value)
  }
  if (parameters !== noNode && page.count(parameters) > 0) return false
  return (condition === noNode || takeCondition(reader, condition)) && effect !== noNode && takeEffect(reader, effect) // prettier-ignore
}

/** `()`, `(fact)` or `(and (fact) …)`. */
function takeCondition(reader: Reader, node: number): boolean {
  const { page, words } = reader
  if (page.count(node) === 0) return true
  if (page.number(node + 1) !== words.and) return need(reader, node)
  for (let part = page.second(node); part !== noNode; part = page.next(node, part))
    if (!need(reader, part)) return false
  return true
}

function need(reader: Reader, node: number): boolean {
  const fact = factAt(reader, node)
  if (fact < 0) return false
  if (reader.needed[fact] === reader.action + 1) return true
  reader.needed[fact] = reader.action + 1
  push(reader.needs, fact)
  return true
}

/** The predicate that is all that stands in a list; -1 of all else. */
function factAt({ page, places }: Reader, node: number): number {
  const symbol = page.only(node)
  return symbol < 0 ? -1 : (places[symbol] ?? 0) - 1
}

/** A change, or `(and CHANGE …)` with one at least. */
function takeEffect(reader: Reader, node: number): boolean {
  const { page, words } = reader
  if (page.number(node + 1) !== words.and) return takeChange(reader, node)
  const second = page.second(node)
  for (let part = second; part !== noNode; part = page.next(node, part))
    if (!takeChange(reader, part)) return false
  return second !== noNode
}

/** `(fact)`, `(not (fact))` or, once, `(increase (total-cost) NUMBER)`. */
function takeChange(reader: Reader, node: number): boolean {
  const { page, words } = reader
  const added = factAt(reader, node)
  if (added >= 0) return change(reader, added, added)
  const second = page.second(node)
  if (second === noNode) return false
  const word = page.number(node + 1)
  const third = page.next(node, second)
  if (word === words.not) {
    const deleted = factAt(reader, second)
    return third === noNode && deleted >= 0 && change(reader, deleted, ~deleted)
  }
  if (word !== words.increase || third === noNode || page.next(node, third) !== noNode) return false
  if (page.only(second) !== words.cost || reader.cost !== noCost) return false
  reader.cost = numeralAt(reader, third)
  return reader.cost !== noCost
}

function change({ fluent, changes }: Reader, fact: number, value: number): boolean {
  fluent[fact] = 1
  push(changes, value)
  return true
}

/** `noCost` of what is no number that a cost can be. */
function numeralAt({ page, numerals }: Reader, node: number): number {
  const symbol = page.number(node)
  if (symbol < 0) return noCost
  const known = numerals[symbol] ?? NaN
  if (!Number.isNaN(known)) return known
  const word = page.symbol(node) ?? ''
  return (numerals[symbol] = isPlainNumeral(word) ? Number(word) : noCost)
}

/** Lists of numbers that grow, one for each action. */
interface List {
  readonly first: Int32Array
  values: Int32Array
  size: number
}

function listed(lists: number): List {
  return { first: new Int32Array(lists + 1), values: new Int32Array(4 * lists + 16), size: 0 }
}

function push(list: List, value: number): void {
  if (list.size === list.values.length) {
    const more = new Int32Array(2 * list.size)
    more.set(list.values)
    list.values = more
  }
  list.values[list.size++] = value
}

function flat({ first, values, size }: List): Flat {
  return { first, values: values.subarray(0, size) }
}

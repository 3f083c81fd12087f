import type { GroundAction, GroundTask } from '../ground-task.ts'
import type { LiftedTask } from '../lifted.ts'
import { mostActions, type Budget } from './budget.ts'
import { isDelete, keptPropositional, nowhere, type Propositional } from '../propositional.ts'
import { factsOf, listsOf, numbersOf } from './propositional-lists.ts'

// Tasks that have no parameters at all are grounded here: nothing is to be joined, and all that grounding has to do are walks over lists
// of numbers, which takes a third of the time that objects for patterns, instances and drafts take. What comes of it is the same, to the number of
// each fact and the place of each action.
//
//   P1. Facts are numbered as they are first named: at the start, then by what actions need, then by what those that are reached change.
//   P2. An action is reached when all that it needs has been; who waited last for the same fact comes first.
//   P3. What always holds is left out, and so is what the goal does not need, found backwards.

/** A task as lists of numbers, with what holds at first and what is to hold, by predicate. */
export interface Simple {
  readonly lists: Propositional
  readonly init: Int32Array
  readonly goal: Int32Array
}

/**
 * Grounds a task without parameters, numbers, alternatives, contraries and effects under conditions; null for others, and for those that
 * make too much of it, who are told so elsewhere.
 */
export function groundPropositional(
  task: LiftedTask,
  { actions, step }: Budget,
): GroundTask | null {
  const simple = simpleOf(task, actions)
  if (simple === null) return null
  const { lists, init, goal } = simple
  const reached = reachedBy(lists, init, step)
  // What nobody named before is named by the goal.
  for (const fact of goal) reached.name(fact)
  return writtenOf(lists, goal, reached)
}

/** Null for tasks that are not as simple, and for those with more actions than `most`. */
export function simpleOf(task: LiftedTask, most = mostActions): Simple | null {
  const goal = factsOf(task.goal)
  if (goal === null || task.derived !== undefined || task.functions.length > 0 || task.values.length > 0) return null // prettier-ignore
  const lists = keptPropositional(task) ?? (task.actions.length > most ? null : listsOf(task))
  if (lists === null || lists.costs.length > most) return null
  const { numberOf } = lists
  const init = numbersOf(
    task.init.map(({ name }) => name),
    numberOf,
  )
  const wanted = numbersOf(
    goal.map((one) => (one.kind === 'atom' ? one.atom.name : '')),
    numberOf,
  )
  return init && wanted && { lists, init, goal: wanted }
}

interface Reached {
  /** The actions, in the order in which they were reached. */
  readonly actions: Int32Array
  /** The predicates, in the order in which they were named. */
  readonly named: () => Int32Array
  readonly name: (fact: number) => void
  /** By predicate. */
  readonly isInitial: Uint8Array
  readonly isReached: Uint8Array
}

/** Which actions could be applied if nothing became false. */
function reachedBy(
  { needs, changes, fluent }: Propositional,
  init: Int32Array,
  step: () => void,
): Reached {
  const size = fluent.length
  const actions = needs.first.length - 1
  const order = new Int32Array(size)
  let names = 0
  const isNamed = new Uint8Array(size)
  const name = (fact: number): void => {
    if (isNamed[fact] === 1) return
    isNamed[fact] = 1
    order[names++] = fact
  }
  const [isInitial, isReached] = [new Uint8Array(size), new Uint8Array(size)]
  for (let index = 0; index < init.length; index++) {
    const fact = init[index] ?? 0
    name(fact)
    isInitial[fact] = 1
    if (fluent[fact] === 1) isReached[fact] = 1
  }
  // For each fact a chain of links, each to an action that waits for it; links are numbered from 1, so that 0 ends a chain.
  const chain = new Int32Array(size)
  const next = new Int32Array(needs.values.length + 1)
  const waits = new Int32Array(needs.values.length + 1)
  let links = 0
  const missing = new Int32Array(actions)
  const ready = new Int32Array(actions)
  let found = 0
  for (let action = 0; action < actions; action++) {
    const [from, to] = [needs.first[action] ?? 0, needs.first[action + 1] ?? 0]
    if (isOut(needs.values, from, to, fluent, isInitial)) continue
    let wanting = 0
    for (let at = from; at < to; at++) {
      const fact = needs.values[at] ?? 0
      if (fluent[fact] === 0) continue
      name(fact)
      if (isReached[fact] === 1) continue
      wanting++
      next[++links] = chain[fact] ?? 0
      waits[links] = action
      chain[fact] = links
    }
    missing[action] = wanting
    if (wanting === 0) ready[found++] = action
  }
  for (let done = 0; done < found; done++) {
    step()
    const action = ready[done] ?? 0
    for (let at = changes.first[action] ?? 0; at < (changes.first[action + 1] ?? 0); at++) {
      const change = changes.values[at] ?? 0
      const fact = isDelete(change) ? ~change : change
      name(fact)
      if (isDelete(change) || isReached[fact] === 1) continue
      isReached[fact] = 1
      for (let link = chain[fact] ?? 0; link !== 0; link = next[link] ?? 0) {
        const waiting = waits[link] ?? 0
        const left = (missing[waiting] ?? 0) - 1
        missing[waiting] = left
        if (left === 0) ready[found++] = waiting
      }
    }
  }
  return { actions: ready.subarray(0, found), named: () => order.subarray(0, names), name, isInitial, isReached } // prettier-ignore
}

/** Whether something is needed that never becomes true and is not. */
function isOut(
  values: Int32Array,
  from: number,
  to: number,
  fluent: Uint8Array,
  isInitial: Uint8Array,
): boolean {
  for (let at = from; at < to; at++) {
    const fact = values[at] ?? 0
    if (fluent[fact] === 0 && isInitial[fact] === 0) return true
  }
  return false
}

function writtenOf(lists: Propositional, goal: Int32Array, reached: Reached): GroundTask {
  const { needs, changes, costs, actionName, predicateName } = lists
  const always = alwaysTrue(lists, reached)
  const news = newsOf(lists, reached, always)
  const { isNeeded, isKept } = relevant(lists, goal, reached, always, news)
  const named = reached.named()
  const place = new Int32Array(always.length).fill(nowhere)
  const facts: string[] = []
  const held: number[] = []
  for (let index = 0; index < named.length; index++) {
    const fact = named[index] ?? 0
    if (isNeeded[fact] === 0) continue
    place[fact] = facts.length
    if (reached.isInitial[fact] === 1) held.push(facts.length)
    facts.push(`(${predicateName(fact)})`)
  }
  const taken = taker(place)
  const actions: GroundAction[] = []
  for (let index = 0; index < reached.actions.length; index++) {
    if (isKept[index] === 0) continue
    const action = reached.actions[index] ?? 0
    const [from, to] = [changes.first[action] ?? 0, changes.first[action + 1] ?? 0]
    for (let at = needs.first[action] ?? 0; at < (needs.first[action + 1] ?? 0); at++) {
      const fact = needs.values[at] ?? 0
      if (always[fact] === 0) taken.add(fact)
    }
    const pre = taken.list()
    for (let at = from; at < to; at++) if (news[at] === 1 && !isDelete(changes.values[at] ?? 0)) taken.add(changes.values[at] ?? 0) // prettier-ignore
    const add = taken.list()
    for (let at = from; at < to; at++) if (news[at] === 1 && isDelete(changes.values[at] ?? 0)) taken.add(~(changes.values[at] ?? 0)) // prettier-ignore
    actions.push({
      name: `(${actionName(action)})`,
      cost: costs[action] ?? 0,
      origin: { action, objects: noObjects },
      pre,
      add,
      delete: taken.list(),
    })
  }
  for (let index = 0; index < goal.length; index++) if (always[goal[index] ?? 0] === 0) taken.add(goal[index] ?? 0) // prettier-ignore
  return { facts, variables: [], actions, init: held, goal: taken.list(), numericGoal: [] }
}

const noObjects: readonly string[] = []

/** By predicate: what holds at first and no action that is reached takes away. */
function alwaysTrue(
  { changes, fluent }: Propositional,
  { actions, isInitial }: Reached,
): Uint8Array {
  const always = isInitial.slice()
  /** By predicate the last action that adds it, and 1 more. */
  const added = new Int32Array(fluent.length)
  for (let index = 0; index < actions.length; index++) {
    const action = actions[index] ?? 0
    const [from, to] = [changes.first[action] ?? 0, changes.first[action + 1] ?? 0]
    for (let at = from; at < to; at++) {
      const change = changes.values[at] ?? 0
      if (!isDelete(change)) added[change] = action + 1
    }
    for (let at = from; at < to; at++) {
      const change = changes.values[at] ?? 0
      if (isDelete(change) && added[~change] !== action + 1) always[~change] = 0
    }
  }
  return always
}

/**
 * By place in `changes`: whether it makes a fact otherwise that may be so or not, is not added besides, and is not so by what the action
 * needs; of several the same, the first.
 */
function newsOf(
  { needs, changes, fluent }: Propositional,
  { actions, isInitial, isReached }: Reached,
  always: Uint8Array,
): Uint8Array {
  const news = new Uint8Array(changes.values.length)
  // By predicate the last action that needs, adds or deletes it, and 1 more.
  const { length } = fluent
  const [needed, added, deleted] = [new Int32Array(length), new Int32Array(length), new Int32Array(length)] // prettier-ignore
  for (let index = 0; index < actions.length; index++) {
    const action = actions[index] ?? 0
    const mark = action + 1
    const [from, to] = [changes.first[action] ?? 0, changes.first[action + 1] ?? 0]
    for (let at = needs.first[action] ?? 0; at < (needs.first[action + 1] ?? 0); at++) needed[needs.values[at] ?? 0] = mark // prettier-ignore
    for (let at = from; at < to; at++) {
      const fact = changes.values[at] ?? 0
      if (isDelete(fact) || added[fact] === mark) continue
      added[fact] = mark
      if (mayChange(fact) && needed[fact] !== mark) news[at] = 1
    }
    for (let at = from; at < to; at++) {
      const change = changes.values[at] ?? 0
      if (!isDelete(change) || deleted[~change] === mark) continue
      deleted[~change] = mark
      if (mayChange(~change) && added[~change] !== mark) news[at] = 1
    }
  }
  return news

  function mayChange(fact: number): boolean {
    return isInitial[fact] === 1 ? always[fact] === 0 : isReached[fact] === 1
  }
}

/** What the goal could need, found backwards: facts by predicate, and actions by their place among those that were reached. */
function relevant(
  { needs, changes }: Propositional,
  goal: Int32Array,
  { actions }: Reached,
  always: Uint8Array,
  news: Uint8Array,
): { readonly isNeeded: Uint8Array; readonly isKept: Uint8Array } {
  const chain = new Int32Array(always.length)
  const next = new Int32Array(changes.values.length + 1)
  const brings = new Int32Array(changes.values.length + 1)
  let links = 0
  for (let index = 0; index < actions.length; index++) {
    const action = actions[index] ?? 0
    for (let at = changes.first[action] ?? 0; at < (changes.first[action + 1] ?? 0); at++) {
      const change = changes.values[at] ?? 0
      if (news[at] === 0 || isDelete(change)) continue
      next[++links] = chain[change] ?? 0
      brings[links] = index
      chain[change] = links
    }
  }
  const [isNeeded, isKept] = [new Uint8Array(always.length), new Uint8Array(actions.length)]
  const waiting = new Int32Array(actions.length)
  let count = 0
  const need = (fact: number): void => {
    if (always[fact] === 1 || isNeeded[fact] === 1) return
    isNeeded[fact] = 1
    for (let link = chain[fact] ?? 0; link !== 0; link = next[link] ?? 0) {
      const index = brings[link] ?? 0
      if (isKept[index] === 1) continue
      isKept[index] = 1
      waiting[count++] = index
    }
  }
  for (let index = 0; index < goal.length; index++) need(goal[index] ?? 0)
  while (count > 0) {
    const action = actions[waiting[--count] ?? 0] ?? 0
    for (let at = needs.first[action] ?? 0; at < (needs.first[action + 1] ?? 0); at++) need(needs.values[at] ?? 0) // prettier-ignore
  }
  return { isNeeded, isKept }
}

const none: readonly number[] = []
/** Up to this length to insert one after the other is faster than to sort. */
const few = 8

/** Collects the places of facts; `list` gives those collected since the last, ascending and without repetition. */
function taker(place: Int32Array): {
  readonly add: (fact: number) => void
  readonly list: () => readonly number[]
} {
  const taken: number[] = []
  let count = 0
  return {
    add(fact) {
      const one = place[fact] ?? nowhere
      if (one !== nowhere) taken[count++] = one
    },
    list() {
      const length = count
      count = 0
      if (length === 0) return none
      if (length > few) return [...new Set(taken.slice(0, length).toSorted((a, b) => a - b))]
      let kept = 0
      for (let index = 0; index < length; index++) {
        const one = taken[index] ?? 0
        let at = kept
        while (at > 0 && (taken[at - 1] ?? 0) > one) at--
        if (at > 0 && taken[at - 1] === one) continue
        for (let behind = kept++; behind > at; behind--) taken[behind] = taken[behind - 1] ?? 0
        taken[at] = one
      }
      // A copy has no room for more.
      return taken.slice(0, kept)
    },
  }
}

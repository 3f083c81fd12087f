import type { GroundAction, GroundTask } from '../ground-task.ts'
import { addAllBefore, type Edges } from './edges.ts'

/**
 * What has happened so far to a fact that some step deletes. A run of deleters stands between the consumers before it and the producers behind it:
 *
 *   earlier (consumers) → deleters → a producer → consumers → the next deleters …
 *
 * All edges between neighbours of this line are drawn, so those between what is further apart follow.
 */
interface Life {
  /** Of the steps behind the last deleter that add the fact without needing it, the one that is ready first; -1: there is none. */
  producer: number
  /** The producers that somebody relies on, each behind all of `deleters`; ascending. */
  relied: number[]
  /** Steps that rely on the fact as it came true last. */
  consumers: number[]
  deleters: number[]
  /** When all deleters are ready. */
  deleted: number
  /** Steps that relied on the fact before `deleters`. */
  earlier: number[]
}

/** Orders steps by the facts that they need, add and delete, in addition to the edges that are given. */
export function byFact(
  { facts, init, goal }: GroundTask,
  actions: readonly GroundAction[],
  durations: readonly number[],
  edges: Edges,
): void {
  const lives: (Life | undefined)[] = Array.from({ length: facts.length })
  // What no step deletes needs only the producer that is ready first; -1: there is none.
  const isDeleted = new Uint8Array(facts.length)
  for (const action of actions) for (const fact of action.delete) isDeleted[fact] = 1
  const first = new Int32Array(facts.length).fill(-1)
  const initial = new Uint8Array(facts.length)
  for (const fact of init) initial[fact] = 1
  /** When a step is ready at the earliest, as far as its edges are known. */
  const ready = new Float64Array(actions.length)

  /** When a producer is ready, if it must be behind the deleters. */
  const readyBehind = (producer: number, { relied, deleted }: Life): number =>
    relied.includes(producer)
      ? ready[producer]!
      : Math.max(ready[producer]!, deleted + durations[producer]!)

  const missing = (fact: number): RangeError =>
    new RangeError(`The plan is not valid: ${facts[fact] ?? fact} does not hold where it is needed.`) // prettier-ignore

  /** Finds who makes the fact true for a step, or for the goal (null), and orders that one behind all who delete it before. */
  const support = (fact: number, step: number | null): void => {
    if (isDeleted[fact] === 0) {
      if (initial[fact] === 1) return
      const made = first[fact]!
      if (made < 0) throw missing(fact)
      if (step !== null) edges[step]!.push(made)
      return
    }
    const life = (lives[fact] ??= newLife())
    const { producer } = life
    const isInitial = initial[fact] === 1 && life.deleters.length === 0
    if (!isInitial && producer < 0) throw missing(fact)
    if (step !== null) life.consumers.push(step)
    if (isInitial) return
    if (!life.relied.includes(producer)) {
      ready[producer] = readyBehind(producer, life)
      addAllBefore(edges, life.deleters, producer, life.relied[0])
      life.relied.push(producer)
    }
    if (step !== null) edges[step]!.push(producer)
  }

  for (const [step, action] of actions.entries()) {
    for (const fact of action.pre) support(fact, step)
    for (const fact of action.delete) {
      const life = (lives[fact] ??= newLife())
      if (life.consumers.length > 0) {
        life.earlier = life.consumers
        life.consumers = []
        life.deleters = []
      }
      addAllBefore(edges, life.earlier, step, life.deleters[0])
      life.deleters.push(step)
      life.producer = -1
      life.relied = []
    }
    for (const need of edges[step]!) ready[step] = Math.max(ready[step]!, ready[need]!)
    ready[step]! += durations[step]!
    for (const fact of action.delete) {
      const life = lives[fact]!
      life.deleted = Math.max(life.deleters.length === 1 ? 0 : life.deleted, ready[step]!)
    }
    for (const fact of action.add) {
      if (action.pre.includes(fact)) continue
      if (isDeleted[fact] === 0) {
        const made = first[fact]!
        if (made < 0 || ready[step]! < ready[made]!) first[fact] = step
        continue
      }
      const life = (lives[fact] ??= newLife())
      if (life.producer < 0 || readyBehind(step, life) < readyBehind(life.producer, life))
        life.producer = step
    }
  }
  for (const fact of goal) support(fact, null)
}

function newLife(): Life {
  return { producer: -1, relied: [], consumers: [], deleters: [], deleted: 0, earlier: [] }
}

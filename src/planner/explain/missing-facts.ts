import { heap } from '../../graph/index.ts'
import type { Reach } from './reach.ts'
import type { RelaxedTask } from './relaxed-task.ts'
import { rootFacts, type RootFact } from './root-facts.ts'

/** What is missing for goals that are out of reach. */
export interface MissingFacts {
  readonly missing: readonly MissingFact[]
  /**
   * True: without any one of them the goals stay out of reach even if the others hold (deletion-minimal: a set with fewer facts may
   * exist). False: the limit of work came before that was certain.
   */
  readonly isMinimal: boolean
}

export interface MissingFact extends RootFact {
  /**
   * What it would lead to, up to a goal: each action is one that needs the fact before it and adds the fact beside it; null where that
   * follows by itself.
   */
  readonly chain: readonly { readonly action: number | null; readonly fact: number }[]
}

/**
 * A set of facts that, if they held, would bring the goals into reach (if nothing became false again). Null when they are in reach.
 *
 * The facts are chosen among the roots like a relaxed plan, which is cheap with h_add (Bonet and Geffner 2001), and then left out
 * as far as possible. `limit`: how many conditions may be looked at for that.
 */
export function missingFacts(task: RelaxedTask, reach: Reach, limit: number): MissingFacts | null {
  if (reach.hasAll(task.goal)) return null
  const roots = rootFacts(task, reach)
  const support = cheapestSupport(task, reach, roots)
  const { chosen, parent } = chosenRoots(task, support)
  const { kept, isMinimal } = shrunk(task, reach, chosen, reach.work() + limit)
  const circles = new Map(roots.map(({ fact, circle }) => [fact, circle]))
  const missing = kept.map((fact) => ({
    fact,
    circle: circles.get(fact) ?? null,
    chain: chainFrom(fact, parent).map((one) => ({
      ...one,
      action: task.owners[one.action] ?? null,
    })),
  }))
  return { missing, isMinimal }
}

/** The action that each fact out of reach is best made by, -1 for a root that is assumed. */
function cheapestSupport(task: RelaxedTask, reach: Reach, roots: readonly RootFact[]): Int32Array {
  const { needing, pre, add } = task
  const cost = new Float64Array(task.size).fill(Infinity)
  const support = new Int32Array(task.size).fill(-1)
  const total = new Float64Array(pre.start.length - 1)
  const unmet = new Int32Array(pre.start.length - 1)
  for (let action = 0; action < unmet.length; action++)
    for (let at = pre.start[action]!; at < pre.start[action + 1]!; at++)
      if (!reach.has(pre.items[at]!)) unmet[action]!++
  const open = heap<{ readonly fact: number; readonly price: number }>((left, right) => left.price - right.price) // prettier-ignore
  const offer = (fact: number, price: number, by: number): void => {
    if (reach.has(fact) || price >= cost[fact]!) return
    cost[fact] = price
    support[fact] = by
    open.push({ fact, price })
  }
  for (const { fact } of roots) offer(fact, 1, -1)
  for (let next = open.pop(); next; next = open.pop()) {
    const { fact, price } = next
    if (price > cost[fact]!) continue
    for (let at = needing.start[fact]!; at < needing.start[fact + 1]!; at++) {
      const action = needing.items[at]!
      // Sums grow exponentially with depth; what is beyond 1e300 is all the same.
      total[action] = Math.min(total[action]! + price, 1e300)
      if (--unmet[action]! > 0) continue
      for (let one = add.start[action]!; one < add.start[action + 1]!; one++)
        offer(add.items[one]!, total[action] + stepPrice, action)
    }
  }
  return support
}

/** An action counts little beside an assumption, so that of equally many assumptions the nearest are taken. */
const stepPrice = 0.001

/** The roots that the goals rely on, and for each fact on the way what it is needed for. */
function chosenRoots(
  { goal, pre }: RelaxedTask,
  support: Int32Array,
): { readonly chosen: readonly number[]; readonly parent: Parents } {
  const parent: Map<number, { action: number; fact: number } | null> = new Map(
    goal.map((fact) => [fact, null]),
  )
  const chosen: number[] = []
  for (const [fact] of parent) {
    const action = support[fact]!
    if (action < 0) chosen.push(fact)
    else
      for (let at = pre.start[action]!; at < pre.start[action + 1]!; at++)
        if (!parent.has(pre.items[at]!)) parent.set(pre.items[at]!, { action, fact })
  }
  return { chosen, parent }
}

type Parents = ReadonlyMap<number, { readonly action: number; readonly fact: number } | null>

function chainFrom(fact: number, parent: Parents): { action: number; fact: number }[] {
  const chain: { action: number; fact: number }[] = []
  for (let next = parent.get(fact); next; next = parent.get(next.fact)) chain.push(next)
  return chain
}

/**
 * Leaves out what is not needed, by halves (as QuickXplain does, Junker 2004): each half is looked at while the other is assumed, so
 * that what follows from many facts is not found again for each of them.
 */
function shrunk(
  { goal }: RelaxedTask,
  reach: Reach,
  chosen: readonly number[],
  limit: number,
): { readonly kept: readonly number[]; readonly isMinimal: boolean } {
  let isMinimal = true
  const neededOf = (facts: readonly number[]): readonly number[] => {
    if (reach.hasAll(goal)) return []
    if (facts.length < 2) return facts
    if (reach.work() > limit) {
      isMinimal = false
      return facts
    }
    const half = facts.length >> 1
    const [left, right] = [facts.slice(0, half), facts.slice(half)]
    reach.assume(right)
    const ofLeft = neededOf(left)
    reach.takeBack()
    reach.assume(ofLeft)
    const ofRight = neededOf(right)
    reach.takeBack()
    return [...ofLeft, ...ofRight]
  }
  const kept = neededOf(chosen.filter((fact) => !reach.has(fact)))
  return { kept, isMinimal }
}

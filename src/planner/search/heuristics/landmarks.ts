import type { CompiledTask } from '../compiled-task.ts'
import type { Pairs } from '../mutexes.ts'
import { conditionHolds, numbersOf } from '../state.ts'

/** Conditions that hold at some time in every plan, and what is known about their order. */
export interface Landmarks {
  /** Conditions, ascending. */
  readonly conditions: Int32Array
  /** For each landmark, by place in `conditions`: those that come before it in every plan, or reasonably should. */
  readonly before: readonly (readonly number[])[]
  /** For each landmark: those that hold right before it becomes true first (greedy-necessary orders). */
  readonly rightBefore: readonly (readonly number[])[]
}

/**
 * All facts (and bounds) that are landmarks of the task without deletes: what a condition needs is itself and what all actions that add it
 * need in common, to a fixpoint (Zhu and Givan 2003; Keyder, Richter and Helmert 2010). Orders are those that follow from it, and
 * reasonable ones between goals (Hoffmann, Porteous and Sebastia 2004). Null where that would take more than `budget` steps, or where it
 * gets late, which is asked for now and then.
 */
export function landmarksOf(
  task: CompiledTask,
  pairs: Pairs | null,
  budget: number,
  isLate: () => boolean = () => false,
): Landmarks | null {
  const needs = needsOf(task, budget, isLate)
  if (needs === null) return null
  const { sets, width } = needs
  const has = (condition: number, other: number): boolean =>
    ((sets[condition * width + (other >>> 5)]! >>> (other & 31)) & 1) === 1
  const found = new Set<number>()
  for (const goal of task.goal)
    for (let other = 0; other < task.conditions; other++) if (has(goal, other)) found.add(other)
  const conditions = Int32Array.from([...found].toSorted((a, b) => a - b))
  const place = new Map([...conditions].map((condition, at) => [condition, at]))
  const before = [...conditions].map((condition) => [...conditions].flatMap((other, at) => (other !== condition && has(condition, other) ? [at] : []))) // prettier-ignore
  const rightBefore = [...conditions].map((condition) => requiredByAllFirstAchievers(task, condition, has).flatMap((other) => place.get(other) ?? [])) // prettier-ignore
  if (pairs !== null) addReasonableOrders(task, conditions, before, rightBefore, pairs)
  return { conditions, before, rightBefore }
}

/** For each condition the set of those that it needs, as bits; of conditions out of reach the set is full. */
function needsOf(
  task: CompiledTask,
  budget: number,
  isLate: () => boolean,
): { sets: Uint32Array; width: number } | null {
  const width = Math.ceil(task.conditions / 32)
  if (task.conditions * width > budget || task.pre.items.length * width > budget) return null
  const sets = new Uint32Array(task.conditions * width).fill(0xffffffff)
  const waiting: number[] = []
  const isWaiting = new Uint8Array(task.operators)
  const wake = (operator: number): void => {
    if (isWaiting[operator] === 1) return
    isWaiting[operator] = 1
    waiting.push(operator)
  }
  const isReached = new Uint8Array(task.conditions)
  const numbers = numbersOf(task, task.start)
  for (let condition = 0; condition < task.conditions; condition++) {
    if (!conditionHolds(task, task.start, numbers, 0, condition)) continue
    isReached[condition] = 1
    sets.fill(0, condition * width, (condition + 1) * width)
    sets[condition * width + (condition >>> 5)]! |= 1 << (condition & 31)
    for (let k = task.requiredBy.start[condition]!; k < task.requiredBy.start[condition + 1]!; k++)
      wake(task.requiredBy.items[k]!)
  }
  for (const action of task.withoutPre) wake(action)
  const union = new Uint32Array(width)
  let steps = 0
  for (let next = 0; next < waiting.length; next++) {
    const action = waiting[next]!
    isWaiting[action] = 0
    const pre = task.pre.items.subarray(task.pre.start[action], task.pre.start[action + 1])
    if (pre.some((condition) => isReached[condition] === 0)) continue
    steps += (pre.length + 1) * width
    if (steps > budget || ((next & 63) === 0 && isLate())) return null
    union.fill(0)
    for (const condition of pre)
      for (let i = 0; i < width; i++) union[i]! |= sets[condition * width + i]!
    for (let k = task.relaxedAdd.start[action]!; k < task.relaxedAdd.start[action + 1]!; k++) {
      const added = task.relaxedAdd.items[k]!
      let isLess = isReached[added] === 0
      isReached[added] = 1
      for (let i = 0; i < width; i++) {
        const self = i === added >>> 5 ? 1 << (added & 31) : 0
        const common = sets[added * width + i]! & (union[i]! | self)
        if (common >>> 0 === sets[added * width + i]) continue
        sets[added * width + i] = common
        isLess = true
      }
      if (isLess)
        for (let on = task.requiredBy.start[added]!; on < task.requiredBy.start[added + 1]!; on++)
          wake(task.requiredBy.items[on]!)
    }
  }
  return { sets, width }
}

function requiredByAllFirstAchievers(
  task: CompiledTask,
  condition: number,
  has: (condition: number, other: number) => boolean,
): number[] {
  let common: number[] | null = null
  for (let k = task.addedBy.start[condition]!; k < task.addedBy.start[condition + 1]!; k++) {
    const action = task.addedBy.items[k]!
    const pre = [...task.pre.items.subarray(task.pre.start[action], task.pre.start[action + 1])]
    // One that needs the condition itself is not the first to add it.
    if (pre.some((one) => has(one, condition))) continue
    common = common === null ? pre : common.filter((one) => pre.includes(one))
  }
  return common ?? []
}

/**
 * Goal A before goal B, if right before A something must hold that never holds together with B: then B, reached first, would have to be
 * given up for A.
 */
function addReasonableOrders(
  task: CompiledTask,
  conditions: Int32Array,
  before: number[][],
  rightBefore: readonly (readonly number[])[],
  pairs: Pairs,
): void {
  const isGoal = new Set(task.goal)
  for (const [a, first] of conditions.entries()) {
    if (!isGoal.has(first)) continue
    for (const [b, second] of conditions.entries()) {
      if (a === b || !isGoal.has(second)) continue
      const givesUp = rightBefore[a]!.some((required) => !pairs.mayHold(conditions[required]!, second)) // prettier-ignore
      if (givesUp && !leadsTo(before, a, b)) before[b]!.push(a)
    }
  }
}

/** Whether b comes before a, over any number of orders. */
function leadsTo(before: readonly (readonly number[])[], a: number, b: number): boolean {
  const seen = new Set([a])
  for (const one of seen) for (const earlier of before[one]!) seen.add(earlier)
  return seen.has(b)
}

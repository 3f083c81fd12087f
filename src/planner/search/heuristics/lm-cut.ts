import type { CompiledTask } from '../compiled-task.ts'
import { meets } from '../compiled-task.ts'
import { invert, listsOf, type Lists } from '../lists.ts'
import type { Memory } from '../memory.ts'
import { AdaptiveQueue } from './adaptive-queue.ts'
import type { Heuristic } from './heuristic.ts'

// LM-cut (Helmert and Domshlak 2009): a lower bound of the cost of the relaxed task, so of every plan.
//
// In rounds: with the costs that are left, calculate h_max. Each action goes from its dearest condition (its supporter) to what it adds.
// The goal zone are the conditions from which actions without cost lead to the goal; the actions that lead into it from what can be
// reached without going through it are a cut: one of them is in every plan. Their lowest cost is added to the estimate and taken off each.
//
//   L1. Two conditions are made up: `always`, which holds in each state, for actions that require nothing; and `goal`, which an action
//       without cost adds that requires all goals. So every action that is reached has a supporter, and there is one goal.
//   L2. h_max of a condition only sinks from round to round, so only what a cut touches is calculated again.
//   L3. An action in the cut has a cost above 0: without one, its supporter would be in the goal zone itself.
//   L4. Costs are whole (see costs.ts), so the estimate is exact; in 32 bits where their sum allows.

const outside = 0
const goalZone = 1
const reached = 2

export class LmCut implements Heuristic {
  readonly #task: CompiledTask
  readonly #onlyMax: boolean
  readonly #always: number
  readonly #goal: number
  readonly #pre: Lists
  readonly #add: Lists
  readonly #requiredBy: Lists
  readonly #addedBy: Lists
  readonly #costs: Int32Array | Float64Array
  /** Costs that are left. */
  readonly #left: Int32Array | Float64Array
  readonly #missing: Int32Array
  readonly #preCount: Int32Array
  /** h_max of each condition; -1 until it is reached. */
  readonly #max: Int32Array | Float64Array
  readonly #supporter: Int32Array
  readonly #supporterMax: Int32Array | Float64Array
  readonly #zone: Uint8Array
  readonly #stack: Int32Array
  readonly #cut: Int32Array
  readonly #inCut: Int32Array
  #round = 0
  readonly #queue: AdaptiveQueue
  /** Conditions that hold in the state, with `always`. */
  readonly #held: Int32Array
  #heldCount = 0

  /** `onlyMax`: calculates h_max, which is the first round. */
  constructor(task: CompiledTask, memory: Memory, onlyMax = false) {
    this.#task = task
    this.#onlyMax = onlyMax
    this.#always = task.conditions
    this.#goal = task.conditions + 1
    const conditions = task.conditions + 2
    const actions = task.actions + 1
    memory.take(
      24 * (task.pre.items.length + task.relaxedAdd.items.length + task.actions) +
        48 * (conditions + actions),
    )
    this.#pre = listsOf(
      [...rows(task.pre), [...task.goal]].map((list) =>
        list.length === 0 ? [this.#always] : list,
      ),
    )
    this.#add = listsOf([...rows(task.relaxedAdd), [this.#goal]])
    this.#requiredBy = invert(this.#pre, conditions)
    this.#addedBy = invert(this.#add, conditions)
    const units = Float64Array.from([...task.costs.units, 0])
    const isSmall = units.reduce((sum, cost) => sum + cost, 0) < 2 ** 30
    const numbers = (length: number): Int32Array | Float64Array => isSmall ? new Int32Array(length) : new Float64Array(length) // prettier-ignore
    this.#costs = numbers(actions)
    this.#costs.set(units)
    this.#left = numbers(actions)
    this.#max = numbers(conditions)
    this.#supporterMax = numbers(actions)
    this.#missing = new Int32Array(actions)
    this.#preCount = Int32Array.from(
      { length: actions },
      (_, i) => this.#pre.start[i + 1]! - this.#pre.start[i]!,
    )
    this.#supporter = new Int32Array(actions)
    this.#zone = new Uint8Array(conditions)
    this.#stack = new Int32Array(conditions)
    this.#cut = new Int32Array(actions)
    this.#inCut = new Int32Array(actions)
    this.#held = new Int32Array(conditions)
    this.#queue = new AdaptiveQueue(conditions)
  }

  evaluate(words: Uint32Array, numbers: Float64Array, offset: number, enough = Infinity): number {
    this.#hold(words, numbers, offset)
    this.#firstMax()
    const max = this.#max
    const goal = this.#goal
    if (max[goal]! < 0) return Infinity
    if (this.#onlyMax) return max[goal]!
    let total = 0
    while (max[goal]! > 0) {
      total += this.#cutOnce()
      if (total >= enough) break
    }
    return total
  }

  #hold(words: Uint32Array, numbers: Float64Array, offset: number): void {
    const task = this.#task
    let count = 0
    for (let i = 0; i < task.words; i++) {
      let word = words[offset + i]!
      while (word !== 0) {
        this.#held[count++] = (i << 5) + 31 - Math.clz32(word & -word)
        word &= word - 1
      }
    }
    for (let i = 0; i < task.bounds.length; i++) {
      const bound = task.bounds[i]!
      if (meets(numbers[(offset + task.words) / 2 + bound.variable]!, bound))
        this.#held[count++] = task.facts + i
    }
    this.#held[count++] = this.#always
    this.#heldCount = count
  }

  #firstMax(): void {
    const max = this.#max
    const left = this.#left
    const missing = this.#missing
    const { start, items } = this.#requiredBy
    const queue = this.#queue
    left.set(this.#costs)
    missing.set(this.#preCount)
    max.fill(-1)
    for (let i = 0; i < this.#heldCount; i++) {
      max[this.#held[i]!] = 0
      queue.push(0, this.#held[i]!)
    }
    for (let condition = queue.pop(); condition >= 0; condition = queue.pop()) {
      const at = queue.key
      if (max[condition] !== at) continue
      for (let k = start[condition]!, end = start[condition + 1]!; k < end; k++) {
        const action = items[k]!
        if (--missing[action]! > 0) continue
        this.#supporter[action] = condition
        this.#supporterMax[action] = at
        this.#reach(action, at + left[action]!)
      }
    }
  }

  #reach(action: number, price: number): void {
    const { start, items } = this.#add
    const max = this.#max
    for (let k = start[action]!, end = start[action + 1]!; k < end; k++) {
      const condition = items[k]!
      const before = max[condition]!
      if (before >= 0 && before <= price) continue
      max[condition] = price
      this.#queue.push(price, condition)
    }
  }

  /** One round. Returns the cost of the cut. */
  #cutOnce(): number {
    this.#zone.fill(outside)
    this.#markGoalZone()
    const [count, cost] = this.#findCut()
    const left = this.#left
    for (let i = 0; i < count; i++) {
      const action = this.#cut[i]!
      left[action]! -= cost
      this.#reach(action, this.#supporterMax[action]! + left[action]!)
    }
    this.#lowerMax()
    return cost
  }

  #markGoalZone(): void {
    const zone = this.#zone
    const stack = this.#stack
    const { start, items } = this.#addedBy
    let height = 0
    zone[this.#goal] = goalZone
    stack[height++] = this.#goal
    while (height > 0) {
      const condition = stack[--height]!
      for (let k = start[condition]!, end = start[condition + 1]!; k < end; k++) {
        const action = items[k]!
        if (this.#left[action] !== 0 || this.#missing[action]! > 0) continue
        const supporter = this.#supporter[action]!
        if (zone[supporter] === goalZone) continue
        zone[supporter] = goalZone
        stack[height++] = supporter
      }
    }
  }

  /** Fills `#cut`; returns how many actions it has, and their lowest cost. */
  #findCut(): readonly [count: number, cost: number] {
    const zone = this.#zone
    const stack = this.#stack
    const left = this.#left
    const requiredBy = this.#requiredBy
    const { start, items } = this.#add
    const round = ++this.#round
    let height = 0
    let count = 0
    let cost = Infinity
    for (let i = 0; i < this.#heldCount; i++) {
      zone[this.#held[i]!] = reached
      stack[height++] = this.#held[i]!
    }
    while (height > 0) {
      const condition = stack[--height]!
      for (
        let k = requiredBy.start[condition]!, end = requiredBy.start[condition + 1]!;
        k < end;
        k++
      ) {
        const action = requiredBy.items[k]!
        if (this.#supporter[action] !== condition || this.#missing[action]! > 0) continue
        let isInto = false
        for (let at = start[action]!, last = start[action + 1]!; at < last; at++)
          if (zone[items[at]!] === goalZone) {
            isInto = true
            break
          }
        if (isInto) {
          if (this.#inCut[action] === round) continue
          this.#inCut[action] = round
          this.#cut[count++] = action
          if (left[action]! < cost) cost = left[action]!
        } else
          for (let at = start[action]!, last = start[action + 1]!; at < last; at++) {
            const added = items[at]!
            if (zone[added] !== outside) continue
            zone[added] = reached
            stack[height++] = added
          }
      }
    }
    return [count, cost]
  }

  /** Calculates h_max again where it sank (L2). */
  #lowerMax(): void {
    const max = this.#max
    const queue = this.#queue
    const { start, items } = this.#requiredBy
    for (let condition = queue.pop(); condition >= 0; condition = queue.pop()) {
      const at = queue.key
      if (max[condition] !== at) continue
      for (let k = start[condition]!, end = start[condition + 1]!; k < end; k++) {
        const action = items[k]!
        if (this.#supporter[action] !== condition || this.#missing[action]! > 0) continue
        const before = this.#supporterMax[action]!
        if (before <= at) continue
        this.#support(action)
        if (this.#supporterMax[action]! < before) this.#reach(action, this.#supporterMax[action]! + this.#left[action]!) // prettier-ignore
      }
    }
  }

  #support(action: number): void {
    const max = this.#max
    const { start, items } = this.#pre
    let supporter = items[start[action]!]!
    for (let k = start[action]! + 1, end = start[action + 1]!; k < end; k++)
      if (max[items[k]!]! > max[supporter]!) supporter = items[k]!
    this.#supporter[action] = supporter
    this.#supporterMax[action] = max[supporter]!
  }
}

function rows({ start, items }: Lists): number[][] {
  return Array.from({ length: start.length - 1 }, (_, i) => [
    ...items.subarray(start[i], start[i + 1]),
  ])
}

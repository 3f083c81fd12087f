import { repetitions, meets } from '../bounds.ts'
import type { CompiledTask } from '../compiled-task.ts'
import { longerInts, type Memory } from '../memory.ts'

// What can be reached from a state when nothing is ever deleted, and what it costs: h_add (Bonet and Geffner 2001), with counters on
// actions (and the other operators of the relaxed task): a fact that is reached counts down the actions that require it, and an action that is counted down reaches what it adds. The
// facts come out of the queue by cost, so each is looked at once (as Dijkstra).
//
//   X1. `cost` of a condition is -1 until it is reached; `supporter` is the operator it was reached by, -1 in the state itself.
//   X2. A condition's supporter was counted down before the condition came out of the queue, so going from conditions to supporters to
//       their conditions never goes round in a circle, even with actions of no cost.
//   X3. No number overflows: costs are cut at `ceiling`, and that times the longest list of conditions is below 2^30. Where a goal's
//       cost is cut, sums say nothing any more, and the costs are the largest instead of the sum (h_max).

export class RelaxedExploration {
  readonly task: CompiledTask
  /** Of operators. */
  readonly costs: Int32Array
  /** Of conditions (X1). */
  readonly cost: Int32Array
  readonly supporter: Int32Array
  /** The actions that the state allows: the first `applicableCount` of these. */
  readonly applicable: Int32Array
  applicableCount = 0
  readonly #ceiling: number
  readonly #isGoal: Uint8Array
  /** For each operator: conditions still to be reached, and the cost of those reached and of the action. */
  readonly #counters: Int32Array
  readonly #fresh: Int32Array
  // Buckets of conditions by cost: last in, first out, linked in a pool that starts anew with each state.
  #bucket: Int32Array
  #poolCondition: Int32Array
  #poolNext: Int32Array
  #poolSize = 0
  #highest = -1
  readonly #memory: Memory
  #words: Uint32Array = new Uint32Array(0)
  #numbers: Float64Array = new Float64Array(0)
  #offset = 0

  /** `costs`: of actions, whole and small. An effect under a condition costs what its action does, a rule nothing. */
  constructor(task: CompiledTask, costs: Int32Array, memory: Memory) {
    this.task = task
    this.costs = task.operators === task.actions ? costs : Int32Array.from(task.owner, (action) => costs[action] ?? 0) // prettier-ignore
    this.#memory = memory
    memory.take(4 * (6 * task.operators + 4 * task.conditions + 1024))
    this.cost = new Int32Array(task.conditions)
    this.supporter = new Int32Array(task.conditions)
    this.applicable = new Int32Array(task.operators)
    this.#isGoal = new Uint8Array(task.conditions)
    for (const condition of task.goal) this.#isGoal[condition] = 1
    this.#counters = new Int32Array(2 * task.operators)
    this.#fresh = new Int32Array(2 * task.operators)
    let longest = 0
    for (let operator = 0; operator < task.operators; operator++) {
      const length = task.pre.start[operator + 1]! - task.pre.start[operator]!
      this.#fresh[2 * operator] = length
      this.#fresh[2 * operator + 1] = this.costs[operator]!
      longest = Math.max(longest, length)
    }
    this.#ceiling = Math.min(2 ** 20, Math.floor(2 ** 29 / (longest + 1)))
    this.#bucket = new Int32Array(256).fill(-1)
    this.#poolCondition = new Int32Array(task.conditions + 64)
    this.#poolNext = new Int32Array(task.conditions + 64)
  }

  /** Whether all goals are within reach of the state at `offset`. */
  explore(words: Uint32Array, numbers: Float64Array, offset: number): boolean {
    this.#words = words
    this.#numbers = numbers
    this.#offset = offset
    let open = this.#begin()
    if (open > 0) open = this.#spread(open, true)
    if (open > 0) return false
    if (this.#isCut()) this.#spread(this.#begin(), false)
    return true
  }

  /** How often the supporter of a condition has to be applied. More than once only for bounds of variables. */
  repetitions(condition: number): number {
    const { task } = this
    if (condition < task.facts) return 1
    const action = this.supporter[condition]!
    const bound = task.bounds[condition - task.facts]
    if (action < 0 || bound === undefined) return 1
    const number = this.#numbers[(this.#offset + task.words) / 2 + bound.variable]!
    const change = task.changes[action]?.find(({ variable }) => variable === bound.variable)
    return change === undefined ? 1 : repetitions(number, change, bound)
  }

  #isCut(): boolean {
    for (const condition of this.task.goal) if (this.cost[condition]! >= this.#ceiling) return true
    return false
  }

  /** Reaches what the state holds, and its applicable actions. Returns how many goals are missing. */
  #begin(): number {
    const { task, cost, supporter, applicable } = this
    const counters = this.#counters
    const { start, items } = task.requiredBy
    const words = this.#words
    const offset = this.#offset
    const isGoal = this.#isGoal
    counters.set(this.#fresh)
    cost.fill(-1)
    this.#poolSize = 0
    this.#highest = -1
    let missing = task.goal.length
    let count = 0
    const withoutPre = task.withoutPre
    for (let i = 0; i < withoutPre.length; i++) applicable[count++] = withoutPre[i]!
    for (let i = 0; i < task.words; i++) {
      let word = words[offset + i]!
      while (word !== 0) {
        const condition = (i << 5) + 31 - Math.clz32(word & -word)
        word &= word - 1
        cost[condition] = 0
        supporter[condition] = -1
        missing -= isGoal[condition]!
        for (let k = start[condition]!, end = start[condition + 1]!; k < end; k++) {
          const action = items[k]!
          if (--counters[2 * action]! === 0) applicable[count++] = action
        }
      }
    }
    for (let i = 0; i < task.bounds.length; i++) {
      const bound = task.bounds[i]!
      if (!meets(this.#numbers[(offset + task.words) / 2 + bound.variable]!, bound)) continue
      const condition = task.facts + i
      cost[condition] = 0
      supporter[condition] = -1
      missing -= isGoal[condition]!
      for (let k = start[condition]!, end = start[condition + 1]!; k < end; k++) {
        const action = items[k]!
        if (--counters[2 * action]! === 0) applicable[count++] = action
      }
    }
    if (missing > 0)
      for (let i = 0; i < count; i++) this.#fire(applicable[i]!, this.costs[applicable[i]!]!)
    this.applicableCount = task.operators === task.actions ? count : onlyBelow(task.actions, applicable, count) // prettier-ignore
    return missing // if 0, the queue stays empty
  }

  /** Empties the queue, and returns how many goals are still missing. */
  #spread(missing: number, sums: boolean): number {
    const { cost, costs } = this
    const counters = this.#counters
    const { start, items } = this.task.requiredBy
    const isGoal = this.#isGoal
    let open = missing
    for (let at = 0; at <= this.#highest; at++) {
      for (;;) {
        const entry = this.#bucket[at]!
        if (entry < 0) break
        this.#bucket[at] = this.#poolNext[entry]!
        if (open === 0) continue
        const condition = this.#poolCondition[entry]!
        if (cost[condition] !== at) continue
        if (isGoal[condition] === 1 && --open === 0) continue
        for (let k = start[condition]!, end = start[condition + 1]!; k < end; k++) {
          const action = items[k]!
          if (sums) counters[2 * action + 1]! += at
          if (--counters[2 * action]! === 0) this.#fire(action, sums ? counters[2 * action + 1]! : costs[action]! + at) // prettier-ignore
        }
      }
    }
    return open
  }

  #fire(action: number, total: number): void {
    const { cost, supporter, task } = this
    const { start, items } = task.relaxedAdd
    for (let k = start[action]!, end = start[action + 1]!; k < end; k++) {
      const condition = items[k]!
      const before = cost[condition]!
      if (before >= 0 && before <= total) continue
      let price = total
      if (condition >= task.facts) {
        price = this.#priceOfBound(condition, action, total)
        if (before >= 0 && before <= price) continue
      }
      if (price > this.#ceiling) {
        if (before >= 0) continue
        price = this.#ceiling
      }
      cost[condition] = price
      supporter[condition] = action
      this.#push(condition, price)
    }
  }

  #priceOfBound(condition: number, action: number, total: number): number {
    const before = this.supporter[condition]!
    this.supporter[condition] = action
    const price = total + (this.repetitions(condition) - 1) * this.costs[action]!
    this.supporter[condition] = before
    return price
  }

  #push(condition: number, price: number): void {
    if (price >= this.#bucket.length) this.#widen(price)
    if (this.#poolSize === this.#poolCondition.length) this.#growPool()
    const entry = this.#poolSize++
    this.#poolCondition[entry] = condition
    this.#poolNext[entry] = this.#bucket[price]!
    this.#bucket[price] = entry
    if (price > this.#highest) this.#highest = price
  }

  #widen(price: number): void {
    const before = this.#bucket.length
    const length = Math.max(2 * before, 2 ** Math.ceil(Math.log2(price + 1)))
    this.#memory.take(4 * (length - before))
    this.#bucket = longerInts(this.#bucket, length).fill(-1, before)
  }

  #growPool(): void {
    const before = this.#poolCondition.length
    const length = this.#memory.grow(before, 8)
    this.#poolCondition = longerInts(this.#poolCondition, length)
    this.#poolNext = longerInts(this.#poolNext, length)
    this.#memory.giveBack(8 * before)
  }
}

/** Moves the numbers below `limit` to the front, in their order. Returns how many they are. */
function onlyBelow(limit: number, numbers: Int32Array, count: number): number {
  let kept = 0
  for (let i = 0; i < count; i++) if (numbers[i]! < limit) numbers[kept++] = numbers[i]!
  return kept
}

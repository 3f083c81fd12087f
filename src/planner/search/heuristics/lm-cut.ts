import type { CompiledTask } from '../compiled-task.ts'
import { invert, type Lists } from '../lists.ts'
import type { Memory } from '../memory.ts'
import { AdaptiveQueue } from './adaptive-queue.ts'
import { listHeld } from '../state.ts'
import type { Heuristic } from './heuristic.ts'
import { operatorsByAction, toActions, withOneMore } from './lm-cut-lists.ts'

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
//   L4. An action that has several operators (T5) has what is left of its cost for all of them: a cut that holds one of them is a cut of
//       actions, and its cost is taken off all operators of its actions (Röger, Pommerening and Helmert 2014). Rules cost nothing.
//   L5. Costs are whole (see costs.ts), so the estimate is exact; in 32 bits where their sum allows.

/** Is told the cuts of an estimate: actions of which one is in every plan, the first `length`, and what they cost at least. */
export interface CutListener {
  cut(actions: Int32Array, length: number, cost: number): void
}

export class LmCut implements Heuristic {
  readonly #task: CompiledTask
  readonly #onlyMax: boolean
  readonly #always: number
  readonly #goal: number
  readonly #pre: Lists
  readonly #add: Lists
  readonly #requiredBy: Lists
  readonly #addedBy: Lists
  /** Of operators, as all lists here. */
  readonly #costs: Int32Array | Float64Array
  /** Operators by action; null: they are the same. */
  readonly #operatorsOf: Lists | null
  /** Costs that are left. */
  readonly #left: Int32Array | Float64Array
  readonly #missing: Int32Array
  readonly #preCount: Int32Array
  /** h_max of each condition; -1 until it is reached. */
  readonly #max: Int32Array | Float64Array
  readonly #supporter: Int32Array
  readonly #supporterMax: Int32Array | Float64Array
  /** Marks of what lies in the goal zone of this round, which is `#stamp`; the conditions there, and how many. */
  readonly #zone: Int32Array
  readonly #zoneFacts: Int32Array
  #zoneCount = 0
  #stamp = 0
  readonly #inCut: Int32Array
  readonly #actionInCut: Int32Array
  /** Of conditions in this round: 2 * `#stamp` when not within reach outside of the zone, and 1 more when within. */
  readonly #reached: Int32Array
  readonly #visited: Int32Array
  readonly #seen: Int32Array
  readonly #from: Int32Array
  #visits = 0
  readonly #stack: Int32Array
  /** The cut found last: its first `#cutLength` actions. */
  readonly #cut: Int32Array
  #cutLength = 0
  readonly #queue: AdaptiveQueue
  /** Conditions that hold in the state, with `always`. */
  readonly #held: Int32Array
  #heldCount = 0
  readonly #heldMark: Int32Array
  #heldStamp = 0

  /** `onlyMax`: calculates h_max, which is the first round. */
  constructor(task: CompiledTask, memory: Memory, onlyMax = false) {
    this.#task = task
    this.#onlyMax = onlyMax
    this.#always = task.conditions
    this.#goal = task.conditions + 1
    const conditions = task.conditions + 2
    const actions = task.operators + 1
    this.#operatorsOf = task.operators === task.actions ? null : operatorsByAction(task)
    memory.take(
      24 * (task.pre.items.length + task.relaxedAdd.items.length + task.operators) +
        48 * (conditions + actions),
    )
    this.#pre = withOneMore(task.pre, task.goal, this.#always)
    this.#add = withOneMore(task.relaxedAdd, Int32Array.of(this.#goal), null)
    this.#requiredBy = invert(this.#pre, conditions)
    this.#addedBy = invert(this.#add, conditions)
    const units = Float64Array.from([
      ...Array.from(task.owner, (action) => task.costs.units[action] ?? 0),
      0,
    ])
    const isSmall = units.reduce((sum, cost) => sum + cost, 0) < 2 ** 30
    const numbers = (length: number): Int32Array | Float64Array => isSmall ? new Int32Array(length) : new Float64Array(length) // prettier-ignore
    this.#costs = numbers(actions)
    this.#costs.set(units)
    this.#left = numbers(actions)
    this.#max = numbers(conditions)
    this.#supporterMax = numbers(actions)
    this.#missing = new Int32Array(actions)
    this.#preCount = this.#pre.start.slice(1).map((end, i) => end - this.#pre.start[i]!)
    this.#supporter = new Int32Array(actions)
    this.#zone = new Int32Array(conditions)
    this.#zoneFacts = new Int32Array(conditions)
    this.#inCut = new Int32Array(actions)
    this.#actionInCut = new Int32Array(this.#operatorsOf === null ? 0 : task.actions)
    this.#reached = new Int32Array(conditions)
    this.#visited = new Int32Array(conditions)
    this.#seen = new Int32Array(conditions)
    this.#from = new Int32Array(conditions)
    this.#heldMark = new Int32Array(conditions)
    this.#stack = new Int32Array(conditions)
    this.#cut = new Int32Array(actions)
    this.#held = new Int32Array(conditions)
    this.#queue = new AdaptiveQueue(conditions)
  }

  /** `mostRounds`: cuts that are looked for; fewer make a lower estimate that is as true. Default: all. */
  evaluate(
    words: Uint32Array,
    numbers: Float64Array,
    offset: number,
    enough = Infinity,
    mostRounds = Infinity,
  ): number {
    this.reset()
    return this.goOn(words, numbers, offset, enough, null, mostRounds)
  }

  /** Forgets all cuts. */
  reset(): void {
    this.#left.set(this.#costs)
  }

  /** Takes the cost of a cut that is known to be one off its actions: the first `length` behind `at`. */
  reuse(actions: Int32Array, at: number, length: number, cost: number): void {
    for (let i = at; i < at + length; i++) this.#take(actions[i]!, cost)
  }

  /** What the costs that are left add to the estimate; tells `found` each cut. */
  goOn(
    words: Uint32Array,
    numbers: Float64Array,
    offset: number,
    enough: number,
    found: CutListener | null,
    mostRounds = Infinity,
  ): number {
    this.#renewMarks()
    this.#hold(words, numbers, offset)
    this.#firstMax()
    const max = this.#max
    const goal = this.#goal
    if (max[goal]! < 0) return Infinity
    if (this.#onlyMax) return max[goal]!
    let total = 0
    for (let round = 0; max[goal]! > 0 && total < enough && round < mostRounds; round++) {
      const cost = this.#cutOnce()
      total += cost
      found?.cut(this.#cut, this.#cutLength, cost)
    }
    return total
  }

  /** Marks are numbers that only grow; before they become too large for 32 bits, they begin again. */
  #renewMarks(): void {
    if (Math.max(this.#visits, this.#stamp, this.#heldStamp) < 2 ** 29) return
    for (const marks of [
      this.#zone,
      this.#inCut,
      this.#actionInCut,
      this.#reached,
      this.#visited,
      this.#heldMark,
    ])
      marks.fill(0)
    this.#visits = this.#stamp = this.#heldStamp = 0
  }

  #hold(words: Uint32Array, numbers: Float64Array, offset: number): void {
    let count = listHeld(this.#task, words, numbers, offset, this.#held)
    this.#held[count++] = this.#always
    this.#heldCount = count
    const stamp = ++this.#heldStamp
    for (let i = 0; i < count; i++) this.#heldMark[this.#held[i]!] = stamp
  }

  #firstMax(): void {
    const max = this.#max
    const left = this.#left
    const supporter = this.#supporter
    const missing = this.#missing
    const { start, items } = this.#requiredBy
    const queue = this.#queue
    missing.set(this.#preCount)
    max.fill(-1)
    supporter.fill(-1)
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
        supporter[action] = condition
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
    this.#markGoalZone()
    const cost = this.#findCut()
    const left = this.#left
    if (this.#operatorsOf !== null) this.#cutLength = toActions(this.#cut, this.#cutLength, this.#task, this.#actionInCut, this.#stamp) // prettier-ignore
    for (let i = 0; i < this.#cutLength; i++) {
      const action = this.#cut[i]!
      this.#take(action, cost)
      if (this.#operatorsOf === null)
        this.#reach(action, this.#supporterMax[action]! + left[action]!) // prettier-ignore
      else this.#reachAll(action, this.#operatorsOf)
    }
    this.#lowerMax()
    return cost
  }

  #reachAll(action: number, { start, items }: Lists): void {
    for (let k = start[action]!, end = start[action + 1]!; k < end; k++) {
      const operator = items[k]!
      if (this.#supporter[operator]! >= 0)
        this.#reach(operator, this.#supporterMax[operator]! + this.#left[operator]!)
    }
  }

  #take(action: number, cost: number): void {
    const left = this.#left
    if (this.#operatorsOf === null) {
      left[action]! -= cost
      return
    }
    const { start, items } = this.#operatorsOf
    for (let k = start[action]!, end = start[action + 1]!; k < end; k++) left[items[k]!]! -= cost
  }

  #markGoalZone(): void {
    const zone = this.#zone
    const facts = this.#zoneFacts
    const left = this.#left
    const supporters = this.#supporter
    const { start, items } = this.#addedBy
    const mark = ++this.#stamp
    zone[this.#goal] = mark
    facts[0] = this.#goal
    let count = 1
    for (let i = 0; i < count; i++) {
      const condition = facts[i]!
      for (let k = start[condition]!, end = start[condition + 1]!; k < end; k++) {
        const action = items[k]!
        if (left[action] !== 0) continue
        const supporter = supporters[action]!
        if (supporter < 0 || zone[supporter] === mark) continue
        zone[supporter] = mark
        facts[count++] = supporter
      }
    }
    this.#zoneCount = count
  }

  /**
   * Fills `#cut`; returns the lowest cost in it. Goes backwards from the goal zone: its actions are many fewer than all that can be
   * reached.
   */
  #findCut(): number {
    const left = this.#left
    const cut = this.#cut
    const supporters = this.#supporter
    const facts = this.#zoneFacts
    const zone = this.#zone
    const seen = this.#inCut
    const { start, items } = this.#addedBy
    const mark = this.#stamp
    let count = 0
    let cost = 2 ** 53
    for (let i = 0; i < this.#zoneCount; i++) {
      const condition = facts[i]!
      for (let k = start[condition]!, end = start[condition + 1]!; k < end; k++) {
        const action = items[k]!
        const supporter = supporters[action]!
        if (supporter < 0 || seen[action] === mark || zone[supporter] === mark) continue
        if (!this.#isReached(supporter)) continue
        seen[action] = mark
        cut[count++] = action
        if (left[action]! < cost) cost = left[action]!
      }
    }
    this.#cutLength = count
    return cost
  }

  /** Whether a condition outside of the goal zone can be reached from the state without going through the zone. */
  #isReached(condition: number): boolean {
    const known = this.#reached
    const heldMark = this.#heldStamp
    const held = this.#heldMark
    if (held[condition] === heldMark) return true
    const yes = 2 * this.#stamp + 1
    const no = 2 * this.#stamp
    if (known[condition]! >= no) return known[condition] === yes
    const supporters = this.#supporter
    const zone = this.#zone
    const mark = this.#stamp
    const visited = this.#visited
    const stack = this.#stack
    const from = this.#from
    const { start, items } = this.#addedBy
    const visit = ++this.#visits
    let height = 0
    let count = 0
    visited[condition] = visit
    from[condition] = -1
    stack[height++] = condition
    while (height > 0) {
      const at = stack[--height]!
      this.#seen[count++] = at
      for (let k = start[at]!, end = start[at + 1]!; k < end; k++) {
        const action = items[k]!
        const supporter = supporters[action]!
        if (supporter < 0 || visited[supporter] === visit || zone[supporter] === mark) continue
        if (known[supporter] === no || this.#leadsIntoZone(action)) continue
        if (held[supporter] === heldMark || known[supporter] === yes) {
          for (let on = at; on >= 0; on = from[on]!) known[on] = yes
          return true
        }
        visited[supporter] = visit
        from[supporter] = at
        stack[height++] = supporter
      }
    }
    for (let i = 0; i < count; i++) known[this.#seen[i]!] = no
    return false
  }

  #leadsIntoZone(action: number): boolean {
    const { start, items } = this.#add
    for (let k = start[action]!, end = start[action + 1]!; k < end; k++)
      if (this.#zone[items[k]!] === this.#stamp) return true
    return false
  }

  /** Calculates h_max again where it sank (L2). */
  #lowerMax(): void {
    const max = this.#max
    const queue = this.#queue
    const supporter = this.#supporter
    const supporterMax = this.#supporterMax
    const left = this.#left
    const { start, items } = this.#requiredBy
    for (let condition = queue.pop(); condition >= 0; condition = queue.pop()) {
      const at = queue.key
      if (max[condition] !== at) continue
      for (let k = start[condition]!, end = start[condition + 1]!; k < end; k++) {
        const action = items[k]!
        if (supporter[action] !== condition) continue
        const before = supporterMax[action]!
        if (before <= at) continue
        this.#support(action)
        if (supporterMax[action]! < before)
          this.#reach(action, supporterMax[action]! + left[action]!)
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

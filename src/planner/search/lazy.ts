import { BucketQueue } from './bucket-queue.ts'
import type { CompiledTask } from './compiled-task.ts'
import { smallCosts } from './costs.ts'
import { workOfExploring, type Effort } from './effort.ts'
import type { Guide } from './heuristics/guide.ts'
import { longerInts, type Memory } from './memory.ts'
import type { Stage, StageEnd } from './stage.ts'
import { States } from './states.ts'

// Lazy greedy best-first search (Helmert 2006; Richter and Helmert 2009): a state is evaluated when it is taken from a queue, and its
// successors get its estimate. For each guide there are two queues, of all successors and of those by preferred actions; the queues take
// turns, and those of preferred actions come first for a while after each progress.
//
//   Z1. A queue's entry is a state and a list of actions in `#actions`, ended by -1: all successors of a state have the same key, so they
//       lie behind each other anyway.
//   Z2. With a weight, a state is expanded again whenever a cheaper way to it is found. So when the queues are empty, there is no plan
//       below the limit.

/** How many turns more preferred actions get for each progress. */
const boost = 1000

export interface LazyOptions {
  /** Of the estimate, beside the cost so far (lazy weighted A*). Default: Infinity, the cost so far does not count. */
  readonly weight?: number
  /** Only plans cheaper than so many units are looked for. Default: all. */
  readonly limit?: number
}

export class LazySearch implements Stage {
  readonly name: string
  readonly bound = 0
  readonly #task: CompiledTask
  readonly #guides: readonly Guide[]
  readonly #states: States
  readonly #weight: number
  readonly #limit: number
  /** What a unit of cost is in estimates. */
  readonly #perUnit: number
  readonly #effort: Effort
  readonly #memory: Memory
  readonly #queues: readonly BucketQueue[]
  /** Turns that each queue had; the lowest is next. */
  readonly #turns: Float64Array
  readonly #best: Float64Array
  readonly #estimates: Float64Array
  #actions = new Int32Array(1024)
  #actionCount = 0
  /** The state to be evaluated next. */
  #current = 0

  /** `guides`: the first tells the applicable actions. */
  constructor(
    task: CompiledTask,
    guides: readonly Guide[],
    effort: Effort,
    memory: Memory,
    { weight = Infinity, limit = Infinity }: LazyOptions = {},
  ) {
    const names = guides.map(({ name }) => name).join(', ')
    this.name = weight === Infinity ? `lazy(${names})` : `lazy-wastar(${names}; ${weight})`
    this.#weight = weight
    this.#limit = limit
    this.#perUnit = 1 / smallCosts(task.costs, true).factor
    this.#task = task
    this.#guides = guides
    this.#effort = effort
    this.#memory = memory
    this.#states = new States(task, memory)
    this.#queues = guides.flatMap(() => [new BucketQueue(memory), new BucketQueue(memory)])
    this.#turns = new Float64Array(this.#queues.length)
    this.#best = new Float64Array(guides.length).fill(Infinity)
    this.#estimates = new Float64Array(guides.length)
    memory.take(this.#actions.byteLength)
  }

  free(): void {
    this.#states.free()
    for (const queue of this.#queues) queue.free()
    this.#memory.giveBack(this.#actions.byteLength)
  }

  advance(expansions: number): StageEnd | null {
    const effort = this.#effort
    for (let left = expansions; left > 0;) {
      if (effort.isOver()) return null
      if (this.#states.isGoal(this.#current)) return { kind: 'plan', steps: this.#states.way(this.#current) } // prettier-ignore
      if (this.#evaluate()) {
        this.#expand()
        left--
      }
      if (!this.#next()) return { kind: 'exhausted' }
    }
    return null
  }

  /** False if there is no plan from the current state. */
  #evaluate(): boolean {
    const { words, numbers, parent } = this.#states
    const offset = this.#current * this.#task.stride
    this.#effort.evaluated++
    this.#effort.work += workOfExploring(this.#task)
    let progress = false
    for (let i = 0; i < this.#guides.length; i++) {
      const estimate = this.#guides[i]!.evaluate(
        words,
        numbers,
        offset,
        this.#current,
        parent[this.#current]!,
      )
      if (estimate === Infinity) return false
      this.#estimates[i] = estimate
      if (estimate < this.#best[i]!) {
        this.#best[i] = estimate
        progress = true
      }
    }
    if (progress)
      for (let queue = 1; queue < this.#turns.length; queue += 2) this.#turns[queue]! -= boost
    return true
  }

  #expand(): void {
    const effort = this.#effort
    const first = this.#guides[0]!
    effort.expanded++
    effort.generated += first.applicableCount
    const all = this.#store(first.applicable, first.applicableCount)
    for (let i = 0; i < this.#guides.length; i++) {
      const guide = this.#guides[i]!
      const estimate = this.#key(this.#estimates[i]!)
      if (first.applicableCount > 0) this.#queues[2 * i]!.push(estimate, this.#current, all)
      if (guide.preferredCount > 0) this.#queues[2 * i + 1]!.push(estimate, this.#current, this.#store(guide.preferred, guide.preferredCount)) // prettier-ignore
    }
  }

  /** Z1. */
  #store(actions: Int32Array, count: number): number {
    while (this.#actionCount + count + 1 > this.#actions.length) {
      const before = this.#actions
      this.#actions = longerInts(before, this.#memory.grow(before.length, 4))
      this.#memory.giveBack(before.byteLength)
    }
    const at = this.#actionCount
    for (let i = 0; i < count; i++) this.#actions[at + i] = actions[i]!
    this.#actions[at + count] = -1
    this.#actionCount += count + 1
    return at
  }

  /** Makes successors until one is new. False if there are none left. */
  #next(): boolean {
    for (;;) {
      const queue = this.#turn()
      if (queue === undefined) return false
      const entry = queue.peek()
      const state = queue.first(entry)
      const at = queue.second(entry)
      const action = this.#actions[at]!
      if (this.#actions[at + 1]! < 0) queue.drop()
      else queue.setSecond(entry, at + 1)
      const cost = this.#states.cost[state]! + this.#task.costs.units[action]!
      if (cost >= this.#limit) continue
      const before = this.#states.count
      const successor = this.#states.successor(state, action)
      if (successor !== before && !this.#isCheaper(successor, state, action, cost)) continue
      this.#current = successor
      return true
    }
  }

  /** Opens a known state again if the way over `from` is cheaper and cost matters (Z2). */
  #isCheaper(state: number, from: number, action: number, cost: number): boolean {
    const states = this.#states
    if (this.#weight === Infinity || cost >= states.cost[state]!) return false
    states.cost[state] = cost
    states.parent[state] = from
    states.action[state] = action
    return true
  }

  #key(estimate: number): number {
    if (this.#weight === Infinity) return estimate
    return Math.round(this.#states.cost[this.#current]! * this.#perUnit + this.#weight * estimate)
  }

  #turn(): BucketQueue | undefined {
    let next = -1
    for (let i = 0; i < this.#queues.length; i++)
      if (this.#queues[i]!.size > 0 && (next < 0 || this.#turns[i]! < this.#turns[next]!)) next = i
    if (next < 0) return undefined
    this.#turns[next]!++
    return this.#queues[next]
  }
}

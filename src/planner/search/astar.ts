import type { CompiledTask } from './compiled-task.ts'
import type { Effort } from './effort.ts'
import type { Heuristic } from './heuristics/heuristic.ts'
import { longerFloats, longerInts, type Memory } from './memory.ts'
import type { Stage, StageEnd } from './stage.ts'
import { StateHeap } from './state-heap.ts'
import { States } from './states.ts'
import { SuccessorGenerator } from './successor-generator.ts'

// A* (Hart, Nilsson and Raphael 1968), with states opened again where a cheaper way to them is found, since LM-cut is not consistent.
//
//   A1. `#estimate` of a state never overestimates if the heuristic does not: it is the heuristic's value, or that of the state before
//       less the action's cost, whichever is more (pathmax).
//   A2. States whose cost and estimate reach `limit` are left out: a plan of that cost is known. So when the queue is empty, or its
//       lowest f reaches the limit, no plan costs less.

const open = 0
/** Expanded, by the cheapest way known. */
const closed = 1
/** No plan goes on from it. */
const dead = 2
/** The limit was reached by its estimate, which may be cut short. */
const leftOut = 3

export interface AStarOptions {
  /** Only plans cheaper than so many units are looked for. Default: all. */
  readonly limit?: number
  /** Of the estimate. Above 1 the plan may cost so many times the cheapest. Default: 1. */
  readonly weight?: number
  /** Whether the heuristic never overestimates, so that A* proves bounds. */
  readonly isAdmissible: boolean
}

export class AStar implements Stage {
  readonly name: string
  readonly #task: CompiledTask
  readonly #heuristic: Heuristic
  readonly #states: States
  readonly #effort: Effort
  readonly #memory: Memory
  readonly #queue: StateHeap
  readonly #successors: SuccessorGenerator
  readonly #weight: number
  #limit: number
  readonly #isAdmissible: boolean
  #estimate = new Float64Array(256)
  #status = new Int32Array(256)
  #lowest = 0

  constructor(
    task: CompiledTask,
    name: string,
    heuristic: Heuristic,
    effort: Effort,
    memory: Memory,
    options: AStarOptions,
  ) {
    const { limit = Infinity, weight = 1, isAdmissible } = options
    this.name = weight === 1 ? `astar(${name})` : `wastar(${name}, ${weight})`
    this.#task = task
    this.#heuristic = heuristic
    this.#effort = effort
    this.#memory = memory
    this.#limit = limit
    this.#isAdmissible = isAdmissible
    this.#weight = weight
    this.#states = new States(task, memory)
    this.#queue = new StateHeap(memory)
    this.#successors = new SuccessorGenerator(task, memory)
    memory.take(12 * this.#estimate.length)
    this.#enter(0, 0)
  }

  get bound(): number {
    return this.#isAdmissible ? this.#lowest / this.#weight : 0
  }

  /** A plan of this cost is known now; only cheaper ones are looked for. */
  lowerLimit(limit: number): void {
    this.#limit = limit
  }

  free(): void {
    this.#states.free()
    this.#queue.free()
    this.#successors.free()
    this.#memory.giveBack(12 * this.#estimate.length)
  }

  advance(expansions: number): StageEnd | null {
    const states = this.#states
    const queue = this.#queue
    for (let left = expansions; left > 0;) {
      if (this.#effort.isOver()) return null
      if (queue.size === 0) return { kind: 'exhausted' }
      const lowest = queue.lowest
      if (this.#weight === 1 && this.#isAdmissible && lowest >= this.#limit)
        return { kind: 'exhausted' }
      const state = queue.pop()
      if (this.#status[state] !== open) continue
      if (lowest > this.#lowest) this.#lowest = lowest
      if (states.isGoal(state)) return { kind: 'plan', steps: states.way(state) }
      this.#status[state] = closed
      if (!this.#expand(state)) return null
      left--
    }
    return null
  }

  /** False if the effort was over before all successors were made. */
  #expand(state: number): boolean {
    const states = this.#states
    const successors = this.#successors
    const effort = this.#effort
    const { units } = this.#task.costs
    effort.expanded++
    this.#heuristic.expand?.(state)
    successors.find(states.words, states.numbers, state * this.#task.stride)
    effort.generated += successors.count
    for (let i = 0; i < successors.count; i++) {
      const action = successors.applicable[i]!
      const inherited = this.#isAdmissible
        ? Math.max(0, this.#estimate[state]! - units[action]!)
        : 0
      if (states.cost[state]! + units[action]! + inherited >= this.#limit) continue
      const before = states.count
      const successor = states.successor(state, action)
      if (successor === before) {
        this.#enter(successor, inherited)
        if (effort.isLate()) return false
      } else this.#improve(successor, state, action, inherited)
    }
    return true
  }

  #enter(state: number, inherited: number): void {
    if (state >= this.#estimate.length) this.#grow()
    this.#estimate[state] = inherited
    this.#evaluate(state)
    this.#push(state)
  }

  #evaluate(state: number): void {
    const { words, numbers, cost } = this.#states
    this.#effort.evaluated++
    const enough = this.#limit - cost[state]!
    const offset = state * this.#task.stride
    const estimate = this.#heuristic.evaluateSuccessor === undefined ? this.#heuristic.evaluate(words, numbers, offset, enough) : this.#heuristic.evaluateSuccessor(words, numbers, offset, enough, this.#states.action[state]!, state) // prettier-ignore
    if (estimate > this.#estimate[state]!) this.#estimate[state] = estimate
    this.#status[state] = estimate === Infinity ? dead : estimate >= enough ? leftOut : open
  }

  /** Takes the way to a known state over `from`, if that is cheaper. */
  #improve(state: number, from: number, action: number, inherited: number): void {
    const states = this.#states
    const cost = states.cost[from]! + this.#task.costs.units[action]!
    if (this.#status[state] === dead || cost >= states.cost[state]!) return
    states.cost[state] = cost
    states.parent[state] = from
    states.action[state] = action
    if (inherited > this.#estimate[state]!) this.#estimate[state] = inherited
    // What was enough to leave it out may be less than the heuristic has to say.
    if (this.#status[state] === leftOut) this.#evaluate(state)
    else this.#status[state] = open
    this.#push(state)
  }

  #push(state: number): void {
    const estimate = this.#estimate[state]!
    const cost = this.#states.cost[state]!
    if (cost + (this.#isAdmissible ? estimate : 0) < this.#limit && estimate < Infinity)
      this.#queue.push(cost + this.#weight * estimate, estimate, state)
  }

  #grow(): void {
    const before = this.#estimate.length
    const length = this.#memory.grow(before, 12)
    this.#estimate = longerFloats(this.#estimate, length)
    this.#status = longerInts(this.#status, length)
    this.#memory.giveBack(12 * before)
  }
}

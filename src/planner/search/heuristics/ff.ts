import type { CompiledTask } from '../compiled-task.ts'
import type { Memory } from '../memory.ts'
import type { Guide } from './guide.ts'
import { RelaxedExploration } from './relaxed-exploration.ts'

/**
 * h_FF: the cost of a plan that would do if nothing were ever deleted, made of the cheapest supporters by h_add (Hoffmann and Nebel 2001;
 * Keyder and Geffner 2008). Its actions that the state allows are preferred.
 */
export class FF implements Guide {
  readonly name: 'ff' | 'hadd'
  readonly exploration: RelaxedExploration
  readonly preferred: Int32Array
  preferredCount = 0
  readonly #marked: Int32Array
  /** Operators in the relaxed plan, and the actions that they belong to. */
  readonly #chosen: Int32Array
  readonly #paid: Int32Array
  /** Null: each action has one operator. */
  readonly #isPreferred: Int32Array | null
  readonly #stack: Int32Array
  #stamp = 0
  readonly #task: CompiledTask

  /**
   * `costs`: of actions, whole and small. `name`: `hadd` for the sum of the goals' costs instead of the plan's, with the same preferred
   * actions.
   */
  constructor(task: CompiledTask, costs: Int32Array, memory: Memory, name: 'ff' | 'hadd' = 'ff') {
    this.name = name
    this.#task = task
    this.exploration = new RelaxedExploration(task, costs, memory)
    memory.take(4 * (2 * task.actions + task.operators + 2 * task.conditions))
    this.preferred = new Int32Array(task.actions)
    this.#marked = new Int32Array(task.conditions)
    this.#chosen = new Int32Array(task.operators)
    const isPlain = task.operators === task.actions
    this.#paid = new Int32Array(isPlain ? 0 : task.actions)
    this.#isPreferred = isPlain ? null : new Int32Array(task.actions)
    this.#stack = new Int32Array(task.conditions)
  }

  get applicable(): Int32Array {
    return this.exploration.applicable
  }

  get applicableCount(): number {
    return this.exploration.applicableCount
  }

  evaluate(words: Uint32Array, numbers: Float64Array, offset: number): number {
    this.preferredCount = 0
    if (!this.exploration.explore(words, numbers, offset)) return Infinity
    const cost = this.#extract()
    return this.name === 'ff' ? cost : this.#sum()
  }

  #sum(): number {
    let sum = 0
    for (const condition of this.#task.goal) sum += this.exploration.cost[condition]!
    return sum
  }

  #extract(): number {
    const { supporter, costs } = this.exploration
    const { goal, facts, pre } = this.#task
    const marked = this.#marked
    const chosen = this.#chosen
    const stack = this.#stack
    const stamp = ++this.#stamp
    let height = 0
    let total = 0
    for (let i = 0; i < goal.length; i++) {
      const condition = goal[i]!
      if (supporter[condition]! >= 0 && marked[condition] !== stamp) {
        marked[condition] = stamp
        stack[height++] = condition
      }
    }
    while (height > 0) {
      const condition = stack[--height]!
      const operator = supporter[condition]!
      if (condition >= facts)
        total += (this.exploration.repetitions(condition) - 1) * costs[operator]!
      if (chosen[operator] === stamp) continue
      chosen[operator] = stamp
      total += this.#price(operator)
      let isApplicable = true
      for (let k = pre.start[operator]!, end = pre.start[operator + 1]!; k < end; k++) {
        const required = pre.items[k]!
        if (supporter[required]! < 0) continue
        isApplicable = false
        if (marked[required] === stamp) continue
        marked[required] = stamp
        stack[height++] = required
      }
      if (isApplicable) this.#prefer(operator)
    }
    return total
  }

  /** What an operator that is new in the relaxed plan costs: an action is paid once for all of its operators. */
  #price(operator: number): number {
    const { costs } = this.exploration
    const action = this.#task.owner[operator]!
    if (this.#isPreferred === null || action < 0) return costs[operator]!
    if (this.#paid[action] === this.#stamp) return 0
    this.#paid[action] = this.#stamp
    return costs[operator]!
  }

  #prefer(operator: number): void {
    const action = this.#task.owner[operator]!
    const known = this.#isPreferred
    if (known !== null) {
      if (action < 0 || known[action] === this.#stamp) return
      known[action] = this.#stamp
    }
    this.preferred[this.preferredCount++] = action
  }
}

import type { CompiledTask } from '../compiled-task.ts'
import type { RelaxedExploration } from '../heuristics/relaxed-exploration.ts'

/** The conditions that the actions of a relaxed plan bring about. */
export class RelaxedPlanConditions {
  readonly #task: CompiledTask
  /** Of conditions: the number of the plan for which it was marked. */
  readonly #isNeeded: Int32Array
  readonly #isFound: Int32Array
  /** Of actions, likewise. */
  readonly #isTaken: Int32Array
  #plans = 0

  constructor(task: CompiledTask) {
    this.#task = task
    this.#isNeeded = new Int32Array(task.conditions)
    this.#isFound = new Int32Array(task.conditions)
    this.#isTaken = new Int32Array(task.actions)
  }

  /** Those of the plan that was explored last, without what held before it, ascending. */
  of({ supporter }: RelaxedExploration): Int32Array {
    const { goal, pre, owner, mayAdd } = this.#task
    const plan = ++this.#plans
    const waiting: number[] = []
    const found: number[] = []
    const need = (condition: number): void => {
      if (supporter[condition]! < 0 || this.#isNeeded[condition] === plan) return
      this.#isNeeded[condition] = plan
      waiting.push(condition)
    }
    for (const condition of goal) need(condition)
    for (let condition = waiting.pop(); condition !== undefined; condition = waiting.pop()) {
      const operator = supporter[condition]!
      for (let k = pre.start[operator]!; k < pre.start[operator + 1]!; k++) need(pre.items[k]!)
      const action = owner[operator]!
      if (action < 0 || this.#isTaken[action] === plan) continue
      this.#isTaken[action] = plan
      for (let k = mayAdd.start[action]!; k < mayAdd.start[action + 1]!; k++) {
        const added = mayAdd.items[k]!
        if (supporter[added]! < 0 || this.#isFound[added] === plan) continue
        this.#isFound[added] = plan
        found.push(added)
      }
    }
    return Int32Array.from(found).toSorted()
  }
}

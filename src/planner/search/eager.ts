import { BucketQueue } from './bucket-queue.ts'
import type { CompiledTask } from './compiled-task.ts'
import { workOfExploring, type Effort } from './effort.ts'
import { Expander } from './expander.ts'
import type { Heuristic } from './heuristics/heuristic.ts'
import type { Memory } from './memory.ts'
import type { Stage, StageEnd } from './stage.ts'

/** Eager greedy best-first search: the state with the lowest estimate is expanded, and all of its successors are evaluated at once. */
export class EagerGreedy implements Stage {
  readonly name: string
  readonly bound = 0
  readonly #task: CompiledTask
  readonly #heuristic: Heuristic
  readonly #expander: Expander
  readonly #effort: Effort
  readonly #queue: BucketQueue

  constructor(
    task: CompiledTask,
    name: string,
    heuristic: Heuristic,
    effort: Effort,
    memory: Memory,
  ) {
    this.name = `eager(${name})`
    this.#task = task
    this.#heuristic = heuristic
    this.#effort = effort
    this.#expander = new Expander(task, effort, memory, (state) => this.#evaluate(state))
    this.#queue = new BucketQueue(memory)
    this.#evaluate(0)
  }

  free(): void {
    this.#expander.free()
    this.#queue.free()
  }

  advance(expansions: number): StageEnd | null {
    const { states } = this.#expander
    const queue = this.#queue
    for (let left = expansions; left > 0; left--) {
      if (this.#effort.isOver()) return null
      const entry = queue.peek()
      if (entry < 0) return { kind: 'exhausted' }
      const state = queue.first(entry)
      queue.drop()
      if (states.isGoal(state)) return { kind: 'plan', steps: states.way(state) }
      if (!this.#expander.expand(state)) return null
    }
    return null
  }

  /** False if the effort is over. */
  #evaluate(state: number): boolean {
    const { words, numbers } = this.#expander.states
    this.#effort.evaluated++
    this.#effort.work += workOfExploring(this.#task)
    const estimate = this.#heuristic.evaluate(words, numbers, state * this.#task.stride)
    if (estimate < Infinity) this.#queue.push(estimate, state, 0)
    return !this.#effort.isLate()
  }
}

import { BucketQueue } from './bucket-queue.ts'
import type { CompiledTask } from './compiled-task.ts'
import { workOfExploring, type Effort } from './effort.ts'
import type { Heuristic } from './heuristics/heuristic.ts'
import type { Memory } from './memory.ts'
import type { Stage, StageEnd } from './stage.ts'
import { States } from './states.ts'
import { SuccessorGenerator } from './successor-generator.ts'

/** Eager greedy best-first search: the state with the lowest estimate is expanded, and all of its successors are evaluated at once. */
export class EagerGreedy implements Stage {
  readonly name: string
  readonly bound = 0
  readonly #task: CompiledTask
  readonly #heuristic: Heuristic
  readonly #states: States
  readonly #effort: Effort
  readonly #queue: BucketQueue
  readonly #successors: SuccessorGenerator

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
    this.#states = new States(task, memory)
    this.#queue = new BucketQueue(memory)
    this.#successors = new SuccessorGenerator(task, memory)
    this.#evaluate(0)
  }

  free(): void {
    this.#states.free()
    this.#queue.free()
    this.#successors.free()
  }

  advance(expansions: number): StageEnd | null {
    const states = this.#states
    const queue = this.#queue
    for (let left = expansions; left > 0; left--) {
      if (this.#effort.isOver()) return null
      const entry = queue.peek()
      if (entry < 0) return { kind: 'exhausted' }
      const state = queue.first(entry)
      queue.drop()
      if (states.isGoal(state)) return { kind: 'plan', steps: states.way(state) }
      if (!this.#expand(state)) return null
    }
    return null
  }

  /** False if the effort was over before all successors were made. */
  #expand(state: number): boolean {
    const states = this.#states
    const successors = this.#successors
    const effort = this.#effort
    effort.expanded++
    successors.find(states.words, states.numbers, state * this.#task.stride)
    effort.generated += successors.count
    for (let i = 0; i < successors.count; i++) {
      const before = states.count
      const successor = states.successor(state, successors.applicable[i]!)
      if (successor !== before) continue
      this.#evaluate(successor)
      if (effort.isLate()) return false
    }
    return true
  }

  #evaluate(state: number): void {
    const { words, numbers } = this.#states
    this.#effort.evaluated++
    this.#effort.work += workOfExploring(this.#task)
    const estimate = this.#heuristic.evaluate(words, numbers, state * this.#task.stride)
    if (estimate < Infinity) this.#queue.push(estimate, state, 0)
  }
}

import { BucketQueue } from '../bucket-queue.ts'
import type { CompiledTask } from '../compiled-task.ts'
import { workOfExploring, type Effort } from '../effort.ts'
import { Expander } from '../expander.ts'
import { GoalCount } from '../heuristics/goal-count.ts'
import type { Heuristic } from '../heuristics/heuristic.ts'
import type { Memory } from '../memory.ts'
import type { Stage, StageEnd } from '../stage.ts'
import { holdBits } from '../state.ts'
import { everything, Novelty } from './novelty.ts'

/** Of the memory that is left, for pairs of conditions. */
const shareOfPairs = 1 / 8

/** Above every estimate: what tells classes of states apart. */
const estimates = 2 ** 24

/**
 * Greedy best-first search that expands the newest state first, and among equally new ones the one with the lowest estimate. How new it is
 * counts among states with as many goals open and the same estimate (as the second part of Dual-BFWS, Lipovetzky and Geffner 2017), so it
 * leaves plateaus on which a search by the estimate alone stays. Complete: no state is given up but where the estimate says that there is
 * no plan.
 */
export class NovelGreedy implements Stage {
  readonly name: string
  readonly bound = 0
  readonly #task: CompiledTask
  readonly #heuristic: Heuristic
  readonly #goals: Heuristic
  readonly #expander: Expander
  readonly #effort: Effort
  /** By how new the states are (1, 2, 3), of estimates. */
  readonly #queues: readonly BucketQueue[]
  readonly #novelty: Novelty
  readonly #held: Uint32Array

  constructor(
    task: CompiledTask,
    name: string,
    heuristic: Heuristic,
    effort: Effort,
    memory: Memory,
  ) {
    this.name = `eager(${name}, novelty)`
    this.#task = task
    this.#heuristic = heuristic
    this.#goals = new GoalCount(task)
    this.#effort = effort
    this.#expander = new Expander(task, effort, memory, (state) => this.#evaluate(state))
    this.#queues = [1, 2, 3].map(() => new BucketQueue(memory))
    this.#novelty = new Novelty(task.conditions, task.mayAdd, memory, memory.left * shareOfPairs) // prettier-ignore
    this.#held = new Uint32Array(Math.ceil(task.conditions / 32))
    this.#evaluate(0)
  }

  free(): void {
    this.#expander.free()
    for (const queue of this.#queues) queue.free()
    this.#novelty.free()
  }

  advance(expansions: number): StageEnd | null {
    const { states } = this.#expander
    for (let left = expansions; left > 0; left--) {
      if (this.#effort.isOver()) return null
      const queue = this.#queues.find(({ size }) => size > 0)
      if (queue === undefined) return { kind: 'exhausted' }
      const state = queue.first(queue.peek())
      queue.drop()
      if (states.isGoal(state)) return { kind: 'plan', steps: states.way(state) }
      if (!this.#expander.expand(state)) return null
    }
    return null
  }

  /** False if the effort is over. */
  #evaluate(state: number): boolean {
    const { words, numbers } = this.#expander.states
    const offset = state * this.#task.stride
    this.#effort.evaluated++
    this.#effort.work += workOfExploring(this.#task)
    const estimate = this.#heuristic.evaluate(words, numbers, offset)
    if (estimate === Infinity) return !this.#effort.isLate()
    holdBits(this.#task, words, numbers, offset, this.#held)
    const open = this.#goals.evaluate(words, numbers, offset)
    const novelty = this.#novelty.measure(this.#held, open * estimates + Math.min(estimate, estimates - 1), everything) // prettier-ignore
    this.#effort.work += this.#novelty.steps
    this.#queues[novelty - 1]!.push(estimate, state, 0)
    return !this.#effort.isLate()
  }
}

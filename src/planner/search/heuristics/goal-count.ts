import type { CompiledTask } from '../compiled-task.ts'
import { conditionHolds } from '../state.ts'
import type { Heuristic } from './heuristic.ts'

/** How many goals do not hold. */
export class GoalCount implements Heuristic {
  readonly #task: CompiledTask

  constructor(task: CompiledTask) {
    this.#task = task
  }

  evaluate(words: Uint32Array, numbers: Float64Array, offset: number): number {
    const { goal } = this.#task
    let count = 0
    for (let i = 0; i < goal.length; i++)
      if (!conditionHolds(this.#task, words, numbers, offset, goal[i]!)) count++
    return count
  }
}

/** Knows nothing: 0 everywhere. */
export const blind: Heuristic = { evaluate: () => 0 }

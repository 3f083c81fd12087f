import type { CompiledTask } from '../compiled-task.ts'
import type { Memory } from '../memory.ts'
import type { Guide } from './guide.ts'
import { LandmarkProgress } from './landmark-progress.ts'
import type { Landmarks } from './landmarks.ts'

/**
 * Guides by the number of landmarks that have still to be reached (LAMA, Richter and Westphal 2010). Actions that bring about a landmark
 * whose turn it is for the first time are preferred; when all were accepted, those that bring about a goal again.
 */
export class LandmarkCount implements Guide {
  readonly name = 'landmarks'
  readonly preferred: Int32Array
  preferredCount = 0
  readonly #task: CompiledTask
  readonly #progress: LandmarkProgress
  readonly #source: Guide
  readonly #placeOf: Int32Array

  /** `source`: was evaluated for the same state before, and tells the applicable actions. */
  constructor(task: CompiledTask, landmarks: Landmarks, source: Guide, memory: Memory) {
    this.#task = task
    this.#source = source
    this.#progress = new LandmarkProgress(task, landmarks, memory)
    memory.take(4 * (task.actions + task.conditions))
    this.preferred = new Int32Array(task.actions)
    this.#placeOf = new Int32Array(task.conditions).fill(-1)
    for (const [place, condition] of landmarks.conditions.entries())
      this.#placeOf[condition] = place
  }

  get applicable(): Int32Array {
    return this.#source.applicable
  }

  get applicableCount(): number {
    return this.#source.applicableCount
  }

  evaluate(
    words: Uint32Array,
    numbers: Float64Array,
    offset: number,
    state: number,
    parent: number,
  ): number {
    const count = this.#progress.count(words, numbers, offset, state, parent)
    this.#prefer()
    return count
  }

  #prefer(): void {
    const { start, items } = this.#task.mayAdd
    const { applicable, applicableCount } = this.#source
    const { isDue } = this.#progress
    this.preferredCount = 0
    for (let i = 0; i < applicableCount; i++) {
      const action = applicable[i]!
      for (let k = start[action]!, end = start[action + 1]!; k < end; k++) {
        const place = this.#placeOf[items[k]!]!
        if (place < 0 || isDue[place] === 0) continue
        this.preferred[this.preferredCount++] = action
        break
      }
    }
  }
}

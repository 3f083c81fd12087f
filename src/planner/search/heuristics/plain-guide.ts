import type { CompiledTask } from '../compiled-task.ts'
import type { Memory } from '../memory.ts'
import { SuccessorGenerator } from '../successor-generator.ts'
import type { Guide } from './guide.ts'
import type { Heuristic } from './heuristic.ts'

/** Guides with a heuristic that prefers no actions. */
export class PlainGuide implements Guide {
  readonly name: string
  readonly preferred = new Int32Array(0)
  readonly preferredCount = 0
  readonly #heuristic: Heuristic
  readonly #successors: SuccessorGenerator

  constructor(task: CompiledTask, name: string, heuristic: Heuristic, memory: Memory) {
    this.name = name
    this.#heuristic = heuristic
    this.#successors = new SuccessorGenerator(task, memory)
  }

  get applicable(): Int32Array {
    return this.#successors.applicable
  }

  get applicableCount(): number {
    return this.#successors.count
  }

  evaluate(words: Uint32Array, numbers: Float64Array, offset: number): number {
    this.#successors.find(words, numbers, offset)
    return this.#heuristic.evaluate(words, numbers, offset)
  }
}

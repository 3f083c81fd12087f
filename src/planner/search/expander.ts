import type { CompiledTask } from './compiled-task.ts'
import type { Effort } from './effort.ts'
import type { Memory } from './memory.ts'
import { States } from './states.ts'
import { SuccessorGenerator } from './successor-generator.ts'

/** The states of a search that meets each of them once, and how their successors are made. */
export class Expander {
  readonly states: States
  readonly #task: CompiledTask
  readonly #effort: Effort
  readonly #successors: SuccessorGenerator
  readonly #look: (state: number) => boolean

  /** `look`: told of each new state; false ends the expansion, as where the effort is over or a plan was found. */
  constructor(
    task: CompiledTask,
    effort: Effort,
    memory: Memory,
    look: (state: number) => boolean,
  ) {
    this.states = new States(task, memory)
    this.#task = task
    this.#effort = effort
    this.#successors = new SuccessorGenerator(task, memory)
    this.#look = look
  }

  /** Returns the memory; the states are not to be used any more. */
  free(): void {
    this.states.free()
    this.#successors.free()
  }

  /** Makes the successors of a state. False if that was ended before all were made. */
  expand(state: number): boolean {
    const states = this.states
    const successors = this.#successors
    const effort = this.#effort
    effort.expanded++
    successors.find(states.words, states.numbers, state * this.#task.stride)
    effort.generated += successors.count
    for (let i = 0; i < successors.count; i++) {
      const before = states.count
      const successor = states.successor(state, successors.applicable[i]!)
      if (successor === before && !this.#look(successor)) return false
    }
    return true
  }
}

import type { CompiledTask } from './compiled-task.ts'
import { invert, type Lists } from './lists.ts'
import type { Memory } from './memory.ts'
import { conditionHolds } from './state.ts'

/**
 * Finds the actions that a state allows. Each action is listed under one of its conditions, the one that the fewest actions require; only
 * the actions listed under conditions that hold are looked at further.
 */
export class SuccessorGenerator {
  /** The actions found last: the first `count` of these. */
  readonly applicable: Int32Array
  count = 0
  readonly #task: CompiledTask
  readonly #watched: Lists
  readonly #memory: Memory
  readonly #bytes: number

  constructor(task: CompiledTask, memory: Memory) {
    this.#task = task
    this.#memory = memory
    this.#bytes = 4 * (2 * task.actions + task.conditions)
    memory.take(this.#bytes)
    this.applicable = new Int32Array(task.actions)
    const { start, items } = task.pre
    const requiredBy = task.requiredBy.start
    const watchedStart = new Int32Array(task.actions + 1)
    const watched: number[] = []
    for (let action = 0; action < task.actions; action++) {
      let rarest = -1
      for (let k = start[action]!; k < start[action + 1]!; k++) {
        const condition = items[k]!
        if (rarest < 0 || requiredBy[condition + 1]! - requiredBy[condition]! < requiredBy[rarest + 1]! - requiredBy[rarest]!) rarest = condition // prettier-ignore
      }
      if (rarest >= 0) watched.push(rarest)
      watchedStart[action + 1] = watched.length
    }
    this.#watched = invert(
      { start: watchedStart, items: Int32Array.from(watched) },
      task.conditions,
    )
  }

  /** Returns the memory; the generator is not to be used any more. */
  free(): void {
    this.#memory.giveBack(this.#bytes)
  }

  /** Fills `applicable` for the state at `offset`. */
  find(words: Uint32Array, numbers: Float64Array, offset: number): void {
    const task = this.#task
    const { withoutPre } = task
    this.count = 0
    for (let i = 0; i < withoutPre.length && withoutPre[i]! < task.actions; i++) this.applicable[this.count++] = withoutPre[i]! // prettier-ignore
    for (let i = 0; i < task.words; i++) {
      let word = words[offset + i]!
      while (word !== 0) {
        const condition = (i << 5) + 31 - Math.clz32(word & -word)
        word &= word - 1
        this.#look(condition, words, numbers, offset)
      }
    }
    for (let condition = task.facts; condition < task.conditions; condition++)
      if (conditionHolds(task, words, numbers, offset, condition)) this.#look(condition, words, numbers, offset) // prettier-ignore
  }

  #look(condition: number, words: Uint32Array, numbers: Float64Array, offset: number): void {
    const task = this.#task
    const { start, items } = task.pre
    const { facts } = task
    const watched = this.#watched
    for (let k = watched.start[condition]!, end = watched.start[condition + 1]!; k < end; k++) {
      const action = watched.items[k]!
      let holds = true
      for (let at = start[action]!, last = start[action + 1]!; at < last; at++) {
        const required = items[at]!
        holds = required < facts ? ((words[offset + (required >>> 5)]! >>> (required & 31)) & 1) === 1 : conditionHolds(task, words, numbers, offset, required) // prettier-ignore
        if (!holds) break
      }
      if (holds) this.applicable[this.count++] = action
    }
  }
}

import type { CompiledTask } from '../compiled-task.ts'
import { longerInts, type Memory } from '../memory.ts'
import { conditionHolds } from '../state.ts'
import type { Landmarks } from './landmarks.ts'

/**
 * How many landmarks have still to be reached, or reached again (LAMA, Richter and Westphal 2010). A landmark is accepted when it holds
 * and all that come before it were accepted; it is required again when it does not hold, and is a goal or must hold right before one that
 * is not accepted.
 */
export class LandmarkProgress {
  /** Of each landmark, in the state counted last: 1 if it is its turn for the first time; when all were accepted, if it is required again. */
  readonly isDue: Uint8Array
  readonly #task: CompiledTask
  readonly #landmarks: Landmarks
  readonly #memory: Memory
  readonly #isGoal: Uint8Array
  readonly #width: number
  /** The landmarks accepted on the way to each state, as bits. */
  #accepted: Int32Array
  readonly #isCounted: Uint8Array

  constructor(task: CompiledTask, landmarks: Landmarks, memory: Memory) {
    this.#task = task
    this.#landmarks = landmarks
    this.#memory = memory
    this.#width = Math.ceil(landmarks.conditions.length / 32)
    this.isDue = new Uint8Array(landmarks.conditions.length)
    this.#isCounted = new Uint8Array(landmarks.conditions.length)
    this.#isGoal = Uint8Array.from(landmarks.conditions, (condition) => (task.goal.includes(condition) ? 1 : 0)) // prettier-ignore
    this.#accepted = new Int32Array(256 * this.#width)
    memory.take(this.#accepted.byteLength)
  }

  /** Returns the memory; nothing can be counted any more. */
  free(): void {
    this.#memory.giveBack(this.#accepted.byteLength)
  }

  /** Of the state with this number, reached from `parent` (-1: the first), which was counted before. */
  count(
    words: Uint32Array,
    numbers: Float64Array,
    offset: number,
    state: number,
    parent: number,
  ): number {
    this.#accept(words, numbers, offset, state, parent)
    const { conditions, rightBefore, before } = this.#landmarks
    const at = state * this.#width
    const isDue = this.isDue
    const isCounted = this.#isCounted
    isDue.fill(0)
    isCounted.fill(0)
    let count = 0
    for (let landmark = 0; landmark < conditions.length; landmark++) {
      if (this.#has(at, landmark)) continue
      count++
      if (this.#allAccepted(at, before[landmark]!)) isDue[landmark] = 1
      const required = rightBefore[landmark]!
      for (let i = 0; i < required.length; i++) isCounted[required[i]!] = 1
    }
    const areAllAccepted = count === 0
    for (let landmark = 0; landmark < conditions.length; landmark++) {
      if (isCounted[landmark] === 0 && this.#isGoal[landmark] === 0) continue
      if (!this.#has(at, landmark) || conditionHolds(this.#task, words, numbers, offset, conditions[landmark]!)) continue // prettier-ignore
      count++
      if (areAllAccepted) isDue[landmark] = 1
    }
    return count
  }

  #accept(
    words: Uint32Array,
    numbers: Float64Array,
    offset: number,
    state: number,
    parent: number,
  ): void {
    const width = this.#width
    while ((state + 1) * width > this.#accepted.length) this.#grow()
    const accepted = this.#accepted
    const { conditions, before } = this.#landmarks
    const at = state * width
    const from = parent * width
    for (let i = 0; i < width; i++) accepted[at + i] = parent < 0 ? 0 : accepted[from + i]!
    for (let landmark = 0; landmark < conditions.length; landmark++) {
      if (parent >= 0 && this.#has(from, landmark)) continue
      if (!conditionHolds(this.#task, words, numbers, offset, conditions[landmark]!)) continue
      if (parent >= 0 ? this.#allAccepted(from, before[landmark]!) : before[landmark]!.length === 0)
        accepted[at + (landmark >>> 5)]! |= 1 << (landmark & 31)
    }
  }

  #has(at: number, landmark: number): boolean {
    return ((this.#accepted[at + (landmark >>> 5)]! >>> (landmark & 31)) & 1) === 1
  }

  #allAccepted(at: number, landmarks: readonly number[]): boolean {
    for (let i = 0; i < landmarks.length; i++) if (!this.#has(at, landmarks[i]!)) return false
    return true
  }

  #grow(): void {
    const before = this.#accepted
    this.#accepted = longerInts(before, this.#memory.grow(before.length, 4))
    this.#memory.giveBack(before.byteLength)
  }
}

import type { CompiledTask } from '../compiled-task.ts'
import { longerInts, type Memory } from '../memory.ts'
import { conditionHolds } from '../state.ts'
import type { Guide } from './guide.ts'
import type { Landmarks } from './landmarks.ts'

/**
 * How many landmarks have still to be reached, or reached again (LAMA, Richter and Westphal 2010). A landmark is accepted when it holds
 * and all that come before it were accepted; it is required again when it does not hold, and is a goal or must hold right before one that
 * is not accepted. Actions that bring about a landmark whose turn it is for
 * the first time are preferred; when all were accepted, those that bring about a goal again.
 */
export class LandmarkCount implements Guide {
  readonly name = 'landmarks'
  readonly preferred: Int32Array
  preferredCount = 0
  readonly #task: CompiledTask
  readonly #landmarks: Landmarks
  readonly #memory: Memory
  readonly #source: Guide
  readonly #isGoal: Uint8Array
  readonly #width: number
  /** The landmarks accepted on the way to each state, as bits. */
  #accepted: Int32Array
  /** Of each landmark, in the state evaluated last: whether an action that adds it should be preferred. */
  readonly #isDue: Uint8Array
  readonly #isCounted: Uint8Array
  readonly #placeOf: Int32Array

  /** `source`: was evaluated for the same state before, and tells the applicable actions. */
  constructor(task: CompiledTask, landmarks: Landmarks, source: Guide, memory: Memory) {
    this.#task = task
    this.#landmarks = landmarks
    this.#memory = memory
    this.#source = source
    this.#width = Math.ceil(landmarks.conditions.length / 32)
    this.preferred = new Int32Array(task.actions)
    this.#isDue = new Uint8Array(landmarks.conditions.length)
    this.#isCounted = new Uint8Array(landmarks.conditions.length)
    this.#placeOf = new Int32Array(task.conditions).fill(-1)
    for (const [place, condition] of landmarks.conditions.entries())
      this.#placeOf[condition] = place
    this.#isGoal = Uint8Array.from(landmarks.conditions, (condition) => (task.goal.includes(condition) ? 1 : 0)) // prettier-ignore
    this.#accepted = new Int32Array(256 * this.#width)
    memory.take(this.#accepted.byteLength + 4 * (task.actions + task.conditions))
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
    this.#accept(words, numbers, offset, state, parent)
    const { conditions, rightBefore, before } = this.#landmarks
    const at = state * this.#width
    const isDue = this.#isDue
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
    this.#prefer()
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

  #prefer(): void {
    const { start, items } = this.#task.mayAdd
    const { applicable, applicableCount } = this.#source
    this.preferredCount = 0
    for (let i = 0; i < applicableCount; i++) {
      const action = applicable[i]!
      for (let k = start[action]!, end = start[action + 1]!; k < end; k++) {
        const place = this.#placeOf[items[k]!]!
        if (place < 0 || this.#isDue[place] === 0) continue
        this.preferred[this.preferredCount++] = action
        break
      }
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

import type { CompiledTask } from '../compiled-task.ts'
import type { FF } from '../heuristics/ff.ts'
import { longerInts, type Memory } from '../memory.ts'
import { RelaxedPlanConditions } from './relaxed-plan-conditions.ts'

// How far a state is on the way to the next goal: how many of the conditions that a relaxed plan brings about were met since that plan was
// made (the counter #r of Lipovetzky and Geffner 2017).
//
//   W1. A state shares the waypoints of the state it was made from, until fewer goals are open than ever on the way: then it is promised
//       waypoints of its own, which are made when it is expanded: most states never are.
//   W2. Which of them were met stands as bits, `width` words. A state that meets no more shares those of the state before.

/** In place of a list. */
const promised = -1

interface List {
  /** Conditions, ascending. */
  readonly conditions: Int32Array
  readonly width: number
}

export class Waypoints {
  readonly #task: CompiledTask
  readonly #ff: FF
  readonly #plan: RelaxedPlanConditions
  readonly #memory: Memory
  readonly #lists: List[] = []
  #listBytes = 0
  /** Of each state: its list (W1), where its bits begin (W2), and how many are set. */
  #list = new Int32Array(256)
  #place = new Int32Array(256)
  #count = new Int32Array(256)
  #bits = new Int32Array(1024)
  #used = 0

  constructor(task: CompiledTask, ff: FF, memory: Memory) {
    this.#task = task
    this.#ff = ff
    this.#plan = new RelaxedPlanConditions(task)
    this.#memory = memory
    memory.take(this.bytes)
  }

  get bytes(): number {
    return 4 * (3 * this.#list.length + this.#bits.length) + this.#listBytes
  }

  /** Returns the memory; the waypoints are not to be used any more. */
  free(): void {
    this.#memory.giveBack(this.bytes)
  }

  /** How many were met on the way to a state. */
  met(state: number): number {
    return this.#count[state]!
  }

  /** The state is to have waypoints of its own (W1), of which it has met none. */
  promise(state: number): void {
    this.#note(state, promised, 0, 0)
  }

  /** Whether the state was promised waypoints that were not made yet. */
  isPromised(state: number): boolean {
    return this.#list[state] === promised
  }

  /** Makes the waypoints of the state at `offset`. False if no plan leads from there to the goal. */
  begin(state: number, words: Uint32Array, numbers: Float64Array, offset: number): boolean {
    const { exploration } = this.#ff
    if (!exploration.explore(words, numbers, offset)) return false
    const conditions = this.#plan.of(exploration)
    this.#memory.take(conditions.byteLength)
    this.#listBytes += conditions.byteLength
    const width = Math.ceil(conditions.length / 32)
    this.#lists.push({ conditions, width })
    this.#note(state, this.#lists.length - 1, this.#room(width), 0)
    return true
  }

  /** Follows the waypoints of `from`. `held`: the conditions that hold after the action, as bits. Returns how many were met. */
  follow(state: number, from: number, action: number, held: Uint32Array): number {
    const list = this.#list[from]!
    const { conditions, width } = this.#lists[list]!
    const { start, items } = this.#task.mayAdd
    const before = this.#place[from]!
    let at = before
    let count = this.#count[from]!
    for (let k = start[action]!, end = start[action + 1]!; k < end; k++) {
      const condition = items[k]!
      if (((held[condition >>> 5]! >>> (condition & 31)) & 1) === 0) continue
      const mark = placeIn(conditions, condition)
      if (mark < 0 || ((this.#bits[at + (mark >>> 5)]! >>> (mark & 31)) & 1) === 1) continue
      if (at === before) {
        at = this.#room(width)
        this.#bits.copyWithin(at, before, before + width)
      }
      this.#bits[at + (mark >>> 5)]! |= 1 << (mark & 31)
      count++
    }
    this.#note(state, list, at, count)
    return count
  }

  #note(state: number, list: number, place: number, count: number): void {
    if (state >= this.#list.length) this.#grow()
    this.#list[state] = list
    this.#place[state] = place
    this.#count[state] = count
  }

  /** Where so many words of zeros begin. */
  #room(width: number): number {
    while (this.#used + width > this.#bits.length) {
      const before = this.#bits
      this.#bits = longerInts(before, this.#memory.grow(before.length, 4))
      this.#memory.giveBack(before.byteLength)
    }
    this.#used += width
    return this.#used - width
  }

  #grow(): void {
    const before = this.#list.length
    const length = this.#memory.grow(before, 12)
    this.#list = longerInts(this.#list, length)
    this.#place = longerInts(this.#place, length)
    this.#count = longerInts(this.#count, length)
    this.#memory.giveBack(12 * before)
  }
}

/** By halves; -1 if it is not there. */
function placeIn(ascending: Int32Array, item: number): number {
  let low = 0
  let high = ascending.length - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    const there = ascending[middle]!
    if (there === item) return middle
    if (there < item) low = middle + 1
    else high = middle - 1
  }
  return -1
}

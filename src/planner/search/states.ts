import type { CompiledTask } from './compiled-task.ts'
import { longerFloats, longerInts, type Memory } from './memory.ts'
import { apply, goalHolds, numbersOf } from './state.ts'

// All states that a search has met, one after the other in one array, with how each was reached.
//
//   S1. No state stands here twice: a hash table (linear probing, at most half full) finds equal ones.
//   S2. There is always room for one state behind the last; a successor is made there, and stays if it is new.
//   S3. The state that came last may be taken out: no other was put behind its slot because of it.

export class States {
  /** Of all states, `stride` each. Replaced when it grows. */
  words: Uint32Array
  /** The same memory, for variables. */
  numbers: Float64Array
  /** Number of the state before; -1 of the first. */
  parent: Int32Array
  /** The action that led here. */
  action: Int32Array
  /** Cheapest known way from the first state, in units. */
  cost: Float64Array
  count = 0
  readonly #task: CompiledTask
  readonly #memory: Memory
  #capacity: number
  #table: Int32Array
  #slot = 0
  /** The slot of the state that came last. */
  #last = 0

  constructor(task: CompiledTask, memory: Memory) {
    this.#task = task
    this.#memory = memory
    this.#capacity = 256
    memory.take(this.bytes)
    this.words = new Uint32Array(this.#capacity * task.stride)
    this.numbers = numbersOf(task, this.words)
    this.parent = new Int32Array(this.#capacity)
    this.action = new Int32Array(this.#capacity)
    this.cost = new Float64Array(this.#capacity)
    this.#table = new Int32Array(4 * this.#capacity).fill(-1)
    memory.take(this.#table.byteLength)
    this.words.set(task.start)
    this.parent[0] = -1
    this.action[0] = -1
    this.#find(0)
    this.#keep()
  }

  get bytes(): number {
    return this.#capacity * (4 * this.#task.stride + 16)
  }

  /** Returns the memory; the states are not to be used any more. */
  free(): void {
    this.#memory.giveBack(this.bytes + this.#table.byteLength)
  }

  /**
   * The number of the state that `action` leads to from the state `from`. It is new if it equals what `count` was before; then its
   * parent, action and cost are set.
   */
  successor(from: number, action: number): number {
    const { stride, costs } = this.#task
    const target = this.count * stride
    apply(this.#task, this.words, this.numbers, from * stride, target, action)
    const number = this.#find(target)
    if (number >= 0) return number
    const fresh = this.count
    this.parent[fresh] = from
    this.action[fresh] = action
    this.cost[fresh] = this.cost[from]! + costs.units[action]!
    this.#keep()
    return fresh
  }

  /** Takes the last state out again. Only right behind the `successor` that made it (S3). */
  forget(): void {
    this.count--
    this.#table[this.#last] = -1
  }

  isGoal(state: number): boolean {
    return goalHolds(this.#task, this.words, this.numbers, state * this.#task.stride)
  }

  /** The actions on the cheapest known way to a state. */
  way(state: number): number[] {
    const actions: number[] = []
    for (let at = state; this.parent[at]! >= 0; at = this.parent[at]!)
      actions.push(this.action[at]!)
    return actions.toReversed()
  }

  /** The number of the state that equals the one at `target`; or -1, and `#slot` is where it belongs. */
  #find(target: number): number {
    const { stride } = this.#task
    const { words } = this
    const table = this.#table
    const mask = table.length - 1
    for (let slot = hash(words, target, stride) & mask; ; slot = (slot + 1) & mask) {
      const other = table[slot]!
      if (other < 0) {
        this.#slot = slot
        return -1
      }
      const at = other * stride
      let i = 0
      while (i < stride && words[at + i] === words[target + i]) i++
      if (i === stride) return other
    }
  }

  /** Makes the state behind the last one the last one. */
  #keep(): void {
    this.#last = this.#slot
    this.#table[this.#slot] = this.count++
    if (this.count * 2 > this.#table.length) this.#rehash()
    if (this.count === this.#capacity) this.#grow()
  }

  #rehash(): void {
    const length = this.#table.length * 2
    this.#memory.take(4 * length)
    this.#memory.giveBack(this.#table.byteLength)
    const table = new Int32Array(length).fill(-1)
    const { stride } = this.#task
    for (let state = 0; state < this.count; state++) {
      let slot = hash(this.words, state * stride, stride) & (length - 1)
      while (table[slot]! >= 0) slot = (slot + 1) & (length - 1)
      table[slot] = state
      this.#last = slot
    }
    this.#table = table
  }

  #grow(): void {
    const before = this.bytes
    this.#capacity = this.#memory.grow(this.#capacity, 4 * this.#task.stride + 16)
    const words = new Uint32Array(this.#capacity * this.#task.stride)
    words.set(this.words)
    this.words = words
    this.numbers = numbersOf(this.#task, words)
    this.parent = longerInts(this.parent, this.#capacity)
    this.action = longerInts(this.action, this.#capacity)
    this.cost = longerFloats(this.cost, this.#capacity)
    this.#memory.giveBack(before)
  }
}

function hash(words: Uint32Array, offset: number, length: number): number {
  let value = 0x811c9dc5
  for (let i = 0; i < length; i++) {
    value = Math.imul(value ^ words[offset + i]!, 0x9e3779b1)
    value ^= value >>> 15
  }
  value = Math.imul(value ^ (value >>> 13), 0x85ebca6b)
  return value ^ (value >>> 16)
}

import type { CompiledTask } from '../compiled-task.ts'
import { longerFloats, longerInts, type Memory } from '../memory.ts'
import type { Heuristic } from './heuristic.ts'
import { LmCut, type CutListener } from './lm-cut.ts'

// LM-cut that keeps its cuts (incremental LM-cut, Pommerening and Helmert 2013). A cut holds an action of every plan from a state. After
// an action that is not in it, it still does: so a state begins with the cuts of the state before it that the action is not in, and looks
// only for what they leave.
//
//   I1. Only the cuts that are new with a state are stored. Its others are those of the states before it, as far as they hold none of the
//       actions in between. The states before it are those it was evaluated from, whether or not a cheaper way was found since.

export class IncrementalLmCut implements Heuristic, CutListener {
  readonly #lmCut: LmCut
  readonly #memory: Memory
  // Of each state (I1): the state before it, the action in between, and the numbers of its first cut and of the one behind its last.
  #before = new Int32Array(256)
  #action = new Int32Array(256)
  #first = new Int32Array(256)
  #end = new Int32Array(256)
  // Of each cut: its cost, and where its actions begin; they end where those of the next cut begin.
  #cost = new Float64Array(256)
  #start = new Int32Array(257)
  #cuts = 0
  #items = new Int32Array(1024)
  /** The cuts of the state that is expanded. */
  #current = new Int32Array(64)
  #currentCount = 0
  #expanded = -1
  /** Of each action: the last expansion whose way back it lies on. */
  readonly #onWay: Int32Array
  #ways = 0

  constructor(task: CompiledTask, memory: Memory) {
    this.#lmCut = new LmCut(task, memory)
    this.#memory = memory
    this.#onWay = new Int32Array(task.actions)
    memory.take(this.#bytes())
  }

  evaluate(words: Uint32Array, numbers: Float64Array, offset: number, enough = Infinity): number {
    return this.#lmCut.evaluate(words, numbers, offset, enough)
  }

  expand(state: number): void {
    const onWay = this.#onWay
    const way = ++this.#ways
    const items = this.#items
    this.#expanded = state
    this.#currentCount = 0
    for (let at = state; at >= 0; at = this.#before[at]!) {
      for (let cut = this.#first[at]!; cut < this.#end[at]!; cut++) {
        const end = this.#start[cut + 1]!
        let k = this.#start[cut]!
        while (k < end && onWay[items[k]!] !== way) k++
        if (k === end) this.#add(cut)
      }
      if (this.#before[at]! >= 0) onWay[this.#action[at]!] = way
    }
  }

  evaluateSuccessor(
    words: Uint32Array,
    numbers: Float64Array,
    offset: number,
    enough: number,
    action: number,
    state: number,
  ): number {
    const lmCut = this.#lmCut
    const items = this.#items
    while (state >= this.#before.length) this.#growStates()
    lmCut.reset()
    let total = 0
    for (let i = 0; i < this.#currentCount; i++) {
      const cut = this.#current[i]!
      const start = this.#start[cut]!
      const end = this.#start[cut + 1]!
      let k = start
      while (k < end && items[k] !== action) k++
      if (k < end) continue
      lmCut.reuse(items, start, end - start, this.#cost[cut]!)
      total += this.#cost[cut]!
    }
    this.#before[state] = this.#expanded
    this.#action[state] = action
    this.#first[state] = this.#cuts
    if (total < enough) total += lmCut.goOn(words, numbers, offset, enough - total, this)
    this.#end[state] = this.#cuts
    return total
  }

  cut(actions: Int32Array, length: number, cost: number): void {
    const at = this.#start[this.#cuts]!
    while (at + length > this.#items.length) this.#growItems()
    if (this.#cuts + 1 === this.#cost.length) this.#growCuts()
    for (let i = 0; i < length; i++) this.#items[at + i] = actions[i]!
    this.#cost[this.#cuts++] = cost
    this.#start[this.#cuts] = at + length
  }

  free(): void {
    this.#memory.giveBack(this.#bytes())
  }

  #bytes(): number {
    return (
      16 * this.#before.length +
      12 * this.#cost.length +
      4 * (this.#items.length + this.#onWay.length)
    )
  }

  #add(cut: number): void {
    if (this.#currentCount === this.#current.length)
      this.#current = longerInts(this.#current, 2 * this.#currentCount)
    this.#current[this.#currentCount++] = cut
  }

  #growStates(): void {
    const before = this.#before.length
    const length = this.#memory.grow(before, 16)
    this.#before = longerInts(this.#before, length)
    this.#action = longerInts(this.#action, length)
    this.#first = longerInts(this.#first, length)
    this.#end = longerInts(this.#end, length)
    this.#memory.giveBack(16 * before)
  }

  #growCuts(): void {
    const before = this.#cost.length
    const length = this.#memory.grow(before, 12)
    this.#cost = longerFloats(this.#cost, length)
    this.#start = longerInts(this.#start, length + 1)
    this.#memory.giveBack(12 * before)
  }

  #growItems(): void {
    const before = this.#items.length
    this.#items = longerInts(this.#items, this.#memory.grow(before, 4))
    this.#memory.giveBack(4 * before)
  }
}

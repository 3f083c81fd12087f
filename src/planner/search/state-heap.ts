import { longerFloats, longerInts, type Memory } from './memory.ts'

/** A binary heap of states: the lowest f first, among equal f the lowest h, among those the one that came last. */
export class StateHeap {
  size = 0
  readonly #memory: Memory
  #f = new Float64Array(256)
  #h = new Float64Array(256)
  /** When it came, for the order. */
  #age = new Float64Array(256)
  #state = new Int32Array(256)
  #ages = 0

  constructor(memory: Memory) {
    this.#memory = memory
    memory.take(28 * this.#f.length)
  }

  /** Returns the memory; the heap is not to be used any more. */
  free(): void {
    this.#memory.giveBack(28 * this.#f.length)
  }

  /** The lowest f; Infinity when the heap is empty. */
  get lowest(): number {
    return this.size > 0 ? this.#f[0]! : Infinity
  }

  push(f: number, h: number, state: number): void {
    if (this.size === this.#f.length) this.#grow()
    const age = this.#ages++
    let at = this.size++
    while (at > 0) {
      const above = (at - 1) >> 1
      if (!this.#isBefore(f, h, age, above)) break
      this.#move(above, at)
      at = above
    }
    this.#set(at, f, h, age, state)
  }

  /** Removes and returns the first state. The heap must not be empty. */
  pop(): number {
    const state = this.#state[0]!
    const last = --this.size
    if (last > 0) {
      const [f, h, age] = [this.#f[last]!, this.#h[last]!, this.#age[last]!]
      let at = 0
      for (let child = 1; child < last; child = 2 * at + 1) {
        const right = child + 1
        if (right < last && this.#isBefore(this.#f[right]!, this.#h[right]!, this.#age[right]!, child)) child = right // prettier-ignore
        if (this.#isBefore(f, h, age, child)) break
        this.#move(child, at)
        at = child
      }
      this.#set(at, f, h, age, this.#state[last]!)
    }
    return state
  }

  #isBefore(f: number, h: number, age: number, other: number): boolean {
    const otherF = this.#f[other]!
    if (f !== otherF) return f < otherF
    const otherH = this.#h[other]!
    return h !== otherH ? h < otherH : age > this.#age[other]!
  }

  #move(from: number, to: number): void {
    this.#set(to, this.#f[from]!, this.#h[from]!, this.#age[from]!, this.#state[from]!)
  }

  #set(at: number, f: number, h: number, age: number, state: number): void {
    this.#f[at] = f
    this.#h[at] = h
    this.#age[at] = age
    this.#state[at] = state
  }

  #grow(): void {
    const before = this.#f.length
    const length = this.#memory.grow(before, 28)
    this.#f = longerFloats(this.#f, length)
    this.#h = longerFloats(this.#h, length)
    this.#age = longerFloats(this.#age, length)
    this.#state = longerInts(this.#state, length)
    this.#memory.giveBack(28 * before)
  }
}

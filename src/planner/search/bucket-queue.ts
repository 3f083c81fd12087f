import { longerFloats, longerInts, type Memory } from './memory.ts'

// A queue of pairs of numbers by key, first in, first out among equal keys.
//
//   Q1. Whole keys below `buckets` have a list each, linked through `#next`. All others are in a binary heap, which is looked at when the
//       lists are empty: a huge or a fractional key makes no huge table. `#heap` holds entries, ordered by key, then by age.
//   Q2. `#lowest` is not above the lowest list that is not empty.

const buckets = 1 << 16

export class BucketQueue {
  size = 0
  readonly #memory: Memory
  #head = new Int32Array(64).fill(-1)
  #tail = new Int32Array(64)
  #lowest = 0
  #inBuckets = 0
  #next = new Int32Array(256)
  #first = new Int32Array(256)
  #second = new Int32Array(256)
  #key = new Float64Array(256)
  /** Of each entry, for the order within the heap. */
  #age = new Float64Array(256)
  #ages = 0
  #used = 0
  #free = -1
  #heap: number[] = []
  /** Where the entry lies that `peek` found; -1: in the heap. */
  #at = -1

  constructor(memory: Memory) {
    this.#memory = memory
    memory.take(this.bytes)
  }

  get bytes(): number {
    return 8 * this.#head.length + 36 * this.#next.length
  }

  /** Returns the memory; the queue is not to be used any more. */
  free(): void {
    this.#memory.giveBack(this.bytes)
  }

  push(key: number, first: number, second: number): void {
    const entry = this.#entry()
    this.#first[entry] = first
    this.#second[entry] = second
    this.size++
    if (key < buckets && Number.isInteger(key)) this.#append(key, entry)
    else {
      this.#key[entry] = key
      this.#age[entry] = this.#ages++
      this.#heap.push(entry)
      this.#up(this.#heap.length - 1)
    }
  }

  /** The entry with the lowest key; -1 if there is none. */
  peek(): number {
    if (this.#inBuckets > 0) {
      let key = this.#lowest
      while (this.#head[key]! < 0) key++
      this.#lowest = key
      this.#at = key
      return this.#head[key]!
    }
    this.#at = -1
    return this.#heap[0] ?? -1
  }

  first(entry: number): number {
    return this.#first[entry]!
  }

  second(entry: number): number {
    return this.#second[entry]!
  }

  setSecond(entry: number, value: number): void {
    this.#second[entry] = value
  }

  /** Removes the entry that `peek` found. Nothing may be pushed in between. */
  drop(): void {
    this.size--
    let entry: number
    if (this.#at >= 0) {
      entry = this.#head[this.#at]!
      this.#head[this.#at] = this.#next[entry]!
      this.#inBuckets--
    } else entry = this.#takeFromHeap()
    this.#next[entry] = this.#free
    this.#free = entry
  }

  #entry(): number {
    const free = this.#free
    if (free >= 0) {
      this.#free = this.#next[free]!
      return free
    }
    if (this.#used === this.#next.length) this.#grow()
    return this.#used++
  }

  #append(key: number, entry: number): void {
    if (key >= this.#head.length) this.#widen(key)
    if (this.#head[key]! < 0) this.#head[key] = entry
    else this.#next[this.#tail[key]!] = entry
    this.#tail[key] = entry
    this.#next[entry] = -1
    this.#inBuckets++
    if (key < this.#lowest) this.#lowest = key
  }

  #takeFromHeap(): number {
    const heap = this.#heap
    const top = heap[0]!
    const last = heap.pop()!
    if (heap.length > 0) {
      heap[0] = last
      this.#down()
    }
    return top
  }

  #up(from: number): void {
    const heap = this.#heap
    const entry = heap[from]!
    let at = from
    while (at > 0) {
      const above = (at - 1) >> 1
      if (!this.#before(entry, heap[above]!)) break
      heap[at] = heap[above]!
      at = above
    }
    heap[at] = entry
  }

  #down(): void {
    const heap = this.#heap
    const entry = heap[0]!
    let at = 0
    for (let child = 1; child < heap.length; child = 2 * at + 1) {
      if (child + 1 < heap.length && this.#before(heap[child + 1]!, heap[child]!)) child++
      if (!this.#before(heap[child]!, entry)) break
      heap[at] = heap[child]!
      at = child
    }
    heap[at] = entry
  }

  #before(a: number, b: number): boolean {
    const difference = this.#key[a]! - this.#key[b]!
    return difference < 0 || (difference === 0 && this.#age[a]! < this.#age[b]!)
  }

  #grow(): void {
    const before = this.#next.length
    const length = this.#memory.grow(before, 36)
    this.#next = longerInts(this.#next, length)
    this.#first = longerInts(this.#first, length)
    this.#second = longerInts(this.#second, length)
    this.#key = longerFloats(this.#key, length)
    this.#age = longerFloats(this.#age, length)
    this.#memory.giveBack(36 * before)
  }

  #widen(key: number): void {
    const before = this.#head.length
    const length = Math.max(2 * before, 2 ** Math.ceil(Math.log2(key + 1)))
    this.#memory.take(8 * (length - before))
    this.#head = longerInts(this.#head, length).fill(-1, before)
    this.#tail = longerInts(this.#tail, length)
  }
}

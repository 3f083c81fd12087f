// A queue by whole keys that never sink below the key taken last (as in Dijkstra's algorithm).
//
//   K1. Keys below `buckets` are in lists, the others in a binary heap, which is looked at when the lists are empty. So large costs take
//       no more memory than small ones.
//   K2. A queue that ran empty begins again at key 0.

const buckets = 2048

export class AdaptiveQueue {
  /** Of the item that `pop` returned last. */
  key = 0
  readonly #head = new Int32Array(buckets).fill(-1)
  #item: Int32Array
  #next: Int32Array
  #used = 0
  #inBuckets = 0
  #at = 0
  readonly #heapKeys: number[] = []
  readonly #heapItems: number[] = []

  constructor(expected: number) {
    this.#item = new Int32Array(expected + 64)
    this.#next = new Int32Array(expected + 64)
  }

  push(key: number, item: number): void {
    if (key >= buckets) {
      this.#pushHeap(key, item)
      return
    }
    if (this.#used === this.#item.length) this.#grow()
    const entry = this.#used++
    this.#item[entry] = item
    this.#next[entry] = this.#head[key]!
    this.#head[key] = entry
    if (this.#inBuckets++ === 0 || key < this.#at) this.#at = key
  }

  /** An item with the lowest key; -1 if there is none. */
  pop(): number {
    if (this.#inBuckets > 0) {
      let at = this.#at
      while (this.#head[at]! < 0) at++
      this.#at = at
      const entry = this.#head[at]!
      this.#head[at] = this.#next[entry]!
      this.#inBuckets--
      this.key = at
      return this.#item[entry]!
    }
    this.#used = 0
    return this.#popHeap()
  }

  #pushHeap(key: number, item: number): void {
    const keys = this.#heapKeys
    const items = this.#heapItems
    let at = keys.length
    keys.push(key)
    items.push(item)
    while (at > 0) {
      const above = (at - 1) >> 1
      if (keys[above]! <= key) break
      keys[at] = keys[above]!
      items[at] = items[above]!
      at = above
    }
    keys[at] = key
    items[at] = item
  }

  #popHeap(): number {
    const keys = this.#heapKeys
    const items = this.#heapItems
    if (keys.length === 0) return -1
    const item = items[0]!
    this.key = keys[0]!
    const key = keys.pop()!
    const moved = items.pop()!
    const length = keys.length
    if (length === 0) return item
    let at = 0
    for (let child = 1; child < length; child = 2 * at + 1) {
      if (child + 1 < length && keys[child + 1]! < keys[child]!) child++
      if (keys[child]! >= key) break
      keys[at] = keys[child]!
      items[at] = items[child]!
      at = child
    }
    keys[at] = key
    items[at] = moved
    return item
  }

  #grow(): void {
    const item = new Int32Array(2 * this.#item.length)
    item.set(this.#item)
    this.#item = item
    const next = new Int32Array(2 * this.#next.length)
    next.set(this.#next)
    this.#next = next
  }
}

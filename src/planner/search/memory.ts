/** Thrown inside a search when its memory is used up; it never leaves the search. */
export class OutOfMemory extends Error {}

/** Counts the bytes of a search's large arrays against a limit. */
export class Memory {
  readonly #limit: number
  readonly #whole: Memory | null
  #used = 0

  /** `whole`: what is taken here is taken from there, too. */
  constructor(limit: number, whole: Memory | null = null) {
    this.#limit = limit
    this.#whole = whole
  }

  /** A part with a limit of its own, so that who uses much does not leave the others without: a share of what is left. */
  part(share: number): Memory {
    return new Memory(Math.floor(this.left * share), this)
  }

  get used(): number {
    return this.#used
  }

  get left(): number {
    return Math.min(this.#limit - this.#used, this.#whole?.left ?? Infinity)
  }

  /** Throws `OutOfMemory` if the limit does not allow so many bytes more. */
  take(bytes: number): void {
    if (bytes > this.left) throw new OutOfMemory()
    this.#add(bytes)
  }

  giveBack(bytes: number): void {
    this.#add(-bytes)
  }

  /**
   * A length to grow an array to, of elements of `size` bytes, while the old array is still there: twice as long, or less where the
   * limit demands it. The new bytes are taken; the caller gives the old ones back.
   */
  grow(length: number, size: number): number {
    for (const factor of [2, 1.5, 1.2]) {
      const longer = Math.ceil(length * factor)
      if (longer * size > this.left) continue
      this.#add(longer * size)
      return longer
    }
    throw new OutOfMemory()
  }

  #add(bytes: number): void {
    this.#used += bytes
    if (this.#whole !== null) this.#whole.#add(bytes)
  }
}

/** The same numbers in a longer array. */
export function longerInts(old: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const longer = new Int32Array(length)
  longer.set(old)
  return longer
}

export function longerFloats(old: Float64Array, length: number): Float64Array<ArrayBuffer> {
  const longer = new Float64Array(length)
  longer.set(old)
  return longer
}

/** The limit is reached, or the machine has no more. */
export function isOutOfMemory(error: unknown): boolean {
  return error instanceof OutOfMemory || (error instanceof RangeError && /allocation failed|typed array length/.test(error.message)) // prettier-ignore
}

import type { Lists } from '../lists.ts'
import type { Memory } from '../memory.ts'

// How new a state is among those that look equally good (Lipovetzky and Geffner 2012, 2017): 1 if it has a condition that none of them had,
// 2 if it has a pair of conditions that none of them had together, and 3 otherwise.
//
//   N1. States are compared with those of the same class only. Of a class the conditions met so far are kept as bits, and the pairs as
//       rows of bits, in both directions, so that a new pair is found from either of its conditions.
//   N2. A state that is in the class of the state it was made from can only be new by what the action adds: all else stood there before.
//   N3. Rows of pairs take at most `room` bytes. Classes met later have none, and call 3 what may be 2: states are only ordered by it.

/** What was met in one class of states. */
interface Class {
  readonly single: Uint32Array
  /** A row for each condition (N1); null without room (N3). */
  readonly pairs: Uint32Array | null
}

/** All that a state has is looked at. */
export const everything = -1

export class Novelty {
  readonly #width: number
  readonly #conditions: number
  readonly #added: Lists
  readonly #memory: Memory
  readonly #classes = new Map<number, Class>()
  #room: number
  #bytes = 0
  /** Words that were looked at for the last state. */
  steps = 0

  /** `added`: for each action the conditions that it may make true. `room`: bytes for pairs. */
  constructor(conditions: number, added: Lists, memory: Memory, room: number) {
    this.#conditions = conditions
    this.#width = Math.ceil(conditions / 32)
    this.#added = added
    this.#memory = memory
    this.#room = room
  }

  /** Returns the memory; nothing can be measured any more. */
  free(): void {
    this.#memory.giveBack(this.#bytes)
    this.#bytes = 0
    this.#classes.clear()
  }

  /**
   * Notes a state, given as bits of the conditions that hold, and says how new it is. `action`: what led to it from a state of the same
   * class (N2), or `everything`.
   */
  measure(held: Uint32Array, which: number, action: number): 1 | 2 | 3 {
    const { single, pairs } = this.#class(which)
    let isNew = false
    this.steps = this.#width
    for (let i = 0; i < this.#width; i++) {
      const fresh = held[i]! & ~single[i]!
      if (fresh === 0) continue
      isNew = true
      single[i]! |= fresh
    }
    if (pairs === null) return isNew ? 1 : 3
    const hasPair = action === everything ? this.#noteAll(held, pairs) : this.#noteAdded(held, pairs, action) // prettier-ignore
    return isNew ? 1 : hasPair ? 2 : 3
  }

  #noteAll(held: Uint32Array, pairs: Uint32Array): boolean {
    let isNew = false
    for (let i = 0; i < this.#width; i++) {
      let word = held[i]!
      while (word !== 0) {
        const condition = (i << 5) + 31 - Math.clz32(word & -word)
        word &= word - 1
        if (this.#noteRow(held, pairs, condition)) isNew = true
      }
    }
    return isNew
  }

  #noteAdded(held: Uint32Array, pairs: Uint32Array, action: number): boolean {
    const { start, items } = this.#added
    let isNew = false
    for (let k = start[action]!, end = start[action + 1]!; k < end; k++) {
      const condition = items[k]!
      if (((held[condition >>> 5]! >>> (condition & 31)) & 1) === 0) continue
      if (this.#noteRow(held, pairs, condition)) isNew = true
    }
    return isNew
  }

  #noteRow(held: Uint32Array, pairs: Uint32Array, condition: number): boolean {
    const width = this.#width
    const row = condition * width
    const word = condition >>> 5
    const bit = 1 << (condition & 31)
    let isNew = false
    this.steps += width
    for (let i = 0; i < width; i++) {
      let fresh = held[i]! & ~pairs[row + i]!
      if (fresh === 0) continue
      isNew = true
      pairs[row + i]! |= fresh
      while (fresh !== 0) {
        const other = (i << 5) + 31 - Math.clz32(fresh & -fresh)
        fresh &= fresh - 1
        pairs[other * width + word]! |= bit
      }
    }
    return isNew
  }

  #class(which: number): Class {
    const known = this.#classes.get(which)
    if (known !== undefined) return known
    const bytes = 4 * this.#width * this.#conditions
    const hasRoom = bytes <= this.#room
    const taken = 4 * this.#width + (hasRoom ? bytes : 0)
    this.#memory.take(taken)
    this.#bytes += taken
    if (hasRoom) this.#room -= bytes
    const fresh = { single: new Uint32Array(this.#width), pairs: hasRoom ? new Uint32Array(bytes / 4) : null } // prettier-ignore
    this.#classes.set(which, fresh)
    return fresh
  }
}

import { meets, type Bound } from './bounds.ts'
import { invert, listsOf, type Lists } from './lists.ts'

/** The fact holds where all of these conditions do. */
export interface CompiledRule {
  readonly fact: number
  readonly pre: readonly number[]
}

/** A derived fact, the fact that holds where it does not, and the level by which it is known. */
export interface DerivedContrary {
  readonly fact: number
  readonly contrary: number
  readonly level: number
}

/**
 * Writes into a state what follows from the rest of it. Each rule counts down what it reads as that comes to hold (Dowling and Gallier
 * 1984); a contrary comes to hold when all of its fact's level is known. Time grows with the rules and what they read of the state.
 */
export class Derivation {
  /** Facts that follow from others, with their contraries. */
  readonly facts: Int32Array
  readonly #bounds: readonly Bound[]
  readonly #firstBound: number
  /** Words of a state without derived facts, and of the facts that rules read. */
  readonly #kept: Uint32Array
  readonly #read: Uint32Array
  readonly #boundsRead: Int32Array
  readonly #heads: Int32Array
  readonly #fresh: Int32Array
  readonly #missing: Int32Array
  readonly #readBy: Lists
  readonly #withoutPre: Int32Array
  /** By level. */
  readonly #contraries: readonly DerivedContrary[]
  readonly #stack: Int32Array

  constructor(
    rules: readonly CompiledRule[],
    contraries: readonly DerivedContrary[],
    bounds: readonly Bound[],
    facts: number,
  ) {
    this.facts = Int32Array.from(new Set([...rules.map(({ fact }) => fact), ...contraries.map(({ contrary }) => contrary)])) // prettier-ignore
    this.#bounds = bounds
    this.#firstBound = facts
    const pre = listsOf(rules.map((rule) => rule.pre))
    this.#readBy = invert(pre, facts + bounds.length)
    this.#heads = Int32Array.from(rules, ({ fact }) => fact)
    this.#fresh = Int32Array.from(rules, (rule) => rule.pre.length)
    this.#missing = new Int32Array(rules.length)
    this.#withoutPre = Int32Array.from(rules.flatMap((rule, number) => (rule.pre.length === 0 ? [number] : []))) // prettier-ignore
    this.#contraries = contraries.toSorted((a, b) => a.level - b.level)
    this.#kept = new Uint32Array(Math.ceil(facts / 32)).fill(0xffffffff)
    for (const fact of this.facts) this.#kept[fact >>> 5]! &= ~(1 << (fact & 31))
    this.#read = new Uint32Array(this.#kept.length)
    for (const one of pre.items) if (one < facts) this.#read[one >>> 5]! |= 1 << (one & 31)
    for (let i = 0; i < this.#read.length; i++) this.#read[i]! &= this.#kept[i]!
    this.#boundsRead = Int32Array.from(new Set(pre.items.filter((one) => one >= facts)))
    this.#stack = new Int32Array(this.facts.length)
  }

  /** What the state of which the facts begin at `offset` and the variables at `variables` of `numbers` comes to. */
  close(words: Uint32Array, numbers: Float64Array, offset: number, variables: number): void {
    const kept = this.#kept
    const read = this.#read
    this.#missing.set(this.#fresh)
    for (let i = 0; i < kept.length; i++) words[offset + i]! &= kept[i]!
    let height = 0
    const rules = this.#withoutPre
    for (let i = 0; i < rules.length; i++) height = this.#raise(this.#heads[rules[i]!]!, words, offset, height) // prettier-ignore
    for (let i = 0; i < read.length; i++) {
      // Facts that come to hold meanwhile are derived, and none of these are read here.
      let word = words[offset + i]! & read[i]!
      while (word !== 0) {
        height = this.#note((i << 5) + 31 - Math.clz32(word & -word), words, offset, height)
        word &= word - 1
      }
    }
    const bounds = this.#boundsRead
    for (let i = 0; i < bounds.length; i++) {
      const bound = this.#bounds[bounds[i]! - this.#firstBound]!
      if (meets(numbers[variables + bound.variable]!, bound)) height = this.#note(bounds[i]!, words, offset, height) // prettier-ignore
    }
    const contraries = this.#contraries
    let next = 0
    for (;;) {
      while (height > 0) {
        const fact = this.#stack[--height]!
        height = this.#note(fact, words, offset, height)
      }
      if (next === contraries.length) return
      const { level } = contraries[next]!
      for (; next < contraries.length && contraries[next]!.level === level; next++) {
        const { fact, contrary } = contraries[next]!
        if (((words[offset + (fact >>> 5)]! >>> (fact & 31)) & 1) === 0) height = this.#raise(contrary, words, offset, height) // prettier-ignore
      }
    }
  }

  /** A condition holds: the rules that read it wait for one less. Returns the new height of the stack. */
  #note(condition: number, words: Uint32Array, offset: number, height: number): number {
    const { start, items } = this.#readBy
    const missing = this.#missing
    let top = height
    for (let k = start[condition]!, end = start[condition + 1]!; k < end; k++) {
      const rule = items[k]!
      if (--missing[rule]! === 0) top = this.#raise(this.#heads[rule]!, words, offset, top)
    }
    return top
  }

  #raise(fact: number, words: Uint32Array, offset: number, height: number): number {
    const word = offset + (fact >>> 5)
    const bit = 1 << (fact & 31)
    if ((words[word]! & bit) !== 0) return height
    words[word]! |= bit
    this.#stack[height] = fact
    return height + 1
  }
}

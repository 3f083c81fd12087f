import type { Effort } from './effort.ts'
import { isOutOfMemory } from './memory.ts'
import type { Stage } from './stage.ts'

interface Entrant {
  readonly stage: Stage
  work: number
  /** What it has done itself: states whose successors were made, and work. */
  expanded: number
  done: number
}

interface Turn {
  readonly stage: Stage
  readonly expansions: number
}

/** Stages at work on the same task that share the time evenly: next is the one that has worked least. */
export class Turns {
  readonly #effort: Effort
  readonly #length: number
  #all: Entrant[] = []
  #current: Entrant | null = null
  #workBefore = 0
  #expandedBefore = 0

  /** `length`: work of a turn, as far as it can be foreseen. */
  constructor(effort: Effort, length: number) {
    this.#effort = effort
    this.#length = length
  }

  /** Joins as if it had worked as much as the one that has worked least. Without the memory for it, it stays away. */
  enter(make: () => Stage): void {
    this.#note()
    const work = this.#all.length === 0 ? 0 : Math.min(...this.#all.map((one) => one.work))
    try {
      this.#all.push({ stage: make(), work, expanded: 0, done: 0 })
    } catch (error) {
      if (!isOutOfMemory(error)) throw error
    }
    this.#begin()
  }

  /** Whose turn it is, and for how many expansions; null when nobody is left. What is done until the next call is that one's work. */
  next(): Turn | null {
    this.#note()
    for (const one of this.#all)
      if (this.#current === null || one.work < this.#current.work) this.#current = one
    if (this.#current === null) return null
    const { stage, expanded, done } = this.#current
    this.#begin()
    return { stage, expansions: done === 0 ? 1 : Math.max(1, Math.round((this.#length * expanded) / done)) } // prettier-ignore
  }

  /** Leaves, and gives its memory back. */
  drop(stage: Stage): void {
    this.#all = this.#all.filter((one) => one.stage !== stage)
    stage.free()
  }

  free(): void {
    for (const { stage } of this.#all) stage.free()
    this.#all = []
  }

  #begin(): void {
    this.#workBefore = this.#effort.work
    this.#expandedBefore = this.#effort.expanded
  }

  #note(): void {
    if (this.#current === null) return
    const work = this.#effort.work - this.#workBefore
    this.#current.work += work
    this.#current.done += work
    this.#current.expanded += this.#effort.expanded - this.#expandedBefore
    this.#current = null
  }
}

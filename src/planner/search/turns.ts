import type { Effort } from './effort.ts'
import { isOutOfMemory } from './memory.ts'
import type { Stage } from './stage.ts'

interface Entrant {
  readonly stage: Stage
  readonly share: number
  /** Divided by its share. */
  work: number
}

/** Stages at work on the same task that share the time: next is the one that has worked least for its share. */
export class Turns {
  readonly #effort: Effort
  #all: Entrant[] = []
  #current: Entrant | null = null
  #workBefore = 0

  constructor(effort: Effort) {
    this.#effort = effort
  }

  /** Joins as if it had worked as much as the one that has worked least. Without the memory for it, it stays away. Default share: 1. */
  enter(make: () => Stage, share = 1): void {
    this.#note()
    const work = this.#all.length === 0 ? 0 : Math.min(...this.#all.map((one) => one.work))
    try {
      this.#all.push({ stage: make(), share, work })
    } catch (error) {
      if (!isOutOfMemory(error)) throw error
    }
    this.#begin()
  }

  /** Whose turn it is; null when nobody is left. What is done until the next call is that one's work. */
  next(): Stage | null {
    this.#note()
    for (const one of this.#all)
      if (this.#current === null || one.work < this.#current.work) this.#current = one
    this.#begin()
    return this.#current?.stage ?? null
  }

  /** Leaves, and gives its memory back, unless it has left already. */
  drop(stage: Stage): void {
    if (this.#all.every((one) => one.stage !== stage)) return
    this.#all = this.#all.filter((one) => one.stage !== stage)
    stage.free()
  }

  free(): void {
    for (const { stage } of this.#all) stage.free()
    this.#all = []
  }

  #begin(): void {
    this.#workBefore = this.#effort.work
  }

  #note(): void {
    if (this.#current === null) return
    this.#current.work += (this.#effort.work - this.#workBefore) / this.#current.share
    this.#current = null
  }
}

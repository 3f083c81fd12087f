import type { Effort } from './effort.ts'
import { isOutOfMemory } from './memory.ts'
import type { Stage } from './stage.ts'

interface Entrant {
  readonly stage: Stage
  work: number
}

/** Stages at work on the same task that share the time evenly: next is the one that has worked least. */
export class Turns {
  readonly #effort: Effort
  #all: Entrant[] = []
  #current: Entrant | null = null
  #before = 0

  constructor(effort: Effort) {
    this.#effort = effort
  }

  get count(): number {
    return this.#all.length
  }

  /** Joins as if it had worked as much as the one that has worked least. Without the memory for it, it stays away. */
  enter(make: () => Stage): void {
    this.#note()
    const work = this.#all.length === 0 ? 0 : Math.min(...this.#all.map((one) => one.work))
    try {
      this.#all.push({ stage: make(), work })
    } catch (error) {
      if (!isOutOfMemory(error)) throw error
    }
  }

  /** Whose turn it is; null when nobody is left. What is done until this is called again is that one's work. */
  next(): Stage | null {
    this.#note()
    for (const one of this.#all)
      if (this.#current === null || one.work < this.#current.work) this.#current = one
    return this.#current?.stage ?? null
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

  #note(): void {
    if (this.#current !== null) this.#current.work += this.#effort.work - this.#before
    this.#current = null
    this.#before = this.#effort.work
  }
}

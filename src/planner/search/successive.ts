import type { Stage, StageEnd } from './stage.ts'

/** Two stages, the second in place of the first when that has given up. */
export class Successive implements Stage {
  readonly bound = 0
  #current: Stage
  #next: (() => Stage) | null

  constructor(first: Stage, next: () => Stage) {
    this.#current = first
    this.#next = next
  }

  get name(): string {
    return this.#current.name
  }

  free(): void {
    this.#current.free()
  }

  /** Throws OutOfMemory, also where there is none for the second; then the first is still to be freed. */
  advance(expansions: number): StageEnd | null {
    const end = this.#current.advance(expansions)
    if (end?.kind !== 'given up' || this.#next === null) return end
    const before = this.#current
    this.#current = this.#next()
    this.#next = null
    before.free()
    return null
  }
}

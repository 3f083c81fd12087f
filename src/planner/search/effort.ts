import type { SearchResult } from '../outcome.ts'
import type { CompiledTask } from './compiled-task.ts'

type Limit = NonNullable<SearchResult['limit']>

/** What a search has done, and when it has to end. Shared by all algorithms that run one after the other. */
export class Effort {
  expanded = 0
  evaluated = 0
  generated = 0
  /** Roughly in steps on words, so that algorithms that evaluate in different ways can share the time evenly. */
  work = 0
  /** What ends the search; null: it may go on. */
  limit: Limit | null = null
  /** By the clock of the caller, milliseconds. */
  deadline: number
  readonly maxExpansions: number
  readonly now: () => number
  #looks = 0

  constructor(now: () => number, deadline: number, maxExpansions: number) {
    this.now = now
    this.deadline = deadline
    this.maxExpansions = maxExpansions
  }

  /** Whether the search has to end before the next expansion. */
  isOver(): boolean {
    if (this.limit === null && this.expanded >= this.maxExpansions) this.limit = 'expansions'
    return this.isLate()
  }

  /** Whether the search has to end at once. Meant for every evaluation; looks at the clock at every eighth. */
  isLate(): boolean {
    if (this.limit === null && this.deadline < Infinity && (this.#looks++ & 7) === 0 && this.now() >= this.deadline) this.limit = 'time' // prettier-ignore
    return this.limit !== null
  }
}

/** What exploring a state without deletes takes: each action is counted down by its conditions, and adds what it adds. */
export function workOfExploring({ pre, relaxedAdd, conditions }: CompiledTask): number {
  return pre.items.length + relaxedAdd.items.length + conditions
}

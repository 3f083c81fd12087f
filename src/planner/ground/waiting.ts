import { growing } from './growing.ts'
import type { Literal } from './instances.ts'

/** What waits until all of its literals have been reached. */
export interface WaitingList {
  /** `literals` without repetition, none of them reached yet. */
  readonly add: (target: number, literals: readonly Literal[]) => void
  /** Gives each target whose last literal this is. */
  readonly wake: (literal: Literal, each: (target: number) => void) => void
}

export function waitingList(): WaitingList {
  const targets = growing()
  const pending = growing()
  // For each literal a chain of links, each to an entry; links are numbered from 1, so that 0 ends a chain.
  const first = growing()
  const next = growing()
  const entries = growing()
  next.push(0)
  entries.push(0)
  return {
    add(target, literals) {
      const entry = targets.length
      targets.push(target)
      pending.push(literals.length)
      for (const literal of literals) {
        next.push(first.at(literal))
        entries.push(entry)
        first.set(literal, next.length - 1)
      }
    },
    wake(literal, each) {
      let link = first.at(literal)
      if (link === 0) return
      first.set(literal, 0)
      for (; link !== 0; link = next.at(link)) {
        const entry = entries.at(link)
        const left = pending.at(entry) - 1
        pending.set(entry, left)
        if (left === 0) each(targets.at(entry))
      }
    },
  }
}

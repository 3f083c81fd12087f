import type { Literal } from './instances.ts'

/** What waits until all of its literals have been reached. */
export interface WaitingList {
  /** `literals` without repetition, none of them reached yet. */
  readonly add: (target: number, literals: readonly Literal[]) => void
  /** Gives each target whose last literal this is. */
  readonly wake: (literal: Literal, each: (target: number) => void) => void
}

export function waitingList(): WaitingList {
  /** By literal, the numbers of entries that wait for it. */
  const entries = new Map<Literal, number[]>()
  const targets: number[] = []
  const pending: number[] = []
  return {
    add(target, literals) {
      const entry = targets.push(target) - 1
      pending.push(literals.length)
      for (const literal of literals) {
        const others = entries.get(literal)
        if (others) others.push(entry)
        else entries.set(literal, [entry])
      }
    },
    wake(literal, each) {
      const woken = entries.get(literal)
      if (!woken) return
      entries.delete(literal)
      for (const entry of woken) {
        const left = (pending[entry] ?? 0) - 1
        pending[entry] = left
        if (left === 0) each(targets[entry] ?? 0)
      }
    },
  }
}

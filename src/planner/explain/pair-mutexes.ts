import type { GroundTask } from '../ground-task.ts'

/** Which facts and pairs of facts no state that can be reached holds together, as far as h² tells. */
export interface PairMutexes {
  /** The two cannot hold together; of a fact with itself: it can never hold. */
  readonly excludes: (left: number, right: number) => boolean
}

/**
 * The pairs of facts that the heuristic h² finds out of reach (Haslum and Geffner 2000): what it excludes never holds; what it
 * allows may never hold either. Conditions on numbers are taken as if they always held.
 *
 * Null when it would take more than `limit` steps, each a pair of facts looked at. Memory: the square of the number of facts, in
 * bytes; with more than 4,000 facts it is not begun.
 */
export function pairMutexes(task: GroundTask, limit: number): PairMutexes | null {
  const size = task.facts.length
  if (size > 4000) return null
  /** 1: the pair can be reached. */
  const pairs = new Uint8Array(size * size)
  let steps = 0
  let isChanging = true
  const reach = (left: number, right: number): void => {
    if (pairs[left * size + right] === 1) return
    pairs[left * size + right] = 1
    pairs[right * size + left] = 1
    isChanging = true
  }
  for (const left of task.init) for (const right of task.init) reach(left, right)
  const allows = (facts: readonly number[], other: number): boolean =>
    facts.every((fact) => pairs[fact * size + other] === 1)
  const facts = task.facts.map((_name, fact) => fact)
  const touched = new Uint8Array(size)
  while (isChanging) {
    isChanging = false
    for (const { pre, add, delete: gone } of task.actions) {
      steps += pre.length * pre.length + size
      if (steps > limit) return null
      if (!pre.every((fact) => allows(pre, fact))) continue
      for (const left of add) for (const right of add) reach(left, right)
      for (const fact of [...add, ...gone]) touched[fact] = 1
      for (const other of facts) {
        if (touched[other] === 1 || pairs[other * size + other] !== 1) continue
        if (add.every((fact) => pairs[fact * size + other] === 1)) continue
        steps += pre.length
        if (allows(pre, other)) for (const fact of add) reach(fact, other)
      }
      for (const fact of [...add, ...gone]) touched[fact] = 0
    }
  }
  return { excludes: (left, right) => pairs[left * size + right] !== 1 }
}

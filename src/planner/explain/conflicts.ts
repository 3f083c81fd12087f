import type { GroundTask } from '../ground-task.ts'
import { pairMutexes, type PairMutexes } from './pair-mutexes.ts'

/** Two facts that can each be reached, and never hold together. */
export interface Conflict {
  readonly facts: readonly [number, number]
  /** The action that needs both; null: they are goals. */
  readonly neededBy: number | null
  /** Actions that make one of them true, and why the other does not hold then. */
  readonly makers: readonly Maker[]
}

export interface Maker {
  readonly action: number
  readonly makes: number
  /** It deletes the other. Otherwise it needs `instead`, which cannot hold together with the other. */
  readonly deletes: boolean
  readonly instead: number | null
}

/**
 * Why goals that could each be reached without deletes cannot be reached: pairs of goals, or of conditions on every way to a goal,
 * that exclude each other. Empty: no pair does. Null: the limit (`pairMutexes`) was reached, so nothing is known.
 */
export function conflicts(task: GroundTask, limit: number): readonly Conflict[] | null {
  const mutexes = pairMutexes(task, limit)
  if (!mutexes) return null
  const found: Conflict[] = []
  const { goal } = task
  for (const [index, left] of goal.entries())
    for (const right of goal.slice(index + 1))
      if (isConflict(mutexes, left, right)) found.push(conflict(task, mutexes, left, right, null))
  if (found.length > 0) return found
  const dead = new Set(goal.filter((fact) => mutexes.excludes(fact, fact)))
  for (const fact of dead)
    for (const [number, { add, pre }] of task.actions.entries()) {
      if (!add.includes(fact)) continue
      const pair = firstConflict(mutexes, pre)
      if (pair) found.push(conflict(task, mutexes, ...pair, number))
      else for (const need of pre) if (mutexes.excludes(need, need)) dead.add(need)
    }
  return found
}

function isConflict({ excludes }: PairMutexes, left: number, right: number): boolean {
  return excludes(left, right) && !excludes(left, left) && !excludes(right, right)
}

function firstConflict(
  mutexes: PairMutexes,
  facts: readonly number[],
): readonly [number, number] | null {
  for (const [index, left] of facts.entries())
    for (const right of facts.slice(index + 1))
      if (isConflict(mutexes, left, right)) return [left, right]
  return null
}

function conflict(
  task: GroundTask,
  mutexes: PairMutexes,
  left: number,
  right: number,
  neededBy: number | null,
): Conflict {
  const makersOf = (makes: number, other: number): readonly Maker[] =>
    task.actions.flatMap(({ add, pre, delete: gone }, action) => {
      if (!add.includes(makes) || pre.some((fact) => mutexes.excludes(fact, fact))) return []
      const deletes = gone.includes(other)
      const instead = deletes ? null : (pre.find((fact) => mutexes.excludes(fact, other)) ?? null)
      return deletes || instead !== null ? [{ action, makes, deletes, instead }] : []
    })
  return { facts: [left, right], neededBy, makers: [...makersOf(left, right), ...makersOf(right, left)] } // prettier-ignore
}

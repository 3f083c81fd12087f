import type { GroundTask } from '../ground-task.ts'
import { compileTask, type CompiledTask } from './compiled-task.ts'
import { pairsOf, type Pairs } from './mutexes.ts'

/** Word operations that looking for pairs and landmarks may take: a few milliseconds. */
export const budget = 3e6

/** The task without actions that no state allows, as far as pairs tell. */
export function compileWithoutNeverAllowed(task: GroundTask): {
  readonly compiled: CompiledTask
  readonly pairs: Pairs | null
  readonly numbers: readonly number[]
} {
  const compiled = compileTask(task)
  const all = task.actions.map((_, number) => number)
  const pairs = pairsOf(compiled, budget)
  const numbers = pairs === null ? all : all.filter((action) => !pairs.isNeverAllowed(action))
  if (numbers.length === all.length) return { compiled, pairs, numbers }
  const actions = task.actions.filter((_, action) => pairs?.isNeverAllowed(action) === false)
  return { compiled: compileTask({ ...task, actions }), pairs, numbers }
}

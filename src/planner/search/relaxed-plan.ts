import type { CompiledTask } from './compiled-task.ts'
import type { RelaxedExploration } from './heuristics/relaxed-exploration.ts'
import { Walk } from './state.ts'

/**
 * The relaxed plan that was explored last, from the first state, as a real one: its actions in the order in which they support each
 * other, each as soon as the state allows it. Null if that does not reach the goal.
 */
export function executedRelaxedPlan(
  task: CompiledTask,
  exploration: RelaxedExploration,
): number[] | null {
  const walk = new Walk(task)
  const steps: number[] = []
  let waiting = orderedRelaxedPlan(task, exploration)
  for (let round = 0; round < 16 && waiting.length > 0; round++) {
    const later: number[] = []
    for (const action of waiting) (walk.step(action) ? steps : later).push(action)
    if (later.length === waiting.length) break
    waiting = later
  }
  return walk.isGoal() ? steps : null
}

/**
 * The actions of the relaxed plan, each behind those that support it; one that has effects under conditions as often as these are
 * supported apart.
 */
export function orderedRelaxedPlan(task: CompiledTask, exploration: RelaxedExploration): number[] {
  const { supporter } = exploration
  const { start, items } = task.pre
  const times = new Map<number, number>()
  const ordered: number[] = []
  // An operator stands on the stack, and its next condition to look at beside it.
  const stack: number[] = []
  const next: number[] = []
  const visit = (condition: number): void => {
    const operator = supporter[condition]!
    if (operator < 0) return
    if (!times.has(operator)) {
      stack.push(operator)
      next.push(start[operator]!)
    }
    times.set(operator, Math.max(times.get(operator) ?? 0, exploration.repetitions(condition)))
  }
  for (const goal of task.goal) {
    visit(goal)
    while (stack.length > 0) {
      const operator = stack.at(-1)!
      const at = next[next.length - 1]!++
      if (at < start[operator + 1]!) visit(items[at]!)
      else {
        ordered.push(operator)
        stack.pop()
        next.pop()
      }
    }
  }
  return ordered.flatMap((operator) => {
    const action = task.owner[operator]!
    return Array.from({ length: action < 0 ? 0 : (times.get(operator) ?? 1) }, () => action)
  })
}

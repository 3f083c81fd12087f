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
  // How often each operator stands in the plan; 0: it does not.
  const times = new Float64Array(task.operators)
  const ordered: number[] = []
  // An operator stands on the stack, and its next condition to look at beside it.
  const stack: number[] = []
  const next: number[] = []
  const visit = (condition: number): void => {
    const operator = supporter[condition]!
    if (operator < 0) return
    if (times[operator] === 0) {
      stack.push(operator)
      next.push(start[operator]!)
    }
    times[operator] = Math.max(1, times[operator]!, exploration.repetitions(condition))
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
  const actions: number[] = []
  for (const operator of ordered) {
    const action = task.owner[operator]!
    if (action >= 0) for (let time = 0; time < times[operator]!; time++) actions.push(action)
  }
  return actions
}

import type { CompiledTask } from './compiled-task.ts'
import { Walk } from './state.ts'

/**
 * The plan without actions that it does not need: each is left out in turn, with all that then cannot be done, and if the goal is still
 * reached, and for less, the rest is the plan (action elimination, Nakhost and Müller 2010). Quadratic in the length, which is why plans
 * above 1,000 steps stay as they are.
 */
export function eliminateActions(task: CompiledTask, plan: readonly number[]): readonly number[] {
  if (plan.length > 1000) return plan
  const walk = new Walk(task)
  let steps = plan
  for (let left = 0; left < steps.length;) {
    walk.restart()
    const kept = steps.filter((action, at) => at !== left && walk.step(action))
    if (walk.isGoal()) steps = kept
    else left++
  }
  return steps
}

import type { Problem } from '../../model/index.ts'
import type { GroundTask } from '../ground-task.ts'
import { deorder } from '../parallel/index.ts'
import type { PlannedStep } from './plan-of.ts'

/**
 * The steps of a plan that a search found, with the order that they need and no other. What only ends an alternative of the goal is no
 * step.
 */
export function stepsOf(
  problem: Problem,
  task: GroundTask,
  numbers: readonly number[],
): readonly PlannedStep[] {
  const { steps, needs } = deorder(task, numbers, {
    duration: (_, number) => durationOf(problem, task.actions[number]?.origin),
  })
  const places = new Map<number, number>()
  const real = steps.flatMap((number, position) => {
    const origin = task.actions[number]?.origin
    if (!origin) return []
    places.set(position, places.size)
    return [{ position, action: origin.action, objects: origin.objects }]
  })
  return real.map(({ position, action, objects }) => ({
    action,
    objects,
    needs: (needs[position] ?? []).flatMap((need) => places.get(need) ?? []),
  }))
}

/** How long a step takes, milliseconds: what its action says, else a minute for each unit of its cost. */
export function durationOf(
  { actions }: Problem,
  step: { readonly action: number } | undefined,
): number {
  const action = step && actions[step.action]
  return action ? (action.duration ?? action.cost * 60_000) : 0
}

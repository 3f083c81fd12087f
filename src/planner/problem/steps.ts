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
  const actionOf = (number: number) => problem.actions[task.actions[number]?.origin?.action ?? -1]
  const { steps, needs } = deorder(task, numbers, {
    duration: (_, number) =>
      actionOf(number)?.duration ?? minute * (task.actions[number]?.cost ?? 0),
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

/** What a cost of 1 counts for an action that does not say how long it takes. */
const minute = 60_000

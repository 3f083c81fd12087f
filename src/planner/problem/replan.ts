import type { Plan, Problem, Task } from '../../model/index.ts'
import type { GroundAction, GroundTask } from '../ground-task.ts'
import { solving, type SolveOptions } from '../solving.ts'
import { validateGroundPlan } from '../validate/index.ts'
import { failedText, openGoals, problemNow, type Experience } from './again.ts'
import { lift } from './lift.ts'
import { planOf, titleOf } from './plan-of.ts'
import { stepsOf } from './steps.ts'
import { whyNoPlan } from './why-no-plan.ts'

/** What has happened on the way to a goal. */
export interface Course extends Experience {
  /** What the plan had still to do, in its order. */
  readonly remaining: readonly Task[]
  /** What the new tasks' ids begin with. */
  readonly series: string
}

/** Another way to a goal, or why there is none. */
export type AnotherWay =
  | { readonly plan: Plan; readonly reason: string }
  | { readonly plan: null; readonly reason: string }

/** What failed so often is not tried again. */
const twice = 2
/** What failed once costs so many times more, so that another way is taken unless it is much dearer. */
const dearer = 3

/**
 * Plans again from the world as it is. What is left of the plan is taken if it still leads to the goal and nothing of it has failed;
 * otherwise another plan is searched: what failed once costs three times as much and one more, what failed twice is left out. What
 * a failed task left behind is undone first, and what was done may be undone where that helps.
 */
export async function planAgain(
  problem: Problem,
  course: Course,
  options: SolveOptions = {},
): Promise<AnotherWay> {
  const now = problemNow(problem, course)
  const counts = new Map(course.failures.map(({ task, count }) => [task.title, count]))
  const countOf = (action: GroundAction): number => counts.get(groundTitle(now, action) ?? '') ?? 0
  const lifted = lift(now)
  const search = solving(lifted, {
    ...options,
    adjust: (action) => {
      const count = countOf(action)
      if (count >= twice) return null
      return count === 0 ? action : { ...action, cost: action.cost * dearer + 1 }
    },
  })
  const rest =
    course.failures.length === 0 ? remainingSteps(now, search.task, course.remaining) : null
  if (rest && validateGroundPlan(search.task, rest).valid)
    return found(now, search.task, rest, course, 'the rest of the plan still leads to the goal')
  const { task, result } = await search.solution()
  const failed = course.failures.length === 0 ? '' : `${failedText(course)} failed`
  if (result.steps)
    return found(now, task, result.steps, course, failed || 'the world is not as it was planned')
  const why = whyNoPlan({ task, lifted, result, problem: now }).join(' ')
  const open = openGoals(problem, course.facts)
  return {
    plan: null,
    reason: [failed, `${open.join(', ')} cannot be reached. ${why}`].filter(Boolean).join('; '),
  }
}

function found(
  problem: Problem,
  task: GroundTask,
  steps: readonly number[],
  { series }: Course,
  reason: string,
): AnotherWay {
  const planned = stepsOf(problem, task, steps)
  const plan = planOf(problem, planned, { series })
  const titles = plan.tasks.map(({ title }) => title)
  return {
    plan,
    reason: `${reason}; now ${titles.length === 0 ? 'the goal is reached' : titles.join(', ')}`,
  }
}

/** The title of the task that a ground action becomes; undefined for one that no action of the problem stands behind. */
function groundTitle({ actions }: Problem, { origin }: GroundAction): string | undefined {
  const action = origin && actions[origin.action]
  return action && titleOf(action, origin)
}

/** What is left of a plan as steps of the task; null when there is something that the task does not have. */
function remainingSteps(
  problem: Problem,
  task: GroundTask,
  remaining: readonly Task[],
): readonly number[] | null {
  const byTitle = new Map(
    task.actions.map((action, index) => [groundTitle(problem, action), index]),
  )
  const steps: number[] = []
  for (const { title } of remaining) {
    const index = byTitle.get(title)
    if (index === undefined) return null
    steps.push(index)
  }
  return steps
}

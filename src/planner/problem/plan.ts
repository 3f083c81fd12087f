import { graph, schedule, type Schedule } from '../../graph/index.ts'
import { taskKey, type Plan, type Problem } from '../../model/index.ts'
import type { GroundTask } from '../ground-task.ts'
import type { LiftedTask } from '../lifted.ts'
import type { SearchResult } from '../outcome.ts'
import { solving, type SolveOptions } from '../solving.ts'
import { lift } from './lift.ts'
import { planOf, type PlannedStep } from './plan-of.ts'
import { durationOf, stepsOf } from './steps.ts'

export interface PlanGoalOptions extends SolveOptions {
  /** How many tasks run at once. Default: as many as can. */
  readonly workers?: number
  /** What the tasks' ids begin with. Default `A`. */
  readonly series?: string
}

/** What planning came to. */
export interface PlannedGoal {
  /** Null when there is none: `result` says whether that is proven. */
  readonly plan: Plan | null
  readonly steps: readonly PlannedStep[]
  readonly result: SearchResult
  readonly lifted: LiftedTask
  /** What was searched, for explanations. */
  readonly task: GroundTask
  /** When what would run, and what decides how long it takes; null when there is no plan. */
  readonly schedule: Schedule | null
  /** When each task would start, milliseconds from the beginning, in the order of the plan. */
  readonly starts: readonly number[]
  /** Milliseconds from the beginning to the end of the last task. */
  readonly makespan: number
  /** Keys of the tasks of which each waits for the one before and which decide how long it takes. */
  readonly critical: readonly string[]
  /** Milliseconds for grounding. */
  readonly grounding: number
}

/** Planning that can be taken step by step, or followed. */
export interface Planning {
  /** Goes on for so many states; null: there is more to do. */
  step(expansions: number): PlannedGoal | null
  /** Ends with the best plan so far. */
  abort(): void
  /** Runs to the end, and lets others have a turn every few milliseconds. */
  result(): Promise<PlannedGoal>
  /** The plans that are found, each cheaper than the one before. */
  [Symbol.asyncIterator](): AsyncIterator<PlannedGoal>
}

/**
 * Plans a goal: the actions that lead from the facts to the goal, as a plan that can be executed, with the order that it needs and no
 * other. No input or output. Throws `planner/endless-grounding` and what else grounding throws.
 *
 * @example
 * const { problem } = readGoal(text, 'goals/release.md')
 * const { plan, result } = await planning(problem, { optimal: true }).result()
 */
export function planning(problem: Problem, options: PlanGoalOptions = {}): Planning {
  const lifted = lift(problem)
  const search = solving(lifted, options)
  const told = (result: SearchResult, grounding: number): PlannedGoal => {
    const { task } = search
    const none = { plan: null, steps: [], result, lifted, task, schedule: null, starts: [], makespan: 0, critical: [], grounding } // prettier-ignore
    if (!result.steps) return none
    const steps = stepsOf(problem, task, result.steps)
    const { series, workers } = options
    const plan = planOf(problem, steps, series === undefined ? {} : { series })
    const durations = new Map(
      plan.tasks.map(({ key }, index) => [
        taskKey(plan.document, key),
        durationOf(problem, steps[index]),
      ]),
    )
    return { ...none, plan, steps, ...laid(plan, durations, workers) }
  }
  return {
    step(expansions) {
      const solution = search.step(expansions)
      return solution && told(solution.result, solution.grounding)
    },
    abort: () => search.abort(),
    async result() {
      const { result, grounding } = await search.solution()
      return told(result, grounding)
    },
    async *[Symbol.asyncIterator]() {
      for await (const better of search) yield told(better, 0)
    },
  }
}

/** When each task would start, and what decides how long all takes. */
function laid(
  plan: Plan,
  durations: ReadonlyMap<string, number>,
  workers: number | undefined,
): Pick<PlannedGoal, 'schedule' | 'starts' | 'makespan' | 'critical'> {
  const built = graph(plan)
  const planned = schedule(built, { durations, ...(workers === undefined ? {} : { workers }) })
  const at = new Map(planned.items.map(({ key, start }) => [key, start]))
  return {
    schedule: planned,
    starts: plan.tasks.map(({ key }) => at.get(taskKey(plan.document, key)) ?? 0),
    makespan: planned.length,
    critical: planned.criticalPath,
  }
}

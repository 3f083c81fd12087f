import { listSchedule, longestChain, windows, type Placed, type Works } from '../../graph/index.ts'
import type { GroundTask } from '../ground-task.ts'
import type { PartialOrder } from './deorder.ts'

export interface PlanScheduleOptions {
  /** How many steps run at once, at least 1. Default: as many as can. */
  readonly workers?: number
  /** How long a step takes, in any unit, 0 or more. Default: the cost of its action. */
  readonly duration?: (step: number, action: number) => number
  /** What a step occupies while it runs, such as its agent and its resources. Default: nothing. */
  readonly claims?: (step: number, action: number) => readonly string[]
  /** How many steps that claim this run at once, at least 1. Default 1. */
  readonly limitOf?: (claim: string) => number
}

/** When the steps of a plan would run, from 0, in the unit of the durations. */
export interface PlanSchedule {
  /** In the order of the plan. */
  readonly steps: readonly ScheduledStep[]
  /** The end of the last step. */
  readonly makespan: number
  /**
   * No schedule of this order is shorter: the longest chain of steps, the work shared among all workers, or the work that claims the
   * same thing shared among as many as its limit, whichever is the most.
   */
  readonly bound: number
  /** One longest chain of steps, by their positions. */
  readonly criticalPath: readonly number[]
  /** The sum of all durations. */
  readonly sequential: number
}

export interface ScheduledStep {
  /** Its number in the task. */
  readonly action: number
  readonly start: number
  readonly end: number
  /** 0 for the first worker. */
  readonly worker: number
  /** How much later it could end without making everything longer, if only needs held steps up. */
  readonly slack: number
  /** Positions of the steps that must be done before. */
  readonly needs: readonly number[]
}

/**
 * List scheduling of a plan without needless order (`deorder`), with three orders of urgency: the latest start first, the least slack
 * first, the longest first. The shortest schedule of the three is given; it need not be the shortest there is (the problem is NP-hard).
 */
export function schedulePlan(
  task: GroundTask,
  { steps, needs }: PartialOrder,
  options: PlanScheduleOptions = {},
): PlanSchedule {
  const { workers = Infinity, duration, limitOf = () => 1 } = options
  const durations = steps.map((action, step) => duration?.(step, action) ?? task.actions[action]!.cost) // prettier-ignore
  const claimed = options.claims
  const claims = claimed && steps.map((action, step) => [...new Set(claimed(step, action))])
  const works: Works = { needs, dependents: dependentsOf(needs), durations }
  const window = windows(works)
  const { earliest, latest, length } = window
  const slack = latest.map((late, step) => late - earliest[step]!)
  const sequential = durations.reduce((sum, one) => sum + one, 0)
  const crew = Math.max(1, workers)
  const bound = Math.max(length, sequential / crew, ...loads(claims ?? [], durations, limitOf))
  const urgencies = [latest, slack, durations.map((one) => -one)]
  let placed: readonly Placed[] = []
  let makespan = Infinity
  for (const urgency of urgencies) {
    const before = (left: number, right: number): number => urgency[left]! - urgency[right]! || left - right // prettier-ignore
    const found = listSchedule(works, { workers: crew, before, limitOf, ...(claims && { claims: (step: number) => claims[step]! }) }) // prettier-ignore
    const end = found.reduce((most, { work, start }) => Math.max(most, start + durations[work]!), 0)
    if (end < makespan) [placed, makespan] = [found, end]
    if (makespan <= bound) break
  }
  const byStep = Array.from<Placed>({ length: steps.length })
  for (const one of placed) byStep[one.work] = one
  return {
    steps: byStep.map(({ work, start, worker }) => ({
      action: steps[work]!,
      start,
      end: start + durations[work]!,
      worker,
      slack: slack[work]!,
      needs: needs[work]!,
    })),
    makespan,
    bound,
    criticalPath: longestChain(works, window),
    sequential,
  }
}

/** The work on each claim, shared among as many as its limit. */
function loads(
  claims: readonly (readonly string[])[],
  durations: readonly number[],
  limitOf: (claim: string) => number,
): number[] {
  const sums = new Map<string, number>()
  for (const [step, all] of claims.entries())
    for (const claim of all) sums.set(claim, (sums.get(claim) ?? 0) + durations[step]!)
  return [...sums].map(([claim, sum]) => sum / Math.max(1, limitOf(claim)))
}

function dependentsOf(needs: readonly (readonly number[])[]): readonly (readonly number[])[] {
  const dependents: number[][] = needs.map(() => [])
  for (const [step, list] of needs.entries()) for (const need of list) dependents[need]!.push(step)
  return dependents
}

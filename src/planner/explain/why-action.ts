import type { GroundTask, NumericCondition } from '../ground-task.ts'
import type { SearchResult } from '../outcome.ts'
import { validateGroundPlan, type GroundFailure } from '../validate/index.ts'
import { searchWith } from './altered-task.ts'
import { causalLinks, type CausalLink } from './causal-links.ts'
import type { SearchTask } from './explain-no-plan.ts'

/** Why a step stands in a plan. */
export interface WhyAction {
  readonly step: number
  /** Its number in the task. */
  readonly action: number
  /** What it makes true for whom. */
  readonly supports: readonly CausalLink[]
  /** A shortest way from it to a goal, link by link; null: nothing that leads to a goal relies on it. */
  readonly chain: readonly CausalLink[] | null
  /** Goals that rely on it, directly or through other steps. */
  readonly goals: readonly number[]
  readonly numericGoals: readonly NumericCondition[]
  /** What fails first in the plan without it; null: the plan reaches the goal without it too. */
  readonly without: GroundFailure | null
  /** With `search`: the plan when the action may not be used at all. */
  readonly instead: SearchResult | null
}

/**
 * Explains a step of a valid plan by its causal links. The links follow the plan as it is ordered; another step that comes later may
 * make the same fact true, which `without` tells. Throws a RangeError for a step that the plan does not have.
 */
export function whyAction(
  task: GroundTask,
  steps: readonly number[],
  step: number,
  search?: SearchTask,
): WhyAction {
  const action = steps[step]
  if (action === undefined) throw new RangeError(`The plan has ${steps.length} steps, no step ${step}.`) // prettier-ignore
  const links = causalLinks(task, steps)
  const from = new Map<number, CausalLink[]>()
  for (const link of links) {
    if (link.from === null) continue
    const all = from.get(link.from)
    if (all) all.push(link)
    else from.set(link.from, [link])
  }
  const before = new Map<number, CausalLink | null>([[step, null]])
  const reached: CausalLink[] = []
  for (const [at] of before)
    for (const link of from.get(at) ?? [])
      if (link.to === null) reached.push(link)
      else if (!before.has(link.to)) before.set(link.to, link)
  const [nearest] = reached
  const { failure } = validateGroundPlan(task, steps.toSpliced(step, 1))
  return {
    step,
    action,
    supports: from.get(step) ?? [],
    chain: nearest ? wayTo(nearest, before) : null,
    goals: [...new Set(reached.flatMap(({ fact }) => fact ?? []))].toSorted((a, b) => a - b),
    numericGoals: [...new Set(reached.flatMap(({ condition }) => condition ?? []))],
    without: failure,
    instead: search ? searchWith(task, search, { forbidden: [action] }) : null,
  }
}

function wayTo(last: CausalLink, before: ReadonlyMap<number, CausalLink | null>): CausalLink[] {
  const way = [last]
  for (let link = before.get(last.from ?? -1); link; link = before.get(link.from ?? -1)) way.push(link) // prettier-ignore
  return way.toReversed()
}

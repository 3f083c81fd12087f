import type { GroundTask } from '../ground-task.ts'
import { searchWith } from './altered-task.ts'
import type { SearchTask } from './explain-no-plan.ts'

/** Another plan for the same goal. */
export interface Alternative {
  readonly steps: readonly number[]
  readonly cost: number
  /** Actions of the first plan that it does without, and actions that it has beside. */
  readonly without: readonly number[]
  readonly besides: readonly number[]
}

export interface Alternatives {
  /** The cheapest first. None does with the same actions as another or as the first plan, or with all of them and more. */
  readonly plans: readonly Alternative[]
  /**
   * Why there are no more: as many as asked were found, there are no others (proven), or a limit of the search or of their number
   * was reached.
   */
  readonly end: 'count' | 'none' | 'limit'
}

interface Region {
  readonly required: readonly number[]
  readonly forbidden: readonly number[]
  readonly steps: readonly number[]
  readonly cost: number
}

/**
 * Further plans with other sets of actions. What is left of all plans is cut into regions that do not overlap, each without one
 * action of the last plan and with those before it (Lawler 1972), and the cheapest plan of all regions is taken. With a search
 * that proves its plans optimal these are the cheapest alternatives, in order.
 *
 * `searches`: at most so many calls of `search`. Default 200.
 */
export function alternatives(
  task: GroundTask,
  plan: readonly number[],
  count: number,
  search: SearchTask,
  searches = 200,
): Alternatives {
  const first = new Set(plan)
  const open: Region[] = []
  const found: Alternative[] = []
  let left = searches
  let isLimited = false
  const cut = ({
    required,
    forbidden,
    steps,
  }: Pick<Region, 'required' | 'forbidden' | 'steps'>): void => {
    const fixed = new Set(required)
    const choices = [...new Set(steps)].filter((action) => !fixed.has(action))
    for (const [index, action] of choices.entries()) {
      if (left-- <= 0) {
        isLimited = true
        return
      }
      const region = { required: [...required, ...choices.slice(0, index)], forbidden: [...forbidden, action] } // prettier-ignore
      const result = searchWith(task, search, region)
      if (result.steps && result.cost !== null)
        open.push({ ...region, steps: result.steps, cost: result.cost })
      else if (result.status === 'limit') isLimited = true
    }
  }
  cut({ required: [], forbidden: [], steps: plan })
  while (found.length < count && open.length > 0) {
    open.sort((one, other) => one.cost - other.cost)
    const region = open.shift()!
    const { steps, cost } = region
    const used = new Set(steps)
    const without = [...first].filter((action) => !used.has(action))
    const besides = [...used].filter((action) => !first.has(action))
    found.push({ steps, cost, without, besides })
    if (found.length < count) cut(region)
  }
  const end = found.length >= count ? 'count' : isLimited ? 'limit' : 'none'
  return { plans: found, end }
}

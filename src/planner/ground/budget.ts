import { GoapError } from '../../base/index.ts'
import type { Instances } from './instances.ts'
import type { Operator } from './operators.ts'

export interface GroundOptions {
  /** More ground actions than these are refused. Default 1,000,000. */
  readonly maximumActions?: number
  /** More comparisons of facts than these are refused. Default 500,000,000, which takes some ten seconds. */
  readonly maximumSteps?: number
  /** An action with conditional effects, or with alternatives in its condition, becomes at most so many. Default 1024. */
  readonly maximumVariants?: number
  /** Milliseconds. Needs `now`. Default: none. */
  readonly timeLimit?: number
  /** Milliseconds of a clock that only goes forwards. */
  readonly now?: () => number
}

/** What grounding may use up. Each method throws `planner/endless-grounding` when it is too much. */
export interface Budget {
  readonly step: () => void
  /** Called with each new instance. */
  readonly instance: (instances: Instances) => void
  /** Says which operator is at work. */
  readonly work: (operator: Operator, instances: Instances) => void
  readonly variants: number
}

const betweenLooks = 16_384

export function budgetOf(options: GroundOptions): Budget {
  const { maximumActions = 1_000_000, maximumSteps = 500_000_000, timeLimit = Infinity } = options
  const { maximumVariants = 1024, now } = options
  const began = now?.() ?? 0
  let steps = 0
  let look = Math.min(betweenLooks, maximumSteps + 1)
  let working: { readonly operator: Operator; readonly instances: Instances } | null = null
  const lookUp = (): void => {
    if (steps > maximumSteps)
      throw endless(`takes more than ${number(maximumSteps)} steps`, working)
    if (now && now() - began > timeLimit)
      throw endless(`takes longer than ${number(timeLimit)} ms`, working)
    look = Math.min(steps + betweenLooks, maximumSteps + 1)
  }
  return {
    variants: maximumVariants,
    step() {
      if (++steps >= look) lookUp()
    },
    instance(instances) {
      if (instances.size() > maximumActions)
        throw endless(`makes more than ${number(maximumActions)} actions`, working)
    },
    work(operator, instances) {
      working = { operator, instances }
    },
  }
}

/** Names the action that most instances come from, and the parameter that stands for most objects in them. */
function endless(
  what: string,
  working: { readonly operator: Operator; readonly instances: Instances } | null,
): GoapError {
  if (!working) return new GoapError('planner/endless-grounding', `Grounding ${what}.`)
  const { instances } = working
  const operator = instances.most() ?? working.operator
  const counts = operator.parameters.map((name, slot) => ({
    name,
    objects: instances.distinct(operator, slot) || (operator.domains[slot]?.objects.length ?? 0),
  }))
  const [widest] = counts.toSorted((a, b) => b.objects - a.objects)
  const where = widest ? `; its parameter ?${widest.name} stands for ${number(widest.objects)} objects` : '' // prettier-ignore
  const many = instances.count(operator)
  return new GoapError(
    'planner/endless-grounding',
    `Grounding ${what}: the action "${operator.name}" has made ${number(many)} of them${where}.`,
    widest
      ? {
          hint: `Narrow ?${widest.name} by its type or by a condition on facts that do not change, or raise the limit.`,
        }
      : {},
  )
}

function number(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',')
}

import { GoapError } from '../../base/index.ts'
import type { Instances } from './instances.ts'
import type { Operator } from './operators.ts'

export interface GroundOptions {
  /** More ground actions than these are refused. Default 1,000,000. */
  readonly maximumActions?: number
  /** More comparisons of facts than these are refused. Default 500,000,000, which takes some ten seconds. */
  readonly maximumSteps?: number
  /**
   * An action with alternatives in its condition, or with numbers that change under conditions, becomes at most so many; a condition of
   * an effect has at most so many alternatives. Default 1024.
   */
  readonly maximumVariants?: number
  /**
   * Keeps actions that can never be applied, as far as types and facts that never change allow them, and facts that nothing brings
   * about: whoever explains why there is no plan reads them. Default false.
   */
  readonly keepUnreachable?: boolean
  /** Milliseconds. Needs `now`. Default: none. */
  readonly timeLimit?: number
  /** Bytes, as estimated from what is made. Default: none. */
  readonly memoryLimit?: number
  /** Milliseconds of a clock that only goes forwards. */
  readonly now?: () => number
}

/** What grounding may use up. `step`, `instance` and `fire` throw `planner/endless-grounding` when it is too much. */
export interface Budget {
  readonly actions: number
  readonly variants: number
  readonly keepUnreachable: boolean
  readonly step: () => void
  /** Called behind each new instance. */
  readonly instance: () => void
  /** Counts an action that was reached, of which conditions and effects are so many facts. */
  readonly fire: (facts: number) => void
  /** Says what is at work, for the message. */
  readonly work: (operator: Operator, scene: Scene) => void
}

/** What a message about endless grounding is made from. */
export interface Scene {
  readonly instances: Instances
  /** How many objects a parameter may stand for, by its type and by conditions that never change. */
  readonly objects: (operator: Operator, parameter: number) => number
  /** Whether neither conditions nor effects speak of a parameter. */
  readonly isIdle: (operator: Operator, parameter: number) => boolean
}

/** More ground actions than these are refused unless somebody says otherwise. */
export const mostActions = 1_000_000

const betweenLooks = 16_384

/** Bytes that an action takes while all are made, with its names, and for each fact of its conditions and effects: measured. */
const bytesOfAction = 700
const bytesOfFact = 140

/** A limit of time or memory that the caller set. */
export class GroundingLimit extends GoapError {
  readonly limit: 'time' | 'memory'

  constructor(limit: 'time' | 'memory', error: GoapError) {
    super(error.code, error.message, { hint: error.hint, place: error.place })
    this.limit = limit
  }
}

export function budgetOf(options: GroundOptions): Budget {
  const { maximumActions = mostActions, maximumSteps = 500_000_000, timeLimit = Infinity } = options
  const { maximumVariants = 1024, keepUnreachable = false, memoryLimit = Infinity, now } = options
  const began = now?.() ?? 0
  let steps = 0
  let bytes = 0
  let look = Math.min(betweenLooks, maximumSteps + 1)
  let working: { readonly operator: Operator; readonly scene: Scene } | null = null
  const lookUp = (): void => {
    if (steps > maximumSteps)
      throw endless(
        `takes more than ${number(maximumSteps)} steps for ${number(working?.scene.instances.size() ?? 0)} actions`,
        working,
      )
    if (now && now() - began > timeLimit)
      throw new GroundingLimit(
        'time',
        endless(
          `takes longer than ${number(timeLimit)} ms for ${number(working?.scene.instances.size() ?? 0)} actions`,
          working,
        ),
      )
    look = Math.min(steps + betweenLooks, maximumSteps + 1)
  }
  return {
    actions: maximumActions,
    variants: maximumVariants,
    keepUnreachable,
    step() {
      if (++steps >= look) lookUp()
    },
    instance() {
      if (working && working.scene.instances.size() > maximumActions)
        throw endless(`makes more than ${number(maximumActions)} actions`, working)
    },
    fire(facts) {
      bytes += bytesOfAction + bytesOfFact * facts
      if (bytes > memoryLimit)
        throw new GroundingLimit('memory', endless(`takes more than ${number(memoryLimit)} bytes`, working)) // prettier-ignore
    },
    work(operator, scene) {
      working = { operator, scene }
    },
  }
}

/** Names the action that most instances come from, and the parameter that may stand for most objects; of several rather one that nothing speaks of. */
function endless(
  what: string,
  working: { readonly operator: Operator; readonly scene: Scene } | null,
): GoapError {
  if (!working) return new GoapError('planner/endless-grounding', `Grounding ${what}.`)
  const { instances, objects, isIdle } = working.scene
  const operator = instances.most() ?? working.operator
  const counts = operator.parameters.map((name, slot) => ({
    name,
    objects: objects(operator, slot),
    idle: isIdle(operator, slot),
  }))
  const [widest] = counts.toSorted((a, b) => b.objects - a.objects || Number(b.idle) - Number(a.idle)) // prettier-ignore
  const where = widest ? `; its parameter ?${widest.name} stands for ${number(widest.objects)} objects${all(counts)}` : '' // prettier-ignore
  const many = instances.count(operator)
  const hint = widest?.idle
    ? `Leave ?${widest.name} out: neither the condition nor an effect speaks of it.`
    : widest && `Narrow ?${widest.name} by its type or by a condition on facts that do not change, or raise the limit.` // prettier-ignore
  return new GoapError(
    'planner/endless-grounding',
    `Grounding ${what}: ${number(many)} come from "${operator.name}"${where}.`,
    { hint, place: operator.who?.place },
  )
}

/** How many choices there are for all parameters, where that is more than for one. */
function all(counts: readonly { readonly objects: number }[]): string {
  if (counts.length < 2) return ''
  const choices = counts.reduce((product, { objects }) => product * objects, 1)
  const told = choices < 1e9 ? number(choices) : choices.toExponential(0).replace('e+', ' × 10^').replace(/^1 × /, '') // prettier-ignore
  return `, and its ${counts.length} parameters for ${told} choices together`
}

function number(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',')
}

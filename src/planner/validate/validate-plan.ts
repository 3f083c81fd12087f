import type { LiftedAction, LiftedTask } from '../lifted.ts'
import { changesOf, finite, type Changes } from './changes.ts'
import type { Binding } from './condition-text.ts'
import { unmet } from './unmet.ts'
import { initialWorld, type World } from './world.ts'

// A simulator of plans on the task as it was written: nothing is grounded, and nothing is shared with what makes plans, so that a
// mistake there does not hide itself here. PDDL 2.1 (Fox and Long 2003): all conditions read the state before the action, deletes
// happen before adds.

/** An action with the objects for its parameters. */
export interface PlanStep {
  readonly name: string
  readonly objects: readonly string[]
}

export interface PlanValidation {
  readonly valid: boolean
  /** The sum of the costs of the steps before the failure; of all if it is valid. */
  readonly cost: number
  /** What each step changed, up to the failure. */
  readonly trace: readonly TracedStep[]
  /** The first; null when the plan is valid. */
  readonly failure: PlanFailure | null
}

export interface TracedStep {
  readonly cost: number
  /** Facts that did not hold before. */
  readonly added: readonly string[]
  /** Facts that held before and do not any more. */
  readonly deleted: readonly string[]
  readonly changed: readonly { readonly of: string; readonly value: number }[]
}

export interface PlanFailure {
  /**
   * - `unknown`: there is no such action or object
   * - `arguments`: their number or type is wrong
   * - `condition`: a condition of the action does not hold
   * - `number`: a cost or an effect has no finite value, the cost is negative, or two effects contradict each other
   * - `goal`: all steps could be done, and the goal does not hold behind them
   */
  readonly kind: 'unknown' | 'arguments' | 'condition' | 'number' | 'goal'
  /** Position of the step, from 0; null for the goal. */
  readonly step: number | null
  /** What does not hold, with its objects, in PDDL's syntax: `(at t1 depot)`, `(>= (fuel t1) 5)`; null where it is no condition. */
  readonly condition: string | null
  /** What made the facts and numbers of the condition as they are: a step, or null for the initial state. */
  readonly because: readonly {
    readonly of: string
    /** Whether the fact holds, or the number; null: it has no value. */
    readonly value: boolean | number | null
    readonly step: number | null
    /** Whether it follows from other facts, and no step makes it true or false. */
    readonly isDerived: boolean
  }[]
  /** All of it as a sentence. */
  readonly message: string
}

/** Carries a plan out in thought. Names are compared exactly. Throws nothing: whatever is wrong with the plan is its failure. */
export function validatePlan(task: LiftedTask, steps: readonly PlanStep[]): PlanValidation {
  const world = initialWorld(
    task,
    (rule, binding, at) => unmet(rule.condition, binding, at) === null,
  )
  const actions = new Map(task.actions.map((action) => [action.name, action]))
  const trace: TracedStep[] = []
  let cost = 0
  for (const [index, step] of steps.entries()) {
    const done = perform(step, index, actions, world, steps)
    if ('kind' in done) return { valid: false, cost, trace, failure: done }
    trace.push(done)
    cost += done.cost
  }
  const missing = unmet(task.goal, null, world)
  const failure = missing
    ? fail('goal', null, missing, 'The goal does not hold behind the last step', world, steps)
    : null
  return { valid: failure === null, cost, trace, failure }
}

function perform(
  step: PlanStep,
  index: number,
  actions: ReadonlyMap<string, LiftedAction>,
  world: World,
  steps: readonly PlanStep[],
): TracedStep | PlanFailure {
  const who = `Step ${index + 1}, ${stepText(step)},`
  const action = actions.get(step.name)
  if (!action) return plain('unknown', index, `${who} is no action of the task.`)
  const wrong = wrongArguments(step, action, world)
  if (wrong) return plain(wrong.kind, index, `${who} ${wrong.message}.`)
  const binding = action.parameters.reduce<Binding | null>(
    (outer, { name }, at) => ({ name, object: step.objects[at] ?? '', outer }),
    null,
  )
  const missing = unmet(action.condition, binding, world)
  if (missing) return fail('condition', index, missing, `${who} cannot be done`, world, steps)
  const cost = finite(action.cost, binding, world)
  if (typeof cost !== 'number') return plain('number', index, `${who} cannot be done: ${cost.message}.`) // prettier-ignore
  if (cost < 0) return plain('number', index, `${who} costs ${cost}; costs are 0 or more.`)
  const changes = changesOf(action.effects, binding, world)
  if ('message' in changes)
    return {
      ...plain('number', index, `${who} cannot be done: ${changes.message}.`),
      because: reasons(changes.reads, world),
    }
  return { cost, ...change(world, changes, index) }
}

function wrongArguments(
  { objects }: PlanStep,
  { parameters }: LiftedAction,
  world: World,
): { readonly kind: 'unknown' | 'arguments'; readonly message: string } | null {
  if (objects.length !== parameters.length)
    return {
      kind: 'arguments',
      message: `has ${objects.length} arguments; the action has ${parameters.length} parameters`,
    }
  for (const [at, object] of objects.entries()) {
    if (!world.objects.has(object))
      return { kind: 'unknown', message: `names ${object}, which is no object of the task` }
    const { name, types } = parameters[at] ?? { name: '', types: [] }
    if (!world.objects.isOf(object, types))
      return { kind: 'arguments', message: `gives ${object} for ?${name}, which must be of type ${types.join(' or ')}` } // prettier-ignore
  }
  return null
}

function change(world: World, changes: Changes, step: number): Omit<TracedStep, 'cost'> {
  const deleted = [...changes.delete].filter(
    (fact) => !changes.add.has(fact) && world.delete(fact, step),
  )
  const added = [...changes.add].filter((fact) => world.add(fact, step))
  const changed = [...changes.numbers].map(([of, value]) => ({ of, value }))
  for (const { of, value } of changed) world.set(of, value, step)
  return { added, deleted, changed }
}

/** `(drive t1 depot market)`. */
export function stepText({ name, objects }: PlanStep): string {
  return `(${[name, ...objects].join(' ')})`
}

function plain(kind: PlanFailure['kind'], step: number | null, message: string): PlanFailure {
  return { kind, step, condition: null, because: [], message }
}

function fail(
  kind: 'condition' | 'goal',
  step: number | null,
  missing: { readonly text: string; readonly reads: readonly string[] },
  opening: string,
  world: World,
  steps: readonly PlanStep[],
): PlanFailure {
  const because = reasons(missing.reads, world)
  const told = because.map((one) => reasonText(one, steps)).join('; ')
  const condition = missing.text
  const message = `${opening}: ${condition} does not hold${told === '' ? '' : `: ${told}`}.`
  return { kind, step, condition, because, message }
}

function reasons(reads: readonly string[], world: World): PlanFailure['because'] {
  return [...new Set(reads)].map((of) => ({
    of,
    isDerived: world.isDerived(of),
    value: world.value(of) ?? (world.isFunction(of) ? null : world.holds(of)),
    step: world.since(of),
  }))
}

function reasonText(
  { of, value, step, isDerived }: PlanFailure['because'][number],
  steps: readonly PlanStep[],
): string {
  const made = steps[step ?? -1]
  const by = made && step !== null ? `step ${step + 1}, ${stepText(made)},` : null
  if (isDerived) return value === true ? `${of} follows from what holds` : `no rule gives ${of}`
  if (value === null) return `${of} has no value`
  if (typeof value === 'number') return by ? `${by} made ${of} ${value}` : `${of} is ${value} from the start` // prettier-ignore
  if (value) return by ? `${by} added ${of}` : `${of} holds from the start`
  return by ? `${by} deleted ${of}` : `nothing has added ${of}`
}

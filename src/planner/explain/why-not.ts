import { groundTask } from '../ground/index.ts'
import type { GroundTask } from '../ground-task.ts'
import type { Condition, LiftedTask } from '../lifted.ts'
import type { SearchResult } from '../outcome.ts'
import type { PlanStep } from '../validate/index.ts'
import { causalLinks } from './causal-links.ts'
import { explainNoPlan, type NoPlan, type SearchTask } from './explain-no-plan.ts'

/** Why a plan does not use an action. */
export type WhyNot =
  /** It can be used: this is the cheapest plan found that does. */
  | {
      readonly kind: 'possible'
      /** Steps are numbers of this task, in which the action stands twice: as it was, and as one that must be done. */
      readonly task: GroundTask
      readonly result: SearchResult
      /** What that plan costs more than the given one; negative if it is cheaper. */
      readonly extra: number
      /** Whether a goal relies on the action in that plan; otherwise it only stands beside. */
      readonly helps: boolean
    }
  /** No plan uses it, and why: its conditions are never met, or the goal cannot be reached with it. */
  | { readonly kind: 'impossible'; readonly why: NoPlan | null }
  /** The search came to its limit. */
  | { readonly kind: 'limit'; readonly result: SearchResult }

/**
 * Forces an action into the plan and says what comes of it, beside a plan that costs `cost`. The action need not be applicable.
 *
 * Throws a RangeError for an action that the task does not have, or a wrong number of objects; and what `groundTask` throws.
 */
export function whyNot(
  lifted: LiftedTask,
  step: PlanStep,
  cost: number,
  search: SearchTask,
): WhyNot {
  const mark = markOf(lifted)
  const forced = forcing(lifted, step, mark)
  const task = groundTask(forced)
  const result = search(task)
  if (result.steps && result.cost !== null) {
    const helps = isOfUse(task, result.steps, lifted.actions.length, `(${mark})`)
    return { kind: 'possible', task, result, extra: result.cost - cost, helps }
  }
  if (result.status === 'limit') return { kind: 'limit', result }
  return { kind: 'impossible', why: explainNoPlan(task, { lifted: forced }) }
}

/** The task with one more action, the given one for these objects; the goal asks that it has been done. */
function forcing(task: LiftedTask, { name, objects }: PlanStep, mark: string): LiftedTask {
  const action = task.actions.find((one) => one.name === name)
  if (!action) throw new RangeError(`The task has no action ${name}.`)
  if (action.parameters.length !== objects.length)
    throw new RangeError(
      `${name} has ${action.parameters.length} parameters, not ${objects.length}.`,
    )
  const done = { name: mark, terms: [] }
  const bound = action.parameters.map((parameter, index): Condition => ({
    kind: 'equal',
    left: { kind: 'variable', name: parameter.name },
    right: { kind: 'object', name: objects[index] ?? '' },
  }))
  const always: Condition = { kind: 'and', all: [] }
  return {
    ...task,
    predicates: [...task.predicates, { name: done.name, parameters: [] }],
    actions: [
      ...task.actions,
      {
        ...action,
        condition: { kind: 'and', all: [...bound, action.condition] },
        effects: [
          ...action.effects,
          { parameters: [], condition: always, kind: 'add', atom: done },
        ],
      },
    ],
    goal: { kind: 'and', all: [task.goal, { kind: 'atom', atom: done }] },
  }
}

/** The name of a fact that says that the action was done. */
function markOf({ predicates }: LiftedTask): string {
  const taken = new Set(predicates.map(({ name }) => name))
  let name = 'done'
  while (taken.has(name)) name += '-'
  return name
}

/** Whether a step of the forced action supports a goal of the task itself. */
function isOfUse(
  task: GroundTask,
  steps: readonly number[],
  forced: number,
  mark: string,
): boolean {
  const links = causalLinks(task, steps)
  const useful = new Set<number>()
  // Links stand in the order of who relies on them, so that one pass from behind does.
  for (const { from, to, fact } of links.toReversed()) {
    if (from === null) continue
    const isMark = fact !== null && task.facts[fact] === mark
    if (to === null ? !isMark : useful.has(to)) useful.add(from)
  }
  return [...useful].some((step) => task.actions[steps[step]!]?.origin?.action === forced)
}

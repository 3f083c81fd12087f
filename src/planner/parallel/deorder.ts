import type { GroundTask } from '../ground-task.ts'
import { asDone, isPlain } from '../as-done.ts'
import { byFact } from './causal-order.ts'
import { byVariable } from './numeric-order.ts'
import { reduced } from './transitive-reduction.ts'

// From a sequence of steps to the order that they need.
//
//   D1. Every linearisation of the result can be carried out, reaches the goal, and costs the same.
//   D2. Every edge points forward in the given sequence.
//   D3. No edge is implied by others.

/** Steps with the order that they need: a partial order. */
export interface PartialOrder {
  /** Actions by their number in the task, in the order of the given plan. */
  readonly steps: readonly number[]
  /** For each step the positions of the steps that must be done before, all smaller than its own, ascending. */
  readonly needs: readonly (readonly number[])[]
}

export interface DeorderOptions {
  /**
   * How long a step takes, in any unit, 0 or more: of several steps that make a fact true, a step waits for the one that is ready
   * first. Default: the cost of its action.
   */
  readonly duration?: (step: number, action: number) => number
}

/**
 * Takes the order out of a valid plan that it does not need. Each condition is supported by the step that is ready first of those
 * which make it true behind the last one that deletes it; a step that would spoil the support is ordered before or behind
 * (Bäckström 1998 calls it deordering, Kambhampati and Kedar 1994 a validation structure). Conditions on numbers are kept in every
 * order. Effects under conditions happen, or not, as they do in the given order, and derived facts follow from the same facts. With respect to the producers it is greedy: a plan that takes less time may exist. Time grows linearly with the size of the
 * plan's actions and the edges between them.
 *
 * The plan must be valid (`validateGroundPlan`). Throws a RangeError for one that is not, if it is noticed.
 */
export function deorder(
  task: GroundTask,
  steps: readonly number[],
  options: DeorderOptions = {},
): PartialOrder {
  const actions = steps.map((number) => {
    const action = task.actions[number]
    if (!action) throw new RangeError(`The task has no action ${number}.`)
    return action
  })
  const { duration } = options
  const durations = steps.map((number, step) => duration?.(step, number) ?? actions[step]!.cost)
  const done = isPlain(task) ? { ...task, actions } : asDone(task, steps)?.task
  // What cannot be told of the steps keeps them in their order.
  if (done === undefined) return { steps, needs: steps.map((_one, step) => (step === 0 ? [] : [step - 1])) } // prettier-ignore
  const edges = byVariable(done, done.actions)
  byFact(done, done.actions, durations, edges)
  return { steps, needs: reduced(edges) }
}

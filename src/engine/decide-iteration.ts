import { at } from '../base/index.ts'
import { phaseKey, taskKey, type CriterionResult, type Happening } from '../model/index.ts'
import { gateState, keysOf, node, positionOf, type Draft } from './draft.ts'

// Iterative phases: the tasks run again until the gate passes, at most so many times, and not when nothing moves any more.

/** How often an iterative phase runs when it does not say. */
const usual = 5

/** The next round of the iterative phase that a failed gate closes. Null: it closes none, or another round would not help. */
export function iteration(
  work: Draft,
  position: number,
  criteria: readonly CriterionResult[],
  reason: string,
): Happening | null {
  const { gate, plan, key } = node(work, position)
  const phase = plan.phases.find((one) => one.key === gate?.phase)
  if (phase?.mode !== 'iterative') return null
  const { round, seen } = gateState(work, position)
  if (round + 1 >= (phase.iterations ?? usual)) return null
  const now = measuresOf(criteria)
  if (now.length > 0 && now.join('\n') === seen.join('\n')) return null
  const { state } = work
  const tasks = phase.tasks
    .map((slug) => positionOf(state, taskKey(plan.document, slug)))
    .filter((one) => at(state.nodes, one).settled === 'good')
  const open = [...tasks, position].toSorted((left, right) => left - right)
  const nodes = keysOf(state, open)
  const why = `round ${round + 2} of ${phaseKey(plan.document, phase.key)}`
  return { type: 'round.opened', subject: key, nodes, reason: why, note: reason, by: 'engine' }
}

/** What was measured, to compare rounds by. */
export function measuresOf(criteria: readonly CriterionResult[]): readonly string[] {
  return criteria.flatMap(({ text, measured }) => (measured === undefined ? [] : [`${text}: ${measured}`])) // prettier-ignore
}

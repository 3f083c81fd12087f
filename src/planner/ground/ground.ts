import { GoapError } from '../../base/index.ts'
import type { GroundTask } from '../ground-task.ts'
import type { LiftedTask } from '../lifted.ts'
import { budgetOf, type GroundOptions } from './budget.ts'
import { draftsOf, groupsOf, type Draft } from './drafts.ts'
import { goalOf, type GoalDraft } from './goal.ts'
import type { Literal } from './instances.ts'
import { namesOf } from './names.ts'
import { operatorsOf } from './operators.ts'
import { groundPropositional } from './propositional.ts'
import { reach, type Fired, type Reached } from './reach.ts'
import { sequencesIn } from './sequences.ts'
import { withSums } from './sums.ts'
import { truthOf, type Truth } from './truth.ts'
import type { Who } from './who.ts'
import { written } from './written.ts'

/**
 * Replaces the parameters of a task by objects. Only actions that could be applied if nothing became false again are made, and of
 * these only those that could serve the goal; what never changes is calculated away.
 *
 * A goal that is out of reach stays in the task as a fact that no action adds; so does one that contradicts itself. A goal with
 * alternatives becomes a fact that actions without `origin` bring about, at no cost; they end the plan.
 *
 * Throws `planner/endless-grounding`, `planner/too-many-variants`, `planner/unsupported-number` and `planner/bad-number`.
 */
export function groundTask(task: LiftedTask, options: GroundOptions = {}): GroundTask {
  const budget = budgetOf(options)
  const simple = budget.keepUnreachable ? null : groundPropositional(task, budget)
  if (simple !== null) return simple
  const names = namesOf(task)
  const reached = reach(task, names, operatorsOf(task, names), budget)
  const truth = truthOf(reached, budget.keepUnreachable)
  const goal = goalOf(task, names, reached, truth, budget.variants)
  const needed = contrariesNeeded(reached, goal)
  const drafts: Draft[] = []
  const most = isWide(reached, truth, budget.variants) ? Math.min(few, budget.variants) : budget.variants // prettier-ignore
  const sequences = sequencesIn(reached, truth, reached.facts.size(), budget.variants)
  const steps: Draft[] = []
  const writeOut = (one: Fired, limit: number): void => {
    for (const draft of draftsOf(one, reached, truth, needed, limit)) drafts.push(draft)
  }
  for (const one of reached.fired) {
    budget.step()
    try {
      writeOut(one, most)
    } catch (error) {
      if (!(error instanceof GoapError) || error.code !== 'planner/too-many-variants') throw error
      // Its effects are taken one after the other, if they can be.
      const apart = sequences.take(one, needed)
      if (apart === null) writeOut(one, budget.variants)
      else steps.push(...apart)
    }
  }
  const free = sequences.free()
  const summed = reached.numbers.hasSums() ? drafts.map((one) => withSums(one, reached.numbers, whoOf(one, reached))) : drafts // prettier-ignore
  return written(task, names, reached, truth, { drafts: free === null ? summed : [...summed.map((one) => whenFree(one, free)), ...steps], goal, free, beside: sequences.names }) // prettier-ignore
}

function whoOf({ instance }: Draft, { instances }: Reached): Who {
  return instance === null ? null : instances.operator(instance).who
}

/** Variants of all actions together that are written out in any case; where there are more, no action has more than `few`. */
const many = 100_000
const few = 16

function isWide({ fired }: Reached, truth: Truth, most: number): boolean {
  let all = 0
  for (const { conditional } of fired) {
    if (conditional.length === 0) continue
    let variants = 1
    for (const { alternatives } of groupsOf(conditional, truth))
      variants = Math.min(most, variants * (alternatives.length + 1))
    all += variants
    if (all > many) return true
  }
  return false
}

function whenFree(draft: Draft, free: number): Draft {
  return { ...draft, needs: [...draft.needs, 2 * free] }
}

/** Contraries that a condition names, or that the contrary of an effect's condition may name. Asked for effects under conditions only. */
function contrariesNeeded(
  { fired, instances }: Reached,
  goal: GoalDraft,
): (literal: Literal) => boolean {
  const needed = new Set<Literal>()
  if (fired.every(({ conditional }) => conditional.length === 0)) return () => false
  const note = (literal: Literal): void => {
    if (literal >= 0 && (literal & 1) === 1) needed.add(literal)
  }
  for (const { instance, conditional } of fired) {
    instances.needs(instance).forEach(note)
    for (const { alternatives } of conditional)
      for (const all of alternatives)
        for (const literal of all) if (literal >= 0) needed.add(literal | 1)
  }
  goal.literals.forEach(note)
  for (const all of goal.alternatives ?? []) all.forEach(note)
  return (literal) => needed.has(literal)
}

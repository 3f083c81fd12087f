import type { GroundTask } from '../ground-task.ts'
import type { LiftedTask } from '../lifted.ts'
import { budgetOf, type GroundOptions } from './budget.ts'
import { draftsOf, unsure, type Draft, type DraftRule } from './drafts.ts'
import { goalOf, type GoalDraft } from './goal.ts'
import type { Literal } from './instances.ts'
import { listed } from './lists.ts'
import { namesOf } from './names.ts'
import { operatorsOf } from './operators.ts'
import { groundPropositional } from './propositional.ts'
import { reach, type Reached } from './reach.ts'
import { withSums } from './sums.ts'
import { truthOf } from './truth.ts'
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
  const needed = contrariesNeeded(reached, goal, task.actions.length)
  const drafts: Draft[] = []
  const rules: DraftRule[] = []
  for (const one of reached.fired) {
    budget.step()
    if (reached.instances.operator(one.instance).action >= task.actions.length) {
      const needs = unsure(reached.instances.needs(one.instance), truth)
      if (needs !== null) rules.push({ fact: one.adds[0] ?? 0, needs })
    } else
      for (const draft of draftsOf(one, reached, truth, needed, budget.variants)) drafts.push(draft)
  }
  const summed = reached.numbers.hasSums() ? drafts.map((one) => withSums(one, reached.numbers, whoOf(one, reached))) : drafts // prettier-ignore
  return written(task, names, reached, truth, { drafts: summed, rules: withoutSpare(rules), goal })
}

/** More rules of one fact are compared with those only that need little: all with all would take too long. */
const fewRules = 64

/** Without rules that need all that another of the same fact needs, and more. */
function withoutSpare(rules: readonly DraftRule[]): readonly DraftRule[] {
  return [...Map.groupBy(rules, ({ fact }) => fact).values()].flatMap((all) => {
    if (all.length < 2) return all
    const shortest = all.toSorted((a, b) => a.needs.length - b.needs.length)
    const kept: DraftRule[] = []
    for (const rule of shortest) {
      const needed = listed(rule.needs)
      const others = kept.length > fewRules ? kept.filter(({ needs }) => needs.length < 2) : kept
      if (!others.some(({ needs }) => needs.every(needed))) kept.push(rule)
    }
    return kept
  })
}

function whoOf({ instance }: Draft, { instances }: Reached): Who {
  return instance === null ? null : instances.operator(instance).who
}

/** Contraries that a condition names, or that the contrary of an effect's condition may name. Asked for effects under conditions only. */
function contrariesNeeded(
  { fired, instances }: Reached,
  goal: GoalDraft,
  actions: number,
): (literal: Literal) => boolean {
  const needed = new Set<Literal>()
  if (fired.every(({ conditional }) => conditional.length === 0)) return () => false
  const note = (literal: Literal): void => {
    if (literal >= 0 && (literal & 1) === 1) needed.add(literal)
  }
  for (const { instance, conditional } of fired) {
    instances.needs(instance).forEach(note)
    // What a rule reads makes its fact true, and the fact's contrary false.
    if (instances.operator(instance).action >= actions)
      for (const literal of instances.needs(instance)) if (literal >= 0) needed.add(literal | 1)
    for (const { alternatives } of conditional)
      for (const all of alternatives)
        for (const literal of all) if (literal >= 0) needed.add(literal | 1)
  }
  goal.literals.forEach(note)
  for (const all of goal.alternatives ?? []) all.forEach(note)
  return (literal) => needed.has(literal)
}

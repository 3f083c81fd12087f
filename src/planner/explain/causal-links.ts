import type { GroundTask, NumericCondition } from '../ground-task.ts'
import { asDone, isPlain } from '../as-done.ts'
import { helps } from './relaxed-task.ts'

/** A step makes something true that a later step, or the goal, relies on. */
export interface CausalLink {
  /** Position of the step; null is the initial state. */
  readonly from: number | null
  /** Position of the step that relies on it; null is the goal. */
  readonly to: number | null
  readonly fact: number | null
  /** Set if `fact` is null: the step brings the number nearer to what this asks. */
  readonly condition: NumericCondition | null
}

/**
 * Who supports whom in a valid plan, as it is ordered: a fact comes from the step that made it true the last time it was false, a
 * comparison from every step that changed the number its way since it was last assigned. A derived fact comes from the steps that made
 * true, or false, what it follows from; an effect under a condition relies on that.
 */
export function causalLinks(task: GroundTask, steps: readonly number[]): readonly CausalLink[] {
  const done = isPlain(task) ? null : asDone(task, steps)
  if (done === null) return linksOf(task, steps)
  const { length } = task.facts
  // Who asks for a fact asked for what it comes to, and is linked to whoever made that.
  const links = linksOf(done.task, [...steps.keys()])
  return links.flatMap((link) => {
    const { facts } = link.to === null ? done.goal : (done.steps[link.to] ?? { facts: [] })
    if (link.fact === null) return [link]
    const asked = facts.filter(({ leaves }) => leaves.includes(link.fact ?? -1))
    const own = asked.map(({ fact }) => ({ ...link, fact }))
    return own.length === 0 && link.fact < length ? [link] : own
  })
}

/** Of a task without effects under conditions and derived facts. */
function linksOf(task: GroundTask, steps: readonly number[]): readonly CausalLink[] {
  const links: CausalLink[] = []
  const madeBy = new Map<number, number | null>(task.init.map((fact) => [fact, null]))
  const changers = task.variables.map((): number[] => [])
  const link = (
    to: number | null,
    facts: readonly number[],
    conditions: readonly NumericCondition[],
  ): void => {
    for (const fact of facts) links.push({ from: madeBy.get(fact) ?? null, to, fact, condition: null }) // prettier-ignore
    for (const condition of conditions)
      for (const from of changers[condition.variable]!) {
        const change = task.actions[steps[from]!]!.changes?.find(({ variable }) => variable === condition.variable) // prettier-ignore
        if (change && helps(change, condition)) links.push({ from, to, fact: null, condition })
      }
  }
  for (const [step, number] of steps.entries()) {
    const { pre, conditions = [], add, delete: gone, changes = [] } = task.actions[number]!
    link(step, pre, conditions)
    for (const fact of gone) madeBy.delete(fact)
    for (const fact of add) if (!madeBy.has(fact)) madeBy.set(fact, step)
    for (const { variable, kind } of changes) {
      if (kind === 'assign') changers[variable] = []
      changers[variable]!.push(step)
    }
  }
  link(null, task.goal, task.numericGoal)
  return links
}

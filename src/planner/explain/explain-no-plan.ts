import { compares } from '../../model/index.ts'
import { isPlain } from '../as-done.ts'
import { simpleOf } from '../ground/index.ts'
import type { GroundTask, NumericCondition, Unvalued } from '../ground-task.ts'
import type { LiftedTask } from '../lifted.ts'
import type { SearchResult } from '../outcome.ts'
import { groundWithUnreachable } from './assuming.ts'
import { conflicts, type Conflict } from './conflicts.ts'
import { missingFacts, type MissingFact } from './missing-facts.ts'
import { reachOf } from './reach.ts'
import { relaxedLists } from './relaxed-lists.ts'
import { relaxedTask, type RelaxedTask } from './relaxed-task.ts'

/** Searches a task to the end; with limits of its own. */
export type SearchTask = (task: GroundTask) => SearchResult

export interface NoPlanOptions {
  /** The task with parameters that the other was made from. Without it, actions that can never be applied are not known. */
  readonly lifted?: LiftedTask
  /** Finds goals that only together are too many, when no pair of facts explains it. Called once for each goal at most. */
  readonly search?: SearchTask
  /** How much may be looked at, in each of two analyses, in conditions and pairs of facts. Default 50,000,000: some 0.3 s. */
  readonly limit?: number
}

/** Why there is no plan. Facts and actions are numbers of `task`. */
export type NoPlan =
  /** The goal asks for a fact and its contrary, or for a number that cannot be. */
  | { readonly kind: 'contradiction'; readonly task: GroundTask; readonly goals: readonly string[] }
  /** Goals are out of reach even if nothing ever became false again: facts are missing, or actions that make them true. */
  | {
      readonly kind: 'unreachable'
      /** Holds also actions that cannot be applied, if the task with parameters was given. */
      readonly task: GroundTask
      /** The goals out of reach. */
      readonly goals: readonly Missing[]
      /** What would bring them into reach. */
      readonly missing: readonly (Missing & { readonly chain: MissingFact['chain'] })[]
      /** Whether none of it can be left out; otherwise the limit came first. */
      readonly isMinimal: boolean
    }
  /** What can be reached one by one cannot hold together. */
  | {
      readonly kind: 'conflict'
      readonly task: GroundTask
      readonly conflicts: readonly Conflict[]
    }
  /** No pair of facts explains it; these goals cannot all be reached. */
  | {
      readonly kind: 'together'
      readonly task: GroundTask
      readonly goals: readonly number[]
      /** Whether the others can be reached without any one of them, proven; otherwise a search came to its limit. */
      readonly isMinimal: boolean
    }
  /**
   * `pairs`: no pair of facts explains it; `limit`: the task is too large to look at all pairs; `conditional`: it has effects under
   * conditions or derived facts, so that pairs do not tell.
   */
  | { readonly kind: 'unknown'; readonly task: GroundTask; readonly reason: 'pairs' | 'limit' | 'conditional' } // prettier-ignore

/** A fact, or a comparison of a number, that does not come to hold. */
export interface Missing {
  readonly name: string
  /** Null: it is a comparison. */
  readonly fact: number | null
  readonly condition: NumericCondition | null
  /** Facts and comparisons, by name, that need each other in a circle; null: no action makes it true. */
  readonly circle: readonly string[] | null
  /** Whether it is a fact that only rules give. */
  readonly isDerived: boolean
  /** An action that would make it true, if a number had a value; null: there is none. */
  readonly unvalued: Unvalued | null
}

/**
 * Explains a task for which a search found no plan, the cheapest explanation first: a goal that contradicts itself, facts and
 * actions that are missing, facts that exclude each other, goals that are too many together. What is given up is said.
 *
 * Null when none of that is so: all goals are in reach without deletes, and (with `search`) there is a plan.
 */
export function explainNoPlan(task: GroundTask, options: NoPlanOptions = {}): NoPlan | null {
  const { lifted, search, limit = 50_000_000 } = options
  const contrary = contradiction(task)
  if (contrary) return { kind: 'contradiction', task, goals: contrary }
  const unreachable = outOfReach(task, limit, lifted)
  if (unreachable) return unreachable
  const pairs = isPlain(task) ? conflicts(task, limit) : null
  if (pairs && pairs.length > 0) return { kind: 'conflict', task, conflicts: pairs }
  const joint = search ? tooManyGoals(task, search) : undefined
  if (joint !== undefined) return joint
  return { kind: 'unknown', task, reason: pairs ? 'pairs' : isPlain(task) ? 'limit' : 'conditional' } // prettier-ignore
}

/** Goals that contradict each other, by their names. */
function contradiction({ facts, goal, variables, numericGoal }: GroundTask): string[] | null {
  const names = new Set(goal.map((fact) => facts[fact]!))
  for (const name of names) {
    if (names.has(`(not ${name})`)) return [name, `(not ${name})`]
    // A contradiction that grounding has found is one fact.
    const [, own] = /^\(and (.+) \(not \1\)\)$/.exec(name) ?? []
    if (own !== undefined) return [own, `(not ${own})`]
  }
  for (const [index, left] of numericGoal.entries())
    for (const right of numericGoal.slice(index + 1))
      if (left.variable === right.variable && !areCompatible(left, right)) {
        const of = variables[left.variable]!.name
        return [`${of} ${left.compare} ${left.value}`, `${of} ${right.compare} ${right.value}`]
      }
  return null
}

/** Whether a number fulfils both: if one does, then one of the two limits, one between them, or one just beyond. */
function areCompatible(left: NumericCondition, right: NumericCondition): boolean {
  const [a, b] = [left.value, right.value]
  return [a, b, (a + b) / 2, Math.min(a, b) - 1, Math.max(a, b) + 1].some(
    (value) => compares(value, left.compare, a) && compares(value, right.compare, b),
  )
}

/** The explanation of a goal that is out of reach without deletes; null when it is not. */
export function outOfReach(
  given: GroundTask,
  limit: number,
  lifted?: LiftedTask,
): (NoPlan & { kind: 'unreachable' }) | null {
  const plain = relaxedTask(given)
  if (reachOf(plain).hasAll(plain.goal)) return null
  const { task, relaxed } = lifted ? withUnreachable(lifted) : { task: given, relaxed: plain }
  const reach = reachOf(relaxed)
  const found = missingFacts(relaxed, reach, limit)
  // What was assumed may have been left out for its size; then the task as it was tells as much as there is.
  if (!found) return lifted ? outOfReach(given, limit) : null
  const derived = new Set(lifted?.derived?.map(({ name }) => name))
  const told = (fact: number, circle: readonly number[] | null): Missing => ({
    name: nameOf(task, relaxed, fact),
    fact: fact < task.facts.length ? fact : null,
    condition: relaxed.comparisons[fact - task.facts.length] ?? null,
    circle: circle?.map((one) => nameOf(task, relaxed, one)) ?? null,
    isDerived: derived.has(predicateIn(nameOf(task, relaxed, fact))),
    unvalued: task.unvalued?.find(({ adds }) => adds.includes(nameOf(task, relaxed, fact))) ?? null,
  })
  return {
    kind: 'unreachable',
    task,
    goals: relaxed.goal.filter((fact) => !reach.has(fact)).map((fact) => told(fact, null)),
    missing: found.missing.map(({ fact, circle, chain }) => ({ ...told(fact, circle), chain })),
    isMinimal: found.isMinimal,
  }
}

/** With actions that can never be applied. */
function withUnreachable(lifted: LiftedTask): {
  readonly task: GroundTask
  readonly relaxed: RelaxedTask
} {
  const simple = simpleOf(lifted)
  if (simple) return relaxedLists(simple)
  const task = groundWithUnreachable(lifted)
  return { task, relaxed: relaxedTask(task) }
}

function nameOf(
  { facts, variables }: GroundTask,
  { comparisons, marks }: RelaxedTask,
  fact: number,
): string {
  const blocked = marks[fact - facts.length - comparisons.length]
  if (blocked !== undefined) return `(not ${facts[blocked] ?? ''})`
  const comparison = comparisons[fact - facts.length]
  if (!comparison) return facts[fact] ?? ''
  const { variable, compare, value } = comparison
  return `${variables[variable]?.name ?? ''} ${compare} ${value}`
}

/** Of `(above a b)` and `(not (above a b))` the word `above`. */
function predicateIn(name: string): string {
  return /^(?:\(not )?\(([^ )]+)/.exec(name)?.[1] ?? ''
}

/** Leaves out goals as long as it is proven that the others cannot be reached. Null: there is a plan. */
function tooManyGoals(task: GroundTask, search: SearchTask): NoPlan | null | undefined {
  const whole = search(task)
  if (whole.steps) return null
  if (whole.status !== 'unsolvable') return undefined
  let goals = task.goal
  let isMinimal = true
  for (const fact of goals) {
    if (goals.length === 1) break
    const others = goals.filter((one) => one !== fact)
    const { status } = search({ ...task, goal: others })
    if (status === 'unsolvable') goals = others
    else if (status === 'limit') isMinimal = false
  }
  return { kind: 'together', task, goals, isMinimal }
}

import type { PlannedGoal, Problem } from '../../index.ts'
import { elapsed } from '../elapsed.ts'
import { median } from './repeated.ts'

/** What `goap plan --json` prints, see docs/schemas/planned.json. */
export interface Told {
  readonly schema: 'goap/planned@1'
  readonly status: string
  readonly cost: number | null
  /** No plan costs less; null when there is no plan. */
  readonly bound: number | null
  /** Ground actions in PDDL's syntax, in order. */
  readonly plan: readonly string[] | null
  /** When each would start: milliseconds; of a task in PDDL in units of cost. */
  readonly parallel: readonly { readonly action: string; readonly start: number }[] | null
  readonly makespan: number | null
  readonly expanded: number
  readonly evaluated: number
  readonly generated: number
  /** The algorithm that found the plan or the proof. */
  readonly by: string
  /** Why there is no plan; null when there is one. */
  readonly reason: string | null
  readonly time: Times
  /** The plan of a goal document, as `goap export` gives it; absent for a task in PDDL. */
  readonly document?: unknown
}

/** Milliseconds. */
export interface Times {
  readonly parse: number
  readonly ground: number
  /** The median with `--repeat`. */
  readonly search: number
  /** The first search. */
  readonly first: number
  /** Laying out the plan of a task in PDDL: what can run beside what, and when. */
  readonly deorder?: number
  /** Finding out why there is no plan; absent when there is one. */
  readonly explain?: number
  /** All of it, with every repetition. */
  readonly total: number
}

/** The JSON of a planned goal. */
export async function goalTold(
  problem: Problem,
  { plan, task, lifted, result, starts, makespan, grounding }: PlannedGoal,
  spent: { readonly began: number; readonly parse: number; readonly search: readonly number[] },
): Promise<Told> {
  const { whyNoPlan } = await import('../../planner/index.ts')
  const { exportPlan } = await import('../../documents/index.ts')
  const { status, cost, bound, steps, expanded, evaluated, generated, by } = result
  const names = (steps ?? []).flatMap((step) => {
    const action = task.actions[step]
    return action?.origin ? [action.name] : []
  })
  const explaining = elapsed()
  const reason = plan ? null : whyNoPlan({ task, lifted, result, problem }).join('\n')
  const told = elapsed()
  return {
    schema: 'goap/planned@1',
    status,
    cost,
    bound: Number.isFinite(bound) ? bound : null,
    plan: plan ? names : null,
    parallel: plan
      ? names
          .map((action, index) => ({ action, start: starts[index] ?? 0 }))
          .toSorted((left, right) => left.start - right.start)
      : null,
    makespan: plan ? makespan : null,
    expanded,
    evaluated,
    generated,
    by,
    reason,
    time: {
      parse: spent.parse,
      ground: grounding,
      search: median(spent.search),
      first: result.time,
      ...(plan ? {} : { explain: told - explaining }),
      total: told - spent.began,
    },
    ...(plan ? { document: exportPlan(plan, 'json') } : {}),
  }
}

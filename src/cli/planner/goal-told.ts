import type { PlannedGoal, Problem } from '../../index.ts'
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
  /** Milliseconds. */
  readonly time: Readonly<Record<'parse' | 'ground' | 'search' | 'first' | 'total', number>>
  /** The plan of a goal document, as `goap export` gives it; absent for a task in PDDL. */
  readonly document?: unknown
}

/** The JSON of a planned goal. */
export async function goalTold(
  problem: Problem,
  { plan, task, lifted, result, starts, makespan, grounding }: PlannedGoal,
  spent: { readonly parse: number; readonly total: number; readonly search: readonly number[] },
): Promise<Told> {
  const { whyNoPlan } = await import('../../planner/index.ts')
  const { exportPlan } = await import('../../documents/index.ts')
  const { status, cost, bound, steps, expanded, evaluated, generated, by } = result
  const names = (steps ?? []).flatMap((step) => {
    const action = task.actions[step]
    return action?.origin ? [action.name] : []
  })
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
    reason: plan ? null : whyNoPlan({ task, lifted, result, problem }).join('\n'),
    time: { parse: spent.parse, ground: grounding, search: median(spent.search), first: result.time, total: spent.total }, // prettier-ignore
    ...(plan ? { document: exportPlan(plan, 'json') } : {}),
  }
}

import type { Exit } from '../exit.ts'
import type { Io } from '../io.ts'
import type { PlanFlags } from '../planner/flags.ts'

export type { PlanFlags } from '../planner/flags.ts'

/** `goap plan`: the cheapest plan of a goal document, or of a task in PDDL. */
export async function planCommand(
  io: Io,
  names: readonly string[],
  flags: PlanFlags,
): Promise<Exit> {
  if (flags.pddl) {
    const { planPddl } = await import('../planner/plan-pddl.ts')
    return planPddl(io, names, flags)
  }
  const { planGoals } = await import('../planner/plan-goal.ts')
  return planGoals(io, names, flags)
}

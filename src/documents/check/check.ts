import type { Diagnostic, GoalDocument, Plan, PlanDocument } from '../../model/index.ts'
import { agentFindings } from './agents.ts'
import { countFindings } from './counts.ts'
import { cycles } from './cycles.ts'
import { impossibleDates } from './dates.ts'
import { estimateFindings } from './estimates.ts'
import { gateFindings } from './gates.ts'
import { withoutIgnored } from './ignores.ts'
import { orderFindings } from './order.ts'
import { discreet, secretFindings } from './secrets.ts'
import { taskFindings } from './tasks.ts'
import { timetableContradictions } from './timetable.ts'

export interface CheckOptions {
  /** Names and capabilities of the agents that there are. Default: not known, so that only names that differ by a slip are told. */
  readonly agents?: readonly string[]
}

/**
 * Everything that is wrong with a document, by place: what reading found, and what only the whole plan shows. With the plans of
 * the other documents of a run, circles that lead through these are found too.
 */
export function check(
  document: PlanDocument,
  others: readonly Plan[] = [],
  { agents }: CheckOptions = {},
): readonly Diagnostic[] {
  const { plan, source } = document
  const found = [
    ...document.diagnostics,
    ...cycles(plan, others),
    ...timetableContradictions(document),
    ...impossibleDates(plan),
    ...orderFindings(plan, source.text),
    ...taskFindings(plan),
    ...countFindings(plan, source.text),
    ...estimateFindings(source.text),
    ...gateFindings(plan),
    ...agentFindings(plan, agents),
  ]
  return inOrder(found, source.text)
}

/** Everything that is wrong with a goal document, by place, but what its comments say to ignore. */
export function checkGoal({ diagnostics, source }: GoalDocument): readonly Diagnostic[] {
  return inOrder(diagnostics, source.text)
}

function inOrder(found: readonly Diagnostic[], text: string): readonly Diagnostic[] {
  const secrets = secretFindings(text)
  const all = secrets.length === 0 ? found : [...found.map(discreet), ...secrets]
  return withoutIgnored(all, text).toSorted((left, right) => left.place.start - right.place.start)
}

import type { Condition, LiftedTask } from '../lifted.ts'

/** What a domain must declare to be read by planners that ask for it, in a fixed order. */
export function requirementsOf(task: LiftedTask, metric: boolean): readonly string[] {
  const found = new Set<string>([':strips'])
  const visit = (condition: Condition): void => {
    if (condition.kind === 'and' || condition.kind === 'or') condition.all.forEach(visit)
    else if ('one' in condition) visit(condition.one)
    if (condition.kind === 'or') found.add(':disjunctive-preconditions')
    if (condition.kind === 'not') found.add(':negative-preconditions')
    if (condition.kind === 'exists') found.add(':existential-preconditions')
    if (condition.kind === 'forall') found.add(':universal-preconditions')
    if (condition.kind === 'equal') found.add(':equality')
    if (condition.kind === 'number') found.add(':numeric-fluents')
  }
  visit(task.goal)
  for (const { condition } of task.derived ?? []) visit(condition)
  if (task.derived !== undefined) found.add(':derived-predicates')
  for (const { condition, effects } of task.actions) {
    visit(condition)
    for (const effect of effects) {
      visit(effect.condition)
      const isAlways = effect.condition.kind === 'and' && effect.condition.all.length === 0
      if (!isAlways || effect.parameters.length > 0) found.add(':conditional-effects')
      if ('of' in effect) found.add(':numeric-fluents')
    }
  }
  if (task.types.length > 0) found.add(':typing')
  if (metric) found.add(':action-costs')
  return order.filter((one) => found.has(one))
}

const order = [
  ':strips',
  ':typing',
  ':equality',
  ':negative-preconditions',
  ':disjunctive-preconditions',
  ':existential-preconditions',
  ':universal-preconditions',
  ':conditional-effects',
  ':derived-predicates',
  ':numeric-fluents',
  ':action-costs',
]

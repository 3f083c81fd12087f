import type { NumericChange } from '../ground-task.ts'
import type { Draft } from './drafts.ts'
import type { Numbers } from './numbers.ts'
import { refusal, type Who } from './who.ts'

// Comparisons of several variables. The ground task compares one variable with a constant, so the difference of two numbers, or any sum
// of multiples of them, becomes a variable of its own, which each action changes that changes one of them: `fuel ≥ way` is
// `fuel - way ≥ 0`, and whoever takes 3 off `fuel` takes 3 off `fuel - way`.
//
//   S1. Of whole numbers only, so that the sum is exact however it came about.
//   S2. Who assigns one of the variables must assign all: what is assigned is a constant, and the others are none.

/** The draft with what it does to sums of variables. Throws `planner/unsupported-number` for S2, naming `who`. */
export function withSums(draft: Draft, numbers: Numbers, who: Who): Draft {
  if (draft.changes.length === 0) return draft
  const changes = new Map(draft.changes.map((one) => [one.variable, one]))
  const sums = new Set(draft.changes.flatMap(({ variable }) => numbers.sumsWith(variable)))
  const more = [...sums].map((sum) => changeOf(sum, numbers, changes, who)).filter(({ kind, value }) => kind === 'assign' || value !== 0) // prettier-ignore
  return { ...draft, changes: [...draft.changes, ...more] }
}

function changeOf(
  sum: number,
  numbers: Numbers,
  changes: ReadonlyMap<number, NumericChange>,
  who: Who,
): NumericChange {
  const terms = numbers.terms(sum)
  const assigned = terms.filter(([variable]) => changes.get(variable)?.kind === 'assign')
  if (assigned.length > 0 && assigned.length < terms.length)
    throw refusal('planner/unsupported-number', who, `gives ${numbers.nameOf(assigned[0]?.[0] ?? 0)} a value, and ${numbers.nameOf(sum)} is asked for, which then depends on more than this action knows.`, 'Increase or decrease the number instead, or compare it with a constant.') // prettier-ignore
  const amount = terms.reduce((all, [variable, weight]) => {
    const change = changes.get(variable)
    return all + (change ? weight * (change.kind === 'decrease' ? -change.value : change.value) : 0)
  }, 0)
  if (assigned.length > 0) return { variable: sum, kind: 'assign', value: amount }
  return { variable: sum, kind: amount < 0 ? 'decrease' : 'increase', value: Math.abs(amount) }
}

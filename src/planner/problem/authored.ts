import { effectText, type Gate, type Plan } from '../../model/index.ts'

/**
 * Another plan with what the author of the first stated beside its tasks: contingencies, and gates that judge the end or several tasks
 * together, as far as the tasks are still there by their titles. A gate of one task comes with its action again.
 */
export function withAuthored(plan: Plan, first: Plan): Plan {
  const goals = new Set((first.goal?.conditions ?? []).map(effectText))
  const titles = new Map(first.tasks.map(({ key, title }) => [key, title]))
  const keys = new Map(plan.tasks.map(({ key, title }) => [title, key]))
  const taken = new Set(plan.gates.map(({ key }) => key))
  const kept = first.gates.flatMap((gate): readonly Gate[] => {
    if (gate.criteria.every(({ text }) => goals.has(text))) return []
    const after = gate.closing
      ? plan.tasks.map(({ key }) => key)
      : gate.after.flatMap((key) => keys.get(titles.get(key) ?? '') ?? [])
    if (!gate.closing && (gate.after.length < 2 || after.length < gate.after.length)) return []
    return [{ ...gate, key: taken.has(gate.key) ? `${gate.key}-stated` : gate.key, phase: null, after }] // prettier-ignore
  })
  return { ...plan, contingencies: first.contingencies, gates: [...plan.gates, ...kept] }
}

import type { GroundTask } from '../ground-task.ts'
import type { SearchResult } from '../outcome.ts'
import type { SearchTask } from './explain-no-plan.ts'

/** Searches for a plan that uses each of the `required` actions and none of the `forbidden` ones. Numbers are those of the task. */
export function searchWith(
  task: GroundTask,
  search: SearchTask,
  { required = [], forbidden = [] }: { readonly required?: readonly number[]; readonly forbidden?: readonly number[] }, // prettier-ignore
): SearchResult {
  const left = new Set(forbidden)
  const kept = task.actions.flatMap((_action, number) => (left.has(number) ? [] : [number]))
  // A fact for each required action says that it was done.
  const done = new Map(required.map((number, index) => [number, task.facts.length + index]))
  const result = search({
    ...task,
    facts: [...task.facts, ...required.map((number) => `(done ${task.actions[number]!.name})`)],
    actions: kept.map((number) => {
      const action = task.actions[number]!
      const fact = done.get(number)
      return fact === undefined ? action : { ...action, add: [...action.add, fact] }
    }),
    goal: [...task.goal, ...done.values()],
  })
  return { ...result, steps: result.steps?.map((step) => kept[step]!) ?? null }
}

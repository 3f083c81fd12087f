import { once } from '../../base/index.ts'
import type { Simple } from '../ground/index.ts'
import type { GroundAction, GroundTask } from '../ground-task.ts'
import { isDelete, type Flat } from '../propositional.ts'
import { invert, type Lists } from '../search/lists.ts'
import type { RelaxedTask } from './relaxed-task.ts'

/**
 * A task that is lists of numbers, without deletes, with all its actions, also those that can never be applied: its predicates are the
 * facts. A hundred thousand actions as objects would take longer to make than to explain, so that they are made when somebody asks.
 */
export function relaxedLists(simple: Simple): {
  readonly task: GroundTask
  readonly relaxed: RelaxedTask
} {
  const { lists, init, goal } = simple
  const { needs, changes, costs, fluent, predicateName } = lists
  const size = fluent.length
  const pre = { start: needs.first, items: needs.values.subarray(0, needs.first.at(-1)) }
  const add = addsIn(changes)
  const wanted = [...new Set(goal)].toSorted((a, b) => a - b)
  const actions = once(() => Array.from(costs, (_, action) => actionOf(simple, action)))
  const facts = Array.from(fluent, (_, fact) => `(${predicateName(fact)})`)
  const task: GroundTask = { facts, variables: [], init: [...new Set(init)], goal: wanted, numericGoal: [], get actions() { return actions() } } // prettier-ignore
  names.set(task, (action) => `(${lists.actionName(action)})`)
  return {
    task,
    relaxed: {
      size,
      marks: [],
      owners: Array.from(costs, (_, action) => action),
      comparisons: [],
      init: task.init,
      goal: wanted,
      pre,
      add,
      needing: invert(pre, size),
      adding: invert(add, size),
    },
  }
}

/** By the task itself, so that one made of it by spreading has none. */
const names = new WeakMap<GroundTask, (action: number) => string>()

/** The name of an action; of one that was not made yet too. */
export function actionNameIn(task: GroundTask, action: number): string {
  return names.get(task)?.(action) ?? task.actions[action]?.name ?? ''
}

function addsIn({ first, values }: Flat): Lists {
  const start = new Int32Array(first.length)
  const items = new Int32Array(values.length)
  let count = 0
  for (let list = 0; list + 1 < first.length; list++) {
    for (let at = first[list] ?? 0; at < (first[list + 1] ?? 0); at++) {
      const change = values[at] ?? 0
      if (!isDelete(change)) items[count++] = change
    }
    start[list + 1] = count
  }
  return { start, items: items.subarray(0, count) }
}

function actionOf(
  { lists: { needs, changes, costs, actionName } }: Simple,
  action: number,
): GroundAction {
  const own = changes.values.subarray(changes.first[action], changes.first[action + 1])
  const add = new Set(own.filter((change) => !isDelete(change)))
  const deleted = own.filter(isDelete).map((change) => ~change)
  return {
    name: `(${actionName(action)})`,
    cost: costs[action] ?? 0,
    origin: { action, objects: [] },
    pre: sorted(needs.values.subarray(needs.first[action], needs.first[action + 1])),
    add: sorted(add),
    delete: sorted(deleted.filter((fact) => !add.has(fact))),
  }
}

function sorted(facts: Iterable<number>): readonly number[] {
  return [...new Set(facts)].toSorted((a, b) => a - b)
}

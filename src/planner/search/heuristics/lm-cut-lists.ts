import type { CompiledTask } from '../compiled-task.ts'
import { invert, listsOf, type Lists } from '../lists.ts'

// Lists of LM-cut: what operators require and add, with the two conditions that are made up, and the operators of each action.

/** The lists and one more behind them; `always` stands in those that would be empty. */
export function withOneMore(lists: Lists, last: Int32Array, always: number | null): Lists {
  const count = lists.start.length
  const start = new Int32Array(count + 1)
  const items = new Int32Array(lists.items.length + last.length + (always === null ? 0 : count))
  let at = 0
  for (let i = 0; i < count; i++) {
    start[i] = at
    const list = i === count - 1 ? last : lists.items.subarray(lists.start[i], lists.start[i + 1])
    for (let k = 0; k < list.length; k++) items[at++] = list[k]!
    if (list.length === 0 && always !== null) items[at++] = always
  }
  start[count] = at
  return { start, items: items.subarray(0, at) }
}

/** Operators by action; without rules, which belong to none. */
export function operatorsByAction({ owner, actions }: CompiledTask): Lists {
  const lists = listsOf(Array.from(owner, (action) => (action < 0 ? [] : [action])))
  return invert(lists, actions)
}

/** Puts their actions in place of the first `length` operators, each once. `seen`: marks by action. Returns how many they are. */
export function toActions(
  cut: Int32Array,
  length: number,
  { owner }: CompiledTask,
  seen: Int32Array,
  mark: number,
): number {
  let count = 0
  for (let i = 0; i < length; i++) {
    const action = owner[cut[i]!]!
    if (seen[action] === mark) continue
    seen[action] = mark
    cut[count++] = action
  }
  return count
}

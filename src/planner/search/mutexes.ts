import type { CompiledTask } from './compiled-task.ts'
import { conditionHolds, numbersOf } from './state.ts'

/** Which pairs of conditions may hold together. */
export interface Pairs {
  /** False: no state that can be reached holds both. */
  mayHold(a: number, b: number): boolean
  /** Whether no state that can be reached allows the action. */
  isNeverAllowed(action: number): boolean
}

/**
 * Pairs of facts that can be reached together as far as pairs tell (h², Haslum and Geffner 2000), by rows of bits. Of bounds of variables
 * nothing is claimed: they go with everything. Null where it would take more than `budget` steps on words, and for tasks with effects under
 * conditions or derived facts.
 */
export function pairsOf(task: CompiledTask, budget: number): Pairs | null {
  const { conditions, facts, actions } = task
  const width = Math.ceil(conditions / 32)
  if (conditions * width > budget || task.operators > actions) return null
  const rows = startingRows(task, width)
  const together = new Uint32Array(width)
  const isUsed = new Uint8Array(actions)
  let steps = conditions * width
  for (let changed = true; changed;) {
    changed = false
    for (let action = 0; action < actions; action++) {
      const first = task.pre.start[action]!
      const last = task.pre.start[action + 1]!
      if (!allTogether(task.pre.items, first, last, rows, width)) continue
      isUsed[action] = 1
      steps += (last - first + 2) * width
      if (steps > budget) return null
      // What may hold before the action and is not deleted, then what it adds.
      together.fill(0xffffffff)
      for (let k = first; k < last; k++) {
        const row = task.pre.items[k]! * width
        for (let i = 0; i < width; i++) together[i]! &= rows[row + i]!
      }
      if (first === last) for (let condition = 0; condition < conditions; condition++) if (!bit(rows, condition * width, condition)) together[condition >>> 5]! &= ~(1 << (condition & 31)) // prettier-ignore
      for (let k = task.remove.start[action]!; k < task.remove.start[action + 1]!; k++) {
        const fact = task.remove.items[k]!
        together[fact >>> 5]! &= ~(1 << (fact & 31))
      }
      for (let k = task.add.start[action]!; k < task.add.start[action + 1]!; k++) {
        const fact = task.add.items[k]!
        together[fact >>> 5]! |= 1 << (fact & 31)
      }
      for (let k = task.add.start[action]!; k < task.add.start[action + 1]!; k++)
        if (join(rows, width, task.add.items[k]!, together)) changed = true
    }
  }
  return {
    mayHold: (a, b) => a >= facts || b >= facts || bit(rows, a * width, b),
    isNeverAllowed: (action) => isUsed[action] === 0,
  }
}

function startingRows(task: CompiledTask, width: number): Uint32Array {
  const rows = new Uint32Array(task.conditions * width)
  const numbers = numbersOf(task, task.start)
  const held = Array.from({ length: task.conditions }, (_, i) => i).filter((condition) => condition >= task.facts || conditionHolds(task, task.start, numbers, 0, condition)) // prettier-ignore
  for (const a of held) for (const b of held) rows[a * width + (b >>> 5)]! |= 1 << (b & 31)
  return rows
}

function allTogether(
  items: Int32Array,
  first: number,
  last: number,
  rows: Uint32Array,
  width: number,
): boolean {
  for (let a = first; a < last; a++)
    for (let b = a; b < last; b++) if (!bit(rows, items[a]! * width, items[b]!)) return false
  return true
}

function bit(rows: Uint32Array, row: number, condition: number): boolean {
  return ((rows[row + (condition >>> 5)]! >>> (condition & 31)) & 1) === 1
}

/** Notes that `fact` may hold with each of `others`. Returns whether that is new. */
function join(rows: Uint32Array, width: number, fact: number, others: Uint32Array): boolean {
  const row = fact * width
  let isNew = false
  for (let i = 0; i < width; i++) {
    let fresh = others[i]! & ~rows[row + i]!
    if (fresh === 0) continue
    isNew = true
    rows[row + i]! |= fresh
    while (fresh !== 0) {
      const other = (i << 5) + 31 - Math.clz32(fresh & -fresh)
      fresh &= fresh - 1
      rows[other * width + (fact >>> 5)]! |= 1 << (fact & 31)
    }
  }
  return isNew
}

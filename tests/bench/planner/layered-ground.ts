import { seededRandom, type Random } from '../../../src/base/index.ts'
import type { GroundAction, GroundTask } from '../../../src/planner/index.ts'

/**
 * A made task of `actions` actions in layers: each fact of a layer is made by two actions, each of which needs one to three facts of the
 * layer before and costs 1 to 9; the goal is five facts of the last layer. Nothing is deleted.
 */
export function layeredTask(actions: number, seed = 1): GroundTask {
  const random = seededRandom(seed)
  const width = Math.max(5, Math.round(Math.sqrt(actions / 2.5)))
  const layers = Math.ceil(actions / (2 * width))
  const names = Array.from({ length: layers * width }, (_, fact) => `(f${Math.floor(fact / width)} ${fact % width})`) // prettier-ignore
  const made = Array.from({ length: layers * width * 2 }, (_, number): GroundAction => {
    const fact = Math.floor(number / 2)
    const layer = Math.floor(fact / width)
    return {
      name: `(make ${layer} ${fact % width} ${number % 2})`,
      pre: layer === 0 ? [] : someOf(random, (layer - 1) * width, width),
      add: [fact],
      delete: [],
      cost: 1 + Math.floor(random.next() * 9),
    }
  })
  const goal = Array.from({ length: 5 }, (_, index) => (layers - 1) * width + index)
  return { facts: names, variables: [], actions: made, init: [], goal, numericGoal: [] }
}

/** The same without the actions that make the first facts of the first layer, a `part` of them. */
export function unsolvable(task: GroundTask, part = 0.9): GroundTask {
  const first = task.actions.filter(({ pre }) => pre.length === 0).length / 2
  return { ...task, actions: task.actions.filter(({ add }) => (add[0] ?? 0) >= first * part) }
}

function someOf(random: Random, first: number, width: number): number[] {
  const count = 1 + Math.floor(random.next() * 3)
  const all = Array.from({ length: count }, () => first + Math.floor(random.next() * width))
  return [...new Set(all)].toSorted((a, b) => a - b)
}

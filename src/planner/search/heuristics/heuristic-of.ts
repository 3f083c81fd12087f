import type { HeuristicName } from '../../outcome.ts'
import type { CompiledTask } from '../compiled-task.ts'
import { smallCosts } from '../costs.ts'
import type { Memory } from '../memory.ts'
import { FF } from './ff.ts'
import { blind, GoalCount } from './goal-count.ts'
import type { Heuristic } from './heuristic.ts'
import { LmCut } from './lm-cut.ts'

/** `isGreedy`: estimates are compared with each other only, not added to costs. */
export function heuristicOf(
  task: CompiledTask,
  name: HeuristicName,
  isGreedy: boolean,
  memory: Memory,
): Heuristic {
  switch (name) {
    case 'blind':
      return blind
    case 'goalcount':
      return new GoalCount(task)
    case 'hmax':
      return new LmCut(task, memory, true)
    case 'lmcut':
      return new LmCut(task, memory)
    case 'hadd':
    case 'ff': {
      const { costs, factor } = smallCosts(task.costs, isGreedy)
      const ff = new FF(task, costs, memory, name)
      return isGreedy || factor === 1 ? ff : { evaluate: (words, numbers, offset) => ff.evaluate(words, numbers, offset) * factor } // prettier-ignore
    }
  }
}

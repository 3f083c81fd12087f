import { seededRandom } from '../../../src/base/index.ts'
import type {
  GroundAction,
  GroundTask,
  NumericChange,
  NumericCondition,
} from '../../../src/planner/index.ts'

const costs: readonly (() => readonly number[])[] = [
  () => [1],
  () => [0, 1],
  () => [0, 1, 2, 5],
  () => [0.5, 0.25, 1.75],
  () => [0.1, 0.2, 0.3, 0.7],
  () => [1, 1_000_000],
  () => [0],
  () => [1 / 3, 2 / 7, 1],
]

/** A small task; the same number gives the same task. Every third has numbers, which stay within a few dozen values. */
export function randomTask(number: number): GroundTask {
  const random = seededRandom(number)
  const below = (limit: number): number => Math.floor(random.next() * limit)
  const pick = <T>(all: readonly T[]): T => all[below(all.length)]!
  const isPlain = number % 5 > 0 // the others have all that is strange: no facts, actions that require nothing, goals that hold
  const facts = isPlain ? 5 + below(6) : below(9)
  const some = (most: number, least = 0): number[] =>
    facts === 0 ? [] : [...new Set(Array.from({ length: least + below(most - least + 1) }, () => below(facts)))].toSorted((a, b) => a - b) // prettier-ignore
  const variables = number % 3 === 0 ? 1 + below(2) : 0
  const prices = pick(costs)()
  const condition = (): NumericCondition => ({
    variable: below(variables),
    compare: pick(['=', '≠', '<', '≤', '>', '≥']),
    value: below(7) - 1,
  })
  const conditions = (): NumericCondition[] => (variables > 0 && below(2) === 0 ? Array.from({ length: 1 + below(2) }, condition) : []) // prettier-ignore
  // What increases a variable requires it to be small, so that there is an end of states.
  const moves = (): { conditions: NumericCondition[]; changes: NumericChange[] } => {
    if (variables === 0 || below(2) === 0) return { conditions: [], changes: [] }
    const variable = below(variables)
    switch (below(3)) {
      case 0:
        return { conditions: [], changes: [{ variable, kind: 'assign', value: below(7) - 1 }] }
      case 1:
        return { conditions: [{ variable, compare: '<', value: 5 }], changes: [{ variable, kind: 'increase', value: 1 + below(3) }] } // prettier-ignore
      default:
        return { conditions: [{ variable, compare: '>', value: -1 }], changes: [{ variable, kind: 'decrease', value: 1 + below(3) }] } // prettier-ignore
    }
  }
  const actions = Array.from(
    { length: isPlain ? 12 + below(14) : below(14) },
    (_, index): GroundAction => {
      const add = some(2, isPlain ? 1 : 0)
      const { conditions: guards, changes } = moves()
      return {
        name: `(a${index})`,
        pre: isPlain ? some(3, 1) : some(3),
        add,
        delete: some(3).filter((fact) => !add.includes(fact)),
        cost: pick(prices),
        ...(variables > 0 && { conditions: [...guards, ...conditions()], changes }),
      }
    },
  )
  return {
    facts: Array.from({ length: facts }, (_, index) => `(f${index})`),
    variables: Array.from({ length: variables }, (_, index) => ({ name: `(v${index})`, value: below(8) === 0 ? NaN : below(5) })), // prettier-ignore
    actions,
    init: isPlain ? some(2, 1) : some(4),
    goal: isPlain ? some(4, 2) : some(4),
    numericGoal: below(3) === 0 ? conditions() : [],
  }
}

import type { Random } from '../../src/base/index.ts'
import type {
  GroundAction,
  GroundTask,
  NumericChange,
  NumericCondition,
} from '../../src/planner/index.ts'

const compare = ['=', '≠', '<', '≤', '>', '≥'] as const
const kinds = ['assign', 'increase', 'increase', 'decrease', 'decrease', 'decrease'] as const

export interface RandomTaskOptions {
  readonly facts: number
  readonly actions: number
  readonly variables?: number
  /** Amounts are whole, unless this says otherwise. */
  readonly fractions?: boolean
}

export function under(random: Random, limit: number): number {
  return Math.floor(random.next() * limit)
}

/** A task of any shape, its goal empty. */
export function randomTask(random: Random, options: RandomTaskOptions): GroundTask {
  const { facts, actions, variables = 0, fractions = false } = options
  const number = (limit: number): number => under(random, limit) / (fractions ? 10 : 1)
  const some = (most: number, without: readonly number[] = []): number[] =>
    [...new Set(Array.from({ length: under(random, most + 1) }, () => under(random, facts)))]
      .filter((fact) => !without.includes(fact))
      .toSorted((a, b) => a - b)
  const touched = (): number[] =>
    Array.from({ length: variables }, (_, variable) => variable).filter(() => random.next() < 0.5)
  const condition = (variable: number): NumericCondition => ({ variable, compare: compare[under(random, 6)] ?? '=', value: number(6) }) // prettier-ignore
  const change = (variable: number): NumericChange => ({ variable, kind: kinds[under(random, 6)] ?? 'assign', value: number(4) }) // prettier-ignore
  const action = (_: unknown, index: number): GroundAction => {
    const add = some(2)
    return {
      name: `(a${index})`,
      pre: some(2),
      add,
      delete: some(2, add),
      cost: number(5),
      ...(variables === 0 ? {} : { conditions: touched().filter(() => random.next() < 0.6).map(condition), changes: touched().map(change) }), // prettier-ignore
    }
  }
  return {
    facts: Array.from({ length: facts }, (_, index) => `(f${index})`),
    variables: Array.from({ length: variables }, (_, index) => ({ name: `(v${index})`, value: number(6) })), // prettier-ignore
    actions: Array.from({ length: actions }, action),
    init: some(facts),
    goal: [],
    numericGoal: [],
  }
}

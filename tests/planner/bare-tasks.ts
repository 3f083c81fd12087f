import fc from 'fast-check'
import type { LiftedAction, LiftedTask } from '../../src/planner/index.ts'
import { all, atom } from './lifted.ts'

export const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'] as const
const name = fc.constantFrom(...names)
export const nothing = { parameters: [], condition: all() }

const action = fc.record({
  needs: fc.array(name, { maxLength: 2 }),
  effects: fc.array(fc.tuple(fc.constantFrom('add', 'add', 'delete'), name), {
    minLength: 1,
    maxLength: 4,
  }),
  cost: fc.nat(3),
})

/** Tasks of facts and actions without parameters; some facts are never changed, some never named. */
export const bareTasks: fc.Arbitrary<LiftedTask> = fc
  .record({
    actions: fc.array(action, { minLength: 1, maxLength: 9 }),
    init: fc.array(name, { minLength: 1, maxLength: 4 }),
    goal: fc.array(name, { minLength: 1, maxLength: 3 }),
  })
  .map(({ actions, init, goal }) => ({
    domain: 'random', name: 'one', types: [], objects: [], functions: [], values: [],
    predicates: names.map((one) => ({ name: one, parameters: [] })),
    actions: actions.map(({ needs, effects, cost }, index): LiftedAction => ({
      name: `do${index}`,
      parameters: [],
      condition: all(...needs),
      effects: effects.map(([kind, fact]) => ({ ...nothing, kind: kind === 'add' ? 'add' : 'delete', atom: atom(fact) })), // prettier-ignore
      cost,
    })),
    init: init.map(atom),
    goal: all(...goal),
  })) // prettier-ignore

/** The same, but not without parameters, so that it is grounded as any task is. */
export function withParameter(task: LiftedTask): LiftedTask {
  const unused = { name: 'unused', parameters: [{ name: 'what', types: ['object'] }] }
  return { ...task, predicates: [...task.predicates, unused] }
}

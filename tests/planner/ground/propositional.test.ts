import fc from 'fast-check'
import { expect, test } from 'vitest'
import { groundTask, type LiftedAction, type LiftedTask } from '../../../src/planner/index.ts'
import { all, atom } from '../lifted.ts'

const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'] as const
const name = fc.constantFrom(...names)
const nothing = { parameters: [], condition: all() }

const action = fc.record({
  needs: fc.array(name, { maxLength: 2 }),
  effects: fc.array(fc.tuple(fc.constantFrom('add', 'add', 'delete'), name), {
    minLength: 1,
    maxLength: 4,
  }),
  cost: fc.nat(3),
})

/** Tasks of facts and actions without parameters; some facts are never changed, some never named. */
const tasks: fc.Arbitrary<LiftedTask> = fc
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
function withParameter(task: LiftedTask): LiftedTask {
  const unused = { name: 'unused', parameters: [{ name: 'what', types: ['object'] }] }
  return { ...task, predicates: [...task.predicates, unused] }
}

test('a task without parameters becomes the same as if it had some', () => {
  let [kept, dropped] = [0, 0]
  fc.assert(
    fc.property(tasks, (task) => {
      const ground = groundTask(task)
      expect(ground).toEqual(groundTask(withParameter(task)))
      kept += ground.actions.length
      dropped += task.actions.length - ground.actions.length
    }),
    { numRuns: 1500 },
  )
  expect([kept > 1000, dropped > 1000]).toEqual([true, true])
})

test('what is not so simple is left to the grounding of all tasks', () => {
  const [task] = fc.sample(tasks, { numRuns: 1, seed: 1 })
  if (!task) throw new Error('there is no task')
  const one: LiftedAction = { name: 'one', parameters: [], condition: all(), effects: [], cost: 1 }
  const when = { parameters: [], condition: all('b'), kind: 'add' as const, atom: atom('a') }
  for (const special of [
    {
      ...one,
      condition: { kind: 'not' as const, one: all('a') },
      effects: [{ ...when, condition: all() }],
    },
    { ...one, effects: [when] },
    { ...one, condition: all(all('a'), 'b'), effects: [{ ...when, condition: all() }] },
  ]) {
    const wider = { ...task, actions: [...task.actions, special], goal: all('a') }
    expect(groundTask(wider)).toEqual(groundTask(withParameter(wider)))
  }
  expect(() => groundTask({ ...task, actions: [{ ...one, effects: [{ ...when, condition: all() }], cost: -1 }], init: [], goal: all('a') })).toThrow(/costs are 0 or more/) // prettier-ignore
  expect(() => groundTask(task, { maximumActions: 0, keepUnreachable: true })).toThrow(/more than 0 actions/) // prettier-ignore
})

test('a task of more actions than are allowed is refused as all are', () => {
  const actions = names.map((one): LiftedAction => ({ name: `make-${one}`, parameters: [], condition: all(), effects: [{ ...nothing, kind: 'add', atom: atom(one) }], cost: 1 })) // prettier-ignore
  const task = { domain: 'd', name: 'n', types: [], objects: [], functions: [], values: [], predicates: names.map((one) => ({ name: one, parameters: [] })), actions, init: [], goal: all('a') } // prettier-ignore
  expect(groundTask(task, { maximumActions: names.length }).actions).toHaveLength(1)
  expect(() => groundTask(task, { maximumActions: 3 })).toThrow(/makes more than 3 actions/)
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { groundTask, type LiftedAction } from '../../../src/planner/index.ts'
import { all, atom } from '../lifted.ts'
import { bareTasks as tasks, names, nothing, withParameter } from '../bare-tasks.ts'

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

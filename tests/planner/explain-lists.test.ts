import fc from 'fast-check'
import { expect, test } from 'vitest'
import { explainNoPlan, groundTask, type LiftedTask } from '../../src/planner/index.ts'
import { bareTasks, withParameter } from './bare-tasks.ts'
import { atom } from './lifted.ts'
import { uniformCost } from './uniform-cost.ts'

// Tasks without parameters are explained straight from lists of numbers; others are grounded for it with all that can never be applied.

/** Whether the goal is in reach if these facts held and nothing became false again. */
function reaches(task: LiftedTask, facts: readonly string[]): boolean {
  const actions = task.actions.map((action) => ({ ...action, effects: action.effects.filter((one) => one.kind !== 'delete') })) // prettier-ignore
  const init = [...task.init, ...facts.map((name) => atom(name.slice(1, -1)))]
  return uniformCost(groundTask(withParameter({ ...task, actions, init }))).steps !== null
}

test('a task without parameters is explained as if it had some', () => {
  let [seen, steps] = [0, 0]
  fc.assert(
    fc.property(bareTasks, (task) => {
      const ground = groundTask(task)
      const why = explainNoPlan(ground, { lifted: task })
      const other = explainNoPlan(ground, { lifted: withParameter(task) })
      expect(why?.kind).toBe(other?.kind)
      if (why?.kind !== 'unreachable' || other?.kind !== 'unreachable') return
      seen++
      expect(why.goals.map(({ name }) => name).toSorted()).toEqual(other.goals.map(({ name }) => name).toSorted()) // prettier-ignore
      expect([why.isMinimal, other.isMinimal]).toEqual([true, true])
      for (const { missing } of [why, other]) {
        const names = missing.map(({ name }) => name)
        expect(reaches(task, names)).toBe(true)
        for (const name of names) expect(reaches(task, names.filter((one) => one !== name))).toBe(false) // prettier-ignore
      }
      for (const { fact, name, chain } of why.missing) {
        expect(why.task.facts[fact ?? -1]).toBe(name)
        let before = fact ?? -1
        for (const { action, fact: made } of chain) {
          steps++
          const { pre, add, origin, ...own } = why.task.actions[action ?? -1]!
          expect(pre).toContain(before)
          expect(add).toContain(made)
          const given = task.actions[origin?.action ?? -1]
          expect(own).toMatchObject({ name: `(${given?.name})`, cost: given?.cost })
          before = made
        }
      }
    }),
    { numRuns: 1500 },
  )
  expect([seen > 300, steps > 50]).toEqual([true, true])
})

import { expect, test } from 'vitest'
import { checkGoal, print, read, readGoal } from '../../../src/documents/index.ts'
import type { Problem } from '../../../src/model/index.ts'
import { planning, problemOf, validatePlan } from '../../../src/planner/index.ts'

const trip = `---
goap: goal
---
# Trip

## Goal

- place = market
- fuel >= load + 1

## Current State

- place = depot
- fuel = 3
- load = 2
- way(market) = 4
- tank = 12

## Objects

- market: Place

## Actions

### Action: drive(to: Place)

- Preconditions: fuel - load >= way(to) + 1
- Effects: place = market, fuel -= way(to)
- Cost: 2

### Action: fill

- Preconditions: fuel + 3 <= tank
- Effects: fuel += 3

### Action: pack

- Preconditions: load < fuel
- Effects: load += 1
`

const problem = (text: string): Problem => {
  const document = readGoal(text, 'goals/trip.md')
  expect(checkGoal(document)).toEqual([])
  return document.problem
}

test('numbers are compared with each other, and changed by what is calculated from facts that nothing changes', async () => {
  const { plan, result, lifted, steps } = await planning(problem(trip), { optimal: true, now: () => 0 }).result() // prettier-ignore
  expect([result.status, result.cost]).toEqual(['optimal', 4])
  const done = steps.map(({ action, objects }) => ({ name: lifted.actions[action]?.name ?? '', objects })) // prettier-ignore
  expect(validatePlan(lifted, done)).toMatchObject({ valid: true, cost: 4 })
  // What can be known beforehand stands in the plan as a number, the rest as it was asked for.
  expect(plan?.tasks.map(({ title, requires, effects }) => [title, requires, effects])).toEqual([
    ['fill', [{ fact: 'fuel', compare: '≤', value: 9 }], [{ fact: 'fuel', compare: '=', value: 3, change: 'increase' }]],
    ['fill', [{ fact: 'fuel', compare: '≤', value: 9 }], [{ fact: 'fuel', compare: '=', value: 3, change: 'increase' }]],
    ['drive market', [{ fact: 'fuel', compare: '≥', value: 'way(market) + 1 + load' }], [{ fact: 'place', compare: '=', value: 'market' }, { fact: 'fuel', compare: '=', value: 4, change: 'decrease' }]],
  ]) // prettier-ignore
})

test('a printed plan says the same, and can be planned again', async () => {
  const { plan } = await planning(problem(trip), { optimal: true, now: () => 0 }).result()
  if (!plan) throw new Error('there is no plan')
  const again = read(print(plan), plan.document).plan
  expect(again.goal?.conditions).toEqual(plan.goal?.conditions)
  expect(again.tasks.map(({ requires, effects }) => [requires, effects])).toEqual(plan.tasks.map(({ requires, effects }) => [requires, effects])) // prettier-ignore
  const of = problemOf(again)
  expect(of?.declarations.find(({ name }) => name === 'fuel')?.type).toBe('number')
  expect((await planning(of!, { optimal: true, now: () => 0 }).result()).plan?.tasks).toHaveLength(3) // prettier-ignore
})

test.each([
  ['fuel += load', 'changes a number by one that actions change'],
  ['fuel = load + 1', 'changes a number by one that actions change'],
  ['fuel += 0.5', 'not all numbers are whole'],
  ['fuel = 9', 'gives (fuel) a value'],
])('the effect %j is refused where its action stands', (effect, says) => {
  const text = trip.replace('- Effects: fuel += 3', `- Effects: ${effect}`)
  const line = text.slice(0, text.indexOf(says.includes('whole') ? 'drive(to' : 'fill\n')).split('\n').length // prettier-ignore
  let error: unknown
  try {
    planning(problem(text), { now: () => 0 })
  } catch (thrown) {
    error = thrown
  }
  expect(error).toMatchObject({ code: 'planner/unsupported-number', message: expect.stringContaining(says), place: { line } }) // prettier-ignore
})

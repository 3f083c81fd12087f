import { expect, test } from 'vitest'
import { checkGoal, printGoal, readGoal } from '../../src/documents/index.ts'
import type { Problem } from '../../src/model/index.ts'

// Conditions and effects of goal documents that calculate.

const document = (goal: string, effects = 'fuel += 1'): string => `---
goap: goal
---
# Numbers

## Goal

- ${goal}

## Objects

- x, y: Place

## Current State

- fuel = 1
- load = 2
- way(x, y) = 3
- stage = draft

## Actions

### Action: go(from: Place, to: Place)

- Effects: ${effects}
`

const problemOf = (text: string): Problem => readGoal(text, 'goals/n.md').problem
const codes = (text: string): readonly string[] => checkGoal(readGoal(text, 'goals/n.md')).map(({ code, message }) => `${code}: ${message}`) // prettier-ignore

test.each([
  ['fuel >= load', ['fuel', '≥', 'load']],
  ['fuel >= load + 1', ['fuel', '≥', 'load + 1']],
  ['fuel ≥ 2 * (load + 1) (so that it lasts)', ['fuel', '≥', '2 * (load + 1)']],
  ['fuel > way(x,y)', ['fuel', '>', 'way(x,y)']],
  ['fuel - load >= 3', ['fuel', '≥', '3 + load']],
  ['fuel + load - 1 < way(x, y)', ['fuel', '<', 'way(x, y) - load + 1']],
  ['fuel = load', ['fuel', '=', '(load)']],
  ['fuel = load - 1', ['fuel', '=', 'load - 1']],
  ['stage = live', ['stage', '=', 'live']],
] as const)(
  'the condition %j is read, and printed as it is read',
  (text, [fact, compare, value]) => {
    const read = problemOf(document(text))
    expect(read.goal.conditions).toMatchObject([{ fact, compare, value }])
    const printed = printGoal(read)
    expect(printed).not.toContain('```goap')
    expect(problemOf(printed).goal.conditions).toMatchObject([{ fact, compare, value }])
  },
)

test.each([
  ['fuel -= way(from, to)', { fact: 'fuel', value: 'way(?from, ?to)', change: 'decrease' }],
  ['fuel += load * 2', { fact: 'fuel', value: 'load * 2', change: 'increase' }],
  ['fuel := load + 1', { fact: 'fuel', value: 'load + 1', compare: '=' }],
])('the effect %j is read', (text, effect) => {
  expect(problemOf(document('fuel >= 3', text)).actions[0]?.effects).toMatchObject([effect])
  expect(codes(document('fuel >= 3', text))).toEqual([])
})

test('a number may be as a calculation says, whatever else is asked of it', () => {
  expect(codes(document('fuel = load\n- fuel = 2\n- fuel >= load'))).toEqual([])
})

test.each([
  ['fuel >= lod', 'documents/unknown-fact: The goal names "lod", which nothing says'],
  ['fuel >= stage', 'documents/wrong-value: "fuel" is a number; "stage" is none.'],
  ['fuel >= way(x)', 'documents/wrong-arguments: "way(x)" has 1 argument'],
  ['fuel >= way(x, z)', 'documents/unknown-object: "way(x, z)" names "z"'],
])('of %j what is wrong is told', (text, says) => {
  expect(codes(document(text)).some((one) => one.startsWith(says)), codes(document(text)).join('\n')).toBe(true) // prettier-ignore
})

test.each([
  [
    'fuel -= wya(from, to)',
    'documents/vague-effect: The effect `fuel -= wya(?from, ?to)` does not say what "fuel" becomes: nothing says "wya(?from, ?to)".',
  ],
  ['fuel -= stage', 'documents/wrong-value: "fuel" is a number; "stage" is none.'],
])('of the effect %j what is wrong is told', (text, says) => {
  expect(codes(document('fuel >= 3', text))).toContain(says)
})

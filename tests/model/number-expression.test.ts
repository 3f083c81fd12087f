import { expect, test } from 'vitest'
import {
  expressionOf,
  factsOf,
  numberExpression,
  valueWanted,
  worth,
} from '../../src/model/index.ts'

const values: Readonly<Record<string, number | string>> = {
  a: 3,
  'd(x, y)': 4,
  'q.r': 2,
  word: 'live',
}
const come = (text: string): number | undefined | null => {
  const expression = numberExpression(text)
  return expression && worth(expression, (fact) => values[fact])
}

test.each([
  ['7', 7],
  ['1.5e2', 150],
  ['a', 3],
  ['d(x,y)', 4],
  ['a + 2 * d(x, y)', 11],
  ['(a + 2) * 4', 20],
  ['10 - a - 1', 6],
  ['12 / a / 2', 2],
  ['a × 2 − q.r ÷ 2', 5],
  ['( ( a ) )', 3],
  ['b + 1', undefined],
  ['word + 1', undefined],
  ['a / (a - 3)', undefined],
  ['', null],
  ['a b', null],
  ['a +', null],
  ['+ a', null],
  ['(a', null],
  ['a)', null],
  ['a + * 2', null],
  ['2024-01-02', null],
  ['src/main.ts', null],
  ['9007199254740993', null],
  ['5 %', null],
  ['"a"', null],
  [`${'a + '.repeat(200)}a`, null],
] as const)('%j comes to %j', (text, wanted) => {
  expect(come(text)).toBe(wanted)
})

test('the facts of an expression are named in one form', () => {
  expect(factsOf(numberExpression('d( x,y ) + a * a') ?? 0)).toEqual(['d(x, y)', 'a', 'a'])
})

test('a name is a fact where numbers are compared or changed, and a word else', () => {
  expect(expressionOf({ compare: '≥', value: 'a' })).toEqual({ fact: 'a' })
  expect(expressionOf({ compare: '=', value: 'a', change: 'increase' })).toEqual({ fact: 'a' })
  expect(expressionOf({ compare: '=', value: 'live' })).toBeNull()
  expect(expressionOf({ compare: '=', value: '(a)' })).toEqual({ fact: 'a' })
  expect(expressionOf({ compare: '=', value: true })).toBeNull()
  expect(valueWanted({ compare: '=', value: 'live' }, () => 1)).toBe('live')
  expect(valueWanted({ compare: '<', value: 'a + 1' }, (fact) => values[fact])).toBe(4)
  expect(valueWanted({ compare: '<', value: 'b + 1' }, (fact) => values[fact])).toBeUndefined()
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { printPlanFile, readPlanFile } from '../../src/planner/index.ts'

const read = (text: string) => readPlanFile({ file: 'x.plan', text })

test('actions, comments, times, durations and the cost are read, each action with its place', () => {
  const { steps, cost } = read(
    '; found in 3 ms\n0.000: (Drive t1 Depot\tmarket) [5.5]\n2: ( load p1 )\n; cost = 12 (general cost)\n',
  )
  expect(cost).toBe(12)
  expect(steps).toMatchObject([
    { name: 'drive', objects: ['t1', 'depot', 'market'], time: 0, duration: 5.5, place: { line: 2, column: 8 } }, // prettier-ignore
    { name: 'load', objects: ['p1'], time: 2, duration: null, place: { line: 3, column: 4, endColumn: 15 } }, // prettier-ignore
  ])
})

test('steps with times come in the order of their times', () => {
  const names = read('3: (c)\n1: (a)\n1: (b)').steps.map(({ name }) => name)
  expect(names).toEqual(['a', 'b', 'c'])
})

test('letters keep their case on demand', () => {
  const { steps } = readPlanFile({ file: 'x', text: '(Load P1)' }, { keepCase: true })
  expect(steps).toMatchObject([{ name: 'Load', objects: ['P1'] }])
})

test.each([
  ['(a b)\n(c d', 'x.plan:2:1: This bracket is never closed.'],
  ['(a (b))', 'x.plan:1:1: An action has names only; a "(" stands in it.'],
  ['(a)\n )', 'x.plan:2:2: This bracket closes nothing.'],
  ['load p1', 'x.plan:1:1: "load" is no action'],
  ['()', 'x.plan:1:1: The brackets hold no action.'],
  ['1: 2: (a)', 'x.plan:1:4: Two times stand before one action.'],
  ['(a)\n1:\n', 'x.plan:3:1: The plan ends behind a time'],
  ['[3] (a)', 'x.plan:1:1: This duration stands behind no action.'],
  ['(a) [3] [4]', 'x.plan:1:9: This duration stands behind no action.'],
])('planner/bad-plan: %j is told with its place', (text, message) => {
  expect(() => read(text)).toThrow(expect.objectContaining({ code: 'planner/bad-plan', message: expect.stringContaining(message) })) // prettier-ignore
})

test('what is printed is read again', () => {
  const word = fc.stringMatching(/^[a-z][a-z0-9_-]{0,5}$/)
  const step = fc.record({
    name: word,
    objects: fc.array(word, { maxLength: 3 }),
    time: fc.constant(null),
    duration: fc.option(fc.integer({ min: 0, max: 99 }).map((tenths) => tenths / 10)),
  })
  fc.assert(
    fc.property(fc.array(step), fc.option(fc.nat()), (steps, cost) => {
      const again = read(printPlanFile(steps, cost))
      expect(again.cost).toBe(cost)
      expect(again.steps.map(({ place: _place, ...rest }) => rest)).toEqual(steps)
    }),
  )
})

test('a long plan is read in one pass', () => {
  const line = '(drive truck-1 depot market)\n'
  expect(read(line.repeat(100_000)).steps).toHaveLength(100_000)
})

import { expect, test } from 'vitest'
import { simulate } from '../../src/engine/index.ts'
import { gate, phase, plan, task } from './plans.ts'

const minutes = (number: number) => ({ effort: { minimum: number, maximum: number } })

test('a simulation takes the estimates, with as many tasks at once as allowed', () => {
  const some = plan([
    task('a', minutes(10)),
    task('b', minutes(20)),
    task('c', { ...minutes(5), needs: ['a'] }),
  ])
  expect(simulate([some])).toMatchObject({ length: 20 * 60_000, unestimated: 0 })
  expect(simulate([some], { concurrency: 1 })).toMatchObject({
    length: 35 * 60_000,
    order: ['plan.md#a', 'plan.md#b', 'plan.md#c'],
  })
})

test('a simulation passes gates, ends the run, and leaves what is claimed and blocked alone', () => {
  const some = plan(
    [task('a', { status: 'done' }), task('b', { needs: ['a'] }), task('c', { status: 'blocked' })],
    { phases: [phase('p', ['a', 'b'])], gates: [gate('g', ['make'], { phase: 'p' })] },
  )
  const { order, events, unestimated } = simulate([some], { unestimated: 1000 })
  expect(order).toEqual(['plan.md#b'])
  expect(unestimated).toBe(1)
  expect(events.map(({ type }) => type)).toContain('gate.finished')
  expect(events.some(({ type }) => type === 'run.finished')).toBe(false)
  const strict = simulate([some], { strict: true, again: ['plan.md#c'] })
  expect(strict.order.toSorted()).toEqual(['plan.md#a', 'plan.md#b', 'plan.md#c'])
  expect(strict.events.at(-1)).toMatchObject({ type: 'run.finished', outcome: 'succeeded' })
})

test('a circle is refused', () => {
  const circle = plan([task('a', { needs: ['b'] }), task('b', { needs: ['a'] })])
  expect(() => simulate([circle])).toThrow(expect.objectContaining({ code: 'graph/cycle' }))
})

test('tasks that use the same resource run as many at once as there are of it', () => {
  const each = { ...minutes(10), resources: ['lane'] }
  const some = plan([task('a', each), task('b', each), task('c', each), task('d', minutes(10))])
  const spanOf = (minutesInAll: number) => ({ length: minutesInAll * 60_000 })
  expect(simulate([some])).toMatchObject(spanOf(30))
  expect(simulate([{ ...some, capacities: { lane: 2 } }])).toMatchObject(spanOf(20))
  expect(simulate([{ ...some, capacities: { lane: 2 } }], { resources: { lane: 3 } })).toMatchObject(spanOf(10)) // prettier-ignore
  expect(simulate([some], { concurrency: 1 })).toMatchObject(spanOf(40))
})

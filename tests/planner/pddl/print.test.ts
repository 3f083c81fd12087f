import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { printPddl, type LiftedTask } from '../../../src/planner/index.ts'
import { domain, problem } from '../delivery.ts'
import { tasks } from '../random-tasks.ts'
import { givenTasks, reading, taskOf } from '../tasks.ts'

/** Without places. */
function bare(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (key, inner: unknown) => (key === 'place' ? undefined : inner)),
  )
}

function again(task: LiftedTask): LiftedTask {
  const { domain, problem } = printPddl(task)
  return taskOf(domain, problem)
}

test('what is read from a printed task is the same task', () => {
  const task = taskOf(domain, problem)
  expect(bare(again(task))).toEqual(bare(task))
})

test('what is read from a printed random task is the same task', () => {
  fc.assert(
    fc.property(tasks(true), (task) => {
      expect(bare(again(task))).toEqual(bare(task))
    }),
    { numRuns: 200 },
  )
})

const given = givenTasks()
describe.skipIf(given.length === 0)('the given planning tasks', () => {
  test.each(given)('$name is printed as it is', ({ domain, problem }) => {
    const task = taskOf(domain, problem)
    expect(bare(again(task))).toEqual(bare(task))
  })
})
test.runIf(given.length === 0)(
  'the given planning tasks are not here: GOAP_SHARED names no folder with them',
  () => {
    expect(process.env['GOAP_SHARED']).toBeUndefined()
  },
)

test('names that PDDL cannot hold become words of their own', () => {
  const task = taskOf(domain, problem)
  const renamed: LiftedTask = {
    ...task,
    domain: 'My Domain',
    objects: task.objects.map((one) => ({
      ...one,
      name: one.name === 'c1' ? 'C 1' : one.name === 't1' ? 'c-1' : one.name,
    })),
    predicates: [
      ...task.predicates,
      { name: 'And', parameters: [] },
      { name: 'and', parameters: [] },
    ],
    init: [
      { name: 'And', terms: [] },
      { name: 'and', terms: [] },
    ],
    values: [],
    goal: { kind: 'atom', atom: { name: 'lost', terms: [{ kind: 'object', name: 'C 1' }] } },
  }
  const read = again(renamed)
  expect(read.objects.map(({ name }) => name)).toEqual(['depot', 'c-1', 'market', 'c-1-2'])
  expect(read.goal).toMatchObject({ atom: { terms: [{ name: 'c-1-2' }] } })
  expect(read.init.map(({ name }) => name)).toEqual(['and-2', 'and-3'])
  expect(read.domain).toBe('my-domain')
})

test('constants are printed where the domain needs them, and the order of objects is kept', () => {
  const printed = printPddl(taskOf(domain, problem))
  expect(printed.domain).toContain('(:constants\n    depot - place\n  )')
  expect(printed.problem).toContain('(:objects\n    t1 - truck\n')
})

test('a domain declares what it requires', () => {
  expect(printPddl(taskOf(domain, problem)).domain).toContain(
    '(:requirements :strips :typing :equality :negative-preconditions :disjunctive-preconditions :existential-preconditions :conditional-effects :numeric-fluents :action-costs)',
  )
})

test('a task without a metric is printed without one', () => {
  const plain = problem.replace('(:metric minimize (total-cost))', '')
  const task = taskOf(domain, plain)
  expect(task.actions.map(({ cost }) => cost)).toEqual([1, 1])
  expect(printPddl(task).problem).not.toContain('metric')
  expect(reading(domain, plain).findings).toEqual([])
})

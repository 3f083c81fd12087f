import { expect, test } from 'vitest'
import { domain, problem } from '../delivery.ts'
import { reading, taskOf } from '../tasks.ts'

const task = taskOf(domain, problem)

test('a task has what the files declare, in lower case and in their order', () => {
  expect(task).toMatchObject({
    domain: 'delivery',
    name: 'one-way',
    types: [
      { name: 'truck', parent: 'thing' },
      { name: 'place', parent: 'thing' },
      { name: 'crate', parent: 'object' },
      { name: 'thing', parent: 'object' },
    ],
    objects: [
      { name: 'depot', types: ['place'] },
      { name: 't1' },
      { name: 'market' },
      { name: 'c1' },
    ],
    functions: [{ name: 'length' }, { name: 'fuel' }],
  })
  expect(task.predicates.map(({ name }) => name)).toEqual(['at', 'road', 'in', 'lost'])
})

test('effects stand one by one with what they are under', () => {
  const [drive] = task.actions
  expect(drive?.effects.map(({ kind }) => kind)).toEqual(['delete', 'add', 'decrease', 'add'])
  expect(drive?.effects[3]).toMatchObject({
    parameters: [{ name: 'c', types: ['crate'] }],
    condition: { kind: 'not' },
    atom: { name: 'lost' },
  })
  expect(drive?.cost).toMatchObject({ name: 'length' })
  expect(task.actions[1]?.cost).toBe(0)
})

test('values of functions are read, and that of the total cost says nothing', () => {
  expect(task.values.map(({ of, value }) => [of.name, value])).toEqual([
    ['length', 4.5],
    ['length', 4],
    ['fuel', 1],
  ])
})

test('actions and conditions know where they stand', () => {
  const [drive] = task.actions
  expect(drive?.place).toMatchObject({ line: 8, column: 3, endLine: 13 })
  const condition = drive?.condition
  expect(condition?.kind === 'and' && condition.all[1]).toMatchObject({
    place: { line: 10, column: 38 },
  })
})

test('names are the same in whatever case', () => {
  const { findings } = reading(domain.toUpperCase(), problem)
  expect(findings).toEqual([])
})

test('a variable of a quantifier that hides a parameter gets another name', () => {
  const { actions } = taskOf(
    domain.replace('(at ?t depot)', '(and (at ?t depot) (exists (?t - truck) (at ?t depot)))'),
    problem,
  )
  const condition = actions[1]?.condition
  expect(condition?.kind === 'and' && condition.all[1]).toMatchObject({
    parameters: [{ name: 't-2' }],
    one: { atom: { terms: [{ name: 't-2' }, { name: 'depot' }] } },
  })
})

test('a type that is only named as a parent is a type', () => {
  const { types } = taskOf(
    '(define (domain d) (:types a - b))',
    '(define (problem p) (:domain d) (:goal (and)))',
  )
  expect(types).toEqual([
    { name: 'a', parent: 'b' },
    { name: 'b', parent: 'object' },
  ])
})

test('sums of costs, and numbers that are calculated, are carried', () => {
  const { actions } = taskOf(
    domain.replace(
      '(increase (total-cost) (length ?from ?to))',
      '(increase (total-cost) (* 2 (length ?from ?to) 3)) (increase (total-cost) (- 1))',
    ),
    problem,
  )
  expect(actions[0]?.cost).toMatchObject({
    operator: '+',
    left: { operator: '*', left: { operator: '*', left: 2 }, right: 3 },
    right: { operator: '-', left: 0, right: 1 },
  })
})

test('time to read grows with the size of the files, not faster', () => {
  const facts = (count: number): string =>
    problem.replace('(:init', `(:init ${'(road depot market) '.repeat(count)}`)
  const { task } = reading(domain, facts(100_000))
  expect(task?.init.length).toBe(100_003)
})

test('a parameter begins a word, whatever stands before it', () => {
  const tight = domain.replaceAll(' ?t', '?t')
  expect(tight).toContain('(at?t')
  expect(taskOf(tight, problem).actions).toMatchObject(task.actions.map(({ name, parameters, condition }) => ({ name, parameters, condition: { kind: condition.kind } }))) // prettier-ignore
})

test('the parameters of a predicate are only counted: two may have one name', () => {
  const repeated = domain.replace(/\(in \?\w+ - \w+ \?\w+ - \w+\)/, '(in ?x - crate ?x - truck)')
  expect(repeated).not.toBe(domain)
  const { predicates } = taskOf(repeated, problem)
  expect(predicates.find(({ name }) => name === 'in')?.parameters.map(({ types }) => types)).toEqual([['crate'], ['truck']]) // prettier-ignore
})

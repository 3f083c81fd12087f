import { expect, test } from 'vitest'
import { groundTask } from '../../../src/planner/index.ts'
import { leastGroundCost } from '../naive.ts'
import { domain, problem } from '../delivery.ts'
import { taskOf } from '../tasks.ts'
import { ground, named, names } from './one-action.ts'

test('only actions that can be reached and serve the goal are made, without what never changes', () => {
  const task = ground(
    ':parameters (?x ?y - thing) :precondition (and (p ?x) (linked ?x ?y)) :effect (and (p ?y) (q ?y) (not (p ?x)))',
    '(p a) (linked a b) (linked b a) (linked c a)',
    '(p b)',
  )
  expect(names(task)).toEqual(['(act a b)', '(act b a)'])
  expect(named(task, task.actions[0])).toEqual({
    pre: ['(p a)'],
    add: ['(p b)'],
    delete: ['(p a)'],
  })
  expect(task).toMatchObject({
    facts: ['(p a)', '(p b)'],
    init: [0],
    goal: [1],
    variables: [],
    numericGoal: [],
  })
  expect(task.actions[0]?.origin).toEqual({ action: 0, objects: ['a', 'b'] })
})

test('where a condition needs that a fact does not hold, a fact stands for that', () => {
  const task = ground(
    ':parameters (?x - thing) :precondition (not (p ?x)) :effect (and (p ?x) (q ?x))',
    '(p a)',
    '(and (q a) (q b))',
    '(:action clear :parameters (?x - thing) :precondition (p ?x) :effect (not (p ?x)))',
  )
  const act = task.actions.find(({ name }) => name === '(act a)')
  expect(named(task, act)).toEqual({
    pre: ['(not (p a))'],
    add: ['(p a)', '(q a)'],
    delete: ['(not (p a))'],
  })
  expect(
    named(
      task,
      task.actions.find(({ name }) => name === '(clear a)'),
    ),
  ).toEqual({ pre: ['(p a)'], add: ['(not (p a))'], delete: ['(p a)'] })
  expect(names(task)).not.toContain('(act c)')
})

test('deletes come before adds, and what an action needs it does not add', () => {
  const task = ground(
    ':parameters () :precondition (r) :effect (and (r) (not (r)) (s) (not (s)))',
    '(r)',
    '(s)',
  )
  expect(named(task, task.actions[0])).toEqual({ pre: [], add: ['(s)'], delete: [] })
})

test('costs come from functions that do not change', () => {
  const task = ground(
    ':parameters (?x - thing) :effect (and (p ?x) (increase (total-cost) (* 2 (g ?x))))',
    '(= (g a) 1.5) (= (g b) 0)',
    '(and (p a) (p b) (p c))',
  )
  expect(task.actions.map(({ name, cost }) => [name, cost])).toEqual([
    ['(act a)', 3],
    ['(act b)', 0],
  ])
})

test('numbers that actions change become variables', () => {
  const task = ground(
    ':parameters (?x - thing) :precondition (> (f) (g ?x)) :effect (and (p ?x) (decrease (f) 2))',
    '(= (f) 4) (= (g a) 3) (= (g b) 1)',
    '(and (p a) (p b) (<= 1 (f)))',
  )
  expect(task.variables).toEqual([{ name: '(f)', value: 4 }])
  expect(task.numericGoal).toEqual([{ variable: 0, compare: '≥', value: 1 }])
  expect(task.actions.map(({ name, conditions, changes }) => [name, conditions, changes])).toEqual([
    [
      '(act a)',
      [{ variable: 0, compare: '>', value: 3 }],
      [{ variable: 0, kind: 'decrease', value: 2 }],
    ],
    [
      '(act b)',
      [{ variable: 0, compare: '>', value: 1 }],
      [{ variable: 0, kind: 'decrease', value: 2 }],
    ],
  ])
})

test('alternatives become an action each, quantifiers are written out', () => {
  const task = ground(
    ':parameters () :precondition (and (or (p a) (p b)) (forall (?x - thing) (imply (linked c ?x) (q ?x)))) :effect (r)',
    '(linked c a) (linked c b)',
    '(r)',
    '(:action make :parameters (?x - thing) :effect (and (p ?x) (q ?x)))',
  )
  const acts = task.actions.filter(({ name }) => name === '(act)')
  const needs = acts.map((one) => named(task, one)['pre']?.toSorted() ?? [])
  expect(needs.toSorted((left, right) => ((left[0] ?? '') < (right[0] ?? '') ? -1 : 1))).toEqual([
    ['(p a)', '(q a)', '(q b)'],
    ['(p b)', '(q a)', '(q b)'],
  ])
})

test('an effect under a condition that depends becomes a variant for each case', () => {
  const task = ground(
    ':parameters () :effect (and (s) (when (p a) (not (r))))',
    '(r)',
    '(and (s) (r) (p a))',
    '(:action make :parameters () :effect (p a)) (:action unmake :parameters () :precondition (r) :effect (not (p a)))',
  )
  const acts = task.actions.filter(({ name }) => name === '(act)').map((one) => named(task, one))
  expect(acts).toEqual([
    { pre: ['(p a)'], add: ['(s)'], delete: ['(r)'] },
    { pre: ['(not (p a))'], add: ['(s)'], delete: [] },
  ])
  expect(leastGroundCost(task, 100)).toBe(0)
})

test('an effect under a condition that never changes makes no variants', () => {
  const task = ground(
    ':parameters (?x - thing) :effect (forall (?y - thing) (when (linked ?x ?y) (p ?y)))',
    '(linked a b) (linked a c)',
    '(and (p b) (p c))',
  )
  expect(task.actions.map((one) => [one.name, named(task, one)['add']])).toEqual([
    ['(act a)', ['(p b)', '(p c)']],
  ])
})

test('a goal out of reach stays as a fact that nothing adds', () => {
  const task = ground(':parameters () :effect (r)', '', '(and (r) (linked a b))')
  expect(task.goal.map((fact) => task.facts[fact])).toContain('(linked a b)')
  expect(leastGroundCost(task, 100)).toBeNull()
})

test('what is out of reach is kept where it is to be explained', () => {
  const chain =
    '(:action mend :parameters (?x - thing) :precondition (and (r) (linked ?x ?x)) :effect (and (p ?x) (s)))'
  const action = ':parameters (?x - thing) :precondition (and (p ?x) (not (s))) :effect (r)'
  const args = [action, '(linked a a) (s)', '(r)', chain] as const
  expect(ground(...args).actions).toEqual([])
  const task = ground(...args, { keepUnreachable: true })
  expect(names(task)).toEqual(['(act a)', '(act b)', '(act c)', '(mend a)'])
  expect(named(task, task.actions[0])).toEqual({
    pre: ['(not (s))', '(p a)'],
    add: ['(r)'],
    delete: [],
  })
  expect(leastGroundCost(task, 100)).toBeNull()
})

test('a goal that contradicts itself is such a fact too', () => {
  const task = ground(':parameters () :effect (r)', '', '(and (r) (not (r)))')
  const missing = task.goal.filter(
    (fact) => !task.init.includes(fact) && !task.actions.some(({ add }) => add.includes(fact)),
  )
  expect(missing.map((fact) => task.facts[fact])).toEqual(['(and (r) (not (r)))'])
})

test('a goal with alternatives is ended by an action without origin, after which nothing goes on', () => {
  const task = ground(
    ':parameters (?x - thing) :effect (and (p ?x) (increase (total-cost) 3))',
    '',
    '(or (and (p a) (p b)) (and (p b) (p c)))',
  )
  const ends = task.actions.filter(({ origin }) => !origin)
  expect(ends).toHaveLength(2)
  expect(ends.map(({ cost }) => cost)).toEqual([0, 0])
  const planning = ends[0]?.delete ?? []
  expect(task.actions.every(({ pre }) => pre.includes(planning[0] ?? -1))).toBe(true)
  expect(leastGroundCost(task, 100)).toBe(6)
})

test('a goal that holds already needs nothing', () => {
  expect(
    ground(':parameters () :effect (r)', '(linked a b)', '(and (linked a b) (or (r) (not (p a))))'),
  ).toMatchObject({ goal: [], actions: [] })
})

test('the delivery is grounded: the truck goes to the market, or not at all without fuel', () => {
  const task = groundTask(taskOf(domain, problem))
  expect(names(task)).toContain('(drive t1 depot market)')
  expect(leastGroundCost(task, 100)).toBe(4.5)
  const without = groundTask(taskOf(domain, problem.replace('(= (fuel t1) 1)', '')))
  expect(without.variables).toEqual([{ name: '(fuel t1)', value: NaN }])
  expect(leastGroundCost(without, 100)).toBe(4.5)
})

test('two ways to bind the same action are one action', () => {
  const task = ground(
    ':parameters (?x - thing) :precondition (exists (?y - thing) (linked ?x ?y)) :effect (p ?x)',
    '(linked a b) (linked a c)',
    '(p a)',
  )
  expect(names(task)).toEqual(['(act a)'])
})

test('a fact that matches two conditions of an action makes it once', () => {
  const task = ground(
    ':parameters (?x - thing) :precondition (and (p a) (p ?x)) :effect (q ?x)',
    '(p b) (p a)',
    '(and (q a) (q b))',
    '(:action make :parameters (?x - thing) :precondition (q ?x) :effect (p ?x))',
  )
  expect(names(task).toSorted()).toEqual(['(act a)', '(act b)'])
})

test('constants beside a number move to the other side where all is whole', () => {
  const more = '(:action more :parameters () :precondition (<= (+ 2 (f)) (- 7 (g a))) :effect (increase (f) 2))' // prettier-ignore
  const take = ':parameters () :precondition (> (- 10 (f)) 5) :effect (and (p a) (decrease (f) 1))'
  const task = ground(take, '(= (f) 0) (= (g a) 1)', '(and (p a) (>= (f) 4))', more)
  const conditions = new Map(task.actions.map(({ name, conditions: all }) => [name, all]))
  expect(conditions.get('(more)')).toEqual([{ variable: 0, compare: '≤', value: 4 }])
  expect(conditions.get('(act)')).toEqual([{ variable: 0, compare: '<', value: 5 }])
  expect(() => ground(take, '(= (f) 0.5) (= (g a) 1)', '(and (p a) (>= (f) 4))', more)).toThrow(/calculates with it/) // prettier-ignore
})

test('a number without a value can be assigned, not increased', () => {
  const more = '(:action set :parameters () :precondition (r) :effect (assign (f) 0))'
  const goal = '(and (p a) (= (f) 2))'
  const action = ':parameters () :effect (and (p a) (increase (f) 2))'
  expect(leastGroundCost(ground(action, '', goal, more), 100)).toBeNull()
  const task = ground(action, '(r)', goal, more)
  expect(task.actions[0]?.conditions).toEqual([{ variable: 0, compare: '≥', value: -Infinity }])
  expect(leastGroundCost(task, 100)).toBe(0)
})

test('planner/unsupported-number: an effect may not depend on a number that may have no value', () => {
  const action = ':parameters () :effect (and (when (> (f) 1) (p a)) (assign (f) 2))'
  expect(() => ground(action, '', '(p a)')).not.toThrow()
  expect(() =>
    ground(action, '', '(not (p a))', '(:action undo :parameters () :effect (not (p a)))'),
  ).toThrow('An effect depends on (f), which has no value at first.')
})

test('an action for which a parameter has no object is not made', () => {
  const task = taskOf(
    '(define (domain d) (:types t) (:predicates (r)) (:action act :parameters (?x - t) :effect (r)))',
    '(define (problem one) (:domain d) (:goal (r)))',
  )
  expect(groundTask(task).actions).toEqual([])
})

test.each([
  [
    'planner/endless-grounding',
    'makes more than 20 actions: 21 come from "act"; its parameter ?w stands for 3 objects, and its 4 parameters for 81 choices together',
    ':parameters (?w ?x ?y ?z - thing) :effect (p ?x)',
    { maximumActions: 20 },
  ],
  [
    'planner/endless-grounding',
    'takes more than 10 steps for 7 actions: 7 come from "act"; its parameter ?z',
    ':parameters (?x ?y ?z - thing) :precondition (linked ?x ?y) :effect (p ?x)',
    { maximumSteps: 10 },
  ],
  [
    'planner/too-many-variants',
    'The action "act" has more than 4 alternatives',
    ':parameters () :effect (and (when (p a) (not (q a))) (when (q a) (not (q b))) (when (q b) (increase (f) 1)))',
    { maximumVariants: 4 },
  ],
  [
    'planner/bad-number',
    'The cost of (act a) is -1',
    ':parameters (?x - thing) :effect (and (p ?x) (increase (total-cost) (- (g ?x) 2)))',
    {},
  ],
  [
    'planner/bad-number',
    'The action "act" calculates 1 / 0',
    ':parameters (?x - thing) :effect (and (p ?x) (increase (total-cost) (/ (g ?x) 0)))',
    {},
  ],
  [
    'planner/unsupported-number',
    'The action "act" changes a number in two ways',
    ':parameters (?x - thing) :effect (and (p ?x) (assign (f) 1) (increase (f) 1))',
    {},
  ],
] as const)('%s: %s', (code, says, action, options) => {
  const more = '(:action make :parameters (?x - thing) :effect (p ?x)) (:action unmake :parameters (?x - thing) :effect (and (q ?x) (not (p ?x))))' // prettier-ignore
  const run = (): unknown =>
    ground(
      action,
      '(linked a b) (linked b c) (linked c a) (= (g a) 1) (= (f) 0)',
      '(and (p a) (q a) (q b) (> (f) 0))',
      more,
      options,
    )
  expect(run).toThrow(expect.objectContaining({ code, message: expect.stringContaining(says) }))
})

test('endless grounding names the parameter that stands for the most objects, not the one that types or conditions keep few', () => {
  const places = Array.from({ length: 50 }, (_one, number) => `place${number}`).join(' ')
  const task = taskOf(
    `(define (domain d) (:types truck place) (:predicates (at ?t - truck ?p - place) (road ?a ?b - place))
       (:action jump :parameters (?t - truck ?from ?to ?over - place)
         :precondition (and (at ?t ?from) (road ?from ?to)) :effect (at ?t ?to)))`,
    `(define (problem one) (:domain d) (:objects t - truck ${places} - place)
       (:init (at t place0) (road place0 place1) (road place0 place2)) (:goal (at t place1)))`,
  )
  expect(() => groundTask(task, { maximumActions: 10 })).toThrow(
    'Grounding makes more than 10 actions: 11 come from "jump"; its parameter ?over stands for 50 objects, and its 4 parameters for 100 choices together.',
  )
})

test('grounding ends when its time is over', () => {
  let time = 0
  const now = (): number => (time += 10)
  const run = (): unknown =>
    ground(
      `:parameters (${'abcdefghijk'
        .split('')
        .map((name) => `?${name}`)
        .join(' ')} - thing) :effect (p ?a)`,
      '',
      '(p a)',
      '',
      { timeLimit: 50, now },
    )
  expect(run).toThrow(/takes longer than 50 ms/)
})

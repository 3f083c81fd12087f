import { expect, test } from 'vitest'
import { groundTask, type GroundTask } from '../../../src/planner/index.ts'
import { leastGroundCost } from '../naive.ts'
import { taskOf } from '../tasks.ts'
import { ground, named } from './one-action.ts'

test('an effect whose contrary matters is not left out where its condition holds', () => {
  const task = ground(
    ':parameters () :effect (and (s) (when (p a) (r)))',
    '(p a)',
    '(and (s) (not (r)))',
    '(:action take :parameters () :effect (not (p a))) (:action undo :parameters () :precondition (q a) :effect (not (r)))',
  )
  const acts = task.actions
    .filter(({ name }) => name === '(act)')
    .map((one) => named(task, one)['pre'])
  expect(acts.toSorted((left) => (left?.includes('(p a)') ? -1 : 1))).toEqual([
    ['(p a)'],
    ['(not (p a))'],
  ])
})

test('a delete that asks for the fact that it deletes makes no further actions', () => {
  const more = '(:action make :parameters (?x - thing) :effect (p ?x))'
  const deletes =
    ':parameters () :effect (and (r) (forall (?x - thing) (when (p ?x) (not (p ?x)))))'
  const task = ground(deletes, '', '(and (r) (not (p a)) (not (p b)))', more)
  const acts = task.actions.filter(({ name }) => name === '(act)')
  expect(acts.map((one) => named(task, one))).toMatchObject([{ pre: [], delete: [] }])
  // Another condition stays.
  const others = ':parameters () :effect (and (r) (when (and (p a) (s)) (not (p a))))'
  const with_ = ground(others, '(p a)', '(and (r) (not (p a)))', '(:action go :parameters () :effect (s))') // prettier-ignore
  expect(with_.actions.filter(({ name }) => name === '(act)')).toHaveLength(2)
})

test('an action with too many sets of effects becomes a step for each effect, between which no other comes', () => {
  const more = '(:action make :parameters (?x - thing) :effect (p ?x)) (:action unmake :parameters (?x - thing) :effect (not (p ?x)))' // prettier-ignore
  const act = ':parameters () :effect (and (r) (forall (?x - thing) (when (p ?x) (q ?x))) (forall (?x - thing) (when (not (p ?x)) (not (q ?x)))))' // prettier-ignore
  const goal = '(and (r) (q a) (not (p a)) (not (q b)) (p b))'
  const [few, many] = [ground(act, '(q b)', goal, more, { maximumVariants: 4 }), ground(act, '(q b)', goal, more)] // prettier-ignore
  expect(leastGroundCost(few, 10_000)).toBe(leastGroundCost(many, 10_000))
  const free = few.facts.indexOf('(free)')
  expect(few.goal).toContain(free)
  for (const { name, pre, origin } of few.actions)
    expect(pre.includes(free), name).toBe(origin !== undefined)
  expect(few.actions.filter(({ name }) => name === '(act)')).toHaveLength(1)
})

test('effects that each ask for what the next changes are all asked before any of them happens', () => {
  // What is at a comes to b, what is at b to c, and what is at c to a: no order of the effects would do.
  const act = ':parameters () :effect (and (forall (?x ?y - thing) (when (and (p ?x) (linked ?x ?y)) (p ?y))) (forall (?x ?y - thing) (when (and (not (p ?x)) (linked ?x ?y)) (not (p ?y)))))' // prettier-ignore
  const init = '(linked a b) (linked b c) (linked c a) (p a) (p b)'
  const goal = '(and (p a) (not (p b)) (p c))'
  const apart = ground(act, init, goal, '', { maximumVariants: 2 })
  expect(leastGroundCost(apart, 10_000)).toBe(leastGroundCost(ground(act, init, goal), 10_000))
  expect(apart.facts.filter((name) => name.startsWith('(happens '))).toHaveLength(6)
  expect(leastGroundCost(ground(act, init, '(and (p a) (p b) (p c))', '', { maximumVariants: 2 }), 10_000)).toBeNull() // prettier-ignore
})

test('an action none of whose conditional effects changes anything is one step', () => {
  const act = ':parameters (?x - thing) :effect (and (r) (p ?x) (when (q a) (not (p ?x))) (when (q b) (not (p ?x))))' // prettier-ignore
  const more = '(:action flip :parameters (?x - thing) :effect (and (when (q ?x) (not (q ?x))) (when (not (q ?x)) (q ?x))))' // prettier-ignore
  const task = ground(act, '', '(and (r) (p b) (q a) (not (q b)))', more, { maximumVariants: 1 })
  expect(leastGroundCost(task, 10_000)).toBe(leastGroundCost(ground(act, '', '(and (r) (p b) (q a) (not (q b)))', more), 10_000)) // prettier-ignore
  for (const { add, delete: gone } of task.actions) expect(gone.filter((fact) => add.includes(fact))).toEqual([]) // prettier-ignore
})

test('where all sets of effects together are very many, actions with some are taken apart, too', () => {
  const objects = Array.from({ length: 12 }, (_one, number) => `o${number}`)
  const some = objects.slice(0, 8)
  const effects = some.map((one) => `(when (p ${one}) (q ${one}))`).join(' ')
  const unwanted = some.map((one) => `(not (q ${one}))`).join(' ')
  const grounded = (parameters: string): GroundTask =>
    groundTask(
      taskOf(
        `(define (domain d) (:types thing) (:constants ${objects.join(' ')} - thing) (:predicates (p ?x - thing) (q ?x - thing) (done ?x - thing))
           (:action flip :parameters (?x - thing) :effect (and (when (p ?x) (not (p ?x))) (when (not (p ?x)) (p ?x))))
           (:action act :parameters (${parameters} - thing) :effect (and (done ?x) ${effects})))`,
        `(define (problem one) (:domain d) (:init) (:goal (and (done o1) ${unwanted})))`,
      ),
    )
  const acts = ({ actions }: GroundTask): number => actions.filter(({ name }) => name.startsWith('(act ')).length // prettier-ignore
  // With 2 ** 8 sets of effects each, 12 actions are written out, 12 * 12 * 12 are not. Their effects are the same, so they
  // share the steps.
  const [narrow, wide] = [grounded('?x'), grounded('?x ?y ?z')]
  expect([acts(narrow), narrow.facts.includes('(free)')]).toEqual([2 ** 8, false])
  expect([acts(wide), wide.facts.includes('(free)')]).toEqual([12 ** 3, true])
  expect(wide.facts.filter((name) => name.startsWith('(turn '))).toHaveLength(some.length)
})

import { expect, test } from 'vitest'
import { leastGroundCost } from '../naive.ts'
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

test('an action with more than a few sets of effects carries them', () => {
  const more = '(:action make :parameters (?x - thing) :effect (p ?x)) (:action unmake :parameters (?x - thing) :effect (not (p ?x)))' // prettier-ignore
  const act = ':parameters () :effect (and (r) (forall (?x - thing) (when (p ?x) (q ?x))) (forall (?x - thing) (when (not (p ?x)) (not (q ?x)))))' // prettier-ignore
  const goal = '(and (r) (q a) (not (p a)) (not (q b)) (p b))'
  const task = ground(act, '(q b)', goal, more)
  const acts = task.actions.filter(({ name }) => name === '(act)')
  expect(acts).toHaveLength(1)
  const texts = (all: readonly number[]): string[] => all.map((fact) => task.facts[fact] ?? '')
  const told = acts.flatMap(({ when = [] }) => when.map((one) => `${texts(one.pre).join(' ')}: ${texts(one.add).toSorted().join(' ')}`)) // prettier-ignore
  expect(told.toSorted()).toEqual(['(not (p a)): ', '(not (p b)): (not (q b))', '(p a): (q a)', '(p b): ']) // prettier-ignore
  expect(leastGroundCost(task, 10_000)).not.toBeNull()
})

test('effects that each ask for what the next changes are all asked before any of them happens', () => {
  // What is at a comes to b, what is at b to c, and what is at c to a: no order of the effects would do.
  const act = ':parameters () :effect (and (forall (?x ?y - thing) (when (and (p ?x) (linked ?x ?y)) (p ?y))) (forall (?x ?y - thing) (when (and (not (p ?x)) (linked ?x ?y)) (not (p ?y)))))' // prettier-ignore
  const init = '(linked a b) (linked b c) (linked c a) (p a) (p b)'
  expect(leastGroundCost(ground(act, init, '(and (p a) (not (p b)) (p c))'), 10_000)).not.toBeNull()
  expect(leastGroundCost(ground(act, init, '(and (p a) (p b) (p c))'), 10_000)).toBeNull()
})

test('what one effect deletes and another adds at once is added in the end, also by what happens in any case', () => {
  const act = ':parameters () :effect (and (s) (when (p a) (q a)) (when (p b) (not (q a))) (when (p c) (not (s))))' // prettier-ignore
  const more = '(:action make :parameters (?x - thing) :effect (p ?x))'
  const init = '(p a) (p b) (p c)'
  for (const options of [{}, { maximumVariants: 1 }]) {
    expect(
      leastGroundCost(ground(act, init, '(and (q a) (s))', more, options), 10_000),
    ).not.toBeNull()
    expect(leastGroundCost(ground(act, '(q a) (p b)', '(and (not (q a)) (s))', more, options), 10_000)).not.toBeNull() // prettier-ignore
  }
})

test('an action none of whose conditional effects changes anything is one step', () => {
  const act = ':parameters (?x - thing) :effect (and (r) (p ?x) (when (q a) (not (p ?x))) (when (q b) (not (p ?x))))' // prettier-ignore
  const more = '(:action flip :parameters (?x - thing) :effect (and (when (q ?x) (not (q ?x))) (when (not (q ?x)) (q ?x))))' // prettier-ignore
  const task = ground(act, '', '(and (r) (p b) (q a) (not (q b)))', more, { maximumVariants: 1 })
  expect(leastGroundCost(task, 10_000)).toBe(leastGroundCost(ground(act, '', '(and (r) (p b) (q a) (not (q b)))', more), 10_000)) // prettier-ignore
  for (const { add, delete: gone } of task.actions) expect(gone.filter((fact) => add.includes(fact))).toEqual([]) // prettier-ignore
})

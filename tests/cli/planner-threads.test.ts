import { expect, test } from 'vitest'
import { solvedBeside, type BesideOptions } from '../../src/cli/planner/beside.ts'
import type { Solution } from '../../src/planner/index.ts'
import { validateGroundPlan } from '../../src/planner/validate/index.ts'
import { taskOf } from '../planner/tasks.ts'
import { folderWith } from '../workspace/folder.ts'
import { goap } from './run.ts'

const domain = `(define (domain blocks) (:requirements :strips)
  (:predicates (on ?x ?y) (table ?x) (clear ?x) (held ?x) (free))
  (:action take :parameters (?x) :precondition (and (clear ?x) (table ?x) (free)) :effect (and (held ?x) (not (clear ?x)) (not (table ?x)) (not (free))))
  (:action put :parameters (?x) :precondition (held ?x) :effect (and (table ?x) (clear ?x) (free) (not (held ?x))))
  (:action stack :parameters (?x ?y) :precondition (and (held ?x) (clear ?y)) :effect (and (on ?x ?y) (clear ?x) (free) (not (held ?x)) (not (clear ?y))))
  (:action unstack :parameters (?x ?y) :precondition (and (on ?x ?y) (clear ?x) (free)) :effect (and (held ?x) (clear ?y) (not (on ?x ?y)) (not (clear ?x)) (not (free)))))`

/** A tower of so many blocks that is to stand the other way round; `never`: and one block on itself. */
function problem(blocks: number, never = false): string {
  const names = Array.from({ length: blocks }, (_, at) => `b${at}`)
  const on = (all: readonly string[]): string =>
    all.flatMap((name, at) => (at > 0 ? `(on ${name} ${all[at - 1]})` : [])).join(' ')
  return `(define (problem tower) (:domain blocks) (:objects ${names.join(' ')})
    (:init (free) (table b0) (clear ${names.at(-1)}) ${on(names)})
    (:goal (and ${on(names.toReversed())} ${never ? '(on b1 b0)' : ''})))`
}

/** The first search is one that takes much longer than the portfolio beside it. */
const slow: BesideOptions = { algorithm: 'astar', heuristic: 'blind', wait: 0 }

function solved(blocks: number, options: BesideOptions, never = false): Promise<Solution> {
  return solvedBeside(taskOf(domain, problem(blocks, never)), options, () => {})
}

test('a plan that the second thread finds is one of the task, and the first search ends', async () => {
  const { task, result } = await solved(12, slow)
  expect(result.status).toBe('satisficing')
  expect(result.by).not.toContain('astar')
  expect(validateGroundPlan(task, result.steps ?? []).failure).toBeNull()
  expect(result.steps?.length).toBeGreaterThanOrEqual(24)
})

test('the second thread goes on when the first has no memory left', async () => {
  const { task, result } = await solved(12, { ...slow, memoryLimit: 16e6, wait: 1e6 })
  expect(result.status).toBe('satisficing')
  expect(validateGroundPlan(task, result.steps ?? []).failure).toBeNull()
})

test('a proof of the second thread that there is no plan counts', async () => {
  const { result } = await solved(7, slow, true)
  expect([result.status, result.steps]).toEqual(['unsolvable', null])
})

test('a search that ends soon is alone, and one that is interrupted ends both', async () => {
  const alone = await solved(4, {})
  expect([alone.result.status, alone.result.steps?.length]).toEqual(['satisficing', 8])
  const controller = new AbortController()
  const interrupted = solved(12, { ...slow, wait: 1e6, signal: controller.signal })
  controller.abort()
  expect((await interrupted).result.limit).toBe('aborted')
})

test.each([
  [['plan', 'goal.md', '--threads', '2'], '--threads does nothing without --pddl'],
  [['plan', '--pddl', 'd.pddl', 'p.pddl', '--threads', '2', '--optimal'], '--threads 2 does nothing beside'],
  [['plan', '--pddl', 'd.pddl', 'p.pddl', '--threads', '3'], 'There are 1, 2.'],
] as const)('%j is told', async (words, says) => {
  const { code, err } = await goap(folderWith({}), [...words])
  expect([code, err.includes(says)], err).toEqual([2, true])
}) // prettier-ignore

test('one thread or two give a plan', async () => {
  const folder = folderWith({ 'd.pddl': domain, 'p.pddl': problem(3) })
  for (const threads of ['1', '2'])
    expect((await goap(folder, ['plan', '--pddl', 'd.pddl', 'p.pddl', '--threads', threads])).code).toBe(0) // prettier-ignore
})

import { expect, test } from 'vitest'
import { explainNoPlan, groundTask, noPlanText, search, validatePlan } from '../../src/planner/index.ts' // prettier-ignore
import { rulesAnswerRightly } from './rule-laws.ts'
import { taskOf } from './tasks.ts'

test(
  'random tasks with derived predicates are planned, validated and printed rightly',
  { timeout: 60_000 },
  () => {
    const costs = Array.from({ length: 220 }, (_, number) => rulesAnswerRightly(number))
    expect(costs.filter((cost) => cost === null).length).toBeGreaterThan(20)
    expect(costs.filter((cost) => (cost ?? 0) > 0).length).toBeGreaterThan(20)
  },
)

/** Blocks: what is above what follows from what stands on what. A block is loose where nothing is above it. */
const domain = `(define (domain towers) (:requirements :derived-predicates :typing)
  (:types block) (:predicates (on ?x ?y - block) (above ?x ?y - block) (loose ?x - block))
  (:derived (above ?x ?y) (or (on ?x ?y) (exists (?z - block) (and (on ?x ?z) (above ?z ?y)))))
  (:derived (loose ?x) (not (exists (?y - block) (above ?y ?x))))
  (:action take :parameters (?x ?y - block) :precondition (and (on ?x ?y) (loose ?x)) :effect (not (on ?x ?y)))
  (:action put :parameters (?x ?y - block)
    :precondition (and (loose ?x) (loose ?y) (not (= ?x ?y)) (not (exists (?z - block) (on ?x ?z)))) :effect (on ?x ?y)))`

function towers(init: string, goal: string): ReturnType<typeof taskOf> {
  return taskOf(domain, `(define (problem one) (:domain towers) (:objects a b c - block) (:init ${init}) (:goal ${goal}))`) // prettier-ignore
}

test('what is above what is planned for, with as few steps as can be', () => {
  const task = groundTask(towers('(on a b) (on b c)', '(and (above c a) (not (above b a)))'))
  const { status, cost } = search(task, { optimal: true }, () => 0)
  expect([status, cost]).toEqual(['optimal', 3])
  expect(task.derived?.rules.length).toBeGreaterThan(0)
})

test('a step that needs a derived fact which does not follow is told so', () => {
  const task = towers('(on a b) (on b c)', '(above c a)')
  const { failure } = validatePlan(task, [{ name: 'take', objects: ['b', 'c'] }])
  expect(failure).toMatchObject({ kind: 'condition', step: 0, condition: '(loose b)' })
  expect(failure?.message).toContain('no rule gives (loose b)')
})

test('a goal that no rule can give is explained', () => {
  const lifted = towers('(on a b)', '(above a a)')
  const task = groundTask({ ...lifted, actions: lifted.actions.slice(0, 1) })
  const why = explainNoPlan(task)
  expect(why?.kind).toBe('unreachable')
  expect(why && noPlanText(why).join(' ')).toContain('(above a a)')
  const apart = domain.replace('(or (on ?x ?y)', '(and (not (= ?x ?y)) (on ?x ?y)')
  const never = taskOf(apart, '(define (problem one) (:domain towers) (:objects a b - block) (:init) (:goal (above a a)))') // prettier-ignore
  const told = explainNoPlan(groundTask(never), { lifted: never })
  expect(told && noPlanText(told)).toContain('No rule gives (above a a): add a rule, or actions that change what the rules read.') // prettier-ignore
})

test('a rule that needs more than another of the same fact is left out', () => {
  const spare = domain.replace('(:action take', '(:derived (above ?x ?y) (and (on ?x ?y) (on ?y ?x))) (:action take') // prettier-ignore
  const problem = '(define (problem one) (:domain towers) (:objects a b c - block) (:init) (:goal (above a c)))' // prettier-ignore
  const rules = (text: string): number | undefined => groundTask(taskOf(text, problem)).derived?.rules.length // prettier-ignore
  expect(rules(spare)).toBe(rules(domain))
})

test('alternatives within alternatives of a rule are joined one by one', () => {
  const blocks = Array.from({ length: 60 }, (_one, number) => `b${number}`)
  const on = blocks
    .slice(1)
    .map((block, number) => `(on ${block} b${number})`)
    .join(' ')
  const nested = domain.replace('(or (on ?x ?y) (exists (?z - block) (and (on ?x ?z) (above ?z ?y))))', '(or (on ?x ?y) (exists (?z - block) (or (and (on ?x ?z) (above ?z ?y)) (and (on ?z ?y) (on ?x ?z)))))') // prettier-ignore
  const tower = `(define (problem one) (:domain towers) (:objects ${blocks.join(' ')} - block) (:init ${on}) (:goal (above b0 b59)))` // prettier-ignore
  // Every way over a block in between would be 60 * 60 * 60 steps, and more for each that was found.
  const task = groundTask(taskOf(nested.replace(/\(:action put[^]*$/, ')'), tower), { maximumSteps: 200_000 }) // prettier-ignore
  expect(search(task, {}, () => 0).status).toBe('unsolvable')
})

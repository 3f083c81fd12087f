import { expect, test } from 'vitest'
import { solving, whyNoPlan } from '../../src/planner/index.ts'
import { taskOf } from './tasks.ts'

const objects = Array.from({ length: 30 }, (_, number) => `o${number}`).join(' ')
const wide = taskOf(
  `(define (domain d) (:predicates (p ?x) (q ?x ?y ?z))
     (:action begin :parameters (?x) :effect (p ?x))
     (:action act :parameters (?x ?y ?z) :precondition (and (p ?x) (p ?y) (p ?z)) :effect (q ?x ?y ?z)))`,
  `(define (problem one) (:domain d) (:objects ${objects}) (:init) (:goal (q o0 o1 o2)))`,
)

test('grounding keeps to the limit of memory, and says what takes so much', async () => {
  const { result, task } = await solving(wide, { memoryLimit: 5e6 }).solution()
  expect(result).toMatchObject({ status: 'limit', limit: 'memory', proof: null, by: 'grounding' })
  expect(result.stopped?.message).toMatch(/more than 5,000,000 bytes: [\d,]+ come from "act"; its parameter \?x/) // prettier-ignore
  expect(result.stopped?.place).toMatchObject({ line: 3 })
  const lines = whyNoPlan({ task, lifted: wide, result })
  expect(lines[0]).toContain('in the memory that there was')
  expect(lines[1]).toMatch(/"act".* It stands at line 3\.$/)
  expect((await solving(wide, { memoryLimit: 2e9 }).solution()).result.cost).toBe(4)
})

test('grounding keeps to the limit of time', async () => {
  let time = 0
  const { result } = await solving(wide, { timeLimit: 10, now: () => (time += 100) }).solution()
  expect(result).toMatchObject({ status: 'limit', limit: 'time', by: 'grounding' })
  expect(result.stopped?.message).toContain('takes longer than 10 ms')
})

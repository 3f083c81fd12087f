import fc from 'fast-check'
import { expect, test } from 'vitest'
import { groundTask, readPddl, type PddlReading } from '../../../src/planner/index.ts'
import { keptPropositional } from '../../../src/planner/propositional.ts'

// Tasks without parameters, which are read as lists of numbers, and as objects only when somebody asks for them.

const conditions = ['()', '(and)', '(a)', '(AND (a) (b))', '(and (c) (a) (c))', '(and (b) (c) (d))', '( and ; a\n ( a ) )'] // prettier-ignore
const oddConditions = ['(not (a))', '(or (a) (b))', '((a))', '(zz)', 'a', '(a b)', '(and (and (a)))', '(and a)', '(and ())', '(d e)'] // prettier-ignore
const effects = ['(a)', '(and (b) (not (a)))', '(not (c))', '(and (d) (increase (total-cost) 3))', '(increase (total-cost) 0.1)', '(and (increase (TOTAL-COST) -0) (c))', '(and (a) (not (a)) (a))'] // prettier-ignore
const oddEffects = ['()', '(and)', '(increase (total-cost) -1)', '(increase (total-cost) a)', '(increase (total-cost) 1e99)', '(and (increase (total-cost) 1) (increase (total-cost) 2) (a))', '(not (a) (b))', '(not)', '(when (a) (b))', '(and (and (a)) (b))', '(zz)', 'b', '(increase (b) 1)', '(increase (total-cost) 1 2)', '(decrease (total-cost) 1)', '(assign (total-cost) 1)', '((a))', '(increase total-cost 1)'] // prettier-ignore

/** Something odd hardly ever, so that some tasks have nothing odd and some one thing. */
function mostly(usual: readonly string[], odd: readonly string[]): fc.Arbitrary<string> {
  return fc.oneof({ weight: 30, arbitrary: fc.constantFrom(...usual) }, { weight: 1, arbitrary: fc.constantFrom(...odd) }) // prettier-ignore
}

function part(key: string, value: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return value.map((one) => `${key} ${one}`)
}

const action = fc
  .tuple(
    mostly(['go', 'do', 'MAKE', 'be', 'x1', 'x2', 'x3'], [':go', '()', '?x', 'go go', 'ä']),
    fc.shuffledSubarray([0, 1, 2], { minLength: 2 }),
    part(':parameters', mostly(['()'], ['(?x)', 'a', '(a)'])),
    part(':precondition', mostly(conditions, oddConditions)),
    part(':effect', mostly(effects, oddEffects)),
    mostly([''], [':effect (a)', ':other ()', ':precondition', 'a']),
  )
  .map(([name, order, ...parts]) => `(:action ${name} ${order.map((index) => parts[index]).join(' ')} ${parts[3]})`) // prettier-ignore

const domains = fc
  .record({
    predicates: mostly(['(a) (b) (c) (d)', '(D) (c) (b) (A)'], ['(a) (b) (c) (d) (b)', '(a) (b) (c) (d) (not)', '(a) (b) (c) (d ?x)', '(a) (b) (c) (d) (ä) (Ä)', '(a) (b) (c) d', '(a) (b) (d)', '(a) (b) (c) (d) (and)', '(a) (b) (c) (d) (total-cost)']), // prettier-ignore
    other: mostly(['', '(:functions (total-cost))'], ['(:functions (f))', '(:derived (d) (a))']),
    actions: fc.uniqueArray(action, { maxLength: 5, selector: (one) => one.slice(0, 11) }),
    metric: fc.boolean(),
  })
  .map(({ predicates, other, actions, metric }) => ({
    domain: `(define (domain bare) (:predicates ${predicates}) ${other}\n${actions.join('\n')}`,
    problem: `(define (problem p) (:domain bare) (:init (a)) (:goal (and (b) (d)))${metric ? ' (:metric minimize (total-cost))' : ''})`,
  }))

function read(domain: string, problem: string): PddlReading {
  return readPddl({
    domain: { file: 'domain', text: domain },
    problem: { file: 'problem', text: problem },
  })
}

test('what is read as numbers is the same as what is read as objects, and has nothing wrong with it', () => {
  let [numbers, objects, faulty] = [0, 0, 0]
  fc.assert(
    fc.property(domains, ({ domain, problem }) => {
      const { task, findings } = read(`${domain})`, problem)
      // A predicate with a parameter, behind all else; where names are suggested, it is one more.
      const other = read(`${domain} (:predicates (unused ?x)))`, problem)
      expect(JSON.stringify(findings)).toBe(
        JSON.stringify(other.findings).replaceAll(', unused.', '.'),
      )
      expect(task === null).toBe(other.task === null)
      if (task === null || other.task === null) return void faulty++
      const kept = keptPropositional(task) !== undefined
      if (kept) numbers++
      else objects++
      expect(keptPropositional(other.task)).toBeUndefined()
      expect(kept && findings.length > 0).toBe(false)
      const ground = groundTask(task)
      // Without what is kept with it.
      expect(ground).toEqual(groundTask({ ...task }))
      const { predicates, actions } = other.task
      expect({ ...task }).toEqual({ ...other.task, predicates: predicates.slice(0, -1) })
      expect(task.actions).toEqual(actions)
    }),
    { numRuns: 2500 },
  )
  expect([numbers > 500, objects > 100, faulty > 500]).toEqual([true, true, true])
})

test('the actions and predicates of a task are made once', () => {
  const { task } = read('(define (domain d) (:predicates (a)) (:action go :effect (a)))', '(define (problem p) (:domain d) (:goal (a)))') // prettier-ignore
  expect(task?.actions.map(({ name }) => name)).toEqual(['go'])
  expect(task?.actions).toBe(task?.actions)
  expect(task?.predicates).toBe(task?.predicates)
  expect(task?.actions[0]?.place).toMatchObject({ line: 1, column: 38 })
  expect(JSON.parse(JSON.stringify(task))).toEqual({ ...task })
})

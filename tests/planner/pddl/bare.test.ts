import fc from 'fast-check'
import { expect, test } from 'vitest'
import { groundTask, readPddl, type PddlReading } from '../../../src/planner/index.ts'
import { listsOf } from '../../../src/planner/ground/propositional-lists.ts'
import { keptPropositional, type Propositional } from '../../../src/planner/propositional.ts'

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

const predicates = ['(a) (b) (c) (d)', '(D) (c) (b) (A)']
const oddPredicates = ['(a) (b) (c) (d) (b)', '(a) (b) (c) (d) (not)', '(a) (b) (c) (d ?x)', '(a) (b) (c) (d) (ä) (Ä)', '(a) (b) (c) (d) (k) (\u212A)', '(a) (b) (c) d', '(a) (b) (d)', '(a) (b) (c) (d) (and)', '(a) (b) (c) (d) (total-cost)'] // prettier-ignore

/** A domain, but for its last bracket, and a problem. */
interface Task {
  readonly domain: string
  readonly problem: string
}

function taskOf(
  declared: string,
  other: string,
  actions: readonly string[],
  metric: boolean,
): Task {
  return {
    domain: `(define (domain bare) (:predicates ${declared}) ${other}\n${actions.join('\n')}`,
    problem: `(define (problem p) (:domain bare) (:init (a)) (:goal (and (b) (d)))${metric ? ' (:metric minimize (total-cost))' : ''})`,
  }
}

const tasks = fc
  .tuple(
    mostly(predicates, oddPredicates),
    mostly(['', '(:functions (total-cost))'], ['(:functions (f))', '(:derived (d) (a))']),
    fc.uniqueArray(action, { maxLength: 5, selector: (one) => one.slice(0, 11) }),
    fc.boolean(),
  )
  .map((parts) => taskOf(...parts))

function read(domain: string, problem: string): PddlReading {
  return readPddl({
    domain: { file: 'domain', text: domain },
    problem: { file: 'problem', text: problem },
  })
}

/** Reads a task as it is, and so that it is read as objects, and compares all that comes of both. */
function compared({ domain, problem }: Task): 'numbers' | 'objects' | 'faulty' {
  const { task, findings } = read(`${domain})`, problem)
  // A predicate with a parameter, behind all else; where names are suggested, it is one more.
  const other = read(`${domain} (:predicates (unused ?x)))`, problem)
  expect(JSON.stringify(findings)).toBe(JSON.stringify(other.findings).replaceAll(', unused.', '.'))
  expect(task === null).toBe(other.task === null)
  if (task === null || other.task === null) return 'faulty'
  const kept = keptPropositional(task)
  expect(keptPropositional(other.task)).toBeUndefined()
  // Without what is kept with it.
  const plain = { ...task }
  expect(groundTask(task)).toEqual(groundTask(plain))
  expect(plain).toEqual({ ...other.task, predicates: other.task.predicates.slice(0, -1) })
  if (kept === undefined) return 'objects'
  expect(findings).toEqual([])
  expect(numbersIn(kept)).toEqual(numbersIn(listsOf(plain)))
  return 'numbers'
}

function numbersIn(lists: Propositional | null): unknown {
  if (lists === null) return null
  const { needs, changes, costs, fluent } = lists
  // Behind the last list there may be room.
  const values = [needs, changes].map((one) => [...one.values.subarray(0, one.first.at(-1))])
  return [needs.first, changes.first, ...values, costs, fluent]
}

test('what is read as numbers is the same as what is read as objects, and has nothing wrong with it', () => {
  const came = { numbers: 0, objects: 0, faulty: 0 }
  fc.assert(
    fc.property(tasks, (task) => void came[compared(task)]++),
    { numRuns: 3000 },
  )
  expect([came.numbers > 400, came.objects > 80, came.faulty > 400]).toEqual([true, true, true])
})

test('so is a single action, whatever it needs and does', () => {
  const came = { numbers: 0, objects: 0, faulty: 0 }
  for (const declared of [predicates[0] ?? '', ...oddPredicates])
    for (const condition of [...conditions, ...oddConditions])
      for (const effect of [...effects, ...oddEffects]) {
        const action = `(:action go :precondition ${condition} :effect ${effect})`
        came[compared(taskOf(declared, '', [action], true))]++
      }
  // Predicates without anything odd, with conditions and effects that are usual.
  expect(came.numbers).toBeGreaterThanOrEqual(conditions.length * effects.length)
  expect([came.objects > 100, came.faulty > 1000]).toEqual([true, true])
})

test('the actions and predicates of a task are made once', () => {
  const { task } = read('(define (domain d) (:predicates (a)) (:action go :effect (a)))', '(define (problem p) (:domain d) (:goal (a)))') // prettier-ignore
  expect(task?.actions.map(({ name }) => name)).toEqual(['go'])
  expect(task?.actions).toBe(task?.actions)
  expect(task?.predicates).toBe(task?.predicates)
  expect(task?.actions[0]?.place).toMatchObject({ line: 1, column: 38 })
  expect(JSON.parse(JSON.stringify(task))).toEqual({ ...task })
})

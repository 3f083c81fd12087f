import { describe, expect, test } from 'vitest'
import { groundTask, type GroundTask } from '../../../src/planner/index.ts'
import { leastGroundCost } from '../naive.ts'
import { taskOf } from '../tasks.ts'
import { ground } from './one-action.ts'

describe('comparisons of several numbers that actions change', () => {
  const grow = '(:action grow :parameters () :effect (increase (f) 2)) (:action shrink :parameters () :effect (decrease (g a) 3))' // prettier-ignore
  const sum = (condition: string, more = grow, init = '(= (f) 1) (= (g a) 5)'): GroundTask =>
    ground(`:parameters () :precondition ${condition} :effect (r)`, init, '(r)', more)
  const told = ({ variables, actions }: GroundTask): unknown => [variables, actions.map(({ name, conditions, changes }) => [name, conditions ?? [], changes ?? []])] // prettier-ignore

  test('become a comparison of their difference with a constant, which changes as they do', () => {
    expect(told(sum('(>= (f) (g a))'))).toEqual([
      [{ name: '(- (f) (g a))', value: -4 }],
      [
        ['(act)', [{ variable: 0, compare: '≥', value: 0 }], []],
        ['(grow)', [], [{ variable: 0, kind: 'increase', value: 2 }]],
        ['(shrink)', [], [{ variable: 0, kind: 'increase', value: 3 }]],
      ],
    ])
  })

  test('may have weights and constants, on either side', () => {
    const task = sum('(< (+ (* 2 (g a)) 1) (- (* (f) 3) (/ 4 2)))')
    expect(task.variables).toEqual([{ name: '(- (* 3 (f)) (* 2 (g a)))', value: -7 }])
    expect(task.actions.find(({ name }) => name === '(act)')?.conditions).toEqual([{ variable: 0, compare: '>', value: 3 }]) // prettier-ignore
    expect(task.actions.find(({ name }) => name === '(grow)')?.changes).toEqual([{ variable: 0, kind: 'increase', value: 6 }]) // prettier-ignore
  })

  test('are those of one number, or of none, where the others cancel out', () => {
    expect(sum('(>= (- (+ (f) (g a)) (g a)) 4)').variables).toEqual([{ name: '(f)', value: 1 }])
    expect(sum('(<= (- 2 (f)) 1)').actions[0]?.conditions).toEqual([{ variable: 0, compare: '≥', value: 1 }]) // prettier-ignore
    expect(sum('(>= (f) (f))').actions.map(({ name, conditions }) => [name, conditions])).toEqual([['(act)', undefined]]) // prettier-ignore
  })

  test('do not hold while one of the numbers has no value', () => {
    const task = sum('(>= (f) (g a))', `${grow} (:action set :parameters () :effect (and (assign (f) 4) (assign (g a) 1)))`, '(= (f) 9)') // prettier-ignore
    expect(task.variables).toContainEqual({ name: '(- (f) (g a))', value: NaN })
    expect(task.actions.find(({ name }) => name === '(set)')?.changes).toContainEqual({ variable: 1, kind: 'assign', value: 3 }) // prettier-ignore
    expect(leastGroundCost(task, 100)).toBe(0)
  })

  test.each([
    [
      '(>= (f) (g a))',
      `${grow} (:action set :parameters () :effect (assign (f) 4))`,
      'The action "set" gives (f) a value, and (- (f) (g a)) is asked for',
    ],
    [
      '(>= (f) (g a))',
      `${grow} (:action half :parameters () :effect (increase (f) 0.5))`,
      'not all numbers are whole',
    ],
    ['(>= (/ (f) 2) (g a))', grow, 'compares parts of numbers'],
  ])(
    '%s is refused with the place of the action where it would not be exact',
    (condition, more, says) => {
      let refused: unknown
      try {
        sum(condition, more)
      } catch (error) {
        refused = error
      }
      expect(refused).toMatchObject({ code: 'planner/unsupported-number', message: expect.stringContaining(says), place: { line: 4 } }) // prettier-ignore
    },
  )

  test('are sums of multiples: whoever makes a task with a product by hand is told', () => {
    const task = taskOf(
      '(define (domain d) (:predicates (r)) (:functions (f) (g)) (:action act :precondition (>= (+ (f) (g)) 1) :effect (and (increase (f) 1) (decrease (g) 1) (r))))', // prettier-ignore
      '(define (problem one) (:domain d) (:init (= (f) 1) (= (g) 1)) (:goal (r)))',
    )
    const product: unknown = JSON.parse(JSON.stringify(task).replace('"operator":"+"', '"operator":"*"')) // prettier-ignore
    expect(() => groundTask(product as typeof task)).toThrow(
      'The action "act" multiplies or divides numbers that actions change by each other.',
    )
  })
})

import { seededRandom } from '../../../src/base/index.ts'

export interface LayeredTask {
  readonly domain: string
  readonly problem: string
}

/**
 * PDDL of a task in layers of a hundred: each action needs one to three facts of the layer before and brings one fact. `actions`: an
 * action without parameters for each; `objects`: one action with a parameter, and what needs what as facts.
 */
export function layered(count: number, as: 'actions' | 'objects', seed = 1): LayeredTask {
  const random = seededRandom(seed)
  const below = (limit: number): number => Math.floor(random.next() * limit)
  const needs = Array.from({ length: count }, (_one, number) => {
    const layer = Math.floor(number / 100)
    if (layer === 0) return []
    const some = Array.from({ length: 1 + below(3) }, () => (layer - 1) * 100 + below(100))
    return [...new Set(some)]
  })
  const costs = needs.map(() => 1 + below(9))
  const goal = Array.from({ length: Math.min(50, count) }, (_one, number) => count - 1 - number)
  return as === 'actions' ? withActions(needs, costs, goal) : withObjects(needs, goal)
}

function withActions(
  needs: readonly (readonly number[])[],
  costs: readonly number[],
  goal: readonly number[],
): LayeredTask {
  const facts = (numbers: readonly number[]): string => numbers.map((one) => `(f${one})`).join(' ')
  const actions = needs.map(
    (all, number) =>
      `(:action a${number} :parameters () :precondition (and ${facts(all)}) :effect (and (f${number}) (increase (total-cost) ${costs[number]})))`,
  )
  return {
    domain: `(define (domain layered) (:predicates ${facts([...needs.keys()])}) (:functions (total-cost))\n${actions.join('\n')})`,
    problem: `(define (problem one) (:domain layered) (:init) (:goal (and ${facts(goal)})) (:metric minimize (total-cost)))`,
  }
}

function withObjects(needs: readonly (readonly number[])[], goal: readonly number[]): LayeredTask {
  const init = needs.flatMap((all, number) => all.map((one) => `(needs t${number} t${one})`))
  return {
    domain:
      '(define (domain layered) (:types task) (:predicates (done ?t - task) (needs ?t ?n - task)) (:action do :parameters (?t - task) :precondition (forall (?n - task) (imply (needs ?t ?n) (done ?n))) :effect (done ?t)))',
    problem: `(define (problem one) (:domain layered) (:objects ${needs.map((_all, number) => `t${number}`).join('\n')} - task)\n(:init ${init.join('\n')}) (:goal (and ${goal.map((one) => `(done t${one})`).join(' ')})))`,
  }
}

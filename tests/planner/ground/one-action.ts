import { groundTask, type GroundAction, type GroundTask } from '../../../src/planner/index.ts'
import { taskOf } from '../tasks.ts'

/** A task of one action and a goal over objects a, b, c of type thing. */
export function ground(
  action: string,
  init: string,
  goal: string,
  more = '',
  options: Parameters<typeof groundTask>[1] = {},
): GroundTask {
  const task = taskOf(
    `(define (domain d) (:types thing)
       (:predicates (p ?x - thing) (q ?x - thing) (r) (s) (linked ?x ?y - thing))
       (:functions (f) (g ?x - thing) (total-cost))
       (:action act ${action}) ${more})`,
    `(define (problem one) (:domain d) (:objects a b c - thing)
       (:init ${init}) (:goal ${goal}) (:metric minimize (total-cost)))`,
  )
  return groundTask(task, options)
}

/** Facts by name. */
export function named(
  task: GroundTask,
  action: GroundAction | undefined,
): Record<string, string[]> {
  const names = (facts: readonly number[] = []): string[] =>
    facts.map((fact) => task.facts[fact] ?? '')
  return { pre: names(action?.pre), add: names(action?.add), delete: names(action?.delete) }
}

/** What the actions are called. */
export const names = ({ actions }: GroundTask): readonly string[] => actions.map(({ name }) => name)

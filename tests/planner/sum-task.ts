import { seededRandom } from '../../src/base/index.ts'
import type { Condition, LiftedAction, LiftedEffect, LiftedTask, NumberTerm } from '../../src/planner/index.ts' // prettier-ignore
import { under } from './random-task.ts'

const functions = ['x', 'y', 'z']
const compare = ['=', '≠', '<', '≤', '>', '≥'] as const
const always: Condition = { kind: 'and', all: [] }

/** A small task whose conditions compare sums of numbers that its actions change; the same for the same number. */
export function sumTask(number: number): LiftedTask {
  const random = seededRandom(number)
  const pick = <T>(all: readonly T[]): T => all[under(random, all.length)] as T
  const some = under(random, 2) + 2
  const value = (): NumberTerm => ({ name: pick(functions.slice(0, some)), terms: [] })
  const term = (depth: number): NumberTerm => {
    const kind = depth === 0 ? under(random, 2) : under(random, 5)
    if (kind === 0) return under(random, 5)
    if (kind < 3) return value()
    if (kind === 3) return { operator: pick(['+', '-']), left: term(depth - 1), right: term(depth - 1) } // prettier-ignore
    return { operator: '*', left: pick([-1, 2, 3]), right: value() }
  }
  const compared = (): Condition => {
    const one: Condition = { kind: 'number', compare: pick(compare), left: term(2), right: term(1) }
    return random.next() < 0.2 ? { kind: 'not', one } : one
  }
  const fact = (name = pick(['p', 'q'])): Condition => ({ kind: 'atom', atom: { name, terms: [] } })
  // Without room above and below there would be states without end.
  const within = functions.slice(0, some).flatMap((name): Condition[] => [
    { kind: 'number', compare: '≤', left: { name, terms: [] }, right: 6 },
    { kind: 'number', compare: '≥', left: { name, terms: [] }, right: -4 },
  ]) // prettier-ignore
  const change = (name: string): LiftedEffect => ({ parameters: [], condition: always, kind: pick(['increase', 'decrease']), of: { name, terms: [] }, value: under(random, 3) + 1 }) // prettier-ignore
  const set = (): LiftedEffect => ({ parameters: [], condition: random.next() < 0.2 ? compared() : always, kind: pick(['add', 'add', 'delete']), atom: { name: pick(['p', 'q']), terms: [] } }) // prettier-ignore
  const assigning = random.next() < 0.2
  const action = (_: unknown, index: number): LiftedAction => ({
    name: `do${index}`,
    parameters: [],
    condition: { kind: 'and', all: [...within, ...(random.next() < 0.5 ? [compared()] : []), ...(random.next() < 0.3 ? [fact()] : [])] }, // prettier-ignore
    effects:
      assigning && index === 0
        ? functions.slice(0, some).map((name) => ({ parameters: [], condition: always, kind: 'assign', of: { name, terms: [] }, value: under(random, 5) })) // prettier-ignore
        : [...functions.slice(0, some).filter(() => random.next() < 0.5).map(change), ...(random.next() < 0.5 ? [set()] : [])], // prettier-ignore
    cost: under(random, 4),
  })
  return {
    domain: 'sums',
    name: `task ${number}`,
    types: [],
    objects: [],
    predicates: [{ name: 'p', parameters: [] }, { name: 'q', parameters: [] }], // prettier-ignore
    functions: functions.map((name) => ({ name, parameters: [] })),
    actions: Array.from({ length: 2 + under(random, 3) }, action),
    init: random.next() < 0.5 ? [{ name: 'p', terms: [] }] : [],
    values: functions.filter(() => random.next() < 0.9).map((name) => ({ of: { name, terms: [] }, value: under(random, 4) })), // prettier-ignore
    goal: { kind: 'and', all: [compared(), ...(random.next() < 0.6 ? [compared()] : []), ...(random.next() < 0.5 ? [fact()] : [])] }, // prettier-ignore
  }
}

import { seededRandom } from '../../src/base/index.ts'
import type {
  Atom,
  Condition,
  LiftedAction,
  LiftedEffect,
  LiftedRule,
  LiftedTask,
  Parameter,
  Signature,
  Term,
} from '../../src/planner/index.ts'

/** By the first of its name: derived from what has a lower number, and from what has the same, but not from that one's contrary. */
const derived = [signature('d0-x', 1), signature('d0-y', 1), signature('d1-x', 2), signature('d1-y', 0), signature('d2-x', 1)] // prettier-ignore
const stated = [signature('p', 1), signature('q', 1), signature('r', 0), signature('link', 2)]

function signature(name: string, arity: number): Signature {
  return { name, parameters: Array.from({ length: arity }, (_, index) => ({ name: `a${index}`, types: ['thing'] })) } // prettier-ignore
}

/** A small task with derived predicates and several effects under conditions; the same number gives the same task. */
export function ruleTask(number: number): LiftedTask {
  const random = seededRandom(77 + number)
  const below = (limit: number): number => Math.floor(random.next() * limit)
  const pick = <T>(all: readonly T[]): T => all[below(all.length)]!
  const objects = ['x', 'y', 'z'].slice(0, 2 + below(2)).map((name) => ({ name, types: ['thing'] }))
  const term = (bound: readonly Parameter[]): Term =>
    bound.length > 0 && below(4) > 0
      ? { kind: 'variable', name: pick(bound).name }
      : { kind: 'object', name: pick(objects).name }
  const atom = (among: readonly Signature[], bound: readonly Parameter[]): Atom => {
    const { name, parameters } = pick(among)
    return { name, terms: parameters.map(() => term(bound)) }
  }
  /** `level`: only predicates below it are read as their contrary; those at it only where `positive`. */
  const condition = (depth: number, bound: readonly Parameter[], level: number, positive = true): Condition => {
    const readable = [...stated, ...stated, ...derived.filter(({ name }) => Number(name[1]) < level || (positive && Number(name[1]) === level))] // prettier-ignore
    switch (depth === 0 ? 9 : below(10)) {
      case 0:
      case 1:
        return { kind: 'not', one: condition(depth - 1, bound, level, !positive) }
      case 2:
        return { kind: 'or', all: [1, 2].map(() => condition(depth - 1, bound, level, positive)) }
      case 3:
      case 4: {
        const parameters = [{ name: `v${depth}${bound.length}`, types: ['thing'] }]
        return { kind: pick(['forall', 'exists', 'exists'] as const), parameters, one: condition(depth - 1, [...bound, ...parameters], level, positive) } // prettier-ignore
      }
      case 5:
      case 6:
        return { kind: 'and', all: [1, 2].map(() => condition(depth - 1, bound, level, positive)) }
      default:
        return { kind: 'atom', atom: atom(readable, bound) }
    }
  } // prettier-ignore
  const effect = (outer: readonly Parameter[]): LiftedEffect => {
    const parameters = below(3) === 0 ? [{ name: 'w', types: ['thing'] }] : []
    const bound = [...outer, ...parameters]
    const always: Condition = { kind: 'and', all: [] }
    return {
      parameters,
      condition: below(4) === 0 ? always : condition(1, bound, 9),
      kind: pick(['add', 'add', 'delete'] as const),
      atom: atom(stated.slice(0, 3), bound),
    }
  }
  const action = (_: unknown, index: number): LiftedAction => {
    const parameters = below(2) === 0 ? [] : [{ name: 'o', types: ['thing'] }]
    return {
      name: `do${index}`,
      parameters,
      condition: condition(1, parameters, 9),
      effects: Array.from({ length: 1 + below(4) }, () => effect(parameters)),
      cost: 1 + below(3),
    }
  }
  const rule = ({ name, parameters }: Signature): LiftedRule => ({
    name,
    parameters,
    condition: condition(2, parameters, Number(name[1])),
  })
  const facts = stated.flatMap(({ name, parameters }) =>
    parameters.reduce<readonly (readonly Term[])[]>((all) => all.flatMap((terms) => objects.map((one): readonly Term[] => [...terms, { kind: 'object', name: one.name }])), [[]]).map((terms) => ({ name, terms })),
  ) // prettier-ignore
  return {
    domain: 'random',
    name: 'rules',
    types: [{ name: 'thing', parent: 'object' }],
    objects,
    predicates: [...stated, ...derived],
    functions: [],
    actions: Array.from({ length: 2 + below(3) }, action),
    derived: [...derived, ...derived.filter(() => below(2) === 0)].map(rule),
    init: facts.filter(() => below(3) === 0),
    values: [],
    goal: { kind: 'and', all: [1, 2].map(() => condition(below(2), [], 9)) },
  }
}

import type {
  Atom,
  Condition,
  LiftedAction,
  LiftedEffect,
  LiftedTask,
  NumberTerm,
  Parameter,
} from '../../src/planner/index.ts'

// A short way to write tasks with parameters. Words with `?` before them are parameters.

/** `atom('at ?t depot')`. */
export function atom(text: string): Atom {
  const [name = '', ...terms] = text.split(' ')
  return {
    name,
    terms: terms.map((term) =>
      term.startsWith('?')
        ? { kind: 'variable', name: term.slice(1) }
        : { kind: 'object', name: term },
    ),
  }
}

export const is = (text: string): Condition => ({ kind: 'atom', atom: atom(text) })
export const not = (one: Condition | string): Condition => ({ kind: 'not', one: typeof one === 'string' ? is(one) : one }) // prettier-ignore
export const all = (...conditions: readonly (Condition | string)[]): Condition => ({ kind: 'and', all: conditions.map((one) => (typeof one === 'string' ? is(one) : one)) }) // prettier-ignore
export const any = (...conditions: readonly (Condition | string)[]): Condition => ({ kind: 'or', all: conditions.map((one) => (typeof one === 'string' ? is(one) : one)) }) // prettier-ignore
export const same = (left: string, right: string): Condition => {
  const [first, second] = atom(`= ${left} ${right}`).terms
  if (!first || !second) throw new Error('two terms are needed')
  return { kind: 'equal', left: first, right: second }
}
export const quantified = (kind: 'forall' | 'exists', given: readonly Parameter[], one: Condition): Condition => ({ kind, parameters: given, one }) // prettier-ignore
export const number = (left: NumberTerm, compare: '=' | '≠' | '<' | '≤' | '>' | '≥', right: NumberTerm): Condition => ({ kind: 'number', compare, left, right }) // prettier-ignore

/** `parameters('t:truck', 'p')`; without a type it is any object. */
export function parameters(...names: readonly string[]): readonly Parameter[] {
  return names.map((one) => {
    const [name = '', type = 'object'] = one.split(':')
    return { name, types: [type] }
  })
}

/** `effect('(at ?t ?to)')` adds it, `effect('!at ?t ?from')` deletes it. */
export function effect(
  text: string,
  condition: Condition = all(),
  given: readonly Parameter[] = [],
): LiftedEffect {
  const kind = text.startsWith('!') ? 'delete' : 'add'
  return { parameters: given, condition, kind, atom: atom(text.replace('!', '')) }
}

export function change(
  kind: 'assign' | 'increase' | 'decrease',
  of: string,
  value: NumberTerm,
): LiftedEffect {
  return { parameters: [], condition: all(), kind, of: atom(of), value }
}

export function lifted(
  name: string,
  given: readonly Parameter[],
  condition: Condition,
  effects: readonly LiftedEffect[],
  cost: NumberTerm = 1,
): LiftedAction {
  return { name, parameters: given, condition, effects, cost }
}

/** A task whose objects are written `t1:truck`; types are those named, all directly below `object`, unless given. */
export function liftedTask(
  parts: Partial<Omit<LiftedTask, 'objects' | 'init' | 'values'>> & {
    readonly objects?: readonly string[]
    readonly init?: readonly string[]
    readonly values?: Readonly<Record<string, number>>
  },
): LiftedTask {
  const objects = (parts.objects ?? []).map((one) => {
    const [name = '', type = 'object'] = one.split(':')
    return { name, types: [type] }
  })
  const names = [...new Set(objects.flatMap(({ types }) => types))].filter(
    (one) => one !== 'object',
  )
  return {
    domain: 'd',
    name: 'p',
    types: names.map((name) => ({ name, parent: 'object' })),
    predicates: [],
    functions: [],
    actions: [],
    goal: all(),
    ...parts,
    objects,
    init: (parts.init ?? []).map(atom),
    values: Object.entries(parts.values ?? {}).map(([of, value]) => ({ of: atom(of), value })),
  }
}

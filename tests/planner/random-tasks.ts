import fc from 'fast-check'
import type {
  Atom,
  Condition,
  LiftedAction,
  LiftedEffect,
  LiftedTask,
  NumberTerm,
  Parameter,
  Signature,
  Term,
} from '../../src/planner/index.ts'

// Small random tasks with everything that a lifted task may hold.

const types = ['object', 'thing', 'box']

const predicates: readonly Signature[] = [
  signature('ready', []),
  signature('open', ['thing']),
  signature('held', ['box']),
  signature('at', ['box', 'thing']),
  // No effect names these two.
  signature('linked', ['thing', 'thing']),
  signature('heavy', ['object']),
]
const changing = predicates.slice(0, 4)
const functions: readonly Signature[] = [
  signature('load', []),
  signature('weight', ['box']),
  signature('length', ['thing']),
  signature('fuel', []),
]
/** Those that effects change; the others are between them. */
const numbers = [functions[0], functions[3]].flatMap((one) => one ?? [])
const constants = functions.slice(1, 3)

function signature(name: string, kinds: readonly string[]): Signature {
  return { name, parameters: kinds.map((type, index) => ({ name: `a${index}`, types: [type] })) }
}

const objects = [
  { name: 'x', types: ['thing'] },
  { name: 'y', types: ['box'] },
  { name: 'z', types: ['object'] },
  { name: 'w', types: ['box'] },
]

/** `rich`: with numbers, quantifiers, alternatives and effects under conditions. */
export function tasks(rich: boolean): fc.Arbitrary<LiftedTask> {
  return fc
    .record({
      size: fc.integer({ min: 2, max: rich ? 3 : 4 }),
      actions: fc.array(action(rich), { minLength: 3, maxLength: 5 }),
      init: fc.array(atom(predicates.slice(4), []), { minLength: 4, maxLength: 10 }),
      held: fc.array(atom(changing, []), { maxLength: 3 }),
      choice: fc.nat(),
      values: fc.array(
        fc.record({ of: atom(constants, []), value: fc.integer({ min: 0, max: 3 }) }),
        { maxLength: 4 },
      ),
      load: fc.option(fc.integer({ min: 0, max: 2 }), { freq: 4 }),
      fuel: fc.option(fc.integer({ min: 0, max: 3 }), { freq: 4 }),
      goal: fc.oneof(
        fc.constant<Condition>({ kind: 'and', all: [] }),
        rich ? condition(2, [], true) : conjunction(changing),
      ),
    })
    .map(({ size, actions, init, held, choice, values, load, fuel, goal }) => {
      const known = objects.slice(0, size)
      const missing = added(actions, known, choice).find(
        (one) => !held.some((other) => isSame(one, other)),
      )
      const usable = (one: Atom): boolean =>
        one.terms.every(({ name }) => known.some((object) => object.name === name))
      return {
        domain: 'random',
        name: 'one',
        types: [
          { name: 'thing', parent: 'object' },
          { name: 'box', parent: 'thing' },
        ],
        objects: known,
        predicates,
        functions,
        actions: actions.map((one, index) => ({
          ...one,
          name: `do${index}`,
          effects: withOneChange(one.effects),
        })),
        init: unique([...init, ...held].filter(usable)),
        values: [
          ...(load === null ? [] : [{ of: { name: 'load', terms: [] }, value: load }]),
          ...(fuel === null ? [] : [{ of: { name: 'fuel', terms: [] }, value: fuel }]),
          ...uniqueBy(values.filter(({ of }) => usable(of))),
        ],
        goal: {
          kind: 'and' as const,
          all: [
            goal,
            ...(missing === undefined || !usable(missing)
              ? []
              : [{ kind: 'atom' as const, atom: missing }]),
          ],
        },
      }
    })
    .filter((task) => !names(task).has('w') || task.objects.length > 3)
    .filter((task) => !names(task).has('z') || task.objects.length > 2)
}

/** What actions may add, from one that `choice` points at on; parameters stand for some objects that fit. */
function added(
  actions: readonly LiftedAction[],
  known: readonly { readonly name: string; readonly types: readonly string[] }[],
  choice: number,
): readonly Atom[] {
  const all = actions.flatMap(({ effects }) =>
    effects.flatMap((effect) => (effect.kind === 'add' ? [effect.atom] : [])),
  )
  const first = choice % (all.length + 1)
  return [...all.slice(first), ...all.slice(0, first)].map(({ name, terms }) => ({
    name,
    terms: terms.map((term, index): Term => {
      const type = predicates.find((one) => one.name === name)?.parameters[index]?.types[0] ?? ''
      const fitting = known.filter(({ types }) => below[type]?.includes(types[0] ?? ''))
      const chosen = fitting[(choice + index) % fitting.length]
      return term.kind === 'object' || !chosen ? term : { kind: 'object', name: chosen.name }
    }),
  }))
}

function isSame(left: Atom, right: Atom): boolean {
  return JSON.stringify(left) === JSON.stringify(right)
}

/** Two changes of one number at once would contradict each other. */
function withOneChange(effects: readonly LiftedEffect[]): readonly LiftedEffect[] {
  const first = effects.find((one) => 'of' in one)
  return effects.filter((one) => 'atom' in one || one === first)
}

function names(task: LiftedTask): ReadonlySet<string> {
  const found = new Set<string>()
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return
    if ('kind' in value && value.kind === 'object' && 'name' in value) found.add(String(value.name))
    else Object.values(value).forEach(visit)
  }
  visit([task.actions, task.goal])
  return found
}

function unique(all: readonly Atom[]): readonly Atom[] {
  return [...new Map(all.map((one) => [JSON.stringify(one), one])).values()]
}

function uniqueBy<T extends { readonly of: Atom }>(all: readonly T[]): readonly T[] {
  return [...new Map(all.map((one) => [JSON.stringify(one.of), one])).values()]
}

function action(rich: boolean): fc.Arbitrary<LiftedAction> {
  return fc.array(fc.constantFrom(...types), { maxLength: rich ? 2 : 3 }).chain((kinds) => {
    const parameters: readonly Parameter[] = kinds.map((type, index) => ({
      name: `p${index}`,
      types: [type],
    }))
    return fc.record({
      name: fc.constant(''),
      parameters: fc.constant(parameters),
      condition: rich
        ? fc.oneof(condition(2, parameters, true), conjunction(predicates, parameters))
        : conjunction(predicates, parameters),
      effects: fc.array(effect(rich, parameters), { minLength: 1, maxLength: 3 }),
      cost: rich ? fc.oneof(fc.nat(3), numberTerm(parameters)) : fc.constant(1),
    })
  })
}

function effect(rich: boolean, outer: readonly Parameter[]): fc.Arbitrary<LiftedEffect> {
  const always: Condition = { kind: 'and', all: [] }
  const plain = (
    parameters: readonly Parameter[],
    under: readonly Parameter[],
    when: fc.Arbitrary<Condition>,
  ): fc.Arbitrary<LiftedEffect> =>
    fc.record({
      parameters: fc.constant(parameters),
      condition: when,
      kind: fc.constantFrom('add' as const, 'add' as const, 'delete' as const),
      atom: atom(changing, under),
    })
  const simple = plain([], outer, fc.constant(always))
  if (!rich) return simple
  const bound = [{ name: 'q', types: ['thing'] }]
  const numeric: fc.Arbitrary<LiftedEffect> = fc.record({
    parameters: fc.constant([]),
    condition: fc.oneof(fc.constant(always), condition(1, outer, false)),
    kind: fc.constantFrom('increase' as const, 'decrease' as const, 'assign' as const),
    of: fc.constantFrom(...numbers).map(({ name }) => ({ name, terms: [] })),
    value: numberTerm(outer),
  })
  return fc.oneof(
    { weight: 5, arbitrary: simple },
    { weight: 2, arbitrary: plain([], outer, condition(1, outer, true)) },
    {
      weight: 1,
      arbitrary: plain(
        bound,
        [...outer, ...bound],
        fc.oneof(fc.constant(always), condition(1, [...outer, ...bound], true)),
      ),
    },
    { weight: 1, arbitrary: numeric },
  )
}

function conjunction(
  among: readonly Signature[],
  parameters: readonly Parameter[] = [],
): fc.Arbitrary<Condition> {
  return fc.array(atom(among, parameters), { minLength: 1, maxLength: 2 }).map((all) => ({
    kind: 'and',
    all: all.map((one) => ({ kind: 'atom', atom: one })),
  }))
}

function condition(
  depth: number,
  parameters: readonly Parameter[],
  numbers: boolean,
): fc.Arbitrary<Condition> {
  const literal: fc.Arbitrary<Condition> = atom(predicates, parameters).map((one) => ({
    kind: 'atom',
    atom: one,
  }))
  const equal: fc.Arbitrary<Condition> = fc.record({
    kind: fc.constant('equal' as const),
    left: term(parameters),
    right: term(parameters),
  })
  const number: fc.Arbitrary<Condition> = fc.record({
    kind: fc.constant('number' as const),
    compare: fc.constantFrom('=' as const, '<' as const, '≤' as const, '>' as const, '≥' as const),
    left: fc.oneof(variable, fc.record({ operator: fc.constantFrom('+' as const, '-' as const), left: variable, right: fc.oneof(variable, numberTerm(parameters)) })), // prettier-ignore
    right: fc.oneof(numberTerm(parameters), multiple),
  })
  const leaves = [{ weight: 5, arbitrary: literal }, { weight: 1, arbitrary: equal }, ...(numbers ? [{ weight: 1, arbitrary: number }] : [])] // prettier-ignore
  if (depth === 0) return fc.oneof(...leaves)
  const below = condition(depth - 1, parameters, numbers)
  const bound = { name: `v${depth}`, types: ['thing'] }
  return fc.oneof(
    ...leaves,
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constantFrom('and' as const, 'or' as const),
        all: fc.array(below, { maxLength: 3 }),
      }),
    },
    { weight: 2, arbitrary: below.map((one): Condition => ({ kind: 'not', one })) },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constantFrom('forall' as const, 'exists' as const),
        parameters: fc.constant([bound]),
        one: condition(depth - 1, [...parameters, bound], numbers),
      }),
    },
  )
}

/** A number that effects change. */
const variable: fc.Arbitrary<NumberTerm> = fc.constantFrom(...numbers).map(({ name }) => ({ name, terms: [] })) // prettier-ignore
const multiple: fc.Arbitrary<NumberTerm> = fc.oneof(
  variable,
  fc.record({ operator: fc.constant('*' as const), left: fc.integer({ min: -1, max: 2 }), right: variable }), // prettier-ignore
)

function numberTerm(parameters: readonly Parameter[]): fc.Arbitrary<NumberTerm> {
  const value = atom(constants, parameters)
  return fc.oneof(
    fc.integer({ min: 0, max: 3 }),
    value,
    fc.record({
      operator: fc.constantFrom('+' as const, '*' as const),
      left: value,
      right: fc.integer({ min: 0, max: 2 }),
    }),
  )
}

/** An atom whose arguments fit the declaration. */
function atom(among: readonly Signature[], parameters: readonly Parameter[]): fc.Arbitrary<Atom> {
  return fc
    .constantFrom(...among)
    .chain(({ name, parameters: wanted }) =>
      fc
        .tuple(...wanted.map((one) => term(parameters, one.types[0])))
        .map((terms) => ({ name, terms })),
    )
}

const below: Readonly<Record<string, readonly string[]>> = {
  object: ['object', 'thing', 'box'],
  thing: ['thing', 'box'],
  box: ['box'],
}

/** Parameters may be wider than declared. */
function term(parameters: readonly Parameter[], type = 'object'): fc.Arbitrary<Term> {
  const fitting = objects.filter((one) => below[type]?.includes(one.types[0] ?? ''))
  const object = fc.constantFrom(...fitting).map(({ name }): Term => ({ kind: 'object', name }))
  if (parameters.length === 0) return object
  const variable = fc
    .constantFrom(...parameters)
    .map(({ name }): Term => ({ kind: 'variable', name }))
  return fc.oneof({ weight: 3, arbitrary: variable }, { weight: 1, arbitrary: object })
}

import { compares } from '../../src/model/index.ts'
import { closed, factsAfter } from './effects-and-rules.ts'
import type {
  Atom,
  Condition,
  GroundTask,
  LiftedEffect,
  LiftedRule,
  LiftedTask,
  NumericCondition,
  NumberTerm,
  Parameter,
} from '../../src/planner/index.ts'

// Planning by definition: every choice of objects, every state. What is fast is compared with it.

/** Facts and numbers by their text. */
export interface State {
  readonly facts: ReadonlySet<string>
  readonly values: ReadonlyMap<string, number>
}

type Env = ReadonlyMap<string, string>

/** The least cost of a plan; null when there is none, undefined when there are more states than `most`. */
export function leastCost(task: LiftedTask, most: number): number | null | undefined {
  const actions = task.actions.flatMap((action) =>
    bindings(task, action.parameters, new Map()).map((env) => ({ action, env })),
  )
  return search<State>({
    start: startOf(task),
    key: ({ facts, values }) =>
      `${[...facts].toSorted().join(' ')} ${[...values].map(String).toSorted().join(' ')}`,
    isGoal: (state) => holds(task, state, task.goal, new Map()),
    next: (state) =>
      actions.flatMap(({ action, env }) => {
        const cost = numberIn(startOf(task), action.cost, env)
        if (cost === undefined || !holds(task, state, action.condition, env)) return []
        const after = applied(task, state, action.effects, env)
        return after ? [{ state: after, cost }] : []
      }),
    most,
  })
}

/** The same of a ground task. */
export function leastGroundCost(task: GroundTask, most: number): number | null | undefined {
  interface Ground {
    readonly facts: ReadonlySet<number>
    readonly values: readonly number[]
  }
  return search<Ground>({
    start: { facts: closed(task, new Set(task.init), meetsWith(task.variables.map(({ value }) => value))), values: task.variables.map(({ value }) => value) }, // prettier-ignore
    key: ({ facts, values }) =>
      `${[...facts].toSorted((a, b) => a - b).join(' ')} | ${values.join(' ')}`,
    isGoal: ({ facts, values }) =>
      task.goal.every((fact) => facts.has(fact)) &&
      task.numericGoal.every((one) => meets(values[one.variable], one)),
    next: ({ facts, values }) =>
      task.actions
        .filter(
          ({ pre, conditions = [] }) =>
            pre.every((fact) => facts.has(fact)) &&
            conditions.every((one) => meets(values[one.variable], one)),
        )
        .map((action) => {
          const { changes = [], cost } = action
          const after = [...values]
          for (const { variable, kind, value } of changes)
            after[variable] = changed(values[variable] ?? NaN, kind, value)
          const next = closed(task, factsAfter(action, facts, meetsWith(values)), meetsWith(after))
          return { state: { facts: next, values: after }, cost }
        }),
    most,
  })
}

function meetsWith(values: readonly number[]): Parameters<typeof closed>[2] {
  return ({ pre, conditions = [] }, facts) => pre.every((fact) => facts.has(fact)) && conditions.every((one) => meets(values[one.variable], one)) // prettier-ignore
}

function meets(value: number | undefined, { compare, value: limit }: NumericCondition): boolean {
  return value !== undefined && !Number.isNaN(value) && compares(value, compare, limit)
}

/** The names of actions that could be applied if nothing became false; for conditions that are atoms only. */
export function relaxedActions(task: LiftedTask): ReadonlySet<string> {
  const actions = task.actions.flatMap((action) =>
    bindings(task, action.parameters, new Map()).map((env) => ({ action, env })),
  )
  let facts = startOf(task).facts
  const found = new Set<string>()
  for (let before = -1; before < facts.size + found.size;) {
    before = facts.size + found.size
    for (const { action, env } of actions) {
      const { values } = startOf(task)
      if (!holds(task, { facts, values }, action.condition, env)) continue
      found.add(
        `(${[action.name, ...action.parameters.map(({ name }) => env.get(name))].join(' ')})`,
      )
      const adds = action.effects.filter(({ kind }) => kind === 'add')
      facts = new Set([...facts, ...(applied(task, { facts, values }, adds, env)?.facts ?? [])])
    }
  }
  return found
}

function startOf(task: LiftedTask): State {
  return withDerived(task, {
    facts: new Set(task.init.map((atom) => textOf(atom, new Map()))),
    values: new Map(task.values.map(({ of, value }) => [textOf(of, new Map()), value])),
  })
}

/** With what follows by the rules: those of one level again and again, until nothing is new, then those of the next. */
function withDerived(task: LiftedTask, state: State): State {
  const { derived = [] } = task
  const names = new Set(derived.map(({ name }) => name))
  const facts = new Set([...state.facts].filter((fact) => !names.has(fact.slice(1, -1).split(' ')[0] ?? ''))) // prettier-ignore
  const all = { facts, values: state.values }
  for (const level of levels(derived))
    for (let before = -1; before !== facts.size;) {
      before = facts.size
      for (const { name, parameters, condition } of derived.filter((rule) => level.has(rule.name)))
        for (const env of bindings(task, parameters, new Map()))
          if (holds(task, all, condition, env)) facts.add(`(${[name, ...parameters.map((one) => env.get(one.name))].join(' ')})`) // prettier-ignore
    }
  return all
}

/** Derived predicates by level: behind all whose contraries they read, and not before any that they read. */
function levels(derived: readonly LiftedRule[]): readonly ReadonlySet<string>[] {
  const level = new Map(derived.map(({ name }) => [name, 0]))
  const lift = (one: Condition, name: string, positive: boolean): boolean => {
    if (one.kind === 'and' || one.kind === 'or') return one.all.map((part) => lift(part, name, positive)).includes(true) // prettier-ignore
    if (one.kind === 'not') return lift(one.one, name, !positive)
    if (one.kind === 'forall' || one.kind === 'exists') return lift(one.one, name, positive)
    const read = one.kind === 'atom' ? level.get(one.atom.name) : undefined
    const least = read === undefined ? 0 : positive ? read : read + 1
    if ((level.get(name) ?? 0) >= least) return false
    level.set(name, least)
    return true
  }
  while (derived.map(({ name, condition }) => lift(condition, name, true)).includes(true)) continue
  const last = Math.max(-1, ...level.values())
  return Array.from({ length: last + 1 }, (_, at) => new Set([...level].flatMap(([name, one]) => (one === at ? [name] : [])))) // prettier-ignore
}

interface Problem<S> {
  readonly start: S
  readonly key: (state: S) => string
  readonly isGoal: (state: S) => boolean
  readonly next: (state: S) => readonly { readonly state: S; readonly cost: number }[]
  readonly most: number
}

/** Uniform-cost search over a list that is sorted by looking for the least. */
function search<S>({ start, key, isGoal, next, most }: Problem<S>): number | null | undefined {
  const open = new Map([[key(start), { state: start, cost: 0 }]])
  const closed = new Set<string>()
  while (open.size > 0) {
    let best: readonly [string, { readonly state: S; readonly cost: number }] | null = null
    for (const entry of open) if (!best || entry[1].cost < best[1].cost) best = entry
    if (!best) return null
    const [name, { state, cost }] = best
    if (isGoal(state)) return cost
    open.delete(name)
    closed.add(name)
    if (closed.size > most) return undefined
    for (const one of next(state)) {
      const other = key(one.state)
      const known = open.get(other)
      const sum = cost + one.cost
      if (!closed.has(other) && (!known || known.cost > sum))
        open.set(other, { state: one.state, cost: sum })
    }
  }
  return null
}

function bindings(task: LiftedTask, parameters: readonly Parameter[], outer: Env): readonly Env[] {
  let all: readonly Env[] = [outer]
  for (const { name, types } of parameters)
    all = all.flatMap((env) =>
      task.objects
        .filter((object) => object.types.some((type) => types.some((one) => isA(task, type, one))))
        .map((object) => new Map([...env, [name, object.name]])),
    )
  return all
}

function isA(task: LiftedTask, type: string, wanted: string): boolean {
  if (type === wanted || wanted === 'object') return true
  const parent = task.types.find(({ name }) => name === type)?.parent
  return parent !== undefined && parent !== 'object' && isA(task, parent, wanted)
}

/** `positive` false: whether the contrary holds. A comparison with a number that there is not never holds. */
function holds(task: LiftedTask, state: State, one: Condition, env: Env, positive = true): boolean {
  const below = (part: Condition, under = env): boolean => holds(task, state, part, under, positive)
  switch (one.kind) {
    case 'and':
    case 'or':
      return (one.kind === 'and') === positive
        ? one.all.every((part) => below(part))
        : one.all.some((part) => below(part))
    case 'not':
      return holds(task, state, one.one, env, !positive)
    case 'atom':
      return state.facts.has(textOf(one.atom, env)) === positive
    case 'equal':
      return (
        ((env.get(one.left.name) ?? one.left.name) ===
          (env.get(one.right.name) ?? one.right.name)) ===
        positive
      )
    case 'forall':
    case 'exists': {
      const all = bindings(task, one.parameters, env)
      return (one.kind === 'forall') === positive
        ? all.every((under) => below(one.one, under))
        : all.some((under) => below(one.one, under))
    }
    case 'number': {
      const [left, right] = [numberIn(state, one.left, env), numberIn(state, one.right, env)]
      return (
        left !== undefined && right !== undefined && compares(left, one.compare, right) === positive
      )
    }
  }
}

function applied(
  task: LiftedTask,
  state: State,
  effects: readonly LiftedEffect[],
  env: Env,
): State | null {
  const [adds, deletes] = [new Set<string>(), new Set<string>()]
  const values = new Map(state.values)
  for (const effect of effects)
    for (const under of bindings(task, effect.parameters, env)) {
      if (!holds(task, state, effect.condition, under)) continue
      if ('atom' in effect) (effect.kind === 'add' ? adds : deletes).add(textOf(effect.atom, under))
      else {
        const name = textOf(effect.of, under)
        const amount = numberIn(state, effect.value, under)
        if (amount === undefined) return null
        if (effect.kind !== 'assign' && !values.has(name)) return null
        values.set(name, changed(values.get(name) ?? NaN, effect.kind, amount))
      }
    }
  return withDerived(task, {
    facts: new Set([...[...state.facts].filter((fact) => !deletes.has(fact)), ...adds]),
    values,
  })
}

function changed(before: number, kind: 'assign' | 'increase' | 'decrease', value: number): number {
  return kind === 'assign' ? value : kind === 'increase' ? before + value : before - value
}

function numberIn(state: State, term: NumberTerm, env: Env): number | undefined {
  if (typeof term === 'number') return term
  if ('name' in term) return state.values.get(textOf(term, env))
  const [left, right] = [numberIn(state, term.left, env), numberIn(state, term.right, env)]
  if (left === undefined || right === undefined) return undefined
  return { '+': left + right, '-': left - right, '*': left * right, '/': left / right }[
    term.operator
  ]
}

/** `(at t1 depot)`. Objects and parameters have different names here. */
function textOf({ name, terms }: Atom, env: Env): string {
  return `(${[name, ...terms.map((term) => (term.kind === 'object' ? term.name : env.get(term.name)))].join(' ')})`
}

import type { GroundTask, NumericChange, NumericCondition } from '../ground-task.ts'
import { costsOf, type Costs } from './costs.ts'
import { invert, listsOf, type Lists } from './lists.ts'

// A ground task in typed arrays.
//
//   T1. A state is `stride` words: facts as bits of `words` words, then each variable as the two words of a float. The same state has
//       the same words: -0 becomes 0, and there is one NaN.
//   T2. "Conditions" are facts and bounds in one numbering, facts first. A bound is a comparison of a variable with a number; `=` is two
//       of them. What requires bounds requires each of them, so an action is applicable if and only if its conditions hold.
//   T3. In the relaxed task an action adds the facts that it adds, and the bounds towards which it moves a variable. So whatever is out
//       of reach there is out of reach, and a plan's actions are a relaxed plan: bounds keep lower bounds of the cost admissible.
//   T4. Facts have other numbers than in the ground task. Actions keep theirs.

export interface CompiledTask {
  readonly facts: number
  readonly bounds: readonly Bound[]
  /** Facts and bounds. */
  readonly conditions: number
  readonly actions: number
  readonly words: number
  readonly variables: number
  /** Words of a state. Even if there are variables, so that floats are aligned. */
  readonly stride: number
  readonly start: Uint32Array
  readonly goal: Int32Array
  /** Conditions of each action. */
  readonly pre: Lists
  /** Conditions that an action adds when deletes are left out, without those that it requires (T3). */
  readonly relaxedAdd: Lists
  /** Actions by condition that they require. */
  readonly requiredBy: Lists
  /** Actions by condition that they add in the relaxed task. */
  readonly addedBy: Lists
  readonly withoutPre: Int32Array
  /** Facts. */
  readonly add: Lists
  /** Facts, without those that are added. */
  readonly remove: Lists
  readonly changes: readonly (readonly Change[])[]
  readonly costs: Costs
}

export interface Bound {
  readonly variable: number
  readonly compare: '≠' | '<' | '≤' | '>' | '≥'
  readonly value: number
}

/** Of a variable: it becomes `value`, or the sum with it. */
export interface Change {
  readonly variable: number
  readonly assign: boolean
  readonly value: number
}

export function compileTask(task: GroundTask): CompiledTask {
  const facts = task.facts.length
  const variables = task.variables.length
  const bounds = new Bounds(facts)
  const goal = [...task.goal, ...bounds.numbers(task.numericGoal)]
  const pre = task.actions.map(({ pre: required, conditions = [] }) => (conditions.length === 0 ? required : [...required, ...bounds.numbers(conditions)])) // prettier-ignore
  const changes = variables === 0 ? [] : task.actions.map((action) => action.changes?.map(changeOf) ?? []) // prettier-ignore
  const relaxedAdd = task.actions.map(({ add }, action) => {
    const required = pre[action] ?? []
    const all = [...add, ...movedTowards(bounds.all, changes[action] ?? [], facts)]
    return all.some((condition) => required.includes(condition)) ? all.filter((condition) => !required.includes(condition)) : all // prettier-ignore
  })
  const conditions = facts + bounds.all.length
  const place = placesOf(task, conditions)
  const words = wordsOf(facts, variables)
  const preLists = listsOf(pre, place)
  const addLists = listsOf(relaxedAdd, place)
  return {
    facts,
    bounds: bounds.all,
    conditions,
    actions: task.actions.length,
    words,
    variables,
    stride: words + 2 * variables,
    start: startOf(task, words, place),
    goal: Int32Array.from(goal, (condition) => place[condition]!),
    pre: preLists,
    relaxedAdd: addLists,
    requiredBy: invert(preLists, conditions),
    addedBy: invert(addLists, conditions),
    withoutPre: Int32Array.from(pre.flatMap((list, number) => (list.length === 0 ? [number] : []))),
    add: listsOf(task.actions.map((action) => action.add), place), // prettier-ignore
    remove: listsOf(task.actions.map((action) => action.delete), place), // prettier-ignore
    changes,
    costs: costsOf(task.actions),
  }
}

/** Bits for the facts; an even number if floats come behind. */
function wordsOf(facts: number, variables: number): number {
  const words = Math.ceil(facts / 32)
  return variables > 0 ? words + (words % 2) : words
}

function startOf(task: GroundTask, words: number, place: Int32Array): Uint32Array {
  const { length } = task.variables
  const start = new Uint32Array(words + 2 * length)
  for (const fact of task.init) start[place[fact]! >>> 5]! |= 1 << (place[fact]! & 31)
  if (length > 0) new Float64Array(start.buffer).set(task.variables.map(({ value }) => canonical(value)), words / 2) // prettier-ignore
  return start
}

/**
 * Where each condition comes to stand (T4): facts that few actions require come first. A state's facts are looked at in their order, so an
 * action is completed by its most general condition, and among supporters of equal cost those of the rarer facts win.
 */
function placesOf(task: GroundTask, conditions: number): Int32Array {
  const uses = new Int32Array(task.facts.length)
  for (const { pre } of task.actions) for (const fact of pre) uses[fact]!++
  const order = task.facts.map((_, fact) => fact).toSorted((a, b) => uses[a]! - uses[b]! || a - b)
  const place = Int32Array.from({ length: conditions }, (_, condition) => condition)
  for (const [at, fact] of order.entries()) place[fact] = at
  return place
}

/** The bounds, as conditions, towards which one of the changes moves a variable. */
function movedTowards(
  bounds: readonly Bound[],
  changes: readonly Change[],
  facts: number,
): number[] {
  if (changes.length === 0) return []
  return bounds.flatMap((bound, i) => (changes.some((change) => movesTowards(change, bound)) ? [facts + i] : [])) // prettier-ignore
}

/** T1. */
export function canonical(number: number): number {
  return number === 0 ? 0 : Number.isNaN(number) ? NaN : number
}

/** False without a value. */
export function meets(number: number, { compare, value }: Bound): boolean {
  switch (compare) {
    case '<':
      return number < value
    case '≤':
      return number <= value
    case '>':
      return number > value
    case '≥':
      return number >= value
    case '≠':
      return number !== value && !Number.isNaN(number)
  }
}

/**
 * How often the change has to be made until the bound is met, from a number that does not meet it, if nothing else changes the variable;
 * once if the variable has no value, which something else has to give it.
 */
export function repetitions(number: number, change: Change, { compare, value }: Bound): number {
  if (change.assign || compare === '≠') return 1
  const distance = (value - number) / change.value
  const times = compare === '<' || compare === '>' ? Math.floor(distance) + 1 : Math.ceil(distance)
  return times >= 1 ? Math.min(times, 1e6) : 1
}

export function movesTowards(change: Change, bound: Bound): boolean {
  if (change.variable !== bound.variable) return false
  if (change.assign) return meets(change.value, bound)
  if (bound.compare === '≠') return change.value !== 0
  return bound.compare === '<' || bound.compare === '≤' ? change.value < 0 : change.value > 0
}

function changeOf({ variable, kind, value }: NumericChange): Change {
  return { variable, assign: kind === 'assign', value: kind === 'decrease' ? -value : value }
}

/** Distinct bounds, and their numbers as conditions (T2). */
class Bounds {
  readonly all: Bound[] = []
  readonly #first: number
  readonly #known = new Map<string, number>()

  constructor(first: number) {
    this.#first = first
  }

  numbers(conditions: readonly NumericCondition[]): number[] {
    const found = new Set<number>()
    for (const { variable, compare, value } of conditions)
      for (const one of compare === '=' ? (['≤', '≥'] as const) : [compare])
        found.add(this.#number({ variable, compare: one, value }))
    return [...found]
  }

  #number(bound: Bound): number {
    const key = `${bound.variable} ${bound.compare} ${bound.value}`
    const known = this.#known.get(key)
    if (known !== undefined) return known
    const number = this.#first + this.all.length
    this.all.push(bound)
    this.#known.set(key, number)
    return number
  }
}

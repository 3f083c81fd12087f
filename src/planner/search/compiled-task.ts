import { contraryRules } from '../contrary-rules.ts'
import type {
  ConditionalEffect,
  DerivedFacts,
  GroundTask,
  NumericCondition,
} from '../ground-task.ts'
import { Bounds, canonical, changeOf, movedTowards, type Bound, type Change } from './bounds.ts'
import { costsOf, type Costs } from './costs.ts'
import { Derivation } from './derivation.ts'
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
//   T5. The relaxed task consists of "operators": each action, and as operators of their own each effect that it has under a condition,
//       which requires what the action and the effect require, and each rule, which costs nothing. What an action brings about in a
//       state, some of its operators bring about in the relaxed task; lower bounds must count its cost once for all of them.
//   T6. A derived fact and its contrary are facts of the state, written when all others are. When a contrary may hold in the relaxed task
//       is told by rules of contrary-rules.ts.

export interface CompiledTask {
  readonly facts: number
  readonly bounds: readonly Bound[]
  /** Facts and bounds, and behind them what no state holds and only the relaxed task speaks of (T6). */
  readonly conditions: number
  readonly actions: number
  /** Of the relaxed task (T5): the first are the actions. */
  readonly operators: number
  /** The action that an operator belongs to; -1 of rules. */
  readonly owner: Int32Array
  readonly words: number
  readonly variables: number
  /** Words of a state. Even if there are variables, so that floats are aligned. */
  readonly stride: number
  readonly start: Uint32Array
  readonly goal: Int32Array
  /** Conditions of each operator. */
  readonly pre: Lists
  /** Conditions that an operator adds when deletes are left out, without those that it requires (T3). */
  readonly relaxedAdd: Lists
  /** Operators by condition that they require. */
  readonly requiredBy: Lists
  /** Operators by condition that they add in the relaxed task. */
  readonly addedBy: Lists
  /** Operators, ascending. */
  readonly withoutPre: Int32Array
  /** Conditions that an action may make true, but for what follows from them. */
  readonly mayAdd: Lists
  /** Facts. */
  readonly add: Lists
  /** Facts, without those that are added. */
  readonly remove: Lists
  readonly changes: readonly (readonly Change[])[]
  /** What happens under conditions; null: nothing does. */
  readonly effects: CompiledEffects | null
  /** Null: no fact follows from others. */
  readonly derivation: Derivation | null
  readonly costs: Costs
}

/** Effects under conditions, numbered through; the operator of an effect is as many behind the actions. */
export interface CompiledEffects {
  readonly of: Lists
  /** What must hold besides the conditions of the action. */
  readonly pre: Lists
  readonly add: Lists
  readonly remove: Lists
  /** Room for those of one action. */
  readonly firing: Int32Array
}

/** An action, an effect under a condition, or a rule, as the relaxed task has it. Conditions with the numbers of the ground task. */
interface Operator {
  readonly owner: number
  readonly pre: readonly number[]
  readonly add: readonly number[]
}

export function compileTask(task: GroundTask): CompiledTask {
  const facts = task.facts.length
  const variables = task.variables.length
  const bounds = new Bounds(facts)
  const all = (required: readonly number[], conditions: readonly NumericCondition[] = []): readonly number[] => (conditions.length === 0 ? required : [...required, ...bounds.numbers(conditions)]) // prettier-ignore
  const goal = all(task.goal, task.numericGoal)
  const pre = task.actions.map((action) => all(action.pre, action.conditions))
  const effects = task.actions.flatMap(({ when = [] }, action) => when.map((effect) => ({ ...effect, action, pre: all(effect.pre, effect.conditions) }))) // prettier-ignore
  const rules = task.derived?.rules.map(({ fact, pre: read, conditions }) => ({ fact, pre: all(read, conditions) })) ?? [] // prettier-ignore
  const changes = variables === 0 ? [] : task.actions.map((action) => action.changes?.map(changeOf) ?? []) // prettier-ignore
  const stated = facts + bounds.all.length
  const contrary = task.derived ? contraryRules(task.derived, stated) : { rules: [], marks: [] }
  const conditions = stated + contrary.marks.length
  const operators: readonly Operator[] = [
    ...task.actions.map(({ add }, owner) => ({ owner, pre: pre[owner] ?? [], add: changes.length === 0 ? add : [...add, ...movedTowards(bounds.all, changes[owner] ?? [], facts)] })), // prettier-ignore
    ...effects.map((effect) => ({ owner: effect.action, pre: union(pre[effect.action] ?? [], effect.pre), add: effect.add })), // prettier-ignore
    ...[...rules, ...contrary.rules].map((rule) => ({ owner: -1, pre: rule.pre, add: [rule.fact] })), // prettier-ignore
  ]
  const place = placesOf(task, conditions)
  const words = wordsOf(facts, variables)
  const preLists = listsOf(operators.map((one) => one.pre), place) // prettier-ignore
  const added = operators.map(newlyAdded)
  const addLists = listsOf(added, place)
  const derivation = task.derived ? derivationOf(task.derived, rules, place, bounds.all, facts) : null // prettier-ignore
  return {
    facts,
    bounds: bounds.all,
    conditions,
    actions: task.actions.length,
    operators: operators.length,
    owner: Int32Array.from(operators, ({ owner }) => owner),
    words,
    variables,
    stride: words + 2 * variables,
    start: startOf(task, words, place, derivation),
    goal: Int32Array.from(goal, (condition) => place[condition]!),
    pre: preLists,
    relaxedAdd: addLists,
    requiredBy: invert(preLists, conditions),
    addedBy: invert(addLists, conditions),
    withoutPre: Int32Array.from(operators.flatMap((one, number) => (one.pre.length === 0 ? [number] : []))), // prettier-ignore
    mayAdd: effects.length === 0 ? addLists : listsOf(allAdded(task, operators, added), place),
    add: listsOf(task.actions.map((action) => action.add), place), // prettier-ignore
    remove: listsOf(task.actions.map((action) => action.delete), place), // prettier-ignore
    changes,
    effects: effects.length === 0 ? null : effectsOf(task, effects, place),
    derivation,
    costs: costsOf(task.actions),
  }
}

function newlyAdded({ pre, add }: Operator): readonly number[] {
  return add.some((condition) => pre.includes(condition)) ? add.filter((condition) => !pre.includes(condition)) : add // prettier-ignore
}

/** For each action what any of its operators adds. */
function allAdded(
  task: GroundTask,
  operators: readonly Operator[],
  added: readonly (readonly number[])[],
): readonly (readonly number[])[] {
  const all = task.actions.map(() => new Set<number>())
  for (const [operator, { owner }] of operators.entries())
    for (const condition of added[operator] ?? []) all[owner]?.add(condition)
  return all.map((one) => [...one])
}

function union(left: readonly number[], right: readonly number[]): readonly number[] {
  return [...left, ...right.filter((one) => !left.includes(one))]
}

function effectsOf(
  { actions }: GroundTask,
  effects: readonly (ConditionalEffect & { readonly action: number })[],
  place: Int32Array,
): CompiledEffects {
  let next = 0
  const of = listsOf(actions.map(({ when = [] }) => when.map(() => next++)))
  return {
    of,
    pre: listsOf(effects.map((effect) => effect.pre), place), // prettier-ignore
    add: listsOf(effects.map((effect) => effect.add), place), // prettier-ignore
    remove: listsOf(effects.map((effect) => effect.delete), place), // prettier-ignore
    firing: new Int32Array(actions.reduce((most, { when = [] }) => Math.max(most, when.length), 0)),
  }
}

function derivationOf(
  derived: DerivedFacts,
  rules: readonly { readonly fact: number; readonly pre: readonly number[] }[],
  place: Int32Array,
  bounds: readonly Bound[],
  facts: number,
): Derivation {
  const levels = new Map(derived.rules.map(({ fact, level }) => [fact, level]))
  return new Derivation(
    rules.map(({ fact, pre }) => ({ fact: place[fact]!, pre: pre.map((one) => place[one]!) })),
    derived.contraries.flatMap(([fact, contrary]) => {
      const level = levels.get(fact)
      return level === undefined ? [] : [{ fact: place[fact]!, contrary: place[contrary]!, level }]
    }),
    bounds,
    facts,
  )
}

/** Bits for the facts; an even number if floats come behind. */
function wordsOf(facts: number, variables: number): number {
  const words = Math.ceil(facts / 32)
  return variables > 0 ? words + (words % 2) : words
}

function startOf(
  task: GroundTask,
  words: number,
  place: Int32Array,
  derivation: Derivation | null,
): Uint32Array {
  const { length } = task.variables
  const start = new Uint32Array(words + 2 * length)
  for (const fact of task.init) start[place[fact]! >>> 5]! |= 1 << (place[fact]! & 31)
  if (length > 0) new Float64Array(start.buffer).set(task.variables.map(({ value }) => canonical(value)), words / 2) // prettier-ignore
  derivation?.close(start, length > 0 ? new Float64Array(start.buffer) : noNumbers, 0, words / 2)
  return start
}

const noNumbers = new Float64Array(0)

/**
 * Where each condition comes to stand (T4): facts that few actions require come first. A state's facts are looked at in their order, so an
 * action is completed by its most general condition, and among supporters of equal cost those of the rarer facts win.
 */
function placesOf(task: GroundTask, conditions: number): Int32Array {
  const uses = new Int32Array(task.facts.length)
  for (const { pre, when = [] } of task.actions) {
    for (const fact of pre) uses[fact]!++
    for (const effect of when) for (const fact of effect.pre) uses[fact]!++
  }
  for (const { pre } of task.derived?.rules ?? []) for (const fact of pre) uses[fact]!++
  // How many facts are required less often, then where the next of those that are required as often comes to stand.
  let most = 0
  for (let fact = 0; fact < uses.length; fact++) if (uses[fact]! > most) most = uses[fact]!
  const next = new Int32Array(most + 2)
  for (let fact = 0; fact < uses.length; fact++) next[uses[fact]! + 1]!++
  for (let often = 0; often < most; often++) next[often + 1]! += next[often]!
  const place = new Int32Array(conditions)
  for (let one = 0; one < conditions; one++) place[one] = one < uses.length ? next[uses[one]!]!++ : one // prettier-ignore
  return place
}

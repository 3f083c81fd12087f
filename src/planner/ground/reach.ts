import type { NumericChange, Unvalued } from '../ground-task.ts'
import type { LiftedAction, LiftedTask } from '../lifted.ts'
import { both, conditionsOf, type Alternatives, type Conditions } from './alternatives.ts'
import { always as whatever } from './compile-formula.ts'
import type { Budget } from './budget.ts'
import { certain, effectsIn, type Conditional, type GroundEffect } from './effects.ts'
import { factTable, type FactTable } from './fact-table.ts'
import { growing } from './growing.ts'
import { instanceTable, type Instances, type Literal } from './instances.ts'
import { fill, joiner, unify } from './join.ts'
import type { Names } from './names.ts'
import { numbersOf, type Numbers } from './numbers.ts'
import type { Branch, Operator } from './operators.ts'
import { relations, type Relations } from './relations.ts'
import type { Pattern } from './formula.ts'
import { joinFrom, triggersOf, type Trigger } from './triggers.ts'
import { unvaluedIn } from './unvalued.ts'
import { waitingList } from './waiting.ts'

// Which actions could ever be applied if nothing that became true became false again ("relaxed reachability", Helmert 2009).
//
//   R1. A fact is joined once, when it is first reached; facts wait in a queue meanwhile.
//   R2. An instance waits for what cannot be joined: contraries of facts, and alternatives. The contrary of a fact holds at first or
//       when an action that was reached deletes the fact.
//   R3. The contrary of a derived fact counts as reached, since nothing deletes such a fact.
//   R4. Conditions on variables count as reached, and with `keepUnreachable` everything does.

/** An instance that was reached, with all that it does. */
export interface Fired {
  readonly instance: number
  readonly adds: readonly number[]
  readonly deletes: readonly number[]
  readonly changes: readonly NumericChange[]
  readonly conditional: readonly Conditional[]
}

export interface Reached {
  readonly facts: FactTable
  readonly numbers: Numbers
  readonly conditions: Conditions
  readonly instances: Instances
  readonly fired: readonly Fired[]
  readonly unvalued: readonly Unvalued[]
  readonly isInitial: (fact: number) => boolean
  readonly isReached: (literal: Literal) => boolean
}

type Effected = [
  adds: number[],
  deletes: number[],
  changes: NumericChange[],
  conditional: Conditional[],
]

const none: readonly Literal[] = []

/** Shared by all that have none. */
const nothing: Readonly<Effected> = [[], [], [], []]

/** A list with one more: mostly it is the only one, and an array made of it has no room for others. */
function joined<T>(list: T[], one: T): T[] {
  if (list.length === 0) return [one]
  list.push(one)
  return list
}

export function reach(
  task: LiftedTask,
  names: Names,
  operators: readonly Operator[],
  budget: Budget,
): Reached {
  const { arity, slots, atoms } = widths(task, operators)
  const facts = factTable()
  const related = relations(facts)
  const numbers = numbersOf(task, names, arity)
  const run = joiner(facts, related, budget, arity)
  const conditions = conditionsOf(names, facts, related, numbers, run, budget, arity)
  const effects = effectsIn(facts, numbers, conditions, arity)
  const instances = instanceTable(operators)
  const unvalued = unvaluedIn(names, numbers)
  const triggers = triggersOf(names, facts, related)
  const waiting = waitingList()
  const scene = {
    instances,
    objects: (operator: Operator, slot: number) => widthOf(operator, slot, names, related),
    isIdle: ({ action }: Operator, slot: number) => isIdle(task.actions[action], slot),
  }
  const env = new Int32Array(slots)
  const firing = new Int32Array(slots)
  const matched = new Int32Array(atoms)
  const objects = new Int32Array(arity)
  const initial = growing()
  const reached = growing()
  const queue: number[] = []
  /** Instances, and complements of numbers of `awaited`. */
  const ready: number[] = []
  /** What an effect brings when its condition has been reached. */
  const awaited: Literal[] = []
  const fired: Fired[] = []
  const seen = new Set<string>()

  const isReached = (literal: Literal): boolean =>
    literal < 0 ||
    budget.keepUnreachable ||
    reached.at(literal) === 1 ||
    ((literal & 1) === 1 && initial.at(literal >> 1) === 0)

  const readied = (target: number): void => void ready.push(target)

  const arrive = (literal: Literal): void => {
    if (isReached(literal)) return
    reached.set(literal, 1)
    if ((literal & 1) === 0) queue.push(literal >> 1)
    waiting.wake(literal, readied)
  }

  const until = (target: number, needs: readonly Literal[]): void => {
    let missing = 0
    for (const literal of needs) if (!isReached(literal)) missing++
    if (missing === 0) ready.push(target)
    else waiting.add(target, missing === needs.length ? needs : needs.filter((literal) => !isReached(literal))) // prettier-ignore
  }

  const isRepeated = (operator: Operator, needs: readonly Literal[]): boolean => {
    const key = `${operator.action} ${env.subarray(0, operator.parameters.length).join(' ')} | ${needs.toSorted((a, b) => a - b).join(' ')}` // prettier-ignore
    if (seen.has(key)) return true
    seen.add(key)
    return false
  }

  /** The slots of a branch are bound in `env`, and its atoms hold, or are `positives` to wait for. */
  const meet = (operator: Operator, branch: Branch, positives: readonly Literal[]): void => {
    if (!hasNumbers(operator, numbers, env)) return unvalued.note(operator, env)
    const { beyond } = branch
    if (beyond === whatever && !operator.mayRepeat) return found(operator, positives)
    const choices = conditions.alternatives(beyond, operator.domains, env, operator.who)
    const mayRepeat = operator.mayRepeat || choices.length > 1
    for (const choice of choices)
      for (const needs of choice.length === 0 ? [positives] : both(positives, choice)) {
        if (mayRepeat && isRepeated(operator, needs)) continue
        found(operator, needs)
      }
  }

  const found = (operator: Operator, needs: readonly Literal[]): void => {
    const instance = instances.add(operator, env, needs)
    budget.instance()
    until(instance, needs)
  }

  const meetMatched = (operator: Operator, branch: Branch): void => {
    const positives: Literal[] = []
    for (const atom of branch.changing) {
      const literal = 2 * (matched[atom] ?? 0)
      if (!positives.includes(literal)) positives.push(literal)
    }
    meet(operator, branch, positives)
  }

  /** Branches without a changing atom are joined now, those without slots wait for their atoms; the others wait for facts. */
  const begin = (operator: Operator, branch: Branch): void => {
    const { atoms, changing, slots } = branch
    if (isBare(branch)) {
      budget.work(operator, scene)
      return meet(operator, branch, atoms.length === 0 ? none : atoms.map(literalAt))
    }
    const isEmpty = ({ predicate }: Pattern): boolean => names.fluent[predicate] !== 1 && related.all(predicate).length === 0 // prettier-ignore
    if (atoms.length > changing.length && atoms.some(isEmpty)) return
    budget.work(operator, scene)
    const isJoined = changing.length === 0 || (slots.length > 0 && !budget.keepUnreachable)
    if (!isJoined) withConstants(operator, branch, () => meet(operator, branch, changing.map((atom) => 2 * factOf(atoms[atom])))) // prettier-ignore
    else if (changing.length > 0)
      for (const atom of changing) triggers.add(operator, branch, atom)
    else
      run(joinFrom(operator, branch, null, names, related), env, matched, () => meetMatched(operator, branch)) // prettier-ignore
  }

  /** Binds the slots of a branch by what never changes of it. */
  const withConstants = (operator: Operator, branch: Branch, found: () => void): void => {
    const { changing, absent, equal, slots } = branch
    const atoms = branch.atoms.filter((_atom, index) => !changing.includes(index))
    if (atoms.length + absent.length + equal.length + slots.length === 0) found()
    else run(joinFrom(operator, { ...branch, atoms }, null, names, related), env, matched, found)
  }

  const literalAt = (atom: Pattern): Literal => 2 * factOf(atom)

  const factOf = (atom: Pattern | undefined): number =>
    atom ? facts.intern(atom.predicate, fill(atom.terms, env, objects), atom.terms.length) : 0

  const join = (trigger: Trigger, fact: number): void => {
    const { operator, branch, atom } = trigger
    budget.step()
    if (!unify(trigger, fact, facts, env)) return
    budget.work(operator, scene)
    matched[atom] = fact
    run(trigger.join(), env, matched, () => meetMatched(operator, branch))
  }

  /** Of the instance that fires. */
  let [adds, deletes, changes, conditional] = nothing
  const happen = (effect: GroundEffect, alternatives: Alternatives): void => {
    const literal = literalOf(effect)
    if (alternatives === certain || alternatives.some(({ length }) => length === 0)) {
      if ('variable' in effect) changes = joined(changes, effect)
      else if (effect.kind === 'add') adds = joined(adds, effect.fact)
      else deletes = joined(deletes, effect.fact)
      if (literal !== null) arrive(literal)
    } else {
      conditional = joined(conditional, { alternatives, effect })
      if (literal === null) return
      const target = -awaited.push(literal)
      for (const needs of alternatives) until(target, needs)
    }
  }

  const fire = (instance: number): void => {
    const operator = instances.operator(instance)
    for (let slot = 0; slot < operator.parameters.length; slot++)
      firing[slot] = instances.object(instance, slot)
    adds = nothing[0]
    deletes = nothing[1]
    changes = nothing[2]
    conditional = nothing[3]
    effects(operator, firing, happen)
    budget.fire(instances.needs(instance).length + adds.length + deletes.length + 3 * conditional.length) // prettier-ignore
    fired.push({ instance, adds, deletes, changes, conditional })
  }

  for (const { name, terms } of task.init) {
    const given = terms.map((term) => names.object(term.name))
    const fact = facts.intern(names.predicate(name), given, given.length)
    if (initial.at(fact) === 1) continue
    initial.set(fact, 1)
    if (names.fluent[facts.predicate(fact)] === 1) arrive(2 * fact)
    else related.insert(fact)
  }
  for (const operator of operators) for (const branch of operator.branches) begin(operator, branch)
  for (let next = 0, done = 0; next < queue.length || done < ready.length;)
    if (done < ready.length) {
      const target = ready[done++] ?? 0
      if (target >= 0) fire(target)
      else arrive(awaited[-target - 1] ?? 0)
    } else {
      const fact = queue[next++] ?? 0
      related.insert(fact)
      triggers.each(fact, (trigger) => join(trigger, fact))
    }
  return { facts, numbers, conditions, instances, fired, unvalued: unvalued.all, isInitial: (fact) => initial.at(fact) === 1, isReached } // prettier-ignore
}

/** Nothing is to be bound, and all that it asks for are facts that change. */
function isBare({ atoms, changing, absent, equal, slots }: Branch): boolean {
  return (
    slots.length === 0 &&
    absent.length === 0 &&
    equal.length === 0 &&
    atoms.length === changing.length
  )
}

/** What an effect makes true; null of numbers. */
function literalOf(effect: GroundEffect): Literal | null {
  if ('variable' in effect) return null
  return 2 * effect.fact + (effect.kind === 'add' ? 0 : 1)
}

/** An action that reads a number without a value cannot be applied. */
function hasNumbers(operator: Operator, numbers: Numbers, env: Int32Array): boolean {
  if (numbers.value(operator.cost, env, operator.who) === undefined) return false
  return operator.effects.every(
    (effect) =>
      'pattern' in effect ||
      !effect.isAlways ||
      numbers.value(effect.value, env, operator.who) !== undefined,
  )
}

/** How many objects a slot may stand for, by its type and by atoms that never change. */
function widthOf(
  { branches, domains }: Operator,
  slot: number,
  names: Names,
  related: Relations,
): number {
  let least = domains[slot]?.objects.length ?? 0
  for (const { predicate, terms } of branches.flatMap(({ atoms }) => atoms))
    if (names.fluent[predicate] !== 1 && terms.includes(slot))
      least = Math.min(least, related.distinct(predicate, terms.indexOf(slot)))
  return least
}

/** Whether neither the condition nor an effect of an action names a parameter. */
function isIdle(action: LiftedAction | undefined, parameter: number): boolean {
  const name = action?.parameters[parameter]?.name
  const isNamed = (one: unknown): boolean =>
    typeof one === 'object' &&
    one !== null &&
    (('kind' in one && one.kind === 'variable' && 'name' in one && one.name === name) || Object.values(one).some(isNamed)) // prettier-ignore
  return action !== undefined && ![action.condition, action.effects, action.cost].some(isNamed)
}

interface Widths {
  readonly arity: number
  readonly slots: number
  readonly atoms: number
}

/** The most terms of a pattern, slots of an operator and atoms of a branch. */
function widths(task: LiftedTask, operators: readonly Operator[]): Widths {
  let [arity, slots, atoms] = [1, 1, 1]
  for (const { parameters } of [...task.predicates, ...task.functions])
    arity = Math.max(arity, parameters.length)
  for (const { domains, branches } of operators) {
    slots = Math.max(slots, domains.length)
    for (const branch of branches) atoms = Math.max(atoms, branch.atoms.length)
  }
  return { arity, slots, atoms }
}

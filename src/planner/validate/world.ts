import type { Atom, LiftedRule, LiftedTask, NumberTerm } from '../lifted.ts'
import { atomText, type Binding } from './condition-text.ts'
import { derivedOf } from './derive.ts'
import { typedObjects, type TypedObjects } from './typed-objects.ts'

/** A state of a task with parameters, and which steps made it so. Facts and functions go by their text, `(at t1 depot)`. */
export interface World {
  readonly objects: TypedObjects
  /** `positive`: whether it is asked for, not its contrary; only derived facts need to know. Default true. */
  readonly holds: (fact: string, positive?: boolean) => boolean
  /** Whether rules give the fact. */
  readonly isDerived: (fact: string) => boolean
  /** Undefined: it has no value. */
  readonly value: (of: string) => number | undefined
  readonly isFunction: (name: string) => boolean
  /** The step that last made the fact hold or not hold, or changed the number; null: none has. */
  readonly since: (name: string) => number | null
  /** False when it holds already. */
  readonly add: (fact: string, step: number) => boolean
  /** False when it does not hold. */
  readonly delete: (fact: string, step: number) => boolean
  readonly set: (of: string, value: number, step: number) => void
}

/** The state that a task begins with. `meets`: whether a rule's condition holds. */
export function initialWorld(
  task: LiftedTask,
  meets: (rule: LiftedRule, binding: Binding | null, world: World) => boolean,
): World {
  const facts = new Set(task.init.map((atom) => atomText(atom, null)))
  const numbers = new Map(task.values.map(({ of, value }) => [atomText(of, null), value]))
  const changed = new Map<string, number>()
  const functions = new Set(task.functions.map(({ name }) => name))
  const objects = typedObjects(task)
  const derived = derivedOf(task.derived ?? [], (rule, given) => {
    const isTyped = rule.parameters.every(({ types }, at) => objects.isOf(given[at] ?? '', types))
    const binding = rule.parameters.reduce<Binding | null>((outer, { name }, at) => ({ name, object: given[at] ?? '', outer }), null) // prettier-ignore
    return isTyped && meets(rule, binding, world)
  })
  const isPlain = task.derived === undefined
  const world: World = {
    objects,
    isDerived: (fact) => !isPlain && derived.isOne(fact),
    holds: (fact, positive = true) => (!isPlain && derived.isOne(fact) ? derived.holds(fact, positive) : facts.has(fact)), // prettier-ignore
    value: (of) => numbers.get(of),
    isFunction: (text) => functions.has(text.slice(1, /[ )]/.exec(text)?.index)),
    since: (name) => changed.get(name) ?? null,
    add(fact, step) {
      if (facts.has(fact)) return false
      facts.add(fact)
      derived.forget()
      changed.set(fact, step)
      return true
    },
    delete(fact, step) {
      if (!facts.delete(fact)) return false
      derived.forget()
      changed.set(fact, step)
      return true
    },
    set(of, value, step) {
      numbers.set(of, value)
      derived.forget()
      changed.set(of, step)
    },
  }
  return world
}

/** What a term comes to; undefined when a function in it has no value. May be infinite or NaN. */
export function valueOf(
  term: NumberTerm,
  binding: Binding | null,
  world: World,
): number | undefined {
  if (typeof term === 'number') return term
  if (isAtom(term)) return world.value(atomText(term, binding))
  const left = valueOf(term.left, binding, world)
  const right = valueOf(term.right, binding, world)
  if (left === undefined || right === undefined) return undefined
  switch (term.operator) {
    case '+':
      return left + right
    case '-':
      return left - right
    case '*':
      return left * right
    case '/':
      return left / right
  }
}

function isAtom(term: Exclude<NumberTerm, number>): term is Atom {
  return 'name' in term
}

import { GoapError } from '../../base/index.ts'
import { groundTask } from '../ground/index.ts'
import type { GroundTask } from '../ground-task.ts'
import type {
  Atom,
  Condition,
  LiftedAction,
  LiftedEffect,
  LiftedTask,
  NumberTerm,
  Signature,
} from '../lifted.ts'

/** More instances of a predicate than these are not taken into account. */
const mostInstances = 20_000

/**
 * The task without parameters, with actions that cannot be applied too: those that could be, if only facts were other than they are.
 * Grounding leaves them out, but they tell what is missing. For that, the task is grounded as if all that its goal could need could
 * change at will; when that takes too much, only what some action changes; then only what could be applied is in it.
 */
export function groundWithUnreachable(task: LiftedTask): GroundTask {
  const changing = new Set(task.actions.flatMap(({ effects }) => effects.map((effect) => ('of' in effect ? effect.of : effect.atom).name))) // prettier-ignore
  return (
    grounded(
      task,
      assuming(task, () => true),
      20_000_000,
    ) ??
    grounded(
      task,
      assuming(task, (name) => changing.has(name)),
      50_000_000,
    ) ??
    groundTask(task)
  )
}

/** Without the actions that only assume; null when there are too many. */
function grounded(task: LiftedTask, assumed: LiftedTask, maximumSteps: number): GroundTask | null {
  try {
    const ground = groundTask(assumed, { maximumActions: 200_000, maximumSteps })
    const isReal = ({ origin }: GroundTask['actions'][number]): boolean =>
      !origin || origin.action < task.actions.length
    return { ...ground, actions: ground.actions.filter(isReal) }
  } catch (error) {
    if (error instanceof GoapError) return null
    throw error
  }
}

/** With further actions behind those of the task: each makes a fact true or false, or moves a number, whatever the state. */
function assuming(task: LiftedTask, isFree: (name: string) => boolean): LiftedTask {
  const { positive, negative, compared } = readBackwards(task)
  const derived = new Set(task.derived?.map(({ name }) => name))
  const isSmall = ({ name, parameters }: Signature): boolean =>
    isFree(name) &&
    !derived.has(name) &&
    parameters.reduce((product, { types }) => product * count(task, types), 1) <= mostInstances
  const predicates = task.predicates.filter(isSmall)
  const functions = task.functions.filter((one) => compared.has(one.name) && isSmall(one))
  return {
    ...task,
    actions: [
      ...task.actions,
      ...predicates.filter(({ name }) => positive.has(name)).map((one) => freely('add', one)),
      ...predicates.filter(({ name }) => negative.has(name)).map((one) => freely('delete', one)),
      ...functions.map((one) => freely('increase', one)),
      ...functions.map((one) => freely('decrease', one)),
    ],
  }
}

/** An action that changes one fact or number, and can always be applied. */
function freely(
  kind: 'add' | 'delete' | 'increase' | 'decrease',
  { name, parameters }: Signature,
): LiftedAction {
  const atom: Atom = { name, terms: parameters.map((one) => ({ kind: 'variable', name: one.name })) } // prettier-ignore
  const always: Condition = { kind: 'and', all: [] }
  const unbound = { parameters: [], condition: always }
  const effect: LiftedEffect =
    kind === 'add' || kind === 'delete'
      ? { ...unbound, kind, atom }
      : { ...unbound, kind, of: atom, value: 1 }
  return { name: `${kind} ${name}`, parameters, condition: always, effects: [effect], cost: 1 }
}

function count({ objects, types }: LiftedTask, wanted: readonly string[]): number {
  if (wanted.includes('object')) return objects.length
  const all = new Set(wanted)
  for (const type of all) for (const { name, parent } of types) if (parent === type) all.add(name)
  return objects.filter((object) => object.types.some((type) => all.has(type))).length
}

interface Read {
  /** Predicates of which a fact must hold somewhere. */
  readonly positive: Set<string>
  /** Predicates of which a fact must not hold somewhere. */
  readonly negative: Set<string>
  /** Functions that are only ever compared, never calculated with: those may change. */
  readonly compared: Set<string>
}

/** What the goal reads, and the actions that make that so, and so on. */
function readBackwards({ goal, actions, derived = [] }: LiftedTask): Read {
  const read: Read = { positive: new Set(), negative: new Set(), compared: new Set() }
  const calculated = new Set<string>()
  note(goal, true, read, calculated)
  for (let before = -1; before !== sizeOf(read);) {
    before = sizeOf(read)
    for (const { name, condition } of derived) {
      if (read.positive.has(name)) note(condition, true, read, calculated)
      if (read.negative.has(name)) note(condition, false, read, calculated)
    }
    for (const { condition, effects } of actions) {
      const serving = effects.filter((effect) => serves(effect, read))
      if (serving.length > 0) note(condition, true, read, calculated)
      for (const effect of serving) note(effect.condition, true, read, calculated)
    }
  }
  for (const { cost, effects } of actions) {
    noteFunctions(cost, calculated)
    for (const effect of effects) if ('of' in effect) noteFunctions(effect.value, calculated)
  }
  for (const name of calculated) read.compared.delete(name)
  return read
}

function sizeOf({ positive, negative, compared }: Read): number {
  return positive.size + negative.size + compared.size
}

function serves(effect: LiftedEffect, { positive, negative, compared }: Read): boolean {
  if ('of' in effect) return compared.has(effect.of.name)
  return (effect.kind === 'add' ? positive : negative).has(effect.atom.name)
}

function note(
  condition: Condition,
  isPositive: boolean,
  read: Read,
  calculated: Set<string>,
): void {
  switch (condition.kind) {
    case 'atom':
      ;(isPositive ? read.positive : read.negative).add(condition.atom.name)
      return
    case 'not':
      note(condition.one, !isPositive, read, calculated)
      return
    case 'and':
    case 'or':
      for (const one of condition.all) note(one, isPositive, read, calculated)
      return
    case 'forall':
    case 'exists':
      note(condition.one, isPositive, read, calculated)
      return
    case 'number':
      if (typeof condition.left === 'object' && 'name' in condition.left)
        read.compared.add(condition.left.name)
      else noteFunctions(condition.left, calculated)
      noteFunctions(condition.right, calculated)
      return
    case 'equal':
  }
}

function noteFunctions(term: NumberTerm, names: Set<string>): void {
  if (typeof term === 'number') return
  if ('name' in term) names.add(term.name)
  else {
    noteFunctions(term.left, names)
    noteFunctions(term.right, names)
  }
}

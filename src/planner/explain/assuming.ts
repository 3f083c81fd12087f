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
const mostInstances = 100_000

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
  const { positive, negative, compared, calculated } = readBackwards(task)
  const derived = new Set(task.derived?.map(({ name }) => name))
  const isSmall = ({ name, parameters }: Signature): boolean =>
    isFree(name) &&
    !derived.has(name) &&
    parameters.reduce((product, { types }) => product * count(task, types), 1) <= mostInstances
  const predicates = task.predicates.filter(isSmall)
  // Those that are only ever compared, never calculated with, may change.
  const functions = task.functions.filter((one) => compared.has(one.name) && !calculated.has(one.name) && isSmall(one)) // prettier-ignore
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
  /** Functions that are compared. */
  readonly compared: Set<string>
  /** Functions that are calculated with. */
  readonly calculated: Set<string>
}

type Found = (kind: keyof Read, name: string) => void

/** What makes a name of that kind so needs these conditions: as they stand, or what is against them. */
interface Need {
  readonly condition: Condition
  readonly isPositive: boolean
}

/** What the goal reads, and the actions and rules that make that so, and so on. */
function readBackwards(task: LiftedTask): Read {
  const needs = needsOf(task)
  const read: Read = { positive: new Set(), negative: new Set(), compared: new Set(), calculated: new Set() } // prettier-ignore
  const open: Need[] = [{ condition: task.goal, isPositive: true }]
  // The condition of an action serves each of its effects, and is read once.
  const done = new Set<Need>()
  const found: Found = (kind, name) => {
    if (read[kind].has(name)) return
    read[kind].add(name)
    for (const need of needs[kind].get(name) ?? []) {
      if (!done.has(need)) open.push(need)
      done.add(need)
    }
  }
  for (let need = open.pop(); need; need = open.pop()) note(need.condition, need.isPositive, found)
  for (const { cost, effects } of task.actions) {
    noteFunctions(cost, found)
    for (const effect of effects) if ('of' in effect) noteFunctions(effect.value, found)
  }
  return read
}

function needsOf({
  actions,
  derived = [],
}: LiftedTask): Record<keyof Read, ReadonlyMap<string, readonly Need[]>> {
  const needs = { positive: new Map<string, Need[]>(), negative: new Map<string, Need[]>(), compared: new Map<string, Need[]>(), calculated: new Map<string, Need[]>() } // prettier-ignore
  const add = (kind: keyof Read, name: string, need: Need): void => {
    const list = needs[kind].get(name)
    if (list) list.push(need)
    else needs[kind].set(name, [need])
  }
  for (const { name, condition } of derived) {
    add('positive', name, { condition, isPositive: true })
    add('negative', name, { condition, isPositive: false })
  }
  for (const { condition, effects } of actions) {
    const whole = { condition, isPositive: true }
    for (const effect of effects) {
      const [kind, { name }] = 'of' in effect ? ['compared', effect.of] as const : [effect.kind === 'add' ? 'positive' : 'negative', effect.atom] as const // prettier-ignore
      add(kind, name, whole)
      add(kind, name, { condition: effect.condition, isPositive: true })
    }
  }
  return needs
}

function note(condition: Condition, isPositive: boolean, found: Found): void {
  switch (condition.kind) {
    case 'atom':
      found(isPositive ? 'positive' : 'negative', condition.atom.name)
      return
    case 'not':
      note(condition.one, !isPositive, found)
      return
    case 'and':
    case 'or':
      for (const one of condition.all) note(one, isPositive, found)
      return
    case 'forall':
    case 'exists':
      note(condition.one, isPositive, found)
      return
    case 'number':
      if (typeof condition.left === 'object' && 'name' in condition.left)
        found('compared', condition.left.name)
      else noteFunctions(condition.left, found)
      noteFunctions(condition.right, found)
      return
    case 'equal':
  }
}

function noteFunctions(term: NumberTerm, found: Found): void {
  if (typeof term === 'number') return
  if ('name' in term) found('calculated', term.name)
  else {
    noteFunctions(term.left, found)
    noteFunctions(term.right, found)
  }
}

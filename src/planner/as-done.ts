import { compares } from '../model/index.ts'
import type { GroundAction, GroundTask, NumericCondition } from './ground-task.ts'
import { noLeaves, reasoning, type Leaves } from './reasons.ts'

// A plan of a task with effects under conditions or derived facts, as it was done: each step is an action of its own that changes just what
// it changed there, and asks for all that made it so. What orders the steps of a plan and tells who relies on whom needs no more.
//
//   A1. An action asks for what its effects asked for that happened, and for the contrary of something that each other effect asks for.
//       So wherever it can be done, the same effects happen.
//   A2. A derived fact is asked for by what it followed from, down to facts that actions change (reasons.ts).
//   A3. Behind the facts of the task stands the contrary of each.

/** A step, or the goal, with what it asked for. */
export interface Asking {
  /** Each fact that it asked for, and what that comes to: itself, or what it followed from. */
  readonly facts: readonly { readonly fact: number; readonly leaves: readonly number[] }[]
}

export interface PlanAsDone {
  /** Without effects under conditions and derived facts; its actions are the steps, in their order. */
  readonly task: GroundTask
  readonly steps: readonly Asking[]
  readonly goal: Asking
}

/** Whether there is neither an effect under a condition nor a derived fact. */
export function isPlain({ actions, derived }: GroundTask): boolean {
  return derived === undefined && actions.every(({ when }) => when === undefined)
}

/**
 * Null where that cannot be told: an effect did not happen for lack of a number. The plan must be valid; throws a RangeError for an
 * action that the task does not have.
 */
export function asDone(task: GroundTask, plan: readonly number[]): PlanAsDone | null {
  const size = task.facts.length
  const reasons = reasoning(task)
  const holds = new Uint8Array(size)
  const values = task.variables.map(({ value }) => value)
  for (const fact of task.init) holds[fact] = 1
  const actions: GroundAction[] = []
  const steps: Asking[] = []
  for (const number of plan) {
    const action = task.actions[number]
    if (!action) throw new RangeError(`The task has no action ${number}.`)
    const state = reasons.in(holds, values)
    const leaves = noLeaves()
    const facts = action.pre.map((fact) => ({ fact, leaves: state.why(fact, leaves) }))
    const happening: Pick<GroundAction, 'add' | 'delete'>[] = [action]
    for (const conditions of action.conditions ?? []) leaves.conditions.push(conditions)
    for (const effect of action.when ?? []) {
      const missing = effect.pre.filter((fact) => !state.holds(fact))
      const unmet = (effect.conditions ?? []).filter((one) => !meets(values, one))
      if (missing.length + unmet.length === 0) {
        happening.push(effect)
        for (const fact of effect.pre) facts.push({ fact, leaves: state.why(fact, leaves) })
        leaves.conditions.push(...(effect.conditions ?? []))
      } else state.whyNotAll(missing, unmet, leaves)
    }
    if (!leaves.isComplete) return null
    steps.push({ facts })
    actions.push({ ...action, ...changesOf(happening, size), ...asked(leaves) })
    change(holds, values, happening, action)
  }
  const state = reasons.in(holds, values)
  const leaves = noLeaves()
  const facts = task.goal.map((fact) => ({ fact, leaves: state.why(fact, leaves) }))
  if (!leaves.isComplete) return null
  const { pre: goal, conditions } = asked(leaves)
  return {
    task: {
      ...withContraries(task),
      actions,
      goal,
      numericGoal: [...task.numericGoal, ...conditions],
    },
    steps,
    goal: { facts },
  }
}

function asked({ facts, conditions }: Leaves): { readonly pre: readonly number[]; readonly conditions: readonly NumericCondition[]; readonly when: readonly never[] } {
  return { pre: [...facts].toSorted((a, b) => a - b), conditions: [...new Set(conditions)], when: [] }
} // prettier-ignore

/** What the parts of an action change, one after the other, with the contraries (A3). */
function changesOf(
  parts: readonly Pick<GroundAction, 'add' | 'delete'>[],
  size: number,
): Pick<GroundAction, 'add' | 'delete'> {
  const after = new Map<number, boolean>()
  for (const part of parts) {
    for (const fact of part.delete) after.set(fact, false)
    for (const fact of part.add) after.set(fact, true)
  }
  const all = [...after].flatMap(([fact, holds]) => [{ fact, holds }, { fact: size + fact, holds: !holds }]) // prettier-ignore
  const those = (wanted: boolean): readonly number[] =>
    all.flatMap(({ fact, holds }) => (holds === wanted ? [fact] : [])).toSorted((a, b) => a - b)
  return { add: those(true), delete: those(false) }
}

function change(
  holds: Uint8Array,
  values: number[],
  parts: readonly Pick<GroundAction, 'add' | 'delete'>[],
  { changes = [] }: GroundAction,
): void {
  for (const part of parts) {
    for (const fact of part.delete) holds[fact] = 0
    for (const fact of part.add) holds[fact] = 1
  }
  for (const { variable, kind, value } of changes)
    values[variable] = kind === 'assign' ? value : (values[variable] ?? NaN) + (kind === 'increase' ? value : -value) // prettier-ignore
}

function withContraries({ facts, init, variables }: GroundTask): Pick<GroundTask, 'facts' | 'init' | 'variables'> {
  const initial = new Set(init)
  const contraries = facts.map((_name, fact) => fact).filter((fact) => !initial.has(fact))
  return {
    facts: [...facts, ...facts.map((name) => `(not ${name})`)],
    init: [...init, ...contraries.map((fact) => facts.length + fact)],
    variables,
  }
} // prettier-ignore

function meets(values: readonly number[], { variable, compare, value }: NumericCondition): boolean {
  const number = values[variable] ?? NaN
  return !Number.isNaN(number) && compares(number, compare, value)
}

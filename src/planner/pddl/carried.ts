import type {
  Atom,
  Condition,
  LiftedAction,
  LiftedRule,
  LiftedTask,
  NumberTerm,
} from '../lifted.ts'
import type { Page } from './page.ts'

// What a ground task can carry of numbers: sums of multiples of variables, compared with each other, and variables changed by a constant.
// A constant may be calculated from functions that no action changes.

/** An action whose numbers are to be looked at, with where they stand: see `Taken`. */
export interface Noted {
  readonly action: LiftedAction
  readonly cost: NumberTerm | null
  readonly costNode: number
  readonly nodes: readonly number[]
}

/** Whether something of an action's numbers could be wrong. Where there are no `functions`, only its cost can be. */
export function mayBeWrong(cost: NumberTerm | null, functions: number): boolean {
  return functions > 0 || (cost !== null && !(typeof cost === 'number' && cost >= 0))
}

/** Reports what of the numbers of actions and rules cannot be carried. */
export function checkActions(
  page: Page,
  actions: readonly Noted[],
  rules: readonly LiftedRule[],
  functions: number,
): void {
  if (functions === 0) {
    for (const { cost, costNode } of actions) if (cost !== null) checkCost(page, cost, costNode, nothing) // prettier-ignore
    return
  }
  const changed = changedFunctions(actions)
  for (const { condition } of rules) checkCondition(page, condition, changed)
  for (const { action, nodes, cost, costNode } of actions) {
    const { condition, effects } = action
    checkCondition(page, condition, changed)
    let numeric = 0
    for (const effect of effects) {
      checkCondition(page, effect.condition, changed)
      if (!('atom' in effect)) checkChange(page, effect.value, nodes[numeric++] ?? 0, changed)
    }
    if (cost !== null) checkCost(page, cost, costNode, changed)
  }
}

const nothing: ReadonlySet<string> = new Set()

function checkChange(
  page: Page,
  value: NumberTerm,
  node: number,
  changed: ReadonlySet<string>,
): void {
  const variable = variableIn(value, changed)
  if (variable)
    page.say('planner/pddl-unsupported', node, `A number is changed by (${variable}), which actions change themselves.`, { hint: constants }) // prettier-ignore
}

/** What of a problem numbers stand in. */
interface Stated extends Pick<LiftedTask, 'goal' | 'values'> {
  /** Whether costs are minimised. */
  readonly metric: boolean
  /** Where the values stand: nodes in their order. */
  readonly nodes: readonly number[]
}

/** Reports what of the goal's numbers cannot be carried, and negative values of functions that are costs; nothing without `functions`. */
export function checkProblem(
  page: Page,
  problem: Stated,
  actions: readonly Noted[],
  functions: number,
): void {
  if (functions === 0) return
  checkCondition(page, problem.goal, changedFunctions(actions))
  if (!problem.metric) return
  const costs = new Set<string>()
  for (const { cost } of actions)
    if (cost !== null && typeof cost !== 'number' && 'name' in cost) costs.add(cost.name)
  problem.values.forEach(({ of, value }, index) => {
    if (value < 0 && costs.has(of.name))
      page.say('planner/pddl-bad-number', problem.nodes[index] ?? 0, `(${of.name} …) is the cost of an action, and is negative here.`) // prettier-ignore
  })
}

const constants =
  'Use numbers, and functions that no effect changes; a plan with few values can have one fact for each.'

function changedFunctions(actions: readonly Noted[]): ReadonlySet<string> {
  const changed = new Set<string>()
  for (const { action } of actions)
    for (const effect of action.effects) if ('of' in effect) changed.add(effect.of.name)
  return changed
}

function checkCost(page: Page, term: NumberTerm, node: number, changed: ReadonlySet<string>): void {
  const variable = variableIn(term, changed)
  if (variable)
    page.say('planner/pddl-unsupported', node, `The cost depends on (${variable}), which actions change.`, { hint: constants }) // prettier-ignore
  if (typeof term === 'number' && term < 0)
    page.say('planner/pddl-bad-number', node, `The cost ${term} is negative.`)
}

function checkCondition(page: Page, condition: Condition, changed: ReadonlySet<string>): void {
  switch (condition.kind) {
    case 'and':
    case 'or':
      for (const one of condition.all) checkCondition(page, one, changed)
      return
    case 'not':
    case 'forall':
    case 'exists':
      checkCondition(page, condition.one, changed)
      return
    case 'number': {
      const { left, right } = condition
      if (!(isSum(left, changed) && isSum(right, changed)) && condition.place)
        page.sayAt('planner/pddl-unsupported', condition.place, `Numbers that actions change are multiplied or divided by each other.`, constants) // prettier-ignore
    }
  }
}

/** A sum of multiples of variables, or nothing variable. */
function isSum(term: NumberTerm, changed: ReadonlySet<string>): boolean {
  if (variableIn(term, changed) === null || typeof term === 'number' || isAtom(term)) return true
  const { operator, left, right } = term
  if (operator === '+' || operator === '-') return isSum(left, changed) && isSum(right, changed)
  if (variableIn(right, changed) === null) return isSum(left, changed)
  return operator === '*' && variableIn(left, changed) === null && isSum(right, changed)
}

/** A function of the term that actions change. */
function variableIn(term: NumberTerm, changed: ReadonlySet<string>): string | null {
  if (typeof term === 'number') return null
  if (isAtom(term)) return changed.has(term.name) ? term.name : null
  return variableIn(term.left, changed) ?? variableIn(term.right, changed)
}

function isAtom(term: Exclude<NumberTerm, number>): term is Atom {
  return 'name' in term
}

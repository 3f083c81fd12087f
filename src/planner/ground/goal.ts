import type { LiftedTask } from '../lifted.ts'
import { tooMany, type Alternatives } from './alternatives.ts'
import { formulaOf, type Slots } from './compile-formula.ts'
import { fill } from './join.ts'
import type { Formula } from './formula.ts'
import type { Literal } from './instances.ts'
import type { Names } from './names.ts'
import { checkNumbers } from './operators.ts'
import type { Reached } from './reach.ts'
import type { Truth } from './truth.ts'

/** The goal over literals. */
export interface GoalDraft {
  readonly literals: readonly Literal[]
  /** Of each, one alternative must hold too. Null when the literals are all. */
  readonly alternatives: Alternatives | null
  /** Parts that no state fulfils, as they are to be read. */
  readonly impossible: readonly string[]
}

/** Throws `planner/unsupported-number` and `planner/too-many-variants`. */
export function goalOf(
  task: LiftedTask,
  names: Names,
  reached: Reached,
  truth: Truth,
  most: number,
): GoalDraft {
  const slots: Slots = { domains: [] }
  const goal = formulaOf(names, slots, task.goal, new Map())
  checkNumbers(goal, names, null)
  const env = new Int32Array(slots.domains.length)
  const objects = new Int32Array(Math.max(1, ...task.predicates.map(({ parameters }) => parameters.length))) // prettier-ignore
  const literals = new Set<Literal>()
  const impossible: string[] = []
  let choices: Alternatives = [[]]
  for (const part of goal.kind === 'and' ? goal.all : [goal]) {
    if (part.kind === 'literal') {
      const { predicate, terms } = part.pattern
      const fact = reached.facts.intern(predicate, fill(terms, env, objects), terms.length)
      literals.add(2 * fact + (part.positive ? 0 : 1))
      continue
    }
    const all = possible(reached.conditions.alternatives(part, slots.domains, env, null), truth) // prettier-ignore
    const [only, second] = all
    if (!only) impossible.push(described(part))
    else if (!second) for (const literal of only) literals.add(literal)
    else choices = choices.flatMap((before) => all.map((more) => [...before, ...more]))
    if (choices.length > most) throw tooMany(most, null)
  }
  return {
    literals: [...literals],
    alternatives: choices.length === 1 ? null : choices,
    impossible,
  }
}

/** Without alternatives that never hold; only the empty one when one always holds. */
function possible(alternatives: Alternatives, truth: Truth): Alternatives {
  const all = alternatives
    .filter((one) => one.every((literal) => truth(literal) !== false))
    .map((one) => one.filter((literal) => truth(literal) !== true))
  return all.some(({ length }) => length === 0) ? [[]] : all
}

const words = { and: 'and', or: 'or', forall: 'for all', exists: 'exists', equal: '=', number: 'a comparison of numbers', literal: 'fact' } as const // prettier-ignore

function described(part: Formula): string {
  return `(impossible: ${words[part.kind]})`
}

import type { Budget } from './budget.ts'
import type { FactTable } from './fact-table.ts'
import type { Code } from './formula.ts'
import type { JoinOrder, Matching, Step, Test } from './join-order.ts'
import type { Relations } from './relations.ts'

// Joins by nested loops over indexes.
//
//   J1. A join is asked for once for each new fact and each atom that it matches, and uses facts that are in the relations only. The
//       new fact itself serves the atoms behind the matched one, not those before it, so each binding is met once ("semi-naive").
//   J2. Nothing is put into the relations while a join goes on.

export interface Join {
  readonly order: JoinOrder
  /** The atom that the new fact matches; null when there is no new fact. */
  readonly from: number | null
}

/**
 * Calls `found` for each way to bind the slots of `env`; the facts that the atoms match stand in `matched`. Both are written over
 * afterwards.
 */
export type Run = (join: Join, env: Int32Array, matched: Int32Array, found: () => void) => void

/** `arity`: the most terms that a pattern has. */
export function joiner(facts: FactTable, relations: Relations, budget: Budget, arity: number): Run {
  const objects = new Int32Array(arity)

  const factOf = (predicate: number, terms: readonly Code[], env: Int32Array): number => {
    const fact = facts.find(predicate, fill(terms, env, objects), terms.length)
    return fact >= 0 && relations.holds(fact) ? fact : -1
  }

  const passes = (tests: readonly Test[], env: Int32Array): boolean => {
    for (const test of tests)
      if (test.kind === 'equal') {
        if ((valueOf(test.left, env) === valueOf(test.right, env)) !== test.positive) return false
      } else if (factOf(test.pattern.predicate, test.pattern.terms, env) >= 0) return false
    return true
  }

  return (join, env, matched, found) => {
    const { steps, first } = join.order
    const from = join.from ?? -1
    const fresh = from < 0 ? -1 : (matched[from] ?? -1)

    const go = (depth: number): void => {
      const step = steps[depth]
      if (step === undefined) found()
      else if (step.kind === 'match') match(step, depth)
      else if (step.kind === 'lookup') {
        budget.step()
        const fact = factOf(step.pattern.predicate, step.pattern.terms, env)
        if (fact < 0 || (fact === fresh && step.atom < from)) return
        matched[step.atom] = fact
        if (passes(step.tests, env)) go(depth + 1)
      } else if (step.kind === 'range')
        for (const object of step.domain.objects) {
          budget.step()
          env[step.slot] = object
          if (passes(step.tests, env)) go(depth + 1)
        }
      else {
        const object = valueOf(step.from, env)
        if (step.domain.holds && step.domain.holds[object] !== 1) return
        env[step.slot] = object
        if (passes(step.tests, env)) go(depth + 1)
      }
    }

    const match = (step: Step & { readonly kind: 'match' }, depth: number): void => {
      const list = shortest(step, relations, env)
      for (let index = 0; index < list.length; index++) {
        budget.step()
        const fact = list.at(index)
        if (fact === fresh && step.atom < from) continue
        if (!unify(step, fact, facts, env)) continue
        matched[step.atom] = fact
        if (passes(step.tests, env)) go(depth + 1)
      }
    }

    if (passes(first, env)) go(0)
  }
}

export function valueOf(code: Code, env: Int32Array): number {
  return code < 0 ? -1 - code : (env[code] ?? 0)
}

/** The objects of a pattern, in an array that is used again. */
export function fill(terms: readonly Code[], env: Int32Array, into: Int32Array): Int32Array {
  for (let index = 0; index < terms.length; index++) into[index] = valueOf(terms[index] ?? 0, env)
  return into
}

function shortest(
  { pattern: { predicate, terms }, known }: Step & { readonly kind: 'match' },
  relations: Relations,
  env: Int32Array,
): ReturnType<Relations['all']> {
  let best = relations.all(predicate)
  for (const position of known) {
    if (best.length < 4) break
    const list = relations.matching(predicate, position, valueOf(terms[position] ?? 0, env))
    if (list.length < best.length) best = list
  }
  return best
}

/** Binds the free slots of a pattern to the objects of a fact; false when it does not match. */
export function unify(
  { pattern: { terms }, positions, domains }: Matching,
  fact: number,
  facts: FactTable,
  env: Int32Array,
): boolean {
  for (let position = 0; position < terms.length; position++) {
    const term = terms[position] ?? 0
    const object = facts.object(fact, position)
    if (positions[position] === 'compare') {
      if (valueOf(term, env) !== object) return false
    } else {
      const holds = domains[position]?.holds
      if (holds && holds[object] !== 1) return false
      env[term] = object
    }
  }
  return true
}

import { seededRandom } from '../../../src/base/index.ts'
import type { ConditionalEffect, GroundTask, Rule } from '../../../src/planner/index.ts'
import { randomTask } from './random-task.ts'

/**
 * A small task with effects under conditions, with derived facts, or (mostly) with both; the same number gives the same task. It is a
 * random task with more in it, so every third has numbers, too.
 */
export function richTask(number: number): GroundTask {
  const random = seededRandom(1_000_003 + number)
  const below = (limit: number): number => Math.floor(random.next() * limit)
  const plain = randomTask(number)
  const basic = plain.facts.length
  if (basic === 0) return plain
  const hasEffects = number % 4 !== 1
  const hasRules = number % 4 !== 2
  // Behind each fact stands its contrary, then the derived facts, each with its contrary.
  const derived = hasRules ? 1 + below(4) : 0
  const contraryOf = (fact: number): number => fact + (fact < 2 * basic ? basic : derived)
  const levels = Array.from({ length: derived }, () => below(3)).toSorted((a, b) => a - b)
  const facts = Array.from({ length: 2 * basic + 2 * derived }, (_, fact) => fact < 2 * basic ? `${fact < basic ? '' : 'not '}f${fact % basic}` : `${fact < 2 * basic + derived ? '' : 'not '}d${(fact - 2 * basic) % derived}`) // prettier-ignore
  const literal = (level: number): number => {
    const known = levels.filter((one) => one <= level).length
    if (known === 0 || below(3) > 0) return below(2 * basic)
    const fact = below(known)
    return 2 * basic + fact + (levels[fact]! < level && below(2) === 0 ? derived : 0)
  }
  const ascending = (all: readonly number[]): readonly number[] => [...new Set(all)].toSorted((a, b) => a - b) // prettier-ignore
  const some = (most: number, level: number): readonly number[] => ascending(Array.from({ length: below(most + 1) }, () => literal(level))) // prettier-ignore
  /** Without contradictions, and with contraries kept. */
  const change = (add: readonly number[], gone: readonly number[]): Pick<ConditionalEffect, 'add' | 'delete'> => {
    const lost = gone.filter((fact) => !add.includes(fact))
    return {
      add: ascending([...add, ...lost.map(contraryOf)]),
      delete: ascending([...lost, ...add.map(contraryOf)]),
    }
  } // prettier-ignore
  const effect = (): ConditionalEffect => ({
    pre: ascending([literal(3), ...some(1, 3)]),
    ...change(Array.from({ length: below(3) }, () => below(basic)), Array.from({ length: below(2) }, () => below(basic))), // prettier-ignore
    ...(plain.variables.length > 0 && below(3) === 0 && { conditions: [{ variable: 0, compare: '≥' as const, value: below(5) }] }), // prettier-ignore
  })
  const rules = Array.from({ length: derived === 0 ? 0 : derived + below(2 * derived) }, (_, index): Rule => {
    const fact = index < derived ? index : below(derived)
    const level = levels[fact]!
    return {
      fact: 2 * basic + fact,
      pre: ascending([...some(2, level), ...(below(8) === 0 ? [] : [literal(level)])]),
      level,
      ...(plain.variables.length > 0 && below(4) === 0 && { conditions: [{ variable: 0, compare: '≤' as const, value: below(5) }] }), // prettier-ignore
    }
  }) // prettier-ignore
  return {
    ...plain,
    facts,
    actions: plain.actions.map((action) => ({
      ...action,
      pre: ascending([...action.pre, ...(below(3) === 0 ? [literal(3)] : [])]),
      ...change(action.add, action.delete),
      ...(hasEffects && below(2) === 0 && { when: Array.from({ length: 1 + below(3) }, effect) }),
    })),
    init: [...Array(basic).keys()].map((fact) => (plain.init.includes(fact) ? fact : contraryOf(fact))).toSorted((a, b) => a - b), // prettier-ignore
    goal: ascending([...plain.goal.slice(0, 1), ...some(2, 3)]),
    ...(hasRules && { derived: { rules, contraries: [...Array(basic).keys(), ...Array.from({ length: derived }, (_, fact) => 2 * basic + fact)].map((fact) => [fact, contraryOf(fact)] as const) } }), // prettier-ignore
  }
}

import { compares, type Comparison } from '../model/index.ts'
import type { GroundTask, NumericCondition, Rule } from './ground-task.ts'

/** What is to hold so that something follows: facts that actions change, their contraries (as many behind as there are facts), numbers. */
export interface Leaves {
  readonly facts: Set<number>
  readonly conditions: NumericCondition[]
  /** Whether that is all; otherwise something does not hold for lack of a number, which no condition says. */
  isComplete: boolean
}

export function noLeaves(): Leaves {
  return { facts: new Set(), conditions: [], isComplete: true }
}

/** A state with its derived facts, and what these follow from. */
export interface Reasons {
  readonly holds: (fact: number) => boolean
  /** What makes a fact hold, which does: also added to `into`. */
  readonly why: (fact: number, into: Leaves) => readonly number[]
  /** Adds what makes one of the facts or conditions not hold, none of which does. */
  readonly whyNotAll: (
    facts: readonly number[],
    conditions: readonly NumericCondition[],
    into: Leaves,
  ) => void
}

const opposite: Readonly<Record<Comparison, Comparison>> = { '=': '≠', '≠': '=', '<': '≥', '≥': '<', '>': '≤', '≤': '>' } // prettier-ignore

/**
 * For the states of one task. A derived fact holds because of the rule that gave it first, whose facts hold because of rules before it. It
 * does not hold because something is missing for each of its rules; where that is a fact whose rules lack this one, neither has a
 * reason, and both stay away.
 */
export function reasoning({ facts: { length: size }, derived }: GroundTask): {
  readonly in: (holds: Uint8Array, values: readonly number[]) => Reasons
} {
  const rules = derived?.rules.toSorted((a, b) => a.level - b.level) ?? []
  const given = Map.groupBy(rules, ({ fact }) => fact)
  const contraries = (derived?.contraries ?? []).filter(([fact]) => given.has(fact))
  const isContraryOf = new Map(contraries.map(([fact, contrary]) => [contrary, fact]))
  const levels = [...Map.groupBy(rules, ({ level }) => level).values()]

  const isBasic = (fact: number): boolean => !given.has(fact) && !isContraryOf.has(fact)

  return {
    in(holds, values) {
      /** The rule that gave each derived fact. */
      const by = new Map<number, Rule>()
      const meets = ({ variable, compare, value }: NumericCondition): boolean => {
        const number = values[variable] ?? NaN
        return !Number.isNaN(number) && compares(number, compare, value)
      }
      const isSo = (fact: number): boolean => {
        const positive = isContraryOf.get(fact)
        if (positive !== undefined) return !by.has(positive)
        return given.has(fact) ? by.has(fact) : holds[fact] === 1
      }
      for (const level of levels)
        for (let before = -1; before !== by.size;) {
          before = by.size
          for (const rule of level)
            if (!by.has(rule.fact) && rule.pre.every(isSo) && (rule.conditions ?? []).every(meets)) by.set(rule.fact, rule) // prettier-ignore
        }

      const explained = (fact: number, isWanted: boolean, into: Leaves): void => {
        const waiting: (readonly [fact: number, isWanted: boolean])[] = [[fact, isWanted]]
        const seen = new Set<number>()
        for (let next = waiting.pop(); next; next = waiting.pop()) {
          const positive = isContraryOf.get(next[0])
          const [one, wanted] = positive === undefined ? next : [positive, !next[1]]
          const own = given.get(one)
          if (own === undefined) {
            into.facts.add(wanted ? one : size + one)
            continue
          }
          if (seen.has(one)) continue
          seen.add(one)
          const rule = by.get(one)
          if (rule !== undefined) {
            for (const read of rule.pre) waiting.push([read, true])
            into.conditions.push(...(rule.conditions ?? []))
          } else
            for (const lacking of own) {
              const missing = lacking.pre.filter((read) => !isSo(read))
              const read = missing.find((each) => isBasic(each)) ?? missing[0]
              if (read !== undefined) waiting.push([read, false])
              else
                unmet(
                  (lacking.conditions ?? []).filter((each) => !meets(each)),
                  into,
                )
            }
        }
      }
      const unmet = (conditions: readonly NumericCondition[], into: Leaves): void => {
        const known = conditions.find(({ variable }) => !Number.isNaN(values[variable] ?? NaN))
        if (known === undefined) into.isComplete = false
        else into.conditions.push({ ...known, compare: opposite[known.compare] })
      }
      return {
        holds: isSo,
        why(fact, into) {
          const own = noLeaves()
          explained(fact, true, own)
          for (const leaf of own.facts) into.facts.add(leaf)
          into.conditions.push(...own.conditions)
          into.isComplete &&= own.isComplete
          return [...own.facts]
        },
        whyNotAll(facts, conditions, into) {
          const fact = facts.find(isBasic) ?? facts[0]
          if (fact === undefined) unmet(conditions, into)
          else explained(fact, false, into)
        },
      }
    },
  }
}

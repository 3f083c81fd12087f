import { compares, factNamed, valueWanted, type FactValue, type WorldState } from '../model/index.ts' // prettier-ignore
import type { Checker } from './checker.ts'

type Wanted = Parameters<typeof valueWanted>[0]

/** The value that an expectation asks for; undefined where it depends on a fact that nobody observed. */
function wantedBy(one: Wanted, facts: WorldState): FactValue | undefined {
  return valueWanted(one, (fact) => facts.get(fact))
}

/** Checks a criterion by a fact that was observed in this run. A fact that nobody observed is insufficient evidence. */
export function factChecker(): Checker {
  return {
    kind: 'fact',
    async check({ key, text, check, expectations }, { facts, evidenceOf }) {
      const name = check?.kind === 'fact' ? check.name : ''
      const value = facts.get(name)
      if (value === undefined)
        return {
          key,
          text,
          verdict: 'insufficient-evidence',
          reason: `the fact "${name}" is unknown`,
          evidence: [],
        }
      const unknown = expectations.some((one) => one.kind === 'value' && wantedBy(one, facts) === undefined) // prettier-ignore
      if (unknown)
        return { key, text, verdict: 'insufficient-evidence', reason: `what "${text}" compares with is unknown`, evidence: [] } // prettier-ignore
      const fails = expectations.find((one) => {
        const wanted = one.kind === 'value' ? wantedBy(one, facts) : undefined
        return one.kind !== 'value' || wanted === undefined || !compares(value, one.compare, wanted)
      })
      return {
        key,
        text,
        verdict: fails ? 'failed' : 'passed',
        reason: factNamed(name, value),
        evidence: evidenceOf?.(name) ?? [],
      }
    },
  }
}

import { compares, factNamed } from '../model/index.ts'
import type { Checker } from './checker.ts'

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
      const fails = expectations.find(
        (one) => one.kind !== 'value' || !compares(value, one.compare, one.value),
      )
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

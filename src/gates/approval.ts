import type { Checker } from './checker.ts'

/** Says of a criterion that needs a person's word that it has none: nothing that can be looked at would prove it. */
export function approvalChecker(): Checker {
  return {
    kind: 'approval',
    async check({ key, text, check }) {
      const by = check?.kind === 'approval' ? check.by : null
      const who = by === null ? 'a person' : /^\p{Lu}|^@/u.test(by) ? by : `the ${by}`
      const reason = `${who} must approve it`
      return { key, text, verdict: 'insufficient-evidence', reason, evidence: [] }
    },
  }
}

import type { Checker } from './checker.ts'

/** Says of a criterion that needs a person's word that it has none: nothing that can be looked at would prove it. */
export function approvalChecker(): Checker {
  return {
    kind: 'approval',
    async check({ key, text, check }) {
      const by = check?.kind === 'approval' ? check.by : null
      const reason = by === null ? 'a person must approve it' : `${by} must approve it`
      return { key, text, verdict: 'insufficient-evidence', reason, evidence: [] }
    },
  }
}

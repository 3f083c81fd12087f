import type { Check, Expectation } from '../../../model/index.ts'
import { approvalOf } from './approvals.ts'
import { fileCheckOf } from './file-checks.ts'
import { metricOf } from './metrics.ts'

/** A check that a criterion's words state without a command that heads them, or that says what to take out of its output. */
export interface StatedCheck {
  readonly check: Check
  readonly expectations: readonly Expectation[]
  /** The expectation as it is worded, where the words have it; otherwise what stands behind an arrow. */
  readonly expect: string | null
}

/**
 * What the words of a criterion state; null for words that only claim. `text` is without its marks, `result` what stands behind its
 * arrow. Only words that say nothing else count: a wrong check would be worse than none.
 */
export function statedCheck(text: string, result: string | null): StatedCheck | null {
  const words = text.replace(/[.;]$/, '').trim()
  const metric = metricOf(words, result)
  if (metric) return metric
  if (result !== null) return null
  const file = fileCheckOf(words)
  if (file) return { ...file, expect: null }
  const approval = approvalOf(words)
  return approval && { check: approval, expectations: [], expect: null }
}

import { approvalOf } from './approvals.ts'
import { fileCheckOf } from './file-checks.ts'
import { metricOf } from './metrics.ts'
import type { StatedCheck } from './stated-check.ts'
import { withoutStop } from '../text/stops.ts'

/**
 * What the words of a criterion state; null for words that only claim. `text` is without its marks, `result` what stands behind its
 * arrow. Only words that say nothing else count: a wrong check would be worse than none.
 */
export function statedCheck(text: string, result: string | null): StatedCheck | null {
  const words = withoutStop(text).trim()
  const metric = metricOf(words, result)
  if (metric) return metric
  if (result !== null) return null
  const file = fileCheckOf(words)
  if (file) return { ...file, expect: null }
  const approval = approvalOf(words)
  return approval && { check: approval, expectations: [], expect: null }
}

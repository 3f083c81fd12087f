import type { GroundTask } from '../ground-task.ts'
import type { SearchResult } from '../outcome.ts'

/** Why a search found no plan, in one sentence. */
export function whyNoPlan(_task: GroundTask, { status, limit, proof }: SearchResult): string {
  if (status === 'limit') return `no plan was found before the limit of ${limit ?? 'time'}`
  return proof === 'relaxed'
    ? 'no action leads there'
    : 'every way was looked at, and none leads there'
}

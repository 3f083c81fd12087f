import type { Journal, RunRecord } from '../journal/index.ts'
import { taskKey, type Plan } from '../model/index.ts'

/** How far a document is. */
export interface DocumentStatus {
  readonly document: string
  readonly title: string
  readonly tasks: number
  /** Tasks that are done: proven or claimed. */
  readonly done: number
  /** Tasks that only the document says are done. */
  readonly claimed: number
  /** Tasks whose result is in the journal, for their present definition. */
  readonly proven: number
  readonly blocked: number
  readonly skipped: number
  readonly failed: number
  readonly pending: number
  readonly gates: number
  /** The newest run of the document. */
  readonly run: RunRecord | null
}

/** Counts how each document stands: by our own journal first, then by what the document says. */
export async function statusOf(
  plans: readonly Plan[],
  journal: Journal | null,
): Promise<DocumentStatus[]> {
  const keys = plans.flatMap(({ document, tasks }) =>
    tasks.map(({ key }) => taskKey(document, key)),
  )
  const results = journal ? await journal.results(keys) : new Map()
  const runs = journal ? await journal.runs() : []
  const { standingsOf } = await import('../engine/index.ts')
  const standings = standingsOf(plans, results, { strict: false, again: null, given: {} })
  return plans.map(({ document, title, tasks, gates }) => {
    const kinds = tasks.map(({ key }) => standings[taskKey(document, key)]?.kind)
    const count = (kind: string): number => kinds.filter((one) => one === kind).length
    const failed = tasks.filter(
      ({ key, status }, index) =>
        kinds[index] === undefined &&
        (status === 'failed' || results.get(taskKey(document, key))?.outcome === 'failed'),
    ).length
    const [proven, claimed] = [count('proven'), count('claimed')]
    const [blocked, skipped] = [count('blocked'), count('skipped')]
    return {
      document,
      title,
      tasks: tasks.length,
      done: proven + claimed,
      claimed,
      proven,
      blocked,
      skipped,
      failed,
      pending: tasks.length - proven - claimed - blocked - skipped - failed,
      gates: gates.length,
      run: runs.find((run) => run.documents.includes(document)) ?? null,
    }
  })
}

import { isAlive } from '../commands/index.ts'
import type { Journal, RunRecord } from '../journal/index.ts'
import type { Plan } from '../model/index.ts'
import type { Report } from '../observe/index.ts'

/** A run that is not finished, as far as it went. */
export interface LiveRun {
  readonly record: RunRecord
  /** Whether a process executes it now; otherwise it goes on when it is resumed. */
  readonly isExecuted: boolean
  readonly report: Report
  /** As they were when it began, or was replanned. */
  readonly plans: readonly Plan[]
}

/** The unfinished runs of documents, newest first; one that has only documents of newer ones is left out. */
export async function liveRuns(
  journal: Journal | null,
  documents: readonly string[],
): Promise<readonly LiveRun[]> {
  if (!journal) return []
  const open = new Set(documents)
  const live: LiveRun[] = []
  for (const record of await journal.runs()) {
    const { run, status, events, holder } = record
    if ((status !== 'running' && status !== 'paused') || events === 0) continue
    const own = record.documents.filter((name) => open.delete(name))
    if (own.length === 0) continue
    const [{ frozen }, { reporter }] = await Promise.all([
      import('../engine/index.ts'),
      import('../observe/index.ts'),
    ])
    const all = await journal.events(run)
    const basis = await frozen(journal, run, all)
    const fold = reporter(run, basis)
    for (const event of all) fold.take(event)
    const isExecuted = status === 'running' && holder !== null && isAlive(holder) !== false
    live.push({ record, isExecuted, report: fold.report(), plans: basis.plans })
  }
  return live
}

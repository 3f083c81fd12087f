import type { Holder, RunRecord, RunStatus } from '../journal/index.ts'

/** What a journal's file says in its header: a test compares it with a journal that was just made. */
export const journalFormat = { application: 0x676f6170, version: 1 } as const

/** A run as its journal's file shows it. */
export type SeenRun = Pick<RunRecord, 'run' | 'documents' | 'status' | 'updated' | 'holder'>

/** A journal that is only looked at. */
export interface JournalLook extends Disposable {
  readonly version: number
  /** Whether goap made the file. */
  readonly isOurs: boolean
  /** What is damaged; empty when all is well. */
  damage(): readonly string[]
  /** Runs, newest first. */
  runs(most: number): readonly SeenRun[]
}

/** Looks at a journal without opening it as its own: nothing is written, nobody waits. Rejects `sqlite/corrupt`, `sqlite/cannot-open`. */
export async function lookAtJournal(file: string): Promise<JournalLook> {
  const { lookInto } = await import('../sqlite/index.ts')
  const look = lookInto(file)
  return {
    version: look.version,
    isOurs: look.application === journalFormat.application,
    damage: () => look.damage(),
    runs: (most) =>
      look
        .all(
          'SELECT run, documents, status, updated, holder FROM runs ORDER BY started DESC LIMIT ?',
          most,
        ) // prettier-ignore
        .map(({ run, documents, status, updated, holder }) => ({
          run: String(run),
          documents: parsed<readonly string[]>(documents) ?? [],
          // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the journal puts nothing else there
          status: String(status) as RunStatus,
          updated: Number(updated),
          holder: parsed<Holder>(holder),
        })),
    [Symbol.dispose]: () => look[Symbol.dispose](),
  }
}

// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the journal has put just that there
function parsed<T>(value: unknown): T | null {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as above
  return typeof value === 'string' ? (JSON.parse(value) as T) : null
}

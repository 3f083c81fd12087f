import type { RunEvent } from '../model/index.ts'

/** Something that follows a run: write-back, metrics, a log. The engine knows nothing of what it does. */
export interface Listener {
  /** Unique in a run; its cursor is kept under it. */
  readonly name: string
  /** Told once, before the first `handle` of this process, what was handled already; nothing is to be done for it. */
  readonly restore?: (events: readonly RunEvent[]) => void
  /** Handles events in the order of `seq`; the next call waits for the promise. After a crash the last ones may come again. */
  handle(events: readonly RunEvent[]): Promise<void>
}

import type { Json } from '../base/index.ts'
import type { RunEvent } from '../model/index.ts'
import type { Report } from '../observe/index.ts'

/** An execution that is under way in this process. Iterating gives its events from the first one, live ones as they are committed. */
export interface Run extends AsyncIterable<RunEvent>, AsyncDisposable {
  readonly id: string
  /** The `seq` of the first event of this process: greater than 0 when the run goes on. */
  readonly begins: number
  /** Resolves when this process has no more to do: finished, or waiting for a person, or interrupted. Rejects when the journal fails. */
  readonly report: Promise<Report>
  /** What listeners could not do; empty when all went well. */
  readonly troubles: readonly Trouble[]
  /** Stops what runs and ends the run for good. Rejects `run/finished`. */
  cancel(reason: string): Promise<void>
  /** Stops what runs; `resume` goes on later. */
  interrupt(): Promise<void>
  /** Answers an open question of a task. Rejects `run/finished`, `run/no-question`. */
  answer(subject: string, value: Json, by: string): Promise<void>
}

/** A listener that failed. It is tried again with the next events. */
export interface Trouble {
  readonly listener: string
  readonly cause: unknown
}

import type { Json, Timestamp } from '../base/index.ts'
import type { ProcessGroup } from '../commands/index.ts'
import type { Outcome, RunEvent, TaskKey } from '../model/index.ts'

// The durable memory of runs.
//
//   J1. `seq` of a run's events is dense from 0: `append` takes only the next number.
//   J2. Only the holder of the lease appends; after another took the run over, every write of the former is rejected (`journal/fenced`).
//   J3. One result per (run, generation, task, round): a second `task.finished` is rejected (`journal/duplicate-result`) with its whole batch.
//   J4. A resolved promise means: committed. A batch is committed whole or not at all.

/** Who executes. The start time tells a process from a later one with the same number. */
export interface Holder {
  readonly host: string
  /** The boot of the machine; null where the system does not tell. */
  readonly boot: string | null
  readonly pid: number
  readonly started: number | null
}

/** The right to append to a run. */
export interface Lease {
  readonly run: string
  /** Grows by one with every holder. */
  readonly fence: number
  readonly holder: Holder
}

export type RunStatus = 'running' | 'paused' | 'succeeded' | 'failed' | 'cancelled'

/** A run as the list of runs shows it. */
export interface RunRecord {
  readonly run: string
  readonly documents: readonly string[]
  /** `running` and `paused` are unfinished. Derived from the events. */
  readonly status: RunStatus
  readonly started: Timestamp
  readonly updated: Timestamp
  /** Number of events. */
  readonly events: number
  /** Who holds the lease, or null. A holder may be dead. */
  readonly holder: Holder | null
}

/** A wish from outside, kept until the holder has made it an event. */
export interface Signal {
  /** Given by the sender; the same id twice is one signal. */
  readonly id: string
  readonly run: string
  readonly kind: string
  readonly payload: Json
  readonly by: string
  readonly at: Timestamp
}

/** A process that an attempt started. */
export interface ProcessRecord extends ProcessGroup {
  /** The attempt's task or gate key. */
  readonly subject: string
}

/** The last result that any run recorded for a task. */
export interface ResultRecord {
  readonly run: string
  readonly task: TaskKey
  readonly outcome: Outcome['kind']
  /** SHA-256 of the task's definition when it ran. */
  readonly definition: string
  readonly at: Timestamp
  /** What it told when it succeeded; absent: nothing. */
  readonly outputs?: Readonly<Record<string, Json>>
}

export interface Journal extends AsyncDisposable {
  /** Keeps a value under its hash; the same hash again is the same value. */
  keep(hash: string, value: Json): Promise<void>
  /** The value kept under a hash, or undefined. */
  kept(hash: string): Promise<Json | undefined>

  /** Makes a run and its first lease. Rejects `journal/run-exists`. */
  create(run: string, documents: readonly string[], holder: Holder): Promise<Lease>
  /** Takes a run over when its lease is free, its holder is `dead` by the caller's judgement, or it missed three heartbeats. Rejects `journal/held`, `journal/unknown-run`. */
  claim(run: string, holder: Holder, dead: (holder: Holder) => boolean): Promise<Lease>
  /** Says that the holder lives. Rejects `journal/fenced`. */
  heartbeat(lease: Lease): Promise<void>
  /** Gives the lease back; a lease that is not ours any more is left alone. */
  release(lease: Lease): Promise<void>

  /** Commits the events; the first must have the next `seq`. Rejects `journal/fenced`, `journal/gap`, `journal/duplicate-result`. */
  append(lease: Lease, events: readonly RunEvent[]): Promise<void>
  /** The events from `seq` (default 0) that are committed now, in order. Rejects `journal/unknown-run`. */
  events(run: string, from?: number): Promise<readonly RunEvent[]>
  /** As `events`, then goes on with each further event until the signal aborts or the run has finished. */
  follow(run: string, from?: number, signal?: AbortSignal): AsyncIterable<RunEvent>

  /** All runs, newest first. */
  runs(): Promise<readonly RunRecord[]>
  /** The newest result of each task that has one. */
  results(tasks: readonly TaskKey[]): Promise<ReadonlyMap<TaskKey, ResultRecord>>

  /** Leaves a wish for a run. Rejects `journal/unknown-run`. */
  send(signal: Signal): Promise<void>
  /** Signals of the run that no `signal.received` event names yet, oldest first. */
  pending(run: string): Promise<readonly Signal[]>
  /** Calls `changed` within 100 ms after another process wrote to the journal; the result ends it. */
  watch(changed: () => void): () => void

  /** Remembers a held process before it is released. Rejects `journal/fenced`. */
  processStarted(lease: Lease, process: ProcessRecord): Promise<void>
  processEnded(lease: Lease, process: ProcessRecord): Promise<void>
  /** Processes of the run that were started and not ended. */
  processes(run: string): Promise<readonly ProcessRecord[]>

  /** How far a listener has come: the next `seq` that it has not handled; 0 at first. */
  cursor(run: string, listener: string): Promise<number>
  advance(run: string, listener: string, next: number): Promise<void>
}

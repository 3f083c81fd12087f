import { GoapError, systemClock, type Clock, type Json, type Milliseconds } from '../base/index.ts'
import type { Outcome, RunEvent, TaskKey } from '../model/index.ts'
import { following } from './follow.ts'
import type { Journal, Lease, ProcessRecord, ResultRecord, RunRecord, Signal } from './journal.ts'
import {
  existsError,
  fencedError,
  gapError,
  heldError,
  mayTake,
  statusAfter,
  unknownRun,
} from './rules.ts'

interface StoredRun {
  record: RunRecord
  fence: number
  heartbeat: number
  generation: number
  readonly events: RunEvent[]
  readonly results: Set<string>
  processes: ProcessRecord[]
}

/** What a memory journal holds; several journals may share one store as several processes share a file. */
export interface MemoryStore {
  readonly kept: Map<string, Json>
  readonly runs: Map<string, StoredRun>
  readonly results: Map<TaskKey, ResultRecord>
  readonly signals: Map<string, Signal>
  readonly received: Set<string>
  readonly cursors: Map<string, number>
  readonly listeners: Set<() => void>
}

export function memoryStore(): MemoryStore {
  return {
    kept: new Map(),
    runs: new Map(),
    results: new Map(),
    signals: new Map(),
    received: new Set(),
    cursors: new Map(),
    listeners: new Set(),
  }
}

export interface MemoryJournalOptions {
  /** A holder that misses three of these is taken over from another host. Default 5 s. */
  readonly heartbeat?: Milliseconds
  readonly clock?: Clock
}

/** A journal that lives as long as the process. */
export function memoryJournal(
  store: MemoryStore = memoryStore(),
  { heartbeat = 5000, clock = systemClock }: MemoryJournalOptions = {},
): Journal {
  function changed<T>(result: T): T {
    for (const listener of store.listeners) queueMicrotask(listener)
    return result
  }

  function stored(run: string): StoredRun {
    const found = store.runs.get(run)
    if (!found) throw unknownRun(run)
    return found
  }

  function fenced(lease: Lease): StoredRun {
    const run = stored(lease.run)
    if (run.fence !== lease.fence) throw fencedError(lease.run, lease.fence, run.fence)
    return run
  }

  const journal: Journal = {
    async keep(hash, value) {
      store.kept.set(hash, value)
    },
    async kept(hash) {
      return store.kept.get(hash)
    },
    async create(run, documents, holder) {
      if (store.runs.has(run)) throw existsError(run)
      const now = clock.now()
      const record = {
        run,
        documents,
        status: 'running',
        started: now,
        updated: now,
        events: 0,
        holder,
      } as const
      const rest = { fence: 1, heartbeat: now, generation: 0, processes: [] }
      store.runs.set(run, { record, ...rest, events: [], results: new Set() })
      return changed({ run, fence: 1, holder })
    },
    async claim(run, holder, dead) {
      const found = stored(run)
      const silent = clock.now() - found.heartbeat > 3 * heartbeat
      if (!mayTake(found.record.holder, holder, silent, dead))
        throw heldError(run, found.record.holder)
      found.fence++
      found.heartbeat = clock.now()
      found.record = { ...found.record, holder }
      return changed({ run, fence: found.fence, holder })
    },
    async heartbeat(lease) {
      fenced(lease).heartbeat = clock.now()
    },
    async release(lease) {
      const run = stored(lease.run)
      if (run.fence === lease.fence) run.record = { ...run.record, holder: null }
      changed(null)
    },
    async append(lease, events) {
      const run = fenced(lease)
      checkBatch(run, events)
      for (const event of events) take(store, run, event)
      changed(null)
    },
    async events(run, from = 0) {
      return stored(run).events.slice(from)
    },
    follow: (run, from = 0, signal) => following(journal, run, from, signal),
    async runs() {
      return [...store.runs.values()]
        .map(({ record }) => record)
        .toSorted((left, right) => right.started - left.started || (left.run < right.run ? 1 : -1))
    },
    async results(tasks) {
      const found = new Map<TaskKey, ResultRecord>()
      for (const task of tasks) {
        const result = store.results.get(task)
        if (result) found.set(task, result)
      }
      return found
    },
    async send(signal) {
      stored(signal.run)
      if (!store.signals.has(signal.id)) store.signals.set(signal.id, signal)
      changed(null)
    },
    async pending(run) {
      return [...store.signals.values()].filter(
        (one) => one.run === run && !store.received.has(one.id),
      )
    },
    watch(listener) {
      store.listeners.add(listener)
      return () => void store.listeners.delete(listener)
    },
    async processStarted(lease, process) {
      fenced(lease).processes.push(process)
    },
    async processEnded(lease, { pgid, started, boot }) {
      const run = stored(lease.run)
      run.processes = run.processes.filter(
        (one) => one.pgid !== pgid || one.started !== started || one.boot !== boot,
      )
    },
    async processes(run) {
      return [...(store.runs.get(run)?.processes ?? [])]
    },
    async cursor(run, listener) {
      return store.cursors.get(`${run} ${listener}`) ?? 0
    },
    async advance(run, listener, next) {
      store.cursors.set(`${run} ${listener}`, next)
    },
    async [Symbol.asyncDispose]() {},
  }
  return journal
}

/** A batch is taken whole or not at all, so it is checked before anything of it is. */
function checkBatch(
  { record, events, results, generation }: StoredRun,
  batch: readonly RunEvent[],
): void {
  const added = new Set<string>()
  for (const [index, event] of batch.entries()) {
    if (event.seq !== events.length + index)
      throw gapError(record.run, events.length + index, event.seq)
    if (event.type !== 'task.finished') continue
    const key = resultKey(event, generation)
    if (results.has(key) || added.has(key))
      throw new GoapError(
        'journal/duplicate-result',
        `Task "${event.task}" has a result for round ${event.round} of run ${record.run} already.`,
      )
    added.add(key)
  }
}

function take(store: MemoryStore, run: StoredRun, event: RunEvent): void {
  run.events.push(event)
  if (event.type === 'run.started' || event.type === 'run.replanned')
    run.generation = event.generation
  if (event.type === 'signal.received') store.received.add(event.signal)
  if (event.type === 'task.finished') {
    const { task, outcome, definition, at } = event
    run.results.add(resultKey(event, run.generation))
    const before = store.results.get(task)
    if (!before || before.at <= at)
      store.results.set(task, {
        run: event.run,
        task,
        outcome: outcome.kind,
        definition,
        at,
        ...told(outcome),
      })
  }
  if (event.type === 'task.compensated' && event.outcome.kind === 'succeeded') {
    const result = store.results.get(event.task)
    if (result) {
      const { outputs: _outputs, ...rest } = result
      store.results.set(event.task, { ...rest, outcome: 'cancelled' })
    }
  }
  run.record = {
    ...run.record,
    status: statusAfter(event) ?? run.record.status,
    updated: event.at,
    events: run.events.length,
  }
}

function told(outcome: Outcome): Pick<ResultRecord, 'outputs'> {
  if (outcome.kind !== 'succeeded' || Object.keys(outcome.outputs).length === 0) return {}
  return { outputs: outcome.outputs }
}

function resultKey(
  { task, round }: Extract<RunEvent, { type: 'task.finished' }>,
  generation: number,
): string {
  return `${generation} ${round} ${task}`
}

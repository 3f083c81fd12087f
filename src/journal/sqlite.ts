// oxlint-disable typescript/no-unsafe-type-assertion -- rows hold what this file has put into them
import { GoapError, systemClock, type Clock, type Json, type Milliseconds } from '../base/index.ts'
import type { RunEvent, TaskKey } from '../model/index.ts'
import { isDuplicate, openDatabase, type Database, type Row } from '../sqlite/index.ts'
import { following } from './follow.ts'
import type {
  Holder,
  Journal,
  Lease,
  ProcessRecord,
  ResultRecord,
  RunRecord,
  Signal,
} from './journal.ts'
import {
  existsError,
  fencedError,
  gapError,
  heldError,
  mayTake,
  statusAfter,
  unknownRun,
} from './rules.ts'
import { application, migrations } from './schema.ts'
import { watching } from './watch.ts'

export interface SqliteJournalOptions {
  /** `normal` survives the death of the process, `full` also a loss of power. Default `normal`. */
  readonly durability?: 'normal' | 'full'
  /** A holder that misses three of these is taken over from another host. Default 5 s. */
  readonly heartbeat?: Milliseconds
  /** Default: the system's. */
  readonly clock?: Clock
}

/** A journal in an SQLite file, shared by all processes of the machine. Throws `sqlite/…` when the file is not usable. */
export function sqliteJournal(file: string, options: SqliteJournalOptions = {}): Journal {
  const { durability = 'normal', heartbeat = 5000, clock = systemClock } = options
  const db = openDatabase(file, { migrations, application, durability })
  const watch = watching(() => db.version())

  function write<T>(work: () => T): Promise<T> {
    return db.group(work).then((result) => {
      watch.changed()
      return result
    })
  }

  const journal: Journal = {
    async keep(hash, value) {
      const body = JSON.stringify(value)
      await write(() =>
        db.run('INSERT OR IGNORE INTO kept (hash, value) VALUES (?, ?)', hash, body),
      )
    },
    async kept(hash) {
      const row = db.first('SELECT value FROM kept WHERE hash = ?', hash)
      return row ? parsed<Json>(row['value']) : undefined
    },
    create: (run, documents, holder) =>
      write(() => {
        if (db.first('SELECT 1 FROM runs WHERE run = ?', run)) throw existsError(run)
        const now = clock.now()
        db.run(
          `INSERT INTO runs (run, documents, status, started, updated, events, generation, fence, holder, heartbeat)
           VALUES (?, ?, 'running', ?, ?, 0, 0, 1, ?, ?)`,
          run,
          JSON.stringify(documents),
          now,
          now,
          JSON.stringify(holder),
          now,
        )
        return { run, fence: 1, holder }
      }),
    claim: (run, holder, dead) =>
      write(() => {
        const row = runRow(db, run)
        const now = clock.now()
        const current = row['holder'] === null ? null : parsed<Holder>(row['holder'])
        const silent = now - Number(row['heartbeat']) > 3 * heartbeat
        if (!mayTake(current, holder, silent, dead)) throw heldError(run, current)
        const fence = Number(row['fence']) + 1
        db.run(
          'UPDATE runs SET fence = ?, holder = ?, heartbeat = ? WHERE run = ?',
          fence,
          JSON.stringify(holder),
          now,
          run,
        )
        return { run, fence, holder }
      }),
    heartbeat: (lease) =>
      write(() => {
        checkFence(db, lease)
        db.run('UPDATE runs SET heartbeat = ? WHERE run = ?', clock.now(), lease.run)
      }),
    release: (lease) =>
      write(() => {
        db.run('UPDATE runs SET holder = NULL WHERE run = ? AND fence = ?', lease.run, lease.fence)
      }),
    append: (lease, events) => write(() => append(db, lease, events)),
    async events(run, from = 0) {
      runRow(db, run)
      return readEvents(db, run, from)
    },
    follow: (run, from = 0, signal) => following(journal, run, from, signal),
    async runs() {
      return db.all('SELECT * FROM runs ORDER BY started DESC, run DESC').map(recordOf)
    },
    async results(tasks) {
      const found = new Map<TaskKey, ResultRecord>()
      const rows = db.all(
        `SELECT r.task, r.run, r.outcome, r.definition, r.at,
           CASE r.outcome WHEN 'succeeded' THEN json_extract(e.body, '$.outcome.outputs') END AS outputs
         FROM results r LEFT JOIN events e ON e.run = r.run AND e.seq = r.seq
         WHERE r.task IN (SELECT value FROM json_each(?)) ORDER BY r.at, r.run, r.seq`,
        JSON.stringify(tasks),
      )
      // The newest comes last.
      for (const row of rows) found.set(String(row['task']), resultOf(String(row['task']), row))
      return found
    },
    send: (signal) =>
      write(() => {
        runRow(db, signal.run)
        const { id, run, kind, payload, by, at } = signal
        db.run(
          'INSERT OR IGNORE INTO signals (id, run, kind, payload, sender, at, received) VALUES (?, ?, ?, ?, ?, ?, 0)',
          id,
          run,
          kind,
          JSON.stringify(payload),
          by,
          at,
        )
      }),
    async pending(run) {
      return db
        .all('SELECT * FROM signals WHERE run = ? AND received = 0 ORDER BY rowid', run)
        .map(signalOf)
    },
    watch: (changed) => watch.watch(changed),
    processStarted: (lease, process) =>
      write(() => {
        checkFence(db, lease)
        db.run(
          'INSERT INTO processes (run, subject, pgid, started, boot) VALUES (?, ?, ?, ?, ?)',
          lease.run,
          process.subject,
          process.pgid,
          process.started,
          process.boot,
        )
      }),
    processEnded: (lease, { pgid, started, boot }) =>
      write(() => {
        db.run(
          'DELETE FROM processes WHERE run = ? AND pgid = ? AND started IS ? AND boot IS ?',
          lease.run,
          pgid,
          started,
          boot,
        )
      }),
    async processes(run) {
      return db.all('SELECT * FROM processes WHERE run = ? ORDER BY rowid', run).map(processOf)
    },
    async cursor(run, listener) {
      const row = db.first('SELECT next FROM cursors WHERE run = ? AND listener = ?', run, listener)
      return Number(row?.['next'] ?? 0)
    },
    advance: (run, listener, next) =>
      write(() => {
        db.run(
          `INSERT INTO cursors (run, listener, next) VALUES (?, ?, ?)
           ON CONFLICT (run, listener) DO UPDATE SET next = excluded.next`,
          run,
          listener,
          next,
        )
      }),
    async [Symbol.asyncDispose]() {
      watch.close()
      db.close()
    },
  }
  return journal
}

function append(db: Database, lease: Lease, events: readonly RunEvent[]): void {
  checkFence(db, lease)
  const row = runRow(db, lease.run)
  let next = Number(row['events'])
  let generation = Number(row['generation'])
  let status = String(row['status'])
  let updated = Number(row['updated'])
  for (const event of events) {
    if (event.seq !== next) throw gapError(lease.run, next, event.seq)
    next++
    updated = event.at
    status = statusAfter(event) ?? status
    if (event.type === 'run.started' || event.type === 'run.replanned')
      generation = event.generation
    if (event.type === 'task.finished') insertResult(db, event, generation)
    if (event.type === 'task.compensated' && event.outcome.kind === 'succeeded')
      db.run(
        "UPDATE results SET outcome = 'cancelled' WHERE run = ? AND task = ?",
        event.run,
        event.task,
      )
    if (event.type === 'signal.received')
      db.run('UPDATE signals SET received = 1 WHERE id = ?', event.signal)
  }
  insertEvents(db, events)
  db.run(
    'UPDATE runs SET events = ?, status = ?, updated = ?, generation = ? WHERE run = ?',
    next,
    status,
    updated,
    generation,
    lease.run,
  )
}

/** Several rows by one statement cost less than each by its own. */
const together = 16
const insertion = (rows: number): string =>
  `INSERT INTO events (run, seq, at, type, body) VALUES ${Array(rows).fill('(?, ?, ?, ?, ?)').join(', ')}`
const [insertOne, insertMany] = [insertion(1), insertion(together)]

function insertEvents(db: Database, events: readonly RunEvent[]): void {
  const whole = events.length - (events.length % together)
  for (let from = 0; from < whole; from += together)
    db.run(insertMany, ...events.slice(from, from + together).flatMap(rowOf))
  for (const event of events.slice(whole)) db.run(insertOne, ...rowOf(event))
}

function rowOf({
  run,
  seq,
  at,
  type,
  ...rest
}: RunEvent): [string, number, number, string, string] {
  return [run, seq, at, type, JSON.stringify(rest)]
}

function insertResult(
  db: Database,
  event: Extract<RunEvent, { type: 'task.finished' }>,
  generation: number,
): void {
  const { run, seq, at, task, round, outcome, definition } = event
  try {
    db.run(
      `INSERT INTO results (run, generation, task, round, seq, outcome, definition, at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      run,
      generation,
      task,
      round,
      seq,
      outcome.kind,
      definition,
      at,
    )
  } catch (cause) {
    if (!isDuplicate(cause)) throw cause
    throw new GoapError(
      'journal/duplicate-result',
      `Task "${task}" has a result for round ${round} of run ${run} already.`,
      { cause },
    )
  }
}

function checkFence(db: Database, { run, fence }: Lease): void {
  const row = runRow(db, run)
  if (Number(row['fence']) !== fence) throw fencedError(run, fence, Number(row['fence']))
}

function runRow(db: Database, run: string): Row {
  const row = db.first('SELECT * FROM runs WHERE run = ?', run)
  if (!row) throw unknownRun(run)
  return row
}

function readEvents(db: Database, run: string, from: number): readonly RunEvent[] {
  const rows = db.all(
    'SELECT seq, at, type, body FROM events WHERE run = ? AND seq >= ? ORDER BY seq',
    run,
    from,
  )
  return rows.map(({ seq, at, type, body }, index) => {
    if (Number(seq) !== from + index) throw gapError(run, from + index, Number(seq))
    return { run, seq, at, type, ...parsed<object>(body) } as unknown as RunEvent
  })
}

function recordOf(row: Row): RunRecord {
  return {
    run: String(row['run']),
    documents: parsed<string[]>(row['documents']),
    status: String(row['status']) as RunRecord['status'],
    started: Number(row['started']),
    updated: Number(row['updated']),
    events: Number(row['events']),
    holder: row['holder'] === null ? null : parsed<Holder>(row['holder']),
  }
}

function resultOf(task: TaskKey, row: Row): ResultRecord {
  return {
    run: String(row['run']),
    task,
    outcome: String(row['outcome']) as ResultRecord['outcome'],
    definition: String(row['definition']),
    at: Number(row['at']),
    ...told(row['outputs']),
  }
}

/** The outputs of an event's body. */
function told(text: unknown): Pick<ResultRecord, 'outputs'> {
  if (typeof text !== 'string' || text === '{}') return {}
  const outputs: NonNullable<ResultRecord['outputs']> = JSON.parse(text)
  return { outputs }
}

function signalOf(row: Row): Signal {
  return {
    id: String(row['id']),
    run: String(row['run']),
    kind: String(row['kind']),
    payload: parsed<Json>(row['payload']),
    by: String(row['sender']),
    at: Number(row['at']),
  }
}

function processOf(row: Row): ProcessRecord {
  return {
    subject: String(row['subject']),
    pgid: Number(row['pgid']),
    started: row['started'] === null ? null : Number(row['started']),
    boot: row['boot'] === null ? null : String(row['boot']),
  }
}

/** Text that we wrote ourselves as JSON. */
function parsed<T>(text: unknown): T {
  return JSON.parse(String(text)) as T
}

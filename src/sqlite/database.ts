import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import {
  DatabaseSync,
  type SQLInputValue,
  type SQLOutputValue,
  type StatementSync,
} from 'node:sqlite'
import { GoapError } from '../base/index.ts'
import { translated } from './failure.ts'

// One SQLite file, written in groups.
//
//   S1. A promise of `group` resolves only after COMMIT.
//   S2. Works that are asked for in one tick share a transaction; one that throws is undone alone and rejects alone.
//   S3. A file that is damaged, foreign or newer is reported and never written to.

/** A row as the query gives it. */
export type Row = Readonly<Record<string, SQLOutputValue>>

export interface DatabaseOptions {
  /** Each brings the file from one version to the next; the version is kept in `user_version`. */
  readonly migrations: readonly string[]
  /** Kept in the file's header, so that another program's file is not mistaken for ours. */
  readonly application: number
  /** `normal` survives the death of the process, `full` also a loss of power. Default `normal`. */
  readonly durability?: 'normal' | 'full'
  /** How long to wait for another process's transaction, in milliseconds. Default 10 s. */
  readonly busyTimeout?: number
}

export interface Database extends Disposable {
  /** Runs `work` in the transaction of this tick. Rejects with what `work` threw, or with what the commit threw. */
  group<T>(work: () => T): Promise<T>
  /** Runs a statement within `group`. Gives the number of changed rows. */
  run(sql: string, ...values: readonly SQLInputValue[]): number
  /** All rows of a query. */
  all(sql: string, ...values: readonly SQLInputValue[]): readonly Row[]
  /** The first row of a query. */
  first(sql: string, ...values: readonly SQLInputValue[]): Row | undefined
  /** Changes when another connection has written. */
  version(): number
  close(): void
}

/** Opens a file, making it and its folder when they are not there. Throws `sqlite/corrupt`, `sqlite/newer`, `sqlite/cannot-open`. */
export function openDatabase(file: string, options: DatabaseOptions): Database {
  try {
    mkdirSync(dirname(file), { recursive: true })
    const db = new DatabaseSync(file, { timeout: options.busyTimeout ?? 10_000 })
    try {
      prepare(db, file, options)
    } catch (cause) {
      db.close()
      throw cause
    }
    return database(db, file)
  } catch (cause) {
    const known = translated(cause, file)
    if (known instanceof GoapError) throw known
    throw new GoapError('sqlite/cannot-open', `${file} cannot be opened: ${text(cause)}.`, {
      cause,
    })
  }
}

function prepare(db: DatabaseSync, file: string, options: DatabaseOptions): void {
  const { migrations, application, durability = 'normal' } = options
  // Reading first: a file that is not ours is found before anything is written to it.
  // Whether it is empty comes first: another process may make it ours in between, but never empty.
  const empty = number(db, 'SELECT count(*) FROM sqlite_schema') === 0
  const owner = number(db, 'PRAGMA application_id')
  const found = number(db, 'PRAGMA user_version')
  if (!empty && owner !== application)
    throw new GoapError('sqlite/corrupt', `${file} is a database of another program.`)
  if (found > migrations.length)
    throw new GoapError(
      'sqlite/newer',
      `${file} has version ${found}; this goap knows ${migrations.length}.`,
    )
  db.exec('PRAGMA journal_mode = WAL')
  db.exec(`PRAGMA synchronous = ${durability === 'full' ? 'FULL' : 'NORMAL'}`)
  db.exec('PRAGMA foreign_keys = ON')
  if (found < migrations.length) migrate(db, migrations, application)
}

/** Several processes may come here at once: the version is read again once the file is ours. */
function migrate(db: DatabaseSync, migrations: readonly string[], application: number): void {
  db.exec('BEGIN IMMEDIATE')
  try {
    for (let version = number(db, 'PRAGMA user_version'); version < migrations.length; version++) {
      db.exec(migrations[version] ?? '')
      db.exec(`PRAGMA user_version = ${version + 1}`)
    }
    db.exec(`PRAGMA application_id = ${application}`)
    db.exec('COMMIT')
  } catch (cause) {
    db.exec('ROLLBACK')
    throw cause
  }
}

function number(db: DatabaseSync, sql: string): number {
  const row = db.prepare(sql).get()
  return Number(row ? Object.values(row)[0] : 0)
}

function text(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause)
}

interface Work {
  readonly run: () => void
  readonly resolve: () => void
  readonly reject: (cause: unknown) => void
}

function database(db: DatabaseSync, file: string): Database {
  const statements = new Map<string, StatementSync>()
  let works: Work[] = []

  function statement(sql: string): StatementSync {
    let found = statements.get(sql)
    if (!found) statements.set(sql, (found = db.prepare(sql)))
    return found
  }

  function commit(): void {
    const batch = works
    works = []
    const done: Work[] = []
    try {
      statement('BEGIN IMMEDIATE').run()
      for (const work of batch) if (attempt(work)) done.push(work)
      statement('COMMIT').run()
    } catch (cause) {
      if (db.isTransaction) db.exec('ROLLBACK')
      // Those that rejected already ignore this.
      for (const { reject } of batch) reject(translated(cause, file))
      return
    }
    for (const { resolve } of done) resolve()
  }

  /** Whether the work is to be committed; otherwise it is undone and has rejected (S2). */
  function attempt({ run, reject }: Work): boolean {
    statement('SAVEPOINT work').run()
    try {
      run()
      statement('RELEASE work').run()
      return true
    } catch (cause) {
      // A full disk or a damaged file ends the whole transaction by itself.
      if (!db.isTransaction) throw cause
      db.exec('ROLLBACK TO work')
      db.exec('RELEASE work')
      reject(translated(cause, file))
      return false
    }
  }

  function guarded<T>(query: () => T): T {
    try {
      return query()
    } catch (cause) {
      throw translated(cause, file)
    }
  }

  function close(): void {
    if (!db.isOpen) return
    if (works.length > 0) commit()
    db.close()
  }

  return {
    group<T>(work: () => T) {
      return new Promise<T>((resolve, reject) => {
        let result: { readonly value: T } | null = null
        if (works.length === 0) setImmediate(() => works.length > 0 && commit())
        works.push({
          run: () => void (result = { value: work() }),
          resolve: () => result && resolve(result.value),
          reject,
        })
      })
    },
    run: (sql, ...values) => Number(statement(sql).run(...values).changes),
    all: (sql, ...values) => guarded(() => statement(sql).all(...values)),
    first: (sql, ...values) => guarded(() => statement(sql).get(...values)),
    version: () => Number(statement('PRAGMA data_version').get()?.['data_version'] ?? 0),
    close,
    [Symbol.dispose]: close,
  }
}

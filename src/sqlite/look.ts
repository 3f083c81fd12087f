import { existsSync, statSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import { GoapError } from '../base/index.ts'
import type { Row } from './database.ts'
import { translated } from './failure.ts'

/** A database file that is only looked at. */
export interface Look extends Disposable {
  /** Whose file it is (`application_id`), and its version (`user_version`). */
  readonly application: number
  readonly version: number
  /** What `quick_check` finds wrong; empty when all is well. */
  damage(): readonly string[]
  all(sql: string, ...values: readonly SQLInputValue[]): readonly Row[]
}

/**
 * Looks into a file without changing it: no migration, no lock that others wait for, and where nobody has it open no file beside it.
 * Throws `sqlite/corrupt`, `sqlite/cannot-open`.
 */
export function lookInto(file: string): Look {
  const db = guarded(file, () => opened(file))
  const pragma = (name: string): number => guarded(file, () => Number(Object.values(db.prepare(`PRAGMA ${name}`).get() ?? {})[0])) // prettier-ignore
  try {
    return {
      application: pragma('application_id'),
      version: pragma('user_version'),
      damage: () =>
        guarded(file, () => db.prepare('PRAGMA quick_check(5)').all())
          .map((row) => String(Object.values(row)[0]))
          .filter((line) => line !== 'ok'),
      all: (sql, ...values) => guarded(file, () => db.prepare(sql).all(...values)),
      [Symbol.dispose]: () => db.close(),
    }
  } catch (cause) {
    db.close()
    throw cause
  }
}

/** What is in the log beside the file counts; without one the file is all there is, and SQLite need not make one. */
function opened(file: string): DatabaseSync {
  const log = `${file}-wal`
  const url = pathToFileURL(file)
  url.searchParams.set('mode', 'ro')
  if (!existsSync(log) || statSync(log).size === 0) url.searchParams.set('immutable', '1')
  return new DatabaseSync(url, { readOnly: true, timeout: 1000 })
}

function guarded<T>(file: string, look: () => T): T {
  try {
    return look()
  } catch (cause) {
    const known = translated(cause, file)
    if (known instanceof GoapError) throw known
    const what = cause instanceof Error ? cause.message : String(cause)
    throw new GoapError('sqlite/cannot-open', `${file} cannot be read: ${what}.`, { cause })
  }
}

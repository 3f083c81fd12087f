import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, expect, test } from 'vitest'
import { openDatabase } from '../../src/sqlite/index.ts'

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

function temporaryFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'goap-sqlite-'))
  folders.push(folder)
  return join(folder, 'test.db')
}

const first = 'CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT)'
const options = { application: 42, migrations: [first] }

test('a file is made with its folder, and migrated step by step', () => {
  const file = join(temporaryFile(), 'deep', 'er', 'test.db')
  openDatabase(file, options).close()
  using db = openDatabase(file, { ...options, migrations: [first, 'ALTER TABLE t ADD COLUMN c'] })
  expect(db.all('SELECT * FROM t')).toEqual([])
  expect(db.first('PRAGMA user_version')?.['user_version']).toBe(2)
  expect(db.first('PRAGMA journal_mode')?.['journal_mode']).toBe('wal')
  expect(db.first('PRAGMA synchronous')?.['synchronous']).toBe(1)
})

test('full durability syncs at every commit', () => {
  using db = openDatabase(temporaryFile(), { ...options, durability: 'full' })
  expect(db.first('PRAGMA synchronous')?.['synchronous']).toBe(2)
})

test('works of one tick share a transaction, and one that throws is undone alone', async () => {
  using db = openDatabase(temporaryFile(), options)
  const insert = (a: number, b: string) => () => db.run('INSERT INTO t VALUES (?, ?)', a, b)
  const results = await Promise.allSettled([
    db.group(insert(1, 'one')),
    db.group(() => {
      insert(2, 'two')()
      throw new Error('no')
    }),
    db.group(insert(3, 'three')),
  ])
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect(db.all('SELECT a FROM t')).toEqual([{ a: 1 }, { a: 3 }])
})

test('what was queued is written when the database is closed', async () => {
  const file = temporaryFile()
  const db = openDatabase(file, options)
  const written = db.group(() => db.run("INSERT INTO t VALUES (1, 'x')"))
  db.close()
  db.close()
  expect(await written).toBe(1)
  using again = openDatabase(file, options)
  expect(again.all('SELECT b FROM t')).toEqual([{ b: 'x' }])
})

test('the version changes when another connection writes', async () => {
  const file = temporaryFile()
  using one = openDatabase(file, options)
  using other = openDatabase(file, options)
  const before = one.version()
  await other.group(() => other.run("INSERT INTO t VALUES (1, 'x')"))
  expect(one.version()).not.toBe(before)
})

test('a file of a newer goap is refused and left alone', () => {
  const file = temporaryFile()
  openDatabase(file, { ...options, migrations: [first, 'CREATE TABLE u (a)'] }).close()
  const before = readFileSync(file)
  expect(() => openDatabase(file, options)).toThrow(
    expect.objectContaining({ code: 'sqlite/newer' }),
  )
  expect(readFileSync(file)).toEqual(before)
})

test.each([
  ['garbage', Buffer.from('this is not a database, but a long enough text to look at, and more')],
  [
    'a header without a body',
    Buffer.concat([Buffer.from('SQLite format 3\0'), Buffer.alloc(200, 0xff)]),
  ],
])('%s is refused and left alone', (_name, bytes) => {
  const file = temporaryFile()
  writeFileSync(file, bytes)
  expect(() => openDatabase(file, options)).toThrow(
    expect.objectContaining({ code: 'sqlite/corrupt' }),
  )
  expect(readFileSync(file)).toEqual(bytes)
})

test("another program's database is refused and left alone", () => {
  const file = temporaryFile()
  const other = new DatabaseSync(file)
  other.exec('CREATE TABLE notes (a)')
  other.close()
  const before = readFileSync(file)
  expect(() => openDatabase(file, options)).toThrow(
    expect.objectContaining({ code: 'sqlite/corrupt' }),
  )
  expect(readFileSync(file)).toEqual(before)
})

test('a folder in the place of the file cannot be opened', () => {
  const file = temporaryFile()
  mkdirSync(file)
  expect(() => openDatabase(file, options)).toThrow(
    expect.objectContaining({ code: 'sqlite/cannot-open' }),
  )
})

test('a full file says so and keeps what it has', async () => {
  using db = openDatabase(temporaryFile(), options)
  db.first('PRAGMA max_page_count = 8')
  const big = 'x'.repeat(100_000)
  await expect(db.group(() => db.run('INSERT INTO t VALUES (1, ?)', big))).rejects.toMatchObject({
    code: 'sqlite/full',
  })
  await db.group(() => db.run("INSERT INTO t VALUES (2, 'small')"))
  expect(db.all('SELECT a FROM t')).toEqual([{ a: 2 }])
})

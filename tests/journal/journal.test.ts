import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { simulatedClock } from '../../src/base/index.ts'
import { memoryJournal, memoryStore, sqliteJournal, type Journal } from '../../src/journal/index.ts'
import { ann, event, finished, journalContract } from '../contracts/journal.ts'

const closing: (() => void | Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close()
})

function temporaryFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'goap-journal-'))
  closing.push(() => rmSync(folder, { recursive: true, force: true }))
  return join(folder, 'state', 'journal.db')
}

function closed(journal: Journal): Journal {
  closing.push(async () => journal[Symbol.asyncDispose]())
  return journal
}

journalContract('memory', async () => {
  const store = memoryStore()
  return { journal: memoryJournal(store), again: () => memoryJournal(store) }
})

journalContract('sqlite', async () => {
  const file = temporaryFile()
  return { journal: closed(sqliteJournal(file)), again: () => closed(sqliteJournal(file)) }
})

const elsewhere = { ...ann, host: 'elsewhere' }

test.each(['memory', 'sqlite'])(
  '%s: a holder on another host is taken over after three missed heartbeats',
  async (kind) => {
    const clock = simulatedClock(1_000_000)
    const options = { clock, heartbeat: 1000 }
    const journal =
      kind === 'memory'
        ? memoryJournal(memoryStore(), options)
        : closed(sqliteJournal(temporaryFile(), options))
    const lease = await journal.create('r1', [], elsewhere)
    clock.advance(2900)
    await journal.heartbeat(lease)
    clock.advance(2900)
    await expect(journal.claim('r1', ann, () => false)).rejects.toMatchObject({
      code: 'journal/held',
    })
    clock.advance(200)
    expect((await journal.claim('r1', ann, () => false)).fence).toBe(2)
    // On the same host a living process is believed however long it is silent.
    clock.advance(60_000)
    const other = { ...ann, pid: 99 }
    await expect(journal.claim('r1', other, () => false)).rejects.toMatchObject({
      code: 'journal/held',
    })
  },
)

test('what was committed is there when the file is opened again', async () => {
  const file = temporaryFile()
  {
    await using journal = sqliteJournal(file, { durability: 'full' })
    const lease = await journal.create('r1', ['a.md'], ann)
    const batches = Array.from({ length: 50 }, (_, seq) => [event('r1', seq, finished(`t${seq}`))])
    await Promise.all(batches.map((batch) => journal.append(lease, batch)))
  }
  await using journal = sqliteJournal(file)
  expect((await journal.events('r1')).map(({ seq }) => seq)).toEqual(
    Array.from({ length: 50 }, (_, seq) => seq),
  )
})

test('works of one tick that fail do not undo their neighbours', async () => {
  const journal = closed(sqliteJournal(temporaryFile()))
  const lease = await journal.create('r1', [], ann)
  const results = await Promise.allSettled([
    journal.append(lease, [event('r1', 0, finished('a'))]),
    journal.append(lease, [event('r1', 9, finished('b'))]),
    journal.append(lease, [event('r1', 1, finished('c'))]),
  ])
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect(await journal.events('r1')).toHaveLength(2)
})

import { expect, test } from 'vitest'
import type { Holder, Journal, Lease } from '../../src/journal/index.ts'
import type { Happening, Outcome, RunEvent } from '../../src/model/index.ts'

/** A journal under test, and a second handle on what it keeps, as another process has it. */
export interface Opened {
  readonly journal: Journal
  readonly again: () => Journal
}

export const ann: Holder = { host: 'here', boot: 'b', pid: 1, started: 10 }
export const bob: Holder = { host: 'here', boot: 'b', pid: 2, started: 20 }
const nobodyDead = (): boolean => false

const started: Happening = {
  type: 'run.started',
  spec: 'hash',
  generation: 0,
  documents: ['plan.md'],
  permissions: 'p',
  tasks: 2,
  gates: 0,
}
const succeeded: Outcome = {
  kind: 'succeeded',
  outputs: {},
  evidence: [],
  usage: { duration: 1 },
}

export function event(run: string, seq: number, happening: Happening, at = 1000 + seq): RunEvent {
  return { run, seq, at, ...happening }
}

export function finished(task: string, round = 0, definition = 'd'): Happening {
  return { type: 'task.finished', task, round, attempt: 1, outcome: succeeded, definition }
}

async function begun(journal: Journal, run = 'r1'): Promise<Lease> {
  const lease = await journal.create(run, ['plan.md'], ann)
  await journal.append(lease, [event(run, 0, started)])
  return lease
}

/** What every journal must do, whatever it is kept in. */
export function journalContract(name: string, open: () => Promise<Opened>): void {
  test(`${name}: events come back in order, with all their fields`, async () => {
    const { journal } = await open()
    const lease = await begun(journal)
    const ready = event('r1', 1, { type: 'task.ready', task: 'plan.md#a', round: 0 })
    await journal.append(lease, [ready, event('r1', 2, finished('plan.md#a'))])
    const events = await journal.events('r1')
    expect(events.map(({ seq }) => seq)).toEqual([0, 1, 2])
    expect(events[1]).toEqual(ready)
    expect(await journal.events('r1', 2)).toEqual([event('r1', 2, finished('plan.md#a'))])
  })

  test(`${name}: only the next number is taken, and a batch is taken whole or not at all`, async () => {
    const { journal } = await open()
    const lease = await begun(journal)
    const batch = [event('r1', 1, finished('a')), event('r1', 3, finished('b'))]
    await expect(journal.append(lease, batch)).rejects.toMatchObject({ code: 'journal/gap' })
    expect(await journal.events('r1')).toHaveLength(1)
    await journal.append(lease, [event('r1', 1, finished('a'))])
    expect(await journal.events('r1')).toHaveLength(2)
  })

  test(`${name}: a second result of a round is rejected with its whole batch`, async () => {
    const { journal } = await open()
    const lease = await begun(journal)
    await journal.append(lease, [event('r1', 1, finished('a'))])
    const again = [event('r1', 2, finished('b')), event('r1', 3, finished('a'))]
    await expect(journal.append(lease, again)).rejects.toMatchObject({
      code: 'journal/duplicate-result',
    })
    expect(await journal.events('r1')).toHaveLength(2)
    await journal.append(lease, [event('r1', 2, finished('a', 1))])
  })

  test(`${name}: a batch with the same result twice is rejected`, async () => {
    const { journal } = await open()
    const lease = await begun(journal)
    const twice = [event('r1', 1, finished('a')), event('r1', 2, finished('a'))]
    await expect(journal.append(lease, twice)).rejects.toMatchObject({
      code: 'journal/duplicate-result',
    })
  })

  test(`${name}: a run that is held is not taken over while its holder lives`, async () => {
    const { journal, again } = await open()
    await begun(journal)
    await expect(again().claim('r1', bob, nobodyDead)).rejects.toMatchObject({
      code: 'journal/held',
    })
  })

  test(`${name}: a dead holder is taken over at once, and its late writes are rejected`, async () => {
    const { journal, again } = await open()
    const old = await begun(journal)
    const other = again()
    const lease = await other.claim('r1', bob, ({ pid }) => pid === ann.pid)
    expect(lease.fence).toBe(old.fence + 1)
    for (const late of [
      journal.append(old, [event('r1', 1, finished('a'))]),
      journal.heartbeat(old),
      journal.processStarted(old, { subject: 'a', pgid: 5, started: 1, boot: 'b' }),
    ])
      await expect(late).rejects.toMatchObject({ code: 'journal/fenced' })
    await other.append(lease, [event('r1', 1, finished('a'))])
    await journal.release(old)
    expect((await journal.runs())[0]?.holder).toEqual(bob)
  })

  test(`${name}: a released run is free`, async () => {
    const { journal, again } = await open()
    await journal.release(await begun(journal))
    const lease = await again().claim('r1', bob, nobodyDead)
    expect(lease.fence).toBe(2)
    await journal.heartbeat(lease)
  })

  test(`${name}: an unknown run is said to be unknown`, async () => {
    const { journal } = await open()
    const unknown = { code: 'journal/unknown-run' }
    await expect(journal.events('x')).rejects.toMatchObject(unknown)
    await expect(journal.claim('x', ann, nobodyDead)).rejects.toMatchObject(unknown)
    const signal = { id: 's', run: 'x', kind: 'cancel', payload: null, by: 'ann', at: 1 }
    await expect(journal.send(signal)).rejects.toMatchObject(unknown)
  })

  test(`${name}: an id is given once`, async () => {
    const { journal } = await open()
    await begun(journal, 'r1')
    await expect(journal.create('r1', ['plan.md'], bob)).rejects.toMatchObject({
      code: 'journal/run-exists',
    })
  })

  test(`${name}: what was undone is no result any more`, async () => {
    const { journal } = await open()
    const lease = await begun(journal)
    const undone: Happening = { type: 'task.compensated', task: 'plan.md#a', outcome: succeeded }
    await journal.append(lease, [event('r1', 1, finished('plan.md#a')), event('r1', 2, undone)])
    const results = await journal.results(['plan.md#a'])
    expect(results.get('plan.md#a')?.outcome).toBe('cancelled')
  })

  test(`${name}: another generation may have the same round again`, async () => {
    const { journal } = await open()
    const lease = await begun(journal)
    const next: Happening = { type: 'run.replanned', spec: 'other', generation: 1, reason: '', by: '' } // prettier-ignore
    await journal.append(lease, [event('r1', 1, finished('plan.md#a')), event('r1', 2, next)])
    await journal.append(lease, [event('r1', 3, finished('plan.md#a'))])
    expect(await journal.events('r1')).toHaveLength(4)
  })

  test(`${name}: what is kept under a hash comes back`, async () => {
    const { journal, again } = await open()
    await journal.keep('h', { a: [1, null, 'x'] })
    await journal.keep('h', { a: [1, null, 'x'] })
    expect(await again().kept('h')).toEqual({ a: [1, null, 'x'] })
    expect(await journal.kept('other')).toBeUndefined()
  })

  test(`${name}: a run's record follows its events`, async () => {
    const { journal } = await open()
    const lease = await begun(journal)
    const status = async () => (await journal.runs())[0]?.status
    expect(await status()).toBe('running')
    await journal.append(lease, [
      event('r1', 1, { type: 'run.paused', reason: 'waiting', by: 'x' }),
    ])
    expect(await status()).toBe('paused')
    await journal.append(lease, [event('r1', 2, { type: 'run.resumed', by: 'x' })])
    expect(await status()).toBe('running')
    const end = { type: 'run.finished', outcome: 'failed', reason: '' } as const
    await journal.append(lease, [event('r1', 3, end)])
    expect((await journal.runs())[0]).toMatchObject({
      run: 'r1',
      documents: ['plan.md'],
      status: 'failed',
      events: 4,
      updated: 1003,
      holder: ann,
    })
  })

  test(`${name}: the newest result of a task counts, over all runs`, async () => {
    const { journal } = await open()
    const first = await begun(journal, 'r1')
    const second = await begun(journal, 'r2')
    await journal.append(first, [event('r1', 1, finished('a', 0, 'old'), 2000)])
    await journal.append(second, [event('r2', 1, finished('a', 0, 'new'), 3000)])
    const results = await journal.results(['a', 'b'])
    expect(results.get('a')).toEqual({
      run: 'r2',
      task: 'a',
      outcome: 'succeeded',
      definition: 'new',
      at: 3000,
    })
    expect(results.has('b')).toBe(false)
  })

  test(`${name}: what a task told comes with its result, until that was undone`, async () => {
    const { journal } = await open()
    const lease = await begun(journal, 'r1')
    const outcome = { ...succeeded, outputs: { words: 3, 'a b': [null, 'x'] } }
    const told: Happening = { type: 'task.finished', task: 'a', round: 0, attempt: 1, outcome, definition: 'd' } // prettier-ignore
    await journal.append(lease, [event('r1', 1, told, 2000)])
    const results = await journal.results(['a'])
    expect(results.get('a')?.outputs).toEqual({ words: 3, 'a b': [null, 'x'] })
    const undone: Happening = { type: 'task.compensated', task: 'a', outcome: succeeded }
    await journal.append(lease, [event('r1', 2, undone, 2100)])
    expect((await journal.results(['a'])).get('a')).not.toHaveProperty('outputs')
  })

  test(`${name}: a signal waits until an event says that it was received`, async () => {
    const { journal, again } = await open()
    const lease = await begun(journal)
    const signal = { id: 's1', run: 'r1', kind: 'cancel', payload: 'why', by: 'bob', at: 5 }
    await again().send(signal)
    await again().send(signal)
    expect(await journal.pending('r1')).toEqual([signal])
    const { id, kind, payload, by } = signal
    await journal.append(lease, [
      event('r1', 1, { type: 'signal.received', signal: id, kind, payload, by }),
    ])
    expect(await journal.pending('r1')).toEqual([])
  })

  test(`${name}: another handle's writes are noticed`, async () => {
    const { journal, again } = await open()
    await begun(journal)
    const noticed = new Promise<string>((resolve) => {
      const stop = journal.watch(() => {
        stop()
        resolve('noticed')
      })
    })
    await again().send({ id: 's', run: 'r1', kind: 'cancel', payload: null, by: 'bob', at: 1 })
    expect(await noticed).toBe('noticed')
  })

  test(`${name}: processes are remembered until they have ended`, async () => {
    const { journal, again } = await open()
    const lease = await begun(journal)
    const one = { subject: 'a', pgid: 100, started: 7, boot: 'b' }
    const two = { subject: 'b', pgid: 101, started: null, boot: null }
    await journal.processStarted(lease, one)
    await journal.processStarted(lease, two)
    expect(await again().processes('r1')).toEqual([one, two])
    await journal.processEnded(lease, one)
    await journal.processEnded(lease, two)
    expect(await journal.processes('r1')).toEqual([])
  })

  test(`${name}: a listener's cursor starts at 0 and is its own`, async () => {
    const { journal, again } = await open()
    await begun(journal)
    expect(await journal.cursor('r1', 'progress')).toBe(0)
    await journal.advance('r1', 'progress', 3)
    await journal.advance('r1', 'progress', 5)
    expect(await again().cursor('r1', 'progress')).toBe(5)
    expect(await journal.cursor('r1', 'other')).toBe(0)
  })

  test(`${name}: following gives what is there, then what comes, and ends with the run`, async () => {
    const { journal, again } = await open()
    const lease = await begun(journal)
    const seen: number[] = []
    const following = (async () => {
      for await (const { seq } of again().follow('r1')) seen.push(seq)
    })()
    await journal.append(lease, [event('r1', 1, finished('a'))])
    const end = { type: 'run.finished', outcome: 'succeeded', reason: '' } as const
    await journal.append(lease, [event('r1', 2, end)])
    await following
    expect(seen).toEqual([0, 1, 2])
  })

  test(`${name}: following ends when its signal aborts`, async () => {
    const { journal } = await open()
    await begun(journal)
    const stop = new AbortController()
    const seen: number[] = []
    for await (const { seq } of journal.follow('r1', 0, stop.signal)) {
      seen.push(seq)
      stop.abort()
    }
    expect(seen).toEqual([0])
  })
}

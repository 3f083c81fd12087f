import fc from 'fast-check'
import { expect, test } from 'vitest'
import { simulatedClock } from '../../src/base/index.ts'
import { defaultPool, turns, type Turn } from '../../src/sandbox/pool.ts'

const never = new AbortController().signal

function opened(size: number, more: object = {}) {
  const clock = simulatedClock()
  const gone: string[] = []
  const pool = turns({ ...defaultPool, size, ...more }, clock, (key) => gone.push(key))
  return { clock, gone, pool }
}

function now(turn: Turn | Promise<Turn | null>): Turn {
  if (turn instanceof Promise) throw new Error('there was no turn at once')
  return turn
}

test('turns are given first come, first served, and never more at once than there are', async () => {
  const { pool } = opened(2)
  const first = now(pool.take('a', never))
  const second = now(pool.take('b', never))
  const order: number[] = []
  const waiting = [0, 1, 2, 3].map(async (index) => {
    const turn = await pool.take(index % 2 === 0 ? 'a' : 'c', never)
    order.push(index)
    return turn
  })
  expect(pool.standing()).toMatchObject({ running: 2, waiting: 4 })
  first.release()
  first.release()
  await waiting[0]
  expect(pool.standing()).toMatchObject({ running: 2, waiting: 3 })
  second.release()
  for (const one of waiting) (await one)?.release()
  expect(order).toEqual([0, 1, 2, 3])
  expect(pool.standing()).toMatchObject({ running: 0, waiting: 0 })
})

test('who comes while others wait waits behind them, though a turn is just free', async () => {
  const { pool } = opened(1)
  const first = now(pool.take('', never))
  const second = pool.take('', never)
  first.release()
  const third = pool.take('', never)
  expect(third).toBeInstanceOf(Promise)
  const turn = await second
  expect(pool.standing()).toMatchObject({ running: 1, waiting: 1 })
  turn?.release()
  expect(await third).not.toBeNull()
})

test('a turn tells how long it was waited for, and whether its tools were ready', async () => {
  const { clock, pool } = opened(1)
  const first = now(pool.take('a', never))
  expect(first).toMatchObject({ hit: false, waited: 0 })
  const second = pool.take('a', never)
  clock.advance(70)
  first.release()
  expect(await second).toMatchObject({ hit: true, waited: 70 })
  pool.warmed('b')
  const third = pool.take('b', never)
  ;(await second)?.release()
  expect(await third).toMatchObject({ hit: true })
})

test('a turn is given at once only where one is free, nobody waits, and the pool is not closing', async () => {
  const { pool } = opened(1)
  const first = pool.takeNow('')
  expect(first).toMatchObject({ hit: false, waited: 0 })
  expect(pool.takeNow('')).toBeNull()
  const second = pool.take('', never)
  first?.release()
  first?.release()
  expect(pool.takeNow('')).toBeNull()
  ;(await second)?.release()
  expect(pool.standing()).toMatchObject({ running: 0, waiting: 0 })
  expect(pool.takeNow('')).not.toBeNull()
  void pool.close()
  expect(pool.takeNow('')).toBeNull()
})

test('more than may wait are refused with a clear error', async () => {
  const { pool } = opened(1, { queue: 2 })
  now(pool.take('', never))
  void pool.take('', never)
  void pool.take('', never)
  expect(() => pool.take('', never)).toThrow(
    expect.objectContaining({
      code: 'sandbox/busy',
      message: '1 scripts run and 2 wait, which is as many as may.',
    }),
  )
})

test('who is cancelled while waiting leaves the queue, and the others go on', async () => {
  const { pool } = opened(1)
  const first = now(pool.take('', never))
  const controller = new AbortController()
  const second = pool.take('', controller.signal)
  const third = pool.take('', never)
  controller.abort()
  expect(await second).toBeNull()
  first.release()
  expect(await third).toMatchObject({ hit: true })
  expect(await pool.take('', AbortSignal.abort())).toBeNull()
})

test('tools that nobody used for a while are let go of, those in use are not', () => {
  const { clock, gone, pool } = opened(3, { idle: 100 })
  const held = now(pool.take('held', never))
  now(pool.take('left', never)).release()
  clock.advance(60)
  now(pool.take('used', never)).release()
  clock.advance(50)
  expect(gone).toEqual(['left'])
  clock.advance(50)
  expect(gone).toEqual(['left', 'used'])
  held.release()
  clock.advance(99)
  expect(gone).toEqual(['left', 'used'])
  clock.advance(1)
  expect(gone).toEqual(['left', 'used', 'held'])
  expect(clock.step(), 'no timer is left').toBe(false)
})

test('a closed pool gives no turn: who waits is told so, and it ends when the last turn is back', async () => {
  const { clock, pool } = opened(1, { idle: 100 })
  const first = now(pool.take('', never))
  const second = pool.take('', never)
  let isOver = false
  const over = Promise.all([pool.close(), pool.close()]).then(() => (isOver = true))
  await expect(second).rejects.toMatchObject({ code: 'sandbox/closed' })
  expect(() => pool.take('', never)).toThrow(expect.objectContaining({ code: 'sandbox/closed' }))
  expect(isOver).toBe(false)
  first.release()
  await over
  expect(clock.step(), 'no timer is left').toBe(false)
})

test('a pool that is drained serves who waits, and nobody else', async () => {
  const { pool } = opened(1)
  const first = now(pool.take('', never))
  const second = pool.take('', never)
  const over = pool.close({ drain: true })
  expect(() => pool.take('', never)).toThrow(expect.objectContaining({ code: 'sandbox/closed' }))
  first.release()
  ;(await second)?.release()
  await over
  expect(pool.standing()).toMatchObject({ running: 0, waiting: 0 })
})

test('whatever comes, ends and is cancelled in whatever order, turns go to who came first, and no more than there are', async () => {
  const step = fc.oneof(
    fc.record({ does: fc.constant('come' as const), key: fc.constantFrom('a', 'b', 'c') }),
    fc.record({ does: fc.constantFrom('end' as const, 'cancel' as const), who: fc.nat(20) }),
  )
  const plan = fc.array(step, { maxLength: 60 })
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 4 }), plan, async (size, steps) => {
      const { pool } = opened(size)
      const waiting: { readonly id: number; readonly controller: AbortController }[] = []
      const held: Turn[] = []
      const served: number[] = []
      let [ids, running, most] = [0, 0, 0]
      for (const one of steps) {
        if (one.does === 'come') {
          const [id, controller] = [ids++, new AbortController()]
          waiting.push({ id, controller })
          const asked = pool.take(one.key, controller.signal)
          void (async () => {
            const turn = await asked
            waiting.splice(waiting.findIndex((other) => other.id === id), 1) // prettier-ignore
            if (turn === null) return
            served.push(id)
            held.push(turn)
            most = Math.max(most, ++running)
          })()
        } else if (one.does === 'cancel') waiting[one.who % waiting.length]?.controller.abort()
        else if (held.length > 0) {
          running--
          held.splice(one.who % held.length, 1)[0]?.release()
        }
        for (let turn = 0; turn < 5; turn++) await Promise.resolve()
        expect(served).toEqual(served.toSorted((a, b) => a - b))
        expect(pool.standing()).toMatchObject({ running, waiting: waiting.length })
        expect(most).toBeLessThanOrEqual(size)
        expect(waiting.length === 0 || running === size).toBe(true)
      }
    }),
  )
})

import { setImmediate } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { seats, type Seated } from '../../src/sandbox/apart/seats.ts'
import { gate } from './fake-backend.ts'

const never = new AbortController().signal

interface FakeThread extends Seated {
  readonly number: number
  isAlive: boolean
  isEnded: boolean
  rested: Promise<void>
}

/** Threads that do nothing, in the order in which they were started; `ending` keeps their end waiting. */
function fakes(ending: Promise<void> = Promise.resolve()) {
  const all: FakeThread[] = []
  const start = (): FakeThread => {
    const thread: FakeThread = {
      number: all.length,
      isAlive: true,
      isEnded: false,
      rested: Promise.resolve(),
      async end() {
        thread.isAlive = false
        await ending
        thread.isEnded = true
      },
    }
    all.push(thread)
    return thread
  }
  return { all, start }
}

test('a result does not wait for what its thread clears away, the next script does', async () => {
  const { start } = fakes()
  const threads = seats('quickjs', start, 1)
  const { opened: clear, open } = gate()
  const first = await threads.use(never, async (thread) => {
    thread.rested = clear
    return 'first'
  })
  const order: string[] = [first]
  const second = threads.use(never, async () => order.push('second'))
  await setImmediate()
  expect(order).toEqual(['first'])
  order.push('cleared')
  open()
  await second
  expect(order).toEqual(['first', 'cleared', 'second'])
  await threads.close()
})

test('an ended thread keeps nobody waiting: another takes its place, one is kept to spare, and closing waits for all ends', async () => {
  const { opened: ended, open } = gate()
  const { all, start } = fakes(ended)
  const threads = seats('quickjs', start, 1)
  const lose = () => threads.use(never, async (thread) => { thread.isAlive = false; return thread.number }) // prettier-ignore
  expect([await lose(), await lose(), await lose()]).toEqual([0, 1, 2])
  await setImmediate()
  expect(all).toHaveLength(4)
  const closing = threads.close()
  const states = () => all.map(({ isEnded }) => isEnded)
  await setImmediate()
  expect(states()).toEqual([false, false, false, false])
  open()
  await closing
  expect(states()).toEqual([true, true, true, true])
})

test('a thread that is started while the seats are closed is ended again', async () => {
  const { all, start } = fakes()
  const { opened: slow, open } = gate()
  let isSlow = false
  const threads = seats('quickjs', async () => {
    if (isSlow) await slow
    return start()
  }, 1) // prettier-ignore
  await threads.use(never, async (thread) => {
    isSlow = true
    thread.isAlive = false
  })
  const closing = threads.close()
  open()
  await closing
  expect(all.map(({ isAlive }) => isAlive)).toEqual([false, false])
})

test('where no other thread can be started, the next script is told so, and the one after it may find one', async () => {
  const { start } = fakes()
  let isBroken = false
  const threads = seats('quickjs', () => {
    if (isBroken) throw new Error('there is no memory for a thread')
    return start()
  }, 1) // prettier-ignore
  await threads.use(never, async (thread) => {
    isBroken = true
    thread.isAlive = false
  })
  await expect(threads.use(never, async () => 1)).rejects.toThrow('there is no memory for a thread')
  isBroken = false
  expect(await threads.use(never, async () => 2)).toBe(2)
  await threads.close()
})

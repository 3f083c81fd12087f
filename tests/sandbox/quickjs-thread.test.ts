import { beforeAll, expect, test } from 'vitest'
import { jobOf } from '../../src/sandbox/apart/job.ts'
import { limitsOf, type BoundScript } from '../../src/sandbox/index.ts'
import { makeEngine, type Engine } from '../../src/sandbox/quickjs/engine.ts'
import { startThread, type Running, type Thread } from '../../src/sandbox/quickjs/thread.ts'
import { readSource } from '../../src/sandbox/source.ts'

let engine: Engine
beforeAll(async () => {
  engine = await makeEngine()
})

/** Longer than any wait of a busy machine: a thread that has so much time to stop is never ended in a test. */
const patient = 20_000

function runningOf(code: string, wall = patient, signal = new AbortController().signal): Running {
  const script: BoundScript = { code, limits: limitsOf('default', { wall }), why: 'a test' }
  const source = readSource(script)
  if ('status' in source) throw new Error(source.error.message)
  return { job: jobOf(script, source), script, source, signal }
}

async function endOf(thread: Thread, code: string, wall?: number): Promise<unknown> {
  return (await thread.run(runningOf(code, wall))).end
}

test('a script that comes while a world is made ready waits for it, and both come to their end', async () => {
  const thread = startThread(engine)
  const { job } = runningOf('')
  const warmed = [thread.warm(job), thread.warm({ ...job, tools: ['other'] })]
  const value = endOf(thread, '6 * 7')
  await Promise.all(warmed)
  expect(await value).toEqual({ status: 'success', value: 42 })
  await thread.rested
  await thread.end()
})

test('the first thread makes what all need, and the others are given it', async () => {
  const first = startThread(null)
  const made = await first.engine()
  expect(made.globals).toEqual(engine.globals)
  const second = startThread(made)
  expect(await second.engine()).toBe(made)
  expect(await endOf(first, '6 * 7')).toEqual(await endOf(second, '6 * 7'))
  await Promise.all([first.end(), second.end()])
})

test('a thread that dies before it has made what it needs says so', async () => {
  const thread = startThread(null)
  const [made] = await Promise.allSettled([thread.engine(), thread.end()])
  expect(made).toMatchObject({ status: 'rejected', reason: { code: 'sandbox/backend-failed' } })
})

// What asks nobody whether it shall stop: functions of QuickJS that run on by themselves.
const builtIns = [
  '[].indexOf.call({ length: 2 ** 53 - 1 }, 1)',
  'Array(2 ** 32 - 1).join()',
  '(3n ** 4000000n).toString()',
  '"y".repeat(1e7).split("").sort().join("z")',
  '/(a+)+$/.test("a".repeat(40) + "b")',
]

test.for(builtIns)('a thread outlives its deadline within %s, and serves on', async (code) => {
  const thread = startThread(engine, { result: patient, thread: patient })
  for (let round = 0; round < 3; round++) {
    expect(await endOf(thread, code, 30)).toMatchObject({ status: 'timeout', reason: 'wall' })
    expect(await endOf(thread, 'typeof left + [3, 1, 2].sort()')).toEqual({ status: 'success', value: 'undefined1,2,3' }) // prettier-ignore
  }
  expect(thread.isAlive).toBe(true)
  await thread.end()
})

test('a thread outlives a script that is cancelled within a built-in function', async () => {
  const thread = startThread(engine, { result: patient, thread: patient })
  const cancel = new AbortController()
  const running = thread.run(runningOf(builtIns[0] ?? '', patient, cancel.signal))
  setImmediate(() => cancel.abort())
  expect((await running).end).toEqual({ status: 'timeout', reason: 'cancelled' })
  expect(await endOf(thread, '6 * 7')).toEqual({ status: 'success', value: 42 })
  await thread.end()
})

test('a thread rests after each script, of which the next finds nothing, also where the memory grew', async () => {
  const thread = startThread(engine)
  for (const code of ['globalThis.left = 1', '"y".repeat(5e6).length', '"y".repeat(25e6).length'])
    await endOf(thread, code)
  expect(await endOf(thread, 'typeof left')).toEqual({ status: 'success', value: 'undefined' })
  await thread.rested
  await thread.end()
})

test('a result does not wait for a thread that stops late, and the thread serves on', async () => {
  const thread = startThread(engine, { result: 0, thread: patient })
  const { job, ...running } = runningOf('console.log("before"); for (;;);', 30)
  // What this thread is told of its deadline is not what its host keeps to.
  const late = { ...running, job: { ...job, limits: { ...job.limits, wall: patient } } }
  for (let round = 0; round < 3; round++) {
    const ran = await thread.run(late)
    expect(ran).toMatchObject({ end: { status: 'timeout', reason: 'wall' }, forced: true })
    await thread.rested
    expect(thread.isAlive).toBe(true)
  }
  expect(await endOf(thread, 'typeof left')).toEqual({ status: 'success', value: 'undefined' })
  await thread.end()
})

import { expect, test } from 'vitest'
import type { GoapError } from '../../src/base/index.ts'
import { fakeBackend } from './fake-backend.ts'
import { opened, settled } from './opened.ts'

const fault = new Error('the engine is gone')

test('sandbox/backend-failed: the attempts end, and the error has its cause', async () => {
  const wasm = fakeBackend('wasm', { answer: () => Promise.reject(fault) })
  const { sandbox, clock } = opened([wasm])
  await expect(settled(clock, sandbox.execute({ code: '1' }))).rejects.toMatchObject({
    code: 'sandbox/backend-failed',
    message: 'The backend "wasm" failed: the engine is gone.',
    cause: fault,
  })
  expect(wasm.asked).toHaveLength(3)
  expect(sandbox.metrics()).toMatchObject({ executions: 0, refused: 1 })
})

test('a fault that a backend throws or rejects with, before or after others, is counted alike', async () => {
  const answers = [() => 1, () => Promise.reject(fault), () => { throw fault }, async () => 4] // prettier-ignore
  const wasm = fakeBackend('wasm', { answer: ({ code }) => answers[Number(code)]?.() })
  const { sandbox, clock } = opened([wasm], { retry: { attempts: 1 } })
  const codes = ['0', '0', '1', '2', '3', '0']
  const ends: string[] = []
  for (const code of codes)
    ends.push(await settled(clock, sandbox.execute({ code })).then((result) => result.status, (error: unknown) => (error as GoapError).code)) // prettier-ignore
  const failed = 'sandbox/backend-failed'
  expect(ends).toEqual(['success', 'success', failed, failed, 'success', 'success'])
  const { backends, executions, refused } = sandbox.metrics()
  expect({ executions, refused }).toEqual({ executions: 4, refused: 2 })
  expect(backends.wasm).toMatchObject({
    executions: 4,
    faults: 2,
    pool: { running: 0, waiting: 0 },
  })
  expect(backends.wasm?.waiting.count).toBe(6)
})

test('a script that has called a tool is not run a second time', async () => {
  const called: unknown[] = []
  const wasm = fakeBackend('wasm', {
    async answer({ tools = [] }, signal) {
      await tools[0]?.call(7, { signal })
      throw fault
    },
  })
  const { sandbox, clock } = opened([wasm])
  const pay = { name: 'pay', call: (sum: unknown) => void called.push(sum) }
  await expect(settled(clock, sandbox.execute({ code: 'pay(7)', tools: [pay] }))).rejects.toThrow('the engine is gone') // prettier-ignore
  expect(called).toEqual([7])
})

test('a backend that fails too often is left alone, and tried again by its canaries', async () => {
  let isBroken = true
  let singsAgain = false
  const wasm = fakeBackend('wasm', {
    answer() {
      if (isBroken) throw fault
      return 1
    },
    canary: () => singsAgain,
  })
  const { sandbox, clock } = opened([wasm], { retry: { attempts: 1 }, breaker: { faults: 2, rest: 1000 } }) // prettier-ignore
  const run = (): Promise<unknown> => settled(clock, sandbox.execute({ code: '1' }))
  const metrics = (): unknown => sandbox.metrics().backends.wasm
  await expect(run()).rejects.toThrow('the engine is gone')
  await expect(run()).rejects.toThrow('the engine is gone')
  expect(metrics()).toMatchObject({ state: 'broken', breaker: { opened: 1, tried: 0, closed: 0 } })
  isBroken = false
  await expect(run()).rejects.toThrow('The backend "wasm" is left alone for 1000 ms, since it failed: the engine is gone.') // prettier-ignore
  expect(wasm.asked).toHaveLength(2)
  clock.advance(1000)
  await expect(run()).rejects.toThrow('its canary "value" ended as success with "escaped"')
  expect(metrics()).toMatchObject({ state: 'broken', breaker: { opened: 2, tried: 1, closed: 0 } })
  clock.advance(1000)
  singsAgain = true
  await run()
  expect(metrics()).toMatchObject({ state: 'ready', breaker: { opened: 2, tried: 2, closed: 1 } })
  expect(wasm.asked).toHaveLength(3)
})

test('a shaken backend is sound again after as many good answers as faults would break it', async () => {
  let faults = 1
  const wasm = fakeBackend('wasm', {
    answer() {
      if (faults-- > 0) throw fault
      return 1
    },
  })
  const { sandbox, clock } = opened([wasm], { breaker: { faults: 3 } })
  const states: unknown[] = []
  for (let index = 0; index < 3; index++) {
    await settled(clock, sandbox.execute({ code: '1' }))
    states.push(sandbox.metrics().backends.wasm?.state)
  }
  expect(states).toEqual(['degraded', 'degraded', 'ready'])
})

test('another backend stands in only where that is said, and only if it isolates as well', async () => {
  const wasm = fakeBackend('wasm', { answer: () => Promise.reject(fault) })
  const heap = fakeBackend('isolated-vm', { isolation: ['heap'] })
  const quickjs = fakeBackend('quickjs')
  const options = { retry: { attempts: 1 }, backend: 'wasm' } as const
  const alone = opened([wasm, heap, quickjs], options)
  await expect(alone.sandbox.execute({ code: '1' })).rejects.toThrow('the engine is gone')
  const weak = opened([wasm, heap], { ...options, fallback: ['isolated-vm'] })
  await expect(weak.sandbox.execute({ code: '1' })).rejects.toThrow('the engine is gone')
  expect(heap.asked).toEqual([])
  const both = opened([wasm, heap, quickjs], { ...options, fallback: ['isolated-vm', 'quickjs'] })
  expect(await both.sandbox.execute({ code: '1' })).toMatchObject({
    backend: 'quickjs',
    why: 'stands in for wasm: The backend "wasm" failed: the engine is gone.',
  })
  const allowed = opened([wasm, heap], { ...options, fallback: ['isolated-vm'], allowWeaker: true })
  expect(await allowed.sandbox.execute({ code: '1' })).toMatchObject({
    backend: 'isolated-vm',
    why: expect.stringMatching(/^stands in for wasm, with weaker isolation, which is allowed: /),
  })
  expect(allowed.sandbox.metrics()).toMatchObject({ executions: 1, fallbacks: 1 })
})

test('who stands in can do what the script needs', async () => {
  const wasm = fakeBackend('wasm', { missing: () => 'is not there' })
  const quickjs = fakeBackend('quickjs', { deterministic: false, fuel: false })
  const { sandbox } = opened([wasm, quickjs], { fallback: ['quickjs'] })
  expect(await sandbox.execute({ code: '1' })).toMatchObject({ why: 'stands in for wasm: is not there' }) // prettier-ignore
  await expect(sandbox.execute({ code: '1', seed: 3 })).rejects.toThrow('No backend can run the script: wasm is not there, quickjs cannot repeat a run by its seed.') // prettier-ignore
  await expect(sandbox.execute({ code: '1', limits: { fuel: 9 } })).rejects.toThrow('quickjs does not count fuel') // prettier-ignore
})

test('health tells what is missing, and which canary let something through', async () => {
  let reason: string | null = 'is not installed'
  const wasm = fakeBackend('wasm', { canary: (file) => file !== 'fresh.js' })
  const quickjs = fakeBackend('quickjs', { missing: () => reason })
  const { sandbox } = opened([wasm, quickjs], { fallback: ['quickjs'] })
  const [first, second] = await sandbox.health()
  expect(first).toMatchObject({ backend: 'wasm', ready: true, healthy: false, state: 'broken' })
  expect(first?.canaries.filter(({ passed }) => !passed)).toMatchObject([
    { name: 'fresh', found: 'success with "escaped"' },
  ])
  expect(second).toMatchObject({ backend: 'quickjs', ready: false, missing: 'is not installed', hint: 'Install quickjs.', healthy: false, rate: null, canaries: [] }) // prettier-ignore
  reason = null
  expect((await sandbox.health(['quickjs']))[0]).toMatchObject({ ready: true, healthy: true, rate: 1, state: 'ready' }) // prettier-ignore
})

test('a backend is healthy above a success rate of one half', async () => {
  let isBroken = false
  const wasm = fakeBackend('wasm', {
    answer() {
      if (isBroken) throw fault
      return 1
    },
  })
  const { sandbox } = opened([wasm], { retry: { attempts: 1 }, breaker: { faults: 100 } })
  const health = async (): Promise<unknown> => (await sandbox.health())[0]
  for (let index = 0; index < 3; index++) await sandbox.execute({ code: '1' })
  isBroken = true
  for (let index = 0; index < 2; index++) await sandbox.execute({ code: '1' }).catch(() => null)
  expect(await health()).toMatchObject({ healthy: true, rate: 0.6, state: 'degraded' })
  await sandbox.execute({ code: '1' }).catch(() => null)
  expect(await health()).toMatchObject({ healthy: false, rate: 0.5 })
})

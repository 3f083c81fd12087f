import { expect, test } from 'vitest'
import type { Json } from '../../src/base/index.ts'
import { openSandbox, presets, type Tool } from '../../src/sandbox/index.ts'
import { fakeBackend, gate } from './fake-backend.ts'
import { opened, settled } from './opened.ts'

const fault = new Error('the engine is gone')

test('a script gets the bounds of the preset, of the sandbox and its own, and says where it ran and why', async () => {
  const wasm = fakeBackend('wasm', { answer: () => 7 })
  const { sandbox } = opened([wasm], { preset: 'restrictive', limits: { wall: 77, memory: 99 } })
  const result = await sandbox.execute({ code: '7', limits: { memory: 88 } })
  expect(result).toMatchObject({ status: 'success', value: 7, backend: 'wasm', why: 'the default' })
  expect(wasm.asked[0]?.limits).toEqual({ ...presets.restrictive, wall: 77, memory: 88 })
})

test('a tool is called only with what its parameters say', async () => {
  const parameters = { type: 'object', properties: { files: { type: 'array', items: { type: 'string' } } } } // prettier-ignore
  const calls: Json[] = []
  const count: Tool = { name: 'count', parameters, call: (argument = null) => calls.push(argument) }
  const wasm = fakeBackend('wasm', {
    answer: ({ tools: [tool] = [] }, signal) =>
      [{ files: ['a'] }, { files: ['a', 7] }].map((argument) => tool?.call(argument, { signal })),
  })
  const { sandbox } = opened([wasm])
  const tools = [count]
  await expect(sandbox.execute({ code: '', tools })).rejects.toThrow('count: $.files[1]: expected string, received number') // prettier-ignore
  expect(calls).toEqual([{ files: ['a'] }])
})

test('a backend is chosen by the option before the environment', async () => {
  const backends = [fakeBackend('wasm'), fakeBackend('quickjs'), fakeBackend('process')]
  const environment = { MCP_SANDBOX_BACKEND: 'quickjs' }
  const { sandbox } = opened(backends, { environment })
  expect(await sandbox.execute({ code: '1' })).toMatchObject({ backend: 'quickjs', why: 'chosen by MCP_SANDBOX_BACKEND' }) // prettier-ignore
  const { sandbox: other } = opened(backends, { environment, backend: 'wasm' })
  expect(await other.execute({ code: '1' })).toMatchObject({ backend: 'wasm', why: 'chosen by backend' }) // prettier-ignore
})

test('sandbox/unknown-backend: a name that is none is told with its place', () => {
  const open = (): unknown => openSandbox({ environment: { MCP_SANDBOX_BACKEND: 'quikjs' } })
  expect(open).toThrow(
    expect.objectContaining({
      code: 'sandbox/unknown-backend',
      message: 'MCP_SANDBOX_BACKEND is "quikjs", which is no backend.',
      hint: expect.stringContaining('Did you mean "quickjs"?'),
    }),
  )
})

test.each([
  [{ wasmRatio: 1.5 }, 'The ratio is 1.5, which is no part.'],
  [{ pool: { size: 0 } }, 'pool.size is 0.'],
  [{ retry: { attempts: Number.NaN } }, 'retry.attempts is NaN.'],
  [{ preset: 'toString' as 'default' }, 'There is no preset "toString".'],
])('sandbox/bad-options: %j opens nothing', (options, message) => {
  expect(() => openSandbox(options)).toThrow(
    expect.objectContaining({ code: 'sandbox/bad-options', message }),
  )
})

test('sandbox/no-backend: what is missing is told, with what to do', async () => {
  const { sandbox } = opened([fakeBackend('quickjs', { missing: () => 'it is not installed' })], { backend: 'quickjs' }) // prettier-ignore
  await expect(sandbox.execute({ code: '1' })).rejects.toMatchObject({
    code: 'sandbox/no-backend',
    message: 'No backend can run the script: quickjs it is not installed.',
    hint: 'Install quickjs.',
  })
  await expect(sandbox.execute({ code: '1' }), 'and again').rejects.toMatchObject({ code: 'sandbox/no-backend' }) // prettier-ignore
  const { sandbox: other } = opened([fakeBackend('wasm')])
  await expect(other.execute({ code: new Uint8Array(), language: 'wasm' })).rejects.toMatchObject({
    message: 'No backend can run the script: wasm does not run wasm.',
  })
})

test.each([
  ['at once', true],
  ['later', false],
])('a fault of a backend that answers %s is tried again after growing waits', async (_, begins) => {
  let faults = 2
  const wasm = fakeBackend('wasm', {
    begins,
    answer() {
      if (faults-- > 0) throw fault
      return 5
    },
  })
  const { sandbox, clock } = opened([wasm], { retry: { delay: 100 } })
  const start = clock.elapsed()
  expect(await settled(clock, sandbox.execute({ code: '5' }))).toMatchObject({ value: 5 })
  expect(wasm.asked).toHaveLength(3)
  const waited = clock.elapsed() - start
  expect(waited).toBeGreaterThanOrEqual(50 + 100)
  expect(waited).toBeLessThanOrEqual(100 + 200)
  expect(sandbox.metrics().backends.wasm).toMatchObject({ executions: 1, faults: 2, retries: 2, state: 'degraded' }) // prettier-ignore
})

test('a script that nothing keeps waiting has run before its promise is there, one behind others has not', async () => {
  const { opened: mayEnd, open } = gate()
  const wasm = fakeBackend('wasm', { answer: ({ code }) => (code === 'slow' ? mayEnd : 1) })
  const { sandbox } = opened([wasm], { pool: { size: 1 } })
  await sandbox.execute({ code: 'first' })
  const quick = sandbox.execute({ code: 'quick' })
  expect(wasm.asked.map(({ code }) => code)).toEqual(['first', 'quick'])
  const rest = ['slow', 'behind', 'last'].map((code) => sandbox.execute({ code }))
  expect(wasm.asked.map(({ code }) => code)).toEqual(['first', 'quick', 'slow'])
  open()
  await Promise.all([quick, ...rest])
  expect(wasm.asked.map(({ code }) => code).slice(3)).toEqual(['behind', 'last'])
})

test('a backend that was named runs without fuel where it cannot count it, and says so', async () => {
  const { sandbox } = opened([fakeBackend('process', { fuel: false, isolation: ['process'] })], { backend: 'process', limits: { fuel: 10 } }) // prettier-ignore
  expect(await sandbox.execute({ code: '1' })).toMatchObject({
    why: 'chosen by backend; not confined, since bubblewrap does not work here; fuel is not counted there',
  })
})

test('scripts that need different things get each their own reason, and one that is known later counts from then on', async () => {
  let missing: string | null = null
  const process = fakeBackend('process', { fuel: false, isolation: ['confined'], missing: () => missing }) // prettier-ignore
  const { sandbox } = opened([process], { backend: 'process' })
  const plain = { code: '1' }
  const bound = { code: '1', limits: { fuel: 9 } }
  for (let round = 0; round < 2; round++) {
    expect((await sandbox.execute(plain)).why).toBe('chosen by backend')
    expect((await sandbox.execute(bound)).why).toBe('chosen by backend; fuel is not counted there')
    await expect(sandbox.execute({ code: new Uint8Array(), language: 'wasm' })).rejects.toThrow('process does not run wasm') // prettier-ignore
  }
  missing = 'it went away'
  await sandbox.health()
  await expect(sandbox.execute(plain)).rejects.toThrow('process it went away')
  missing = null
  await sandbox.health()
  expect(await sandbox.execute(plain)).toMatchObject({ status: 'success' })
})

test('the last 100 decisions are kept, with their reasons', async () => {
  const { sandbox } = opened([fakeBackend('wasm')])
  for (let index = 0; index < 130; index++) await sandbox.execute({ code: '1', file: `${index}.js` }) // prettier-ignore
  const kept = sandbox.decisions()
  expect(kept).toHaveLength(100)
  expect(kept[0]).toMatchObject({ file: '30.js', backend: 'wasm', why: 'the default', fallback: false }) // prettier-ignore
  expect(kept.at(-1)).toMatchObject({ file: '129.js' })
})

test('warming gets half of the turns ready, and later scripts with those tools find them so', async () => {
  const wasm = fakeBackend('wasm')
  const { sandbox, clock } = opened([wasm], { pool: { size: 7, idle: 500 } })
  const tools = [{ name: 'a.b', call: () => null }, { name: 'c', call: () => null }] // prettier-ignore
  await sandbox.warm(tools)
  expect(wasm.warmed).toEqual([{ tools: ['a.b', 'c'], count: 4 }])
  await sandbox.execute({ code: '1', tools })
  await sandbox.execute({ code: '1' })
  expect(sandbox.metrics().backends.wasm?.pool).toMatchObject({ hits: 1, misses: 1, ready: 2 })
  clock.advance(500)
  expect(wasm.cooled).toEqual([['a.b', 'c'], []])
})

test('the figures are plain data: what ended how, where, how long it took and waited', async () => {
  const { sandbox } = opened([fakeBackend('wasm')])
  await Promise.all(Array.from({ length: 25 }, () => sandbox.execute({ code: '1' })))
  const metrics = sandbox.metrics()
  expect(JSON.parse(JSON.stringify(metrics))).toEqual(metrics)
  const { wasm } = metrics.backends
  expect(wasm).toMatchObject({
    executions: 25,
    byStatus: { success: 25, error: 0, timeout: 0, violation: 0 },
    byReason: {},
    pool: { running: 0, waiting: 0 },
  })
  for (const histogram of [wasm?.latency, wasm?.waiting, wasm?.fuel, wasm?.memory])
    expect(histogram?.count).toBe(25)
  expect(wasm?.fuel).toMatchObject({ least: 10, most: 10, sum: 250 })
})

test('a thousand at once all run, in the order in which they came', async () => {
  const order: string[] = []
  let [running, most] = [0, 0]
  const wasm = fakeBackend('wasm', {
    async answer({ code }): Promise<void> {
      most = Math.max(most, ++running)
      await new Promise((resolve) => setImmediate(resolve))
      running--
      order.push(String(code))
    },
  })
  const { sandbox } = opened([wasm])
  const codes = Array.from({ length: 1000 }, (_, index) => String(index))
  await Promise.all(codes.map((code) => sandbox.execute({ code })))
  expect(order).toEqual(codes)
  expect(most).toBe(10)
})

test('a script that waits for its turn can be cancelled, and never runs', async () => {
  const { opened: isOpen, open } = gate()
  const wasm = fakeBackend('wasm', { answer: () => isOpen })
  const { sandbox } = opened([wasm], { pool: { size: 1 } })
  const first = sandbox.execute({ code: 'first' })
  const controller = new AbortController()
  const second = sandbox.execute({ code: 'second' }, { signal: controller.signal })
  await new Promise((resolve) => setImmediate(resolve))
  controller.abort()
  expect(await second).toMatchObject({ status: 'timeout', reason: 'cancelled', backend: 'wasm' })
  open()
  await first
  expect(wasm.asked.map(({ code }) => code)).toEqual(['first'])
})

test('closing ends what runs, refuses what waits and what comes, and lets the backend go', async () => {
  const wasm = fakeBackend('wasm', {
    answer: (_script, signal) =>
      new Promise((resolve) => signal.addEventListener('abort', () => resolve('ended'))),
  })
  const { sandbox } = opened([wasm], { pool: { size: 1 } })
  const first = sandbox.execute({ code: '1' })
  const second = sandbox.execute({ code: '2' })
  second.catch(() => {})
  await new Promise((resolve) => setImmediate(resolve))
  await sandbox[Symbol.asyncDispose]()
  expect(await first).toMatchObject({ value: 'ended' })
  await expect(second).rejects.toMatchObject({ code: 'sandbox/closed' })
  await expect(sandbox.execute({ code: '3' })).rejects.toMatchObject({ code: 'sandbox/closed' })
  await expect(sandbox.warm()).rejects.toMatchObject({ code: 'sandbox/closed' })
  expect(wasm.isDisposed).toBe(true)
  expect(sandbox.metrics().backends.wasm?.state).toBe('closed')
  await sandbox.close()
})

test('a sandbox that is drained lets all end that it took', async () => {
  const { opened: isOpen, open } = gate()
  const { sandbox } = opened([fakeBackend('wasm', { answer: () => isOpen })], { pool: { size: 1 } })
  const all = [1, 2, 3].map(() => sandbox.execute({ code: '1' }))
  await new Promise((resolve) => setImmediate(resolve))
  const over = sandbox.close({ drain: true })
  await expect(sandbox.execute({ code: '1' })).rejects.toMatchObject({ code: 'sandbox/closed' })
  open()
  expect((await Promise.all(all)).map(({ status }) => status)).toEqual(['success', 'success', 'success']) // prettier-ignore
  await over
})

test('a sandbox that is closed before its first script starts nothing', async () => {
  const wasm = fakeBackend('wasm')
  const { sandbox } = opened([wasm])
  const first = sandbox.execute({ code: '1' })
  await sandbox.close()
  await expect(first).rejects.toMatchObject({ code: 'sandbox/closed' })
  expect(wasm.asked).toEqual([])
})

test('sandbox/busy: more than may wait are refused at once', async () => {
  const { opened: isOpen, open } = gate()
  const { sandbox } = opened([fakeBackend('wasm', { answer: () => isOpen })], { pool: { size: 1, queue: 1 } }) // prettier-ignore
  const taken = [1, 2].map(() => sandbox.execute({ code: '1' }))
  await new Promise((resolve) => setImmediate(resolve))
  await expect(sandbox.execute({ code: '1' })).rejects.toMatchObject({ code: 'sandbox/busy' })
  open()
  await Promise.all(taken)
})

import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { limitsOf, openSandbox, presets, type BoundScript, type Limits } from '../../src/sandbox/index.ts' // prettier-ignore
import { meteredApart } from '../../src/sandbox/metered/apart.ts'
import { meteredBackend } from '../../src/sandbox/metered/backend.ts'
import { sandboxContract } from '../contracts/sandbox.ts'

sandboxContract('wasm apart', async () => meteredApart({ threads: 2 }))

const never = new AbortController().signal
const long = limitsOf('permissive')

function scriptOf(code: string, more: Partial<BoundScript> = {}): BoundScript {
  return { code, limits: presets.default, why: 'a test', ...more }
}

test('a script comes to the same on a thread of its own, and spends the same', async () => {
  await using here = meteredBackend()
  await using apart = meteredApart({ threads: 1 })
  const tools = [
    { name: 'add', call: (x: unknown) => Number(x) + 1 },
    { name: 'later', call: async (x: unknown) => Promise.resolve(String(x)) },
    { name: 'no', call: () => { throw new TypeError('not this') } }, // prettier-ignore
  ]
  for (const code of [
    'console.log(Math.random(), Date.now()); [add(1), await later(2), input]',
    'try { no() } catch (error) { `${error}` }',
    'const all = await Promise.all([later(1), later(2), add(3)]); console.error(all); all',
    'enum E { A }; no(E.A)',
    'for (;;);',
  ]) {
    const limits: Limits = { ...long, fuel: 1_000_000 }
    const script = scriptOf(code, { tools, language: 'ts', seed: 3, now: 5, input: { a: [1] }, limits }) // prettier-ignore
    const [one, two] = [await here.execute(script, never), await apart.execute(script, never)]
    expect({ ...two, fuel: 0, ms: 0 }).toEqual({ ...one, fuel: 0, ms: 0 })
  }
  // Only of what uses nothing of the prelude: its text on this thread is as the runner of these tests writes it anew.
  for (const code of ['let n = 0; for (let i = 0; i < 100_000; i++) n += i; n', 'for (;;);']) {
    const script = scriptOf(code, { seed: 3, limits: { ...long, fuel: 5_000_000 } })
    const [one, two] = [await here.execute(script, never), await apart.execute(script, never)]
    expect({ ...two, ms: 0 }).toEqual({ ...one, ms: 0 })
  }
})

test('a script that is cancelled before its thread is there does not run', async () => {
  await using backend = meteredApart({ threads: 1 })
  const cancel = new AbortController()
  const running = backend.execute(scriptOf('for (;;);', { limits: long }), cancel.signal)
  cancel.abort()
  expect(await running).toMatchObject({ status: 'timeout', reason: 'cancelled' })
  const waiting = new AbortController()
  const first = backend.execute(scriptOf('1'), never)
  const second = backend.execute(scriptOf('for (;;);', { limits: long }), waiting.signal)
  waiting.abort()
  expect(await second).toMatchObject({ reason: 'cancelled', fuel: 0 })
  expect(await first).toMatchObject({ status: 'success', value: 1 })
})

test('a module runs apart too, and one that is given tools is refused as ever', async () => {
  await using backend = meteredApart({ threads: 1 })
  // (module (memory (export "memory") 1) (func (export "_start") (loop $l (br $l))))
  const code = Buffer.from('0061736d01000000010401600000030201000503010001071302066d656d6f72790200065f737461727400000a09010700 03400c000b0b'.replace(' ', ''), 'hex') // prettier-ignore
  const cancel = new AbortController()
  const module = scriptOf('', { code, language: 'wasm', limits: { ...presets.default, fuel: 1000 } }) // prettier-ignore
  expect(await backend.execute(module, never)).toMatchObject({ status: 'timeout', reason: 'fuel' })
  const endless = backend.execute({ ...module, limits: long }, cancel.signal)
  setImmediate(() => cancel.abort())
  expect(await endless).toMatchObject({ status: 'timeout', reason: 'cancelled' })
  const tools = [{ name: 'a', call: () => 1 }]
  await expect(backend.execute({ ...module, tools }, never)).rejects.toMatchObject({ code: 'sandbox/bad-script' }) // prettier-ignore
  expect(await backend.execute(scriptOf('1'), never)).toMatchObject({ value: 1 })
})

test('where the end of a script is not heard of in time its thread is ended, and another takes its place', async () => {
  await using backend = meteredApart({ threads: 1 })
  // Holds up this thread for longer than the script has, and than it may take to stop.
  const block = { name: 'block', call: () => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1_200) } // prettier-ignore
  const limits = { ...presets.default, wall: 20 }
  const result = await backend.execute(scriptOf('block(); 1', { tools: [block], limits }), never)
  expect(result).toMatchObject({ status: 'timeout', reason: 'wall' })
  expect(await backend.execute(scriptOf('1'), never)).toMatchObject({ value: 1 })
})

test('what was closed starts no thread', async () => {
  const backend = meteredApart()
  await backend[Symbol.asyncDispose]()
  expect(await backend.ready()).toMatchObject({ ready: false })
  await expect(backend.execute(scriptOf('1'), never)).rejects.toMatchObject({ code: 'sandbox/backend-failed' }) // prettier-ignore
})

test('the caller goes on while a script of a sandbox runs apart', async () => {
  await using sandbox = openSandbox({ backend: 'wasm', apart: true, preset: 'permissive' })
  const cancel = new AbortController()
  const order: string[] = []
  const begun = { name: 'begun', call: () => void setImmediate(() => { order.push('other work'); cancel.abort() }) } // prettier-ignore
  const result = await sandbox.execute({ code: 'begun(); for (;;);', tools: [begun] }, cancel)
  order.push(result.status)
  expect(order).toEqual(['other work', 'timeout'])
  expect(result).toMatchObject({ reason: 'cancelled', backend: 'wasm' })
})

test('a closed sandbox leaves no thread that keeps the process, nor does one that rests', () => {
  const room = resolve(import.meta.dirname, '../../src/sandbox/index.ts')
  const program = (end: string): string => `
    const { openSandbox } = await import(${JSON.stringify(room)})
    const sandbox = openSandbox({ backend: 'wasm', apart: true })
    console.log((await sandbox.execute({ code: '1 + 1' })).value)
    ${end}`
  for (const end of ['await sandbox.close()', '']) {
    const { stdout, stderr, status } = spawnSync(process.execPath, ['--input-type=module', '-e', program(end)], { encoding: 'utf8' }) // prettier-ignore
    expect({ stdout, stderr, status }).toEqual({ stdout: '2\n', stderr: '', status: 0 })
  }
})

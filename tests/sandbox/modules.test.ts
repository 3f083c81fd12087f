import wabt from 'wabt'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openSandbox, type SandboxResult, type Script } from '../../src/sandbox/index.ts'

let tools: Awaited<ReturnType<typeof wabt>>
const sandbox = openSandbox({ backend: 'wasm' })
beforeAll(async () => {
  tools = await wabt()
})
afterAll(() => sandbox[Symbol.asyncDispose]())

const imports = `
  (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "random_get" (func $random_get (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "clock_time_get" (func $clock_time_get (param i32 i64 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))
  (memory (export "memory") 1)`
/** Writes the bytes 0 to 16 of the memory. */
const writes = '(i32.store (i32.const 64) (i32.const 0)) (i32.store (i32.const 68) (i32.const 16)) (drop (call $fd_write (i32.const 1) (i32.const 64) (i32.const 1) (i32.const 72)))' // prettier-ignore

function moduleOf(text: string, exceptions = false): Uint8Array {
  const { buffer } = tools
    .parseWat('test.wat', `(module ${text})`, { exceptions, threads: true })
    .toBinary({})
  return new Uint8Array(buffer)
}

async function ran(code: string | Uint8Array, more: Partial<Script> = {}): Promise<SandboxResult> {
  const bytes = typeof code === 'string' ? moduleOf(code) : code
  return await sandbox.execute({ code: bytes, language: 'wasm', ...more })
}

const start = (instructions: string): string =>
  `${imports} (func (export "_start") ${instructions})`
const endless = '(loop $l (br $l))'

describe('a module of WASI', () => {
  test('prints, and ends well without a value', async () => {
    const result = await ran(`${start(writes)} (data (i32.const 0) "sixteen letters\\n")`)
    expect(result).toMatchObject({ status: 'success', stdout: 'sixteen letters\n', stderr: '', memory: 65_536, backend: 'wasm' }) // prettier-ignore
    expect(result).not.toHaveProperty('value')
  })

  test('with another exit code has failed', async () => {
    expect(await ran(start('(call $proc_exit (i32.const 3))'))).toMatchObject({ status: 'error', reason: 'thrown', error: { name: 'ExitCode', message: 'The module ended with exit code 3.' } }) // prettier-ignore
    expect(await ran(start('(call $proc_exit (i32.const 0)) unreachable'))).toMatchObject({ status: 'success' }) // prettier-ignore
  })

  test('is stopped in an endless loop, by time and by fuel', async () => {
    expect(await ran(start(endless), { limits: { wall: 50, fuel: Infinity } })).toMatchObject({ status: 'timeout', reason: 'wall' }) // prettier-ignore
    const fuel = [7, 65_536, 1_000_000]
    for (const most of fuel)
      expect(await ran(start(endless), { limits: { fuel: most } })).toMatchObject({ status: 'timeout', reason: 'fuel', fuel: most + 1 }) // prettier-ignore
    const stop = new AbortController()
    setTimeout(() => stop.abort(), 5)
    expect(await sandbox.execute({ code: moduleOf(start(endless)), language: 'wasm', limits: { wall: 100 } }, { signal: stop.signal })).toMatchObject({ status: 'timeout' }) // prettier-ignore
  })

  test('is stopped while it is compiled, and runs when there is time', async () => {
    const many = Array.from({ length: 3_000 }, (_, n) => `(func (drop (i32.const ${n})))`).join('')
    const bytes = moduleOf(start('') + many)
    expect(await ran(bytes, { limits: { wall: 0 } })).toMatchObject({ status: 'timeout', reason: 'wall', fuel: 0, memory: 0 }) // prettier-ignore
    expect(await ran(bytes)).toMatchObject({ status: 'success' })
    const stop = new AbortController()
    const other = sandbox.execute({ code: moduleOf(start('nop') + many), language: 'wasm' }, { signal: stop.signal }) // prettier-ignore
    stop.abort()
    expect(await other).toMatchObject({ status: 'timeout', reason: 'cancelled' })
  })

  test('is under control from its very start', async () => {
    const starting = `${imports} (func $f (loop $l (br $l))) (start $f) (func (export "_start"))`
    expect(await ran(starting, { limits: { fuel: 1000 } })).toMatchObject({ status: 'timeout', reason: 'fuel', fuel: 1001 }) // prettier-ignore
    const printing = `${imports} (data (i32.const 0) "sixteen letters!") (func $f ${writes}) (start $f) (func (export "_start") ${writes})` // prettier-ignore
    expect(await ran(printing)).toMatchObject({ status: 'success', stdout: 'sixteen letters!sixteen letters!' }) // prettier-ignore
  })

  test('is stopped within one long call of the host', async () => {
    const huge = `(drop (memory.grow (i32.const 500))) (loop $l (drop (call $random_get (i32.const 0) (i32.const 32000000))) (br $l))` // prettier-ignore
    const { status, ms } = await ran(start(huge), { seed: 1, limits: { wall: 20, fuel: Infinity } })
    expect(status).toBe('timeout')
    // All of it takes more than a second.
    expect(ms).toBeLessThan(1000)
  })

  test('that prints nothing again and again takes no memory for it', async () => {
    const nothing = start('(loop $l (drop (call $fd_write (i32.const 1) (i32.const 0) (i32.const 1024) (i32.const 60000))) (br $l))') // prettier-ignore
    const before = process.memoryUsage().rss
    expect(await ran(nothing, { limits: { wall: 1000, fuel: 300_000 } })).toMatchObject({ status: 'timeout', stdout: '' }) // prettier-ignore
    expect(process.memoryUsage().rss - before).toBeLessThan(2 ** 28)
  })

  test('has tables and memories within its bounds, however many', async () => {
    const tables = Array.from({ length: 200 }, () => '(table 1000000 funcref)').join('')
    expect(await ran(start('') + tables)).toMatchObject({ status: 'violation', reason: 'memory' })
    const memories = Array.from({ length: 3 }, () => '(memory 200)').join('')
    expect(await ran(start('') + memories)).toMatchObject({ status: 'violation', reason: 'memory' }) // prettier-ignore
  })

  test('never waits for another thread', async () => {
    const waiting = '(memory (export "memory") 1 1 shared) (func (export "_start") (drop (memory.atomic.wait32 (i32.const 0) (i32.const 0) (i64.const -1))))' // prettier-ignore
    expect(await ran(waiting)).toMatchObject({ status: 'error', reason: 'syntax', error: { message: expect.stringContaining('would wait for another thread') } }) // prettier-ignore
  })

  test('that throws, or does not fit to WASI, is at fault itself', async () => {
    const throwing = '(tag $e) (func (export "_start") (throw $e))'
    expect(await ran(moduleOf(throwing, true))).toMatchObject({ status: 'error', reason: 'thrown', error: { name: 'Exception' } }) // prettier-ignore
    const other = '(import "wasi_snapshot_preview1" "sched_yield" (func (result i64))) (memory (export "memory") 1) (func (export "_start") (drop (call 0)))' // prettier-ignore
    expect(await ran(other)).toMatchObject({ status: 'error', reason: 'thrown', error: { name: 'TypeError' } }) // prettier-ignore
  })

  test('is stopped where it calls the host without end', async () => {
    const flood = start(`(loop $l ${writes} (br $l))`)
    expect(await ran(flood, { limits: { output: 100 } })).toMatchObject({ status: 'violation', reason: 'output', stdout: '\0'.repeat(100) }) // prettier-ignore
    const chance = start('(loop $l (drop (call $random_get (i32.const 0) (i32.const 65536))) (br $l))') // prettier-ignore
    expect(await ran(chance, { limits: { wall: 50, fuel: Infinity } })).toMatchObject({ status: 'timeout', reason: 'wall' }) // prettier-ignore
  })

  test('cannot catch its end', async () => {
    const catching = start(`(loop $l (try (do ${endless}) (catch_all)) (br $l))`)
    expect(await ran(moduleOf(catching, true), { limits: { fuel: 1_000 } })).toMatchObject({ status: 'timeout', reason: 'fuel' }) // prettier-ignore
    const flood = start(`(loop $l (try (do ${writes}) (catch_all)) (br $l))`)
    expect(await ran(moduleOf(flood, true), { limits: { output: 100 } })).toMatchObject({ status: 'violation', reason: 'output' }) // prettier-ignore
    const staying = start(`(try (do (call $proc_exit (i32.const 4))) (catch_all)) ${endless}`)
    expect(await ran(moduleOf(staying, true))).toMatchObject({ status: 'error', error: { name: 'ExitCode' } }) // prettier-ignore
  })

  test('has no more memory than it may, and no more stack than there is', async () => {
    const growing = start(`(drop (memory.grow (i32.const 1000))) (i32.store (i32.const 0) (memory.size)) ${writes}`) // prettier-ignore
    const { stdout, memory } = await ran(growing, { limits: { memory: 2 ** 20 } })
    expect([stdout.codePointAt(0), memory]).toEqual([1, 65_536])
    expect(await ran('(memory (export "memory") 100) (func (export "_start"))', { limits: { memory: 2 ** 20 } })).toMatchObject({ status: 'violation', reason: 'memory' }) // prettier-ignore
    expect(await ran(`${imports} (func $f (export "_start") (call $f))`)).toMatchObject({ status: 'error', reason: 'stack' }) // prettier-ignore
    expect(await ran(start('unreachable'))).toMatchObject({ status: 'error', reason: 'thrown', error: { name: 'RuntimeError' } }) // prettier-ignore
  })

  test('with a seed has the same chance, time and fuel each time', async () => {
    const dice = moduleOf(start(`(drop (call $random_get (i32.const 0) (i32.const 8))) (drop (call $clock_time_get (i32.const 0) (i64.const 0) (i32.const 8))) ${writes}`)) // prettier-ignore
    const { ms: _ms, ...first } = await ran(dice, { seed: 4, now: 1000 })
    const { ms: _again, ...second } = await ran(dice, { seed: 4, now: 1000 })
    expect(second).toEqual(first)
    expect((await ran(dice, { seed: 5, now: 1000 })).stdout).not.toBe(first.stdout)
    expect((await ran(dice)).stdout).not.toBe((await ran(dice)).stdout)
  })

  test.each([
    ['(import "env" "f" (func)) (func (export "_start"))', 'It imports env.f, which is no function of WASI preview 1.'],
    ['(func (export "_start") (param i64))', 'Its function `_start` takes or gives values, so it is no command of WASI.'],
    ['(func (export "_start") (result i32) (i32.const 0))', 'Its function `_start` takes or gives values, so it is no command of WASI.'],
    ['(func (export "run"))', 'It exports no function `_start`, so it is no command of WASI.'],
    ['(import "wasi_snapshot_preview1" "sched_yield" (func (result i32))) (func (export "_start"))', 'It exports no memory with the name `memory`, which WASI works on.'],
  ])('%s is no command', async (text, message) => {
    expect(await ran(text)).toMatchObject({ status: 'error', reason: 'syntax', error: { name: 'CompileError', message } }) // prettier-ignore
  }) // prettier-ignore

  test('is refused if it is none, if it is too large, and with tools', async () => {
    expect(await ran(new Uint8Array([1, 2, 3]))).toMatchObject({
      status: 'error',
      reason: 'syntax',
    })
    expect(await ran(new Uint8Array(100), { limits: { value: 24 } })).toMatchObject({ status: 'violation', reason: 'source' }) // prettier-ignore
    await expect(ran(start(''), { tools: [{ name: 'f', call: () => 1 }] })).rejects.toMatchObject({ code: 'sandbox/bad-script' }) // prettier-ignore
  })
})

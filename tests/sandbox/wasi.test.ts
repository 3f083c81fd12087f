import wabt from 'wabt'
import { beforeAll, describe, expect, test } from 'vitest'
import { webAssembly, type WasmMemory } from '../../src/wasm/index.ts'
import { wasi, type World } from '../../src/sandbox/modules/wasi.ts'

const imports = `
  (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_read" (func $fd_read (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "args_sizes_get" (func $args_sizes_get (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "args_get" (func $args_get (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "environ_sizes_get" (func $environ_sizes_get (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "clock_time_get" (func $clock_time_get (param i32 i64 i32) (result i32)))
  (import "wasi_snapshot_preview1" "clock_res_get" (func $clock_res_get (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "random_get" (func $random_get (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "poll_oneoff" (func $poll_oneoff (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_fdstat_get" (func $fd_fdstat_get (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_prestat_get" (func $fd_prestat_get (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_seek" (func $fd_seek (param i32 i64 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_open" (func $path_open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "sock_accept" (func $sock_accept (param i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))
  (memory (export "memory") 1)`

let tools: Awaited<ReturnType<typeof wabt>>
beforeAll(async () => {
  tools = await wabt()
})

interface Ran {
  readonly answer: number
  readonly stdout: string
  readonly stderr: string
  readonly memory: DataView
}

/** Runs the function `run`, which gives an i32. */
function ran(body: string, world: Partial<World> = {}): Ran {
  const printed = { stdout: '', stderr: '' }
  const { buffer } = tools.parseWat('test.wat', `(module ${imports} ${body})`).toBinary({})
  const host = wasi(
    {
      stdin: new TextEncoder().encode('hello'),
      print: (to, bytes) => (printed[to] += new TextDecoder().decode(bytes)),
      now: () => 1_700_000_000_123.5,
      fill: (bytes) => bytes.fill(7),
      called: () => {},
      exit: (code) => {
        throw new Error(`exit ${code}`)
      },
      arguments: ['script.wasm', 'ü'],
      ...world,
    },
    () => memory,
  )
  // A copy for WebAssembly's own type, which knows no view of another buffer.
  const module = new webAssembly.Module(new Uint8Array(buffer))
  const { exports } = new webAssembly.Instance(module, { wasi_snapshot_preview1: host })
  const memory = exports['memory'] as WasmMemory
  const answer = (exports['run'] as () => number)()
  return { answer, ...printed, memory: new DataView(memory.buffer) }
}

const run = (instructions: string): string => `(func (export "run") (result i32) ${instructions})`

describe('a module', () => {
  test('writes pieces to standard output and error, and is told how much', () => {
    const data = `(data (i32.const 100) "one two\\n") (data (i32.const 8) "\\64\\00\\00\\00\\04\\00\\00\\00\\68\\00\\00\\00\\04\\00\\00\\00")`
    const both = `(drop (call $fd_write (i32.const 2) (i32.const 8) (i32.const 1) (i32.const 0)))
      (drop (call $fd_write (i32.const 1) (i32.const 8) (i32.const 2) (i32.const 0))) (i32.load (i32.const 0))`
    expect(ran(data + run(both))).toMatchObject({ answer: 8, stdout: 'one two\n', stderr: 'one ' })
  })

  test('reads its standard input to the end', () => {
    const twice = `(i32.store (i32.const 8) (i32.const 100)) (i32.store (i32.const 12) (i32.const 4))
      (drop (call $fd_read (i32.const 0) (i32.const 8) (i32.const 1) (i32.const 0)))
      (i32.store (i32.const 8) (i32.const 104)) (i32.store (i32.const 12) (i32.const 400))
      (drop (call $fd_read (i32.const 0) (i32.const 8) (i32.const 1) (i32.const 4)))
      (drop (call $fd_read (i32.const 0) (i32.const 8) (i32.const 1) (i32.const 16)))
      (i32.load (i32.const 16))`
    const { answer, memory } = ran(run(twice))
    expect([answer, memory.getUint32(0, true), memory.getUint32(4, true)]).toEqual([0, 4, 1])
    expect(new TextDecoder().decode(new Uint8Array(memory.buffer, 100, 5))).toBe('hello')
  })

  test('gets its arguments and no environment', () => {
    const { memory } = ran(run(`(drop (call $args_sizes_get (i32.const 0) (i32.const 4)))
      (drop (call $environ_sizes_get (i32.const 8) (i32.const 12)))
      (call $args_get (i32.const 16) (i32.const 100))`)) // prettier-ignore
    const words = [0, 4, 8, 12, 16, 20].map((at) => memory.getUint32(at, true))
    expect(words).toEqual([2, 15, 0, 0, 100, 112])
    expect(new TextDecoder().decode(new Uint8Array(memory.buffer, 100, 15))).toBe(
      'script.wasm\0ü\0',
    )
  })

  test('is told the time in nanoseconds, chance, and what its descriptors are', () => {
    const { memory, answer } = ran(run(`(drop (call $clock_time_get (i32.const 0) (i64.const 0) (i32.const 0)))
      (drop (call $clock_res_get (i32.const 1) (i32.const 8)))
      (drop (call $random_get (i32.const 16) (i32.const 2)))
      (drop (call $fd_fdstat_get (i32.const 1) (i32.const 32)))
      (call $clock_time_get (i32.const 9) (i64.const 0) (i32.const 0))`)) // prettier-ignore
    expect(answer).toBe(28)
    expect(memory.getBigUint64(0, true)).toBe(1_700_000_000_123_500_000n)
    expect(memory.getBigUint64(8, true)).toBe(1000n)
    expect([16, 17, 18].map((at) => memory.getUint8(at))).toEqual([7, 7, 0])
    expect(memory.getUint8(32)).toBe(2)
  })

  test('that sleeps is woken at once, and its clock has gone on', () => {
    // One subscription to the clock: user data 5, relative, 3 s.
    const { memory, answer } = ran(run(`(i64.store (i32.const 0) (i64.const 5)) (i64.store (i32.const 24) (i64.const 3000000000))
      (drop (call $poll_oneoff (i32.const 0) (i32.const 100) (i32.const 1) (i32.const 200)))
      (call $clock_time_get (i32.const 1) (i64.const 0) (i32.const 208))`)) // prettier-ignore
    expect(answer).toBe(0)
    expect([memory.getBigUint64(100, true), memory.getUint32(200, true)]).toEqual([5n, 1])
    expect(memory.getBigUint64(208, true)).toBe(1_700_000_003_123_500_000n)
  })

  test.each([
    ['no folder is open', '(call $fd_prestat_get (i32.const 3) (i32.const 0))', 8],
    ['no file can be opened', '(call $path_open (i32.const 3) (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 0) (i64.const 0) (i64.const 0) (i32.const 0) (i32.const 0))', 8],
    ['nobody can be reached', '(call $sock_accept (i32.const 3) (i32.const 0) (i32.const 0))', 8],
    ['what it prints cannot be sought', '(call $fd_seek (i32.const 1) (i64.const 0) (i32.const 0) (i32.const 0))', 70],
    ['standard input is not written', '(call $fd_write (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 0))', 8],
    ['standard output is not read', '(call $fd_read (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 0))', 8],
    ['a pointer out of the memory is a fault', '(call $clock_time_get (i32.const 0) (i64.const 0) (i32.const -4))', 21],
    ['so is a piece that ends out of it', '(i32.store (i32.const 0) (i32.const 65530)) (i32.store (i32.const 4) (i32.const 10)) (call $fd_write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8))', 21],
    ['a list of very many pieces is refused', '(call $fd_write (i32.const 1) (i32.const 0) (i32.const -1) (i32.const 8))', 28],
    ['so is waiting for nothing', '(call $poll_oneoff (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0))', 28],
  ])('%s', (_what, call, expected) => {
    expect(ran(run(call))).toMatchObject({ answer: expected, stdout: '' })
  }) // prettier-ignore

  test('ends itself with an exit code', () => {
    expect(() => ran(run('(call $proc_exit (i32.const 3)) (i32.const 0)'))).toThrow('exit 3') // prettier-ignore
  })

  test('may be ended at any call', () => {
    const called = (): never => {
      throw new Error('enough')
    }
    expect(() => ran(run('(call $fd_prestat_get (i32.const 3) (i32.const 0))'), { called })).toThrow('enough') // prettier-ignore
  })
})

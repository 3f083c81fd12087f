import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { GoapError } from '../../src/base/index.ts'
import {
  imageOffset,
  markedBytes,
  meter,
  readModule,
  spillBytes,
  webAssembly,
  type MeterOptions,
} from '../../src/wasm/index.ts'
import { instance, wat } from './wat.ts'

const quickJs = readFileSync(createRequire(import.meta.url).resolve('quickjs-wasi/quickjs.wasm'))

/** Adds the numbers below n in a loop. */
const sum = wat(`(module (func (export "sum") (param $n i32) (result i32) (local $s i32)
  (block $done (loop $again
    (br_if $done (i32.eqz (local.get $n)))
    (local.set $n (i32.sub (local.get $n) (i32.const 1)))
    (local.set $s (i32.add (local.get $s) (local.get $n)))
    (br $again)))
  (local.get $s)))`)

const metered = (text: string, options: MeterOptions = {}) =>
  instance(meter(wat(text), options).bytes)
const spent = ({ i64 }: ReturnType<typeof instance>, work: () => void): number => {
  const fuel = i64['fuel']
  if (fuel === undefined) throw new Error('There is no counter.')
  fuel.value = 1_000_000n
  work()
  return Number(1_000_000n - fuel.value)
}

describe('counting', () => {
  test('each pass through a loop and each call costs one, the same each time', () => {
    const one = instance(meter(sum).bytes)
    for (const n of [0, 1, 10, 1000, 10]) {
      let result: number | undefined
      expect(spent(one, () => (result = one.call['sum']?.(n)))).toBe(n + 2)
      expect(result).toBe([0, 0, 45, 499_500][[0, 1, 10, 1000].indexOf(n)])
    }
  })

  test('calls are counted only if asked', () => {
    const one = instance(meter(sum, { calls: false }).bytes)
    expect(spent(one, () => one.call['sum']?.(10))).toBe(11)
  })

  test('a module without loops that calls itself without end is stopped by its calls', () => {
    const text = '(module (func $f (export "f") (return_call $f)))'
    const one = metered(text, { initial: 100_000n })
    expect(() => one.call['f']?.()).toThrow(webAssembly.RuntimeError)
    expect(one.i64['fuel']?.value).toBe(-1n)
  })

  test('where the counter is empty the module traps, before the step is taken', () => {
    const one = instance(meter(sum, { calls: false, initial: 10n }).bytes)
    expect(one.call['sum']?.(9)).toBe(36)
    expect(() => one.call['sum']?.(1)).toThrow(webAssembly.RuntimeError)
  })

  test('a host that refills is asked exactly then', () => {
    const text = `(module (import "env" "more" (func $more (result i32)))
      (func (export "spin") (param $n i32) (loop $again
        (local.set $n (i32.sub (local.get $n) (i32.const 1)))
        (br_if $again (i32.gt_s (local.get $n) (i32.const 0))))))`
    const { bytes } = meter(wat(text), { refill: { module: 'env', name: 'more' }, calls: false })
    const seen: bigint[] = []
    const one = instance(bytes, {
      env: {
        more: () => {
          const fuel = one.i64['fuel']
          if (fuel === undefined) return 0
          seen.push(fuel.value)
          fuel.value += 10n
          return 0
        },
      },
    })
    for (const fuel of [one.i64['fuel']]) if (fuel) fuel.value = 0n
    one.call['spin']?.(25)
    expect(seen).toStrictEqual([-1n, -1n, -1n])
    expect(one.i64['fuel']?.value).toBe(5n)
  })

  test('a host that does not refill is no way on, whatever the module catches', () => {
    const text = `(module (import "env" "more" (func $more))
      (func (export "f") (loop $again (try (do (loop $spin (br $spin))) (catch_all)) (br $again))))`
    const { bytes } = meter(wat(text), { refill: { module: 'env', name: 'more' }, initial: 50n })
    expect(() => instance(bytes, { env: { more() {} } }).call['f']?.()).toThrow(webAssembly.RuntimeError) // prettier-ignore
  })

  test('what starts with the module is counted as well', () => {
    const { bytes } = meter(wat('(module (func $f (loop $l (br $l))) (start $f))'), { initial: 1000n }) // prettier-ignore
    expect(() => instance(bytes)).toThrow(webAssembly.RuntimeError)
  })

  test('work on ranges costs by their length', () => {
    const one = metered(`(module (memory 2) (table 100 funcref) (data "abcdef") (elem func)
      (func (export "fill") (param i32) (memory.fill (i32.const 0) (i32.const 7) (local.get 0)))
      (func (export "copy") (param i32) (memory.copy (i32.const 0) (i32.const 1) (local.get 0)))
      (func (export "init") (param i32) (memory.init 0 (i32.const 0) (i32.const 0) (local.get 0)))
      (func (export "grow") (param i32) (result i32) (table.grow 0 (ref.null func) (local.get 0)))
      (func (export "tfill") (param i32) (table.fill 0 (i32.const 0) (ref.null func) (local.get 0)))
      (func (export "tcopy") (param i32) (table.copy (i32.const 0) (i32.const 0) (local.get 0)))
      (func (export "size") (result i32) (table.size 0)))`)
    const cost = (name: string, length: number) => spent(one, () => one.call[name]?.(length))
    expect([cost('fill', 0), cost('fill', 64), cost('fill', 65_536)]).toEqual([1, 2, 1025])
    expect([cost('copy', 6400), cost('init', 6)]).toEqual([101, 1])
    expect([cost('tfill', 80), cost('tcopy', 8), cost('grow', 800)]).toEqual([11, 2, 101])
    expect(one.call['size']?.()).toBe(900)
  })
})

describe('bounds', () => {
  const growing = `(module (memory (export "memory") 1) (table 1 funcref)
    (func (export "grow") (param i32) (result i32) (memory.grow (local.get 0)))
    (func (export "size") (result i32) (memory.size))
    (func (export "tgrow") (param i32) (result i32) (table.grow 0 (ref.null func) (local.get 0))))`

  test('memory and tables grow no further than allowed', () => {
    const { call } = metered(growing, { pages: 3, elements: 10 })
    expect([call['grow']?.(2), call['grow']?.(1), call['size']?.()]).toEqual([1, -1, 3])
    expect([call['tgrow']?.(9), call['tgrow']?.(1)]).toEqual([1, -1])
  })

  test('several memories, or tables, have no more together than allowed', () => {
    const text = `(module (memory 1) (memory 2 3) (table $s 2 funcref) (table $t 1 2 funcref)
      (func (export "grow s") (param i32) (result i32) (table.grow $s (ref.null func) (local.get 0)))
      (func (export "grow t") (param i32) (result i32) (table.grow $t (ref.null func) (local.get 0))))`
    const bounds = { pages: 7, elements: 8 }
    const { call } = metered(text, bounds)
    expect([call['grow s']?.(3), call['grow s']?.(2)]).toEqual([-1, 2])
    expect([call['grow t']?.(2), call['grow t']?.(1)]).toEqual([-1, 1])
    const { memories } = readModule(meter(wat(text), bounds).bytes)
    expect(memories.map(({ least, most }) => [least, most])).toEqual([[1, 3], [2, 3]]) // prettier-ignore
  })

  test('what a module does at its start is left to the host', () => {
    const text = '(module (global $g (export "g") (mut i32) (i32.const 1)) (func $f (global.set $g (i32.const 7))) (start $f))' // prettier-ignore
    const started = metered(text, { start: 'begin' })
    expect(started.i32['g']?.value).toBe(1)
    started.call['begin']?.()
    expect(started.i32['g']?.value).toBe(7)
    expect(metered(text).i32['g']?.value).toBe(7)
    expect(metered('(module (func (export "other")))', { start: 'begin' }).call['begin']).toBeUndefined() // prettier-ignore
  })

  test('nothing waits for another thread', () => {
    const waiting = '(module (memory 1 1 shared) (func (drop (memory.atomic.wait32 (i32.const 0) (i32.const 0) (i64.const -1)))))' // prettier-ignore
    expect(() => meter(wat(waiting))).toThrow(
      expect.objectContaining({
        code: 'wasm/bad-module',
        message: expect.stringContaining('the module would wait for another thread'),
      }),
    )
  })

  test('the size of memory can be put back, and its pages are used again', () => {
    const one = metered(growing, { pageCounters: { size: 'pages', limit: 'most' } })
    const { pages, most } = one.i32
    if (!pages || !most) throw new Error('There are no counters.')
    most.value = 4
    const real = () => (one.memory['memory']?.buffer.byteLength ?? 0) / 65_536
    expect([one.call['grow']?.(2), one.call['size']?.(), real()]).toEqual([1, 3, 3])
    expect([one.call['grow']?.(2), one.call['size']?.()]).toEqual([-1, 3])
    pages.value = 1
    expect([one.call['size']?.(), one.call['grow']?.(1), one.call['grow']?.(0)]).toEqual([1, 1, 2])
    expect([real(), one.call['grow']?.(2), real(), one.call['grow']?.(-1)]).toEqual([3, 2, 4, -1])
  })

  test.each([
    ['(module (memory 5))', 'The module begins with a memory of 5 pages; 4 are allowed.'],
    [
      '(module (memory 3) (memory 2))',
      'The module begins with 2 memories of 5 pages; 4 are allowed.',
    ],
    ['(module (table 4 funcref) (table 5 externref))', 'The module begins with 2 tables of 9 elements; 8 are allowed.'], // prettier-ignore
    ['(module (table 9 funcref))', 'The module begins with a table of 9 elements; 8 are allowed.'],
  ])('%s asks for too much', (text, message) => {
    expect(() => meter(wat(text), { pages: 4, elements: 8 })).toThrow(
      expect.objectContaining({ code: 'wasm/over-limit', message }),
    )
  })

  test('every global that changes is exported', () => {
    const text = `(module (global $a (mut i32) (i32.const 1)) (global i32 (i32.const 2)) (global (mut i64) (i64.const 3)))`
    const { bytes, globals } = meter(wat(text), { globals: 'g:' })
    expect(globals).toEqual(['g:0', 'g:2'])
    expect(instance(bytes).i32['g:0']?.value).toBe(1)
  })
})

test('the work can be ended between two functions', () => {
  let asked = 0
  const stopped = new Error('enough')
  const between = () => {
    if (++asked === 3) throw stopped
  }
  expect(() => meter(wat('(module (func) (func) (func) (func))'), { between })).toThrow(stopped)
  expect(asked).toBe(3)
})

describe('access', () => {
  test('what is exported of globals can be read and set by functions, as a number', () => {
    const text = `(module (memory 1) (global $a (mut i32) (i32.const -7)) (global (mut f32) (f32.const 1.5)) (global (mut i64) (i64.const 3)) (global i32 (i32.const 2)))`
    const access = { get: 'get ', set: 'set ' }
    const { bytes } = meter(wat(text), { access, globals: 'g:', pageCounters: { size: 'size', limit: 'limit' } }) // prettier-ignore
    const { call, i32, i64 } = instance(bytes)
    const names = ['fuel', 'size', 'limit', 'g:0', 'g:1', 'g:2']
    expect(Object.keys(call).filter((name) => name.startsWith('get '))).toEqual(names.map((name) => `get ${name}`)) // prettier-ignore
    expect(names.slice(1).map((name) => call[`get ${name}`]?.())).toEqual([1, 65_536, -7, 1.5, 3])
    for (const [index, name] of names.entries()) {
      call[`set ${name}`]?.(index - 2)
      expect(call[`get ${name}`]?.(), name).toBe(index - 2)
      expect(Number((name === 'fuel' || name === 'g:2' ? i64 : i32)[name]?.value), name).toBe(index - 2) // prettier-ignore
    }
    call['set fuel']?.(2 ** 53)
    expect(i64['fuel']?.value).toBe(2n ** 53n)
  })

  test('there is none where none is asked for', () => {
    expect(Object.keys(instance(meter(sum).bytes).call)).toEqual(['sum', 'fuel'])
  })
})

describe('marks', () => {
  const partOf = (at: number) => Math.floor(at / markedBytes)
  const stores = ['i32.store', 'i32.store8', 'i32.store16', 'i64.store', 'i64.store8', 'i64.store16', 'i64.store32', 'f32.store', 'f64.store'] // prettier-ignore
  const value = (store: string) => `(${store.slice(0, 3)}.const ${store.startsWith('f') ? '-1.5' : '-2'})` // prettier-ignore
  const text = `(module (memory (export "memory") 3)
    ${stores.map((store) => [0, 3, 5000].map((offset) => `(func (export "${store} ${offset}") (param i32) (${store} offset=${offset} align=1 (local.get 0) ${value(store)}))`).join('\n')).join('\n')}
    (func (export "v128") (param i32) (v128.store align=1 (local.get 0) (v128.const i64x2 -1 -1)))
    (func (export "two") (param $a i32) (param $b f64) (result f64) (local i64)
      (f64.store (local.get $a) (local.get $b)) (i64.store offset=8 (local.get $a) (i64.const 5)) (local.get $b))
    (func (export "fill") (param i32 i32) (memory.fill (local.get 0) (i32.const 9) (local.get 1)))
    (func (export "copy") (param i32 i32) (memory.copy (local.get 0) (i32.const 100) (local.get 1))))`
  const { bytes } = meter(wat(text), { marks: { memory: 'marks', putBack: 'putBack' } })
  const names = [...stores.flatMap((store) => [0, 3, 5000].map((offset) => `${store} ${offset}`)), 'v128', 'fill', 'copy'] // prettier-ignore

  const writes = fc.array(
    fc.record({
      name: fc.constantFrom(...names),
      at: fc.oneof(
        fc.nat(180_000),
        fc.nat(80).map((part) => part * markedBytes + markedBytes - 6),
      ),
      length: fc.nat(10_000),
    }),
    { minLength: 1, maxLength: 8 },
  )

  test('whatever is written is marked, but for 15 bytes behind a mark', () => {
    fc.assert(
      fc.property(writes, (all) => {
        const one = instance(bytes)
        const memory = new Uint8Array(one.memory['memory']?.buffer ?? new ArrayBuffer(0))
        memory.fill(0x55)
        for (const { name, at, length } of all) one.call[name]?.(at, length)
        const marks = new Uint8Array(one.memory['marks']?.buffer ?? new ArrayBuffer(0))
        const unmarked = memory.findIndex(
          (byte, at) => byte !== 0x55 && marks[partOf(at)] !== 1 && !(at % markedBytes < spillBytes && marks[partOf(at) - 1] === 1), // prettier-ignore
        )
        expect(unmarked).toBe(-1)
        // A store lies in one part, and what is written in one go in those between its first and its last.
        const most = all.map(({ name, length }) => name === 'fill' || name === 'copy' ? 2 + length / markedBytes : 1) // prettier-ignore
        const sum = most.reduce((total, one) => total + one, 0)
        const parts = memory.length / markedBytes
        expect(marks.subarray(0, parts).reduce((count, mark) => count + mark, 0)).toBeLessThanOrEqual(sum) // prettier-ignore
        expect(Buffer.from(marks.buffer).indexOf(1, parts)).toBe(-1)
      }),
      { numRuns: 100 },
    )
  })

  test('what is marked can be put back, and nothing else is touched', () => {
    const one = instance(bytes)
    const memory = new Uint8Array(one.memory['memory']?.buffer ?? new ArrayBuffer(0))
    const marks = one.memory['marks']
    const end = memory.length / markedBytes
    const image = 100 * markedBytes
    fc.assert(
      fc.property(writes, fc.nat(255), (all, seed) => {
        marks?.grow(marks.buffer.byteLength < imageOffset + image + spillBytes ? 3 : 0)
        const copy = new Uint8Array(marks?.buffer ?? new ArrayBuffer(0))
        const before = memory.map((_, at) => (at < image ? (at * 7 + seed) % 251 : 0))
        memory.set(before)
        copy.set(before.subarray(0, image), imageOffset)
        for (const { name, at, length } of all) one.call[name]?.(at, length)
        one.call['putBack']?.(100, end)
        expect(memory.findIndex((byte, at) => byte !== before[at])).toBe(-1)
        expect(copy.subarray(0, end).includes(1)).toBe(false)
      }),
      { numRuns: 50 },
    )
  })

  test('what the function computes stays the same', () => {
    const one = instance(bytes)
    expect(one.call['two']?.(64, 2.5)).toBe(2.5)
    const view = new DataView(one.memory['memory']?.buffer ?? new ArrayBuffer(0))
    expect([view.getFloat64(64, true), view.getBigInt64(72, true)]).toEqual([2.5, 5n])
  })
})

describe('reading', () => {
  test.each([
    [
      'SIMD',
      '(module (memory 1) (func (export "f") (result i32) (i8x16.extract_lane_s 3 (i8x16.shuffle 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 (v128.load offset=3 (i32.const 1)) (v128.const i32x4 1 2 3 4)))) (func (v128.store32_lane 1 (i32.const 0) (i32x4.add (v128.load32_zero (i32.const 0)) (v128.load8_lane 2 (i32.const 0) (i32x4.splat (i32.const 5)))))))',
    ],
    [
      'threads',
      '(module (memory 1 2 shared) (func (result i32) (atomic.fence) (i32.atomic.store (i32.const 0) (i32.const 1)) (drop (memory.atomic.notify (i32.const 0) (i32.const 1))) (i32.atomic.rmw.cmpxchg (i32.const 0) (i32.const 1) (i32.const 2))))',
    ],
    [
      'exceptions',
      '(module (tag $e (param i32)) (func (result i32) (try (result i32) (do (throw $e (i32.const 1))) (catch $e) (catch_all (rethrow 0)))) (func (try (do) (delegate 0))))',
    ],
    [
      'tail calls and tables',
      '(module (type $t (func)) (table 2 funcref) (elem (i32.const 0) $f $f) (func $f (return_call $f)) (func (return_call_indirect (type $t) (i32.const 0))) (func (call_indirect (type $t) (i32.const 1))))',
    ],
    [
      'references',
      '(module (table 2 externref) (table 2 funcref) (elem declare func 0) (func (param externref) (result i32) (table.set 0 (i32.const 0) (local.get 0)) (drop (ref.func 0)) (drop (select (result externref) (ref.null extern) (local.get 0) (i32.const 1))) (ref.is_null (table.get 0 (i32.const 0)))))',
    ],
    [
      'several values',
      '(module (func $two (result i32 i64) (i32.const 1) (i64.const 2)) (func (result i32) (call $two) (block (param i32 i64) (result i32) (drop)) (loop (param i32) (result i32))) )',
    ],
    [
      'conversions',
      '(module (func (param f64) (result i32) (drop (i64.extend8_s (i64.const 200))) (i32.extend16_s (i32.trunc_sat_f64_u (local.get 0)))))',
    ],
    [
      'br_table',
      '(module (func (param i32) (result f32) (block (block (br_table 0 1 0 (local.get 0)))) (f32.const 1.5)))',
    ],
    ['nothing', '(module)'],
    [
      'imports of every kind',
      '(module (import "a" "f" (func (param i32))) (import "a" "t" (table 1 funcref)) (import "a" "m" (memory 1)) (import "a" "g" (global (mut i32))) (import "a" "e" (tag)) (func (call 0 (global.get 0))) (data (i32.const 0) "x") (export "g" (global 0)))',
    ],
  ])('%s stay valid', (_, text) => {
    const bytes = wat(text)
    expect(webAssembly.validate(bytes)).toBe(true)
    expect(webAssembly.validate(meter(bytes).bytes)).toBe(true)
    expect(webAssembly.validate(meter(bytes, { pages: 2, elements: 10, globals: 'g:' }).bytes)).toBe(true) // prettier-ignore
  })

  test('QuickJS stays valid in every way', () => {
    const options = { globals: 'g:', marks: { memory: 'marks', putBack: 'putBack' }, pageCounters: { size: 's', limit: 'l' }, refill: { module: 'env', name: 'host_interrupt' } } // prettier-ignore
    const { bytes, loops } = meter(quickJs, options)
    expect(webAssembly.validate(bytes)).toBe(true)
    expect(loops).toBeGreaterThan(1000)
    expect(readModule(bytes).memories).toHaveLength(2)
  })

  test.each([
    [[1, 2, 3], 'The module cannot be read at byte 0: it is no WebAssembly module of version 1.'],
    [
      [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 9],
      'The module cannot be read at byte 10: it ends too early.',
    ],
    [
      [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 2, 1, 0x5f],
      'The module cannot be read at byte 11: a type is not that of a function.',
    ],
  ])('bytes %j are no module', (bytes, message) => {
    expect(() => meter(new Uint8Array(bytes))).toThrow(
      expect.objectContaining({ code: 'wasm/bad-module', message }),
    )
  })

  test.each([
    [{ refill: { module: 'env', name: 'no' } }, 'imports no function "no"'],
    [{ fuel: 'sum' }, 'exports "sum" itself'],
    [{ marks: { memory: 'm', putBack: 'p' } }, '0 memories'],
    [{ pageCounters: { size: 's', limit: 'l' } }, '0 memories'],
  ])('what is asked with %j the module cannot give', (options, message) => {
    expect(() => meter(sum, options)).toThrow(
      expect.objectContaining({
        code: 'wasm/bad-module',
        message: expect.stringContaining(message),
      }),
    )
  })

  test('damaged modules are refused with a place, or read; nothing else happens', () => {
    const module = wat('(module (memory 1 2) (table 1 2 funcref) (global (mut i32) (i32.const 5)) (func (export "f") (param i32) (local i64 f32) (loop (br_if 0 (local.get 0)) (memory.fill (i32.const 0) (i32.const 1) (i32.const 2)))) (data (i32.const 0) "abc"))') // prettier-ignore
    const damage = fc.array(fc.tuple(fc.nat(module.length - 1), fc.nat(255)), { minLength: 1, maxLength: 3 }) // prettier-ignore
    fc.assert(
      fc.property(damage, fc.nat(module.length), (changes, length) => {
        const bytes = module.slice(0, Math.max(8, length))
        for (const [at, byte] of changes) if (at >= 8 && at < bytes.length) bytes[at] = byte
        const refusal = thrownBy(() => meter(bytes, { pages: 10, elements: 10 }))
        expect(refusal === undefined || refusal instanceof GoapError, String(refusal)).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })
})

function thrownBy(work: () => unknown): unknown {
  try {
    work()
    return undefined
  } catch (error) {
    return error
  }
}

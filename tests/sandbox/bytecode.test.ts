import { expect, test } from 'vitest'
import { BytecodeCache } from '../../src/sandbox/metered/bytecode.ts'
import type { Source } from '../../src/sandbox/source.ts'

const source = (text: string, file = 'script.js'): Source => ({ text, file, place: () => ({ line: null, column: null }) }) // prettier-ignore
const compiled = (bytes: number) => ({ bytes: new Uint8Array(bytes), isAsync: false, fuel: 1, isLong: false }) // prettier-ignore

test('what was compiled of a text is found by it and its file', () => {
  const cache = new BytecodeCache(1_000_000)
  const [one, two] = [compiled(10), compiled(20)]
  cache.set(source('1'), one)
  cache.set(source('1', 'other.js'), two)
  expect(cache.get(source('1'))).toBe(one)
  expect(cache.get(source('1', 'other.js'))).toBe(two)
  expect(cache.get(source('2'))).toBeUndefined()
  expect(cache.get(source('1', 'third.js'))).toBeUndefined()
  const again = compiled(30)
  cache.set(source('1'), again)
  expect(cache.get(source('1'))).toBe(again)
})

test('it holds no more than it may: the oldest go, the newest stay', () => {
  const cache = new BytecodeCache(100_000)
  const kept = () => Array.from({ length: 300 }, (_, n) => cache.get(source(`${n}`)) !== undefined)
  for (let n = 0; n < 300; n++) {
    cache.set(source(`${n}`), compiled(1_000))
    const held = kept()
    expect(held.filter((one) => one).length * 1_000).toBeLessThanOrEqual(100_000)
    expect(held.slice(Math.max(0, n - 40), n + 1)).not.toContain(false)
  }
  expect(kept().indexOf(true)).toBeGreaterThan(200)
})

test('texts that are very long are not kept', () => {
  const cache = new BytecodeCache(10_000_000)
  const long = source('x'.repeat(70_000))
  cache.set(long, compiled(10))
  expect(cache.get(long)).toBeUndefined()
})

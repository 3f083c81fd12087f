import { expect, test } from 'vitest'
import {
  formatDuration,
  parseDuration,
  runId,
  seededRandom,
  simulatedClock,
  slug,
  systemClock,
  systemRandom,
} from '../../src/base/index.ts'

test.each([
  ['250ms', 250],
  ['30s', 30_000],
  ['5 min', 300_000],
  ['1.5h', 5_400_000],
  ['1h 30m', 5_400_000],
  ['2 days', 172_800_000],
  ['soon', undefined],
  ['5 parsecs', undefined],
  ['', undefined],
])('"%s" is a duration of %s ms', (text, expected) => {
  expect(parseDuration(text)).toBe(expected)
})

test.each([
  [400, '0.4 s'],
  [12_000, '12 s'],
  [200_000, '3 min 20 s'],
  [180_000, '3 min'],
  [7_500_000, '2 h 5 min'],
  [180_000_000, '2 d 2 h'],
])('%d ms are shown as "%s"', (span, expected) => {
  expect(formatDuration(span)).toBe(expected)
})

test('a simulated clock calls timers in the order of their moments, and not those that were cancelled', () => {
  const clock = simulatedClock(1000)
  const called: string[] = []
  clock.timer(20, () => called.push(`late at ${clock.now()}`))
  clock.timer(10, () => called.push(`early at ${clock.now()}`))
  clock.timer(10, () => clock.timer(5, () => called.push(`nested at ${clock.now()}`)))
  clock.timer(15, () => called.push('never'))()
  clock.advance(20)
  expect(called).toEqual(['early at 1010', 'nested at 1015', 'late at 1020'])
  expect(clock.now()).toBe(1020)
  expect(clock.step()).toBe(false)
})

test('a simulated clock steps to the next timer', () => {
  const clock = simulatedClock()
  clock.timer(7, () => {})
  expect(clock.step()).toBe(true)
  expect(clock.now()).toBe(7)
})

test('the system clock moves on and its timers can be cancelled', async () => {
  const before = systemClock.now()
  systemClock.timer(1, () => expect.unreachable())()
  await new Promise<void>((resolve) => void systemClock.timer(1, resolve))
  expect(systemClock.now()).toBeGreaterThanOrEqual(before)
  expect(systemRandom.next()).toBeLessThan(1)
})

test('a run id tells its moment and sorts by it', () => {
  const clock = simulatedClock(Date.UTC(2026, 10, 21, 3, 15, 0))
  const id = runId(clock, seededRandom(1))
  expect(id).toMatch(/^20261121-031500-[0-9a-z]{5}$/)
  clock.advance(1000)
  expect(runId(clock, seededRandom(1)) > id).toBe(true)
})

test.each([
  ['Wire WASM → sandbox!', 'wire-wasm-sandbox'],
  ['Café “crème”', 'cafe-creme'],
  ['2B.1', '2b.1'],
  ['...', ''],
  ['日本語 テスト', '日本語-テスト'],
])('"%s" becomes the key "%s"', (title, expected) => {
  expect(slug(title)).toBe(expected.normalize('NFKD').replace(/\p{Mark}/gu, ''))
})

test('a long title is cut at a word', () => {
  expect(slug('one two three four five six', 15)).toBe('one-two-three')
  expect(slug('x'.repeat(80), 10)).toHaveLength(10)
})

test('a timer for a year is not called at once', async () => {
  let called = false
  const cancel = systemClock.timer(365 * 86_400_000, () => (called = true))
  await new Promise((next) => setTimeout(next, 20))
  cancel()
  expect(called).toBe(false)
})

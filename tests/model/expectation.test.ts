import { expect, test } from 'vitest'
import { judge, parseExpectation, type Measured } from '../../src/model/index.ts'

const measured = (output: string, rest: Partial<Measured> = {}): Measured => ({
  exit: 0,
  output,
  duration: 1000,
  broken: null,
  ...rest,
})

test.each([
  [
    '0 failures, 0 timeouts',
    [
      { kind: 'count', noun: 'failures', compare: '=', value: 0 },
      { kind: 'count', noun: 'timeouts', compare: '=', value: 0 },
    ],
  ],
  ['= 2', [{ kind: 'threshold', of: 'number', compare: '=', value: 2 }]],
  ['2', [{ kind: 'threshold', of: 'number', compare: '=', value: 2 }]],
  ['< 30s', [{ kind: 'threshold', of: 'duration', compare: '<', value: 30_000 }]],
  ['under 5 minutes', [{ kind: 'threshold', of: 'duration', compare: '<', value: 300_000 }]],
  ['shows ≥70% coverage', [{ kind: 'threshold', of: 'percent', compare: '≥', value: 70 }]],
  ['at least 100 tests', [{ kind: 'count', noun: 'tests', compare: '≥', value: 100 }]],
  ['succeeds with zero errors', [{ kind: 'count', noun: 'errors', compare: '=', value: 0 }]],
  ['exit 1', [{ kind: 'exit', code: 1 }]],
  ['prints `all good`', [{ kind: 'contains', text: 'all good' }]],
  ['passes', []],
  ['✅ 3650 passed, 182 skipped', []],
  ['', []],
])('"%s" is read as what it asks for', (text, expected) => {
  expect(parseExpectation(text)).toEqual(expected)
})

test('without an expectation the exit code decides', () => {
  expect(judge([], measured('')).verdict).toBe('passed')
  expect(judge([], measured('', { exit: 3 }))).toEqual({ verdict: 'failed', reason: 'exit code 3' })
})

test('a command that did not come to its end fails whatever it printed', () => {
  expect(judge([], measured('ok', { exit: null, broken: 'timeout' })).verdict).toBe('failed')
})

test('a count is found before and behind its noun, and summed', () => {
  const none = parseExpectation('0 failures')
  expect(judge(none, measured('12 passed, 0 failed')).verdict).toBe('passed')
  expect(judge(none, measured('failures: 2\nfailures: 1'))).toEqual({
    verdict: 'failed',
    reason: '3 failures, expected = 0',
    measured: '3',
  })
})

test('silence of a command that succeeds counts as none, but never as many', () => {
  expect(judge(parseExpectation('0 errors'), measured('')).verdict).toBe('passed')
  expect(judge(parseExpectation('at least 10 tests'), measured('')).verdict).toBe(
    'insufficient-evidence',
  )
})

test('a command that prints only the compared number may exit with 1', () => {
  const zero = parseExpectation('= 0')
  expect(judge(zero, measured('0\n', { exit: 1 })).verdict).toBe('passed')
  expect(judge(zero, measured('grep: no such file 0 x', { exit: 2 })).verdict).toBe('failed')
})

test('thresholds look at the last number, the last percentage and the time taken', () => {
  expect(judge(parseExpectation('≥ 90%'), measured('lines 81.5%\ntotal 93.25 %')).verdict).toBe(
    'passed',
  )
  expect(judge(parseExpectation('<= 4'), measured('files 5')).reason).toBe('5, expected ≤ 4')
  expect(judge(parseExpectation('< 30s'), measured('', { duration: 31_000 })).reason).toBe(
    'took 31 s, expected < 30 s',
  )
  expect(judge(parseExpectation('≥ 90%'), measured('no figures')).verdict).toBe(
    'insufficient-evidence',
  )
})

test('an expected exit code and expected words are looked for', () => {
  expect(judge(parseExpectation('exit 1'), measured('', { exit: 1 })).verdict).toBe('passed')
  expect(judge(parseExpectation('contains "Ready"'), measured('all READY now')).verdict).toBe(
    'passed',
  )
  expect(judge(parseExpectation('contains "Ready"'), measured('no')).verdict).toBe('failed')
})

import { expect, test } from 'vitest'
import { find } from '../../src/gates/find.ts'
import {
  judgeFile,
  judgeMetric,
  jsonPath,
  measure,
  parseExpectation,
  type Expectation,
  type ReportFigure,
  type Seen,
} from '../../src/model/index.ts'

test.each([
  ['total.lines.pct', ['total', 'lines', 'pct']],
  ['$.runs[0].time', ['runs', 0, 'time']],
  ['.a["b.c"]', ['a', 'b.c']],
  ['[2]', [2]],
  ['$', undefined],
  ['', undefined],
  ['a..b', undefined],
  ['a b', undefined],
])('%s is the path %j into JSON', (text, steps) => {
  expect(jsonPath(text)).toEqual(steps)
})

const number = (text: string, path: string): unknown =>
  measure({ kind: 'json', path }, text, '', find)

test('a number is taken out of JSON, also behind what a program says first', () => {
  expect(number('{"a":[{"b":7}]}', 'a[0].b')).toEqual({ value: 7, unit: '' })
  expect(number('{"a":"1,234"}', 'a')).toEqual({ value: 1234, unit: '' })
  expect(number('> size\n> node size.js\n\n{"a": 3}\n', '.a')).toEqual({ value: 3, unit: '' })
})

test('what is not there, is no number or no JSON gives no number and says why', () => {
  expect(number('{"a":1}', 'b')).toEqual({ value: null, reason: '"b" is not there' })
  expect(number('{"a":"many"}', 'a')).toEqual({ value: null, reason: '"a" is no number' })
  expect(number('{"a":{}}', 'a.toString')).toMatchObject({ value: null })
  expect(number('{"a":', 'a')).toEqual({ value: null, reason: 'it is no JSON' })
})

test('a pattern gives its first group, of the last match, and the ends of lines count', () => {
  const take = (pattern: string): unknown =>
    measure({ kind: 'pattern', pattern }, 'total: 3\ntotal: 12 kB\n', '', find)
  expect(take('total: (\\d+)')).toEqual({ value: 12, unit: '' })
  expect(take('^total: \\d$')).toMatchObject({ value: null })
  expect(take('\\d+')).toEqual({ value: 12, unit: '' })
  expect(take('max: (\\d+)')).toEqual({ value: null, reason: 'nothing matches /max: (\\d+)/' })
  expect(take('(')).toEqual({ value: null, reason: '/(/ is no regular expression' })
})

test('a pattern that takes for ever is given up', () => {
  const text = `${'a'.repeat(60)}b`
  const found = measure({ kind: 'pattern', pattern: '(a+)+$' }, text, '', find)
  expect(found).toEqual({ value: null, reason: '/(a+)+$/ takes too long' })
})

test('of an output without further words only one number by itself counts', () => {
  const only = (text: string): unknown => measure(null, text, '', find)
  expect(only('  12 dist\n')).toEqual({ value: 12, unit: '' })
  expect(only('errors: 0')).toEqual({ value: 0, unit: '' })
  expect(only('src/a.ts:12: any')).toMatchObject({ value: null })
  expect(only('3 passed, 12 failed')).toMatchObject({ value: null })
  expect(measure(null, '80% then 91.5 %', '%', find)).toEqual({ value: 91.5, unit: '%' })
})

test('a number with a unit is taken in the unit that it is compared in', () => {
  const value = (text: string, unit: string): unknown => measure({ kind: 'json', path: 'a' }, JSON.stringify({ a: text }), unit, find) // prettier-ignore
  expect(measure({ kind: 'json', path: 'a' }, '{"a": 180}', 'ms', find)).toEqual({ value: 180, unit: 'ms' }) // prettier-ignore
  expect(value('1.2 s', 'ms')).toEqual({ value: 1200, unit: 'ms' })
  expect(value('420kB', 'MB')).toEqual({ value: 0.42, unit: 'MB' })
  expect(value('2 MiB', 'kib')).toEqual({ value: 2048, unit: 'kib' })
  expect(value('180', 'ms')).toEqual({ value: 180, unit: 'ms' })
  expect(value('3 kB', 'ms')).toMatchObject({ value: null })
  expect(value('3 kB', '')).toMatchObject({ value: null })
  expect(value('83 %', '%')).toEqual({ value: 83, unit: '%' })
  const only = (text: string): unknown => measure(null, text, 'kB', find)
  expect(only('dist in 3 s: 0.4 MB')).toEqual({ value: 400, unit: 'kB' })
  expect(only('12 dist')).toMatchObject({ value: null })
  expect(only('12 kB, 14 kB')).toMatchObject({ value: null })
  expect(only('12 kB/s')).toMatchObject({ value: null })
})

test('a value with a unit is shown with it', () => {
  const expectations: Expectation[] = [{ kind: 'threshold', of: 'number', compare: '<', value: 200 }] // prettier-ignore
  expect(judgeMetric(expectations, { value: 180, unit: 'ms' })).toEqual({ verdict: 'passed', reason: '180 ms', measured: '180 ms' }) // prettier-ignore
  expect(judgeMetric(expectations, { value: 230, unit: 'ms' })).toMatchObject({ verdict: 'failed', reason: '230 ms, expected < 200 ms' }) // prettier-ignore
})

const junit = `<?xml version="1.0"?>
<testsuites tests="5" failures="9">
  <testsuite name="a" tests="3" failures="1" errors="0" skipped="1">
    <testsuite name="inner" tests="3" failures="1"/>
    <testcase name="x"><system-out><![CDATA[<testsuite tests="100">]]></system-out></testcase>
  </testsuite>
  <!-- <testsuite tests="50"> -->
  <testsuite name="b" tests="2" failures="0" errors="1"/>
</testsuites>`
const lcov = 'SF:a\nLF:10\nLH:9\nBRF:4\nBRH:1\nend_of_record\nSF:b\nLF:10\nLH:10\nend_of_record\n'

test.each<[ReportFigure, string, number | null]>([
  ['tests', junit, 5],
  ['failures', junit, 1],
  ['errors', junit, 1],
  ['skipped', junit, 1],
  ['passed', junit, 2],
  ['lines', junit, null],
  ['lines', lcov, 95],
  ['branches', lcov, 25],
  ['functions', lcov, null],
  ['lines', '{"total":{"lines":{"pct":93.5}}}', 93.5],
  ['branches', '{"total":{"lines":{"pct":93.5}}}', null],
  ['lines', '<coverage line-rate="0.8765" branch-rate="0.5" version="1">', 87.65],
  ['branches', '<coverage line-rate="0.8765" branch-rate="0.5" version="1">', 50],
  ['failures', 'no report', null],
])('the %s of a report are told, or it is none', (figure, text, value) => {
  expect(measure({ kind: 'report', figure }, text, '', find)).toMatchObject({ value })
})

test('a metric holds when all its thresholds do', () => {
  const judged = (text: string, value: number): unknown =>
    judgeMetric(parseExpectation(text), { value, unit: '' })
  expect(judged('≥ 20, < 30', 25)).toEqual({ verdict: 'passed', reason: '25', measured: '25' })
  expect(judged('≥ 20, < 30', 30)).toMatchObject({ verdict: 'failed', reason: '30, expected < 30' })
  expect(judged('exit 1', 30)).toMatchObject({ verdict: 'insufficient-evidence', measured: '30' })
})

const file = (text: string): Seen => ({ found: 'file', bytes: text.length, text })
const judged = (seen: Seen, ...expectations: Expectation[]): string =>
  judgeFile('a.md', expectations, seen, find).verdict

test('a file is there, is not, contains and matches', () => {
  expect(judged(file('x'))).toBe('passed')
  expect(judged({ found: 'folder' })).toBe('passed')
  expect(judged({ found: 'nothing' })).toBe('failed')
  expect(judged({ found: 'nothing' }, { kind: 'exists', exists: false })).toBe('passed')
  expect(judged(file('x'), { kind: 'exists', exists: false })).toBe('failed')
  expect(judged(file('# Hi\nfoo'), { kind: 'contains', text: 'foo' })).toBe('passed')
  expect(judged(file('# Hi\nfoo'), { kind: 'contains', text: 'Foo' })).toBe('failed')
  expect(judged(file('# Hi\nfoo'), { kind: 'matches', pattern: '^foo$' })).toBe('passed')
  expect(judged(file('# Hi\nfoo'), { kind: 'matches', pattern: '^oo' })).toBe('failed')
})

test('what could not be looked at is neither there nor not', () => {
  const hidden: Seen = { found: 'unknown', reason: 'leads out of the workspace' }
  expect(judged(hidden)).toBe('insufficient-evidence')
  expect(judged(hidden, { kind: 'exists', exists: false })).toBe('insufficient-evidence')
  const large: Seen = { found: 'file', bytes: 1e9, text: null }
  expect(judged(large, { kind: 'contains', text: 'x' })).toBe('insufficient-evidence')
  expect(judged(file('x'), { kind: 'matches', pattern: '(' })).toBe('insufficient-evidence')
  expect(judged(file('x'), { kind: 'exit', code: 0 })).toBe('insufficient-evidence')
  expect(judged({ found: 'folder' }, { kind: 'contains', text: 'x' })).toBe('failed')
})

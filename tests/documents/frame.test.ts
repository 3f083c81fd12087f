import { expect, test } from 'vitest'
import { columns } from '../../src/base/index.ts'
import { frame, sourceOf } from '../../src/documents/index.ts'
import type { Diagnostic, Place } from '../../src/model/index.ts'

function placeOf(text: string, part: string): Place {
  const start = text.indexOf(part)
  const before = text.slice(0, start).split('\n')
  const [line, column] = [before.length, (before.at(-1)?.length ?? 0) + 1]
  return {
    start,
    end: start + part.length,
    line,
    column,
    endLine: line,
    endColumn: column + part.length,
  }
}

function shown(
  text: string,
  part: string,
  more: Partial<Diagnostic> = {},
  width?: number,
): string[] {
  const diagnostic: Diagnostic = {
    code: 'documents/dangling-dependency',
    severity: 'error',
    message: 'Task "INT.1" needs "2B.9", which no phase defines.',
    hint: 'Did you mean "2B.7"?',
    place: placeOf(text, part),
    related: [],
    ...more,
  }
  return frame(sourceOf(text), diagnostic, 'plan.md', width === undefined ? {} : { width }).split(
    '\n',
  )
}

test('a frame has the place, the message, the line with carets, related places and the hint', () => {
  const text = '# Plan\n\n- Dependencies: 2B.9\n'
  const related = [{ message: '"2B.7" is defined here', place: placeOf(text, '# Plan') }]
  expect(shown(text, '2B.9', { related })).toEqual([
    'plan.md:3:17  error  documents/dangling-dependency',
    '  Task "INT.1" needs "2B.9", which no phase defines.',
    '      3 │ - Dependencies: 2B.9',
    '        │                 ^^^^',
    '  plan.md:1:1  "2B.7" is defined here',
    '  Did you mean "2B.7"?',
  ])
})

test.each([
  ['tabs', '\t- Do it: here'],
  ['emoji', '- ✅ 🚀 👩‍👩‍👧 ⚠️ here'],
  ['CJK', '- 日本語 ｆｕｌｌ here'],
  ['a letter with a mark', '- e\u0301te\u0301 here'],
  ['a byte order mark', '\uFEFF- here'],
  ['what cannot be decoded', '- \uFFFD\uFFFD here'],
  ['no width at all', '- a\u200Bb\u00ADc here'],
])('the carets stand under the place behind %s', (_what, line) => {
  const [, , excerpt = '', carets = ''] = shown(`one\r\n${line}\r\ntwo\r\n`, 'here')
  expect(carets.trimEnd().endsWith(' ^^^^')).toBe(true)
  expect(columns(carets.slice(0, carets.indexOf('^')))).toBe(
    columns(excerpt.slice(0, excerpt.indexOf('here'))),
  )
})

test('carets under wide characters are as wide as these', () => {
  expect(shown('- 日本 x', '日本')[3]).toBe('        │   ^^^^')
})

test.each([
  [0, 'a'],
  [150, 'a'],
  [1_000_000, '日'],
  [300, '🚀'],
])('of a long line (%i times %s) a window around the place is shown', (count, fill) => {
  const line = `${fill.repeat(count)}HERE${fill.repeat(count + 300)}`
  const [, , excerpt = '', carets = ''] = shown(line, 'HERE', {}, 60)
  expect(columns(excerpt)).toBeLessThanOrEqual(60 + 12)
  expect(excerpt).toContain('HERE')
  expect(excerpt.endsWith('…')).toBe(true)
  expect(excerpt).not.toMatch(/\p{Surrogate}/u)
  expect(columns(carets.slice(0, carets.indexOf('^')))).toBe(
    columns(excerpt.slice(0, excerpt.indexOf('HERE'))),
  )
})

test('a place longer than the window is cut with it', () => {
  const [, , excerpt = '', carets = ''] = shown(`- ${'x'.repeat(500)}`, 'x'.repeat(500), {}, 40)
  expect(columns(excerpt)).toBeLessThanOrEqual(40 + 12)
  expect(carets).toMatch(/\^{20,40}$/)
})

test('a place of several lines is marked to the end of its first line', () => {
  const text = 'one two\nthree'
  const place = { ...placeOf(text, 'two'), end: text.length, endLine: 2, endColumn: 6 }
  expect(shown(text, 'two', { place }).slice(2, 4)).toEqual([
    '      1 │ one two',
    '        │     ^^^',
  ])
})

test('nothing in a document, its name or its findings controls the terminal', () => {
  const evil = '\u001B[2J\u009B1m\u202Eevil\u0007'
  const text = `${evil} here`
  const diagnostic: Diagnostic = {
    code: 'documents/cycle',
    severity: 'error',
    message: evil,
    hint: evil,
    place: placeOf(text, 'here'),
    related: [{ message: evil, place: placeOf(text, 'here') }],
  }
  const all = frame(sourceOf(text), diagnostic, `a${evil}.md`)
  expect(all.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202A-\u202E]/u)
  expect(all).toContain('·[2J·1m·evil·')
})

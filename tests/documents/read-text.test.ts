import { expect, test } from 'vitest'
import { read } from '../../src/documents/read/index.ts'

const macRoman =
  'ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø¿¡¬√ƒ≈∆«»…\u00A0ÀÃÕŒœ–—“”‘’÷◊ÿŸ⁄€‹›ﬁﬂ‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔ\uF8FFÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ'

/** Saves a text as UTF-8 and reads it as Mac Roman. */
const misread = (text: string): string =>
  [...new TextEncoder().encode(text)]
    .map((byte) => (byte < 0x80 ? String.fromCharCode(byte) : macRoman[byte - 0x80]))
    .join('')

const table =
  '| ID | Task | Status |\n|--|--|--|\n| A1 | Dig → fill | ⏳ Pending |\n| A2 | Rest | ✅ Done |\n'

test('mojibake is read as what it was, and marks name the characters that stand there', () => {
  const text = misread(table)
  const { plan, marks, diagnostics, source } = read(text)
  expect(plan.tasks.map(({ title, status }) => [title, status])).toEqual([
    ['Dig → fill', 'pending'],
    ['Rest', 'done'],
  ])
  expect(marks.map(({ text: token }) => token)).toEqual(['‚è≥', 'Pending', '‚úÖ', 'Done'])
  for (const { place, text: token } of marks)
    expect(source.text.slice(place.start, place.end)).toBe(token)
  expect(diagnostics).toMatchObject([
    { code: 'documents/mojibake', severity: 'info', place: { line: 3 } },
  ])
})

test('Windows-1252 mojibake is repaired too', () => {
  const { plan, diagnostics } = read('- [ ] Dig â†’ fill\n- [x] Rest âœ…\n')
  expect(plan.tasks[0]?.title).toBe('Dig → fill')
  expect(diagnostics.map(({ code }) => code)).toEqual(['documents/mojibake'])
})

test('one strange word is no mojibake', () => {
  const { plan, diagnostics } = read('- [ ] Greet Ã© at the door\n- [ ] Café – Straße “x” ≥ 3\n')
  expect(plan.tasks.map(({ title }) => title)).toEqual([
    'Greet Ã© at the door',
    'Café – Straße “x” ≥ 3',
  ])
  expect(diagnostics).toEqual([])
})

test('places count a byte order mark, and CRLF as one line end', () => {
  const text = '\uFEFF## Phase 1: A\r\n\r\n- [ ] Dig\r\n- [x] Fill ✅\r\n'
  const { plan, marks, source } = read(text)
  expect(plan.tasks.map(({ place }) => [place?.line, place?.column])).toEqual([
    [3, 7],
    [4, 7],
  ])
  expect(
    marks.map(({ place, text: token }) => [place.line, place.column, place.endColumn, token]),
  ).toEqual([
    [3, 3, 6, '[ ]'],
    [4, 3, 6, '[x]'],
    [4, 12, 13, '✅'],
  ])
  for (const { place, text: token } of marks)
    expect(source.text.slice(place.start, place.end)).toBe(token)
})

test('a lone carriage return ends a line', () => {
  expect(read('- [ ] Dig\r- [ ] Fill\r').plan.tasks.map(({ place }) => place?.line)).toEqual([1, 2])
})

test('bytes that are no UTF-8 stay where they are', () => {
  const bytes = new TextEncoder().encode('- [ ] Dig ?\n- [x] Fill\n')
  bytes[10] = 0xff
  const { plan, marks, source } = read(bytes)
  expect(plan.tasks.map(({ title }) => title)).toEqual(['Dig \uFFFD', 'Fill'])
  expect(marks.map(({ place }) => source.text.slice(place.start, place.end))).toEqual([
    '[ ]',
    '[x]',
  ])
})

test('a variation selector belongs to its emoji', () => {
  expect(
    read('| ID | Task | Status |\n|--|--|--|\n| A1 | Dig | ⏸\uFE0F Waiting |\n').marks.map(
      ({ text }) => text,
    ),
  ).toEqual(['⏸\uFE0F', 'Waiting'])
})

test('a pipe between back-ticks does not end a cell', () => {
  expect(
    read('| ID | Task | Status |\n|--|--|--|\n| A1 | Run `a | b` | ✅ |\n').plan.tasks,
  ).toMatchObject([{ title: 'Run `a | b`', status: 'done' }])
})

test('a comment at the end of a line belongs to no title, name or dependency; one in code does', () => {
  const { plan, source } = read(
    '- [ ] A1: Dig <!-- soon -->\n  - Agent: ann <!-- or bob -->\n- [ ] A2: Fill <!-- a --> it\n  - Depends on: A1 <!-- goap-ignore x -->\n- [ ] A3: Print `<!-- a -->`\n',
  )
  expect(plan.tasks).toMatchObject([
    { title: 'Dig', agent: 'ann', needs: [] },
    { title: 'Fill it', needs: ['a1'] },
    { title: 'Print `<!-- a -->`' },
  ])
  expect(source.text).toContain('<!-- soon -->')
})

test('a script below a list item ends where its author ended it', () => {
  const { plan } = read(
    '- [ ] A1: Write it\n\n  ```bash\n  cat <<END\n    text\n  END\n  ```\n\n1. [ ] A2: Tell\n   ```sh\n   echo a\n   ```\n',
  )
  expect(plan.tasks.map(({ command }) => command)).toEqual(['cat <<END\n  text\nEND', 'echo a'])
})

test('what stands in back-ticks keeps its signs', () => {
  const { plan } = read(
    '- [ ] **A1**: Find `grep -e *a b* [x](y)` in *all* files\n- [ ] **2**: Count',
  )
  expect(plan.tasks).toMatchObject([
    { id: 'A1', title: 'Find `grep -e *a b* [x](y)` in all files' },
    { id: '2', title: 'Count' },
  ])
})

test('too large and binary inputs are refused by their code', () => {
  expect(() => read(new Uint8Array(9 * 1024 * 1024).fill(97), 'big.md')).toThrow(
    expect.objectContaining({ code: 'documents/too-large' }),
  )
  expect(() => read(new Uint8Array([0, 1, 2, 3]), 'x.bin')).toThrow(
    expect.objectContaining({ code: 'documents/not-text' }),
  )
})

test.each([
  ['quotes', '>'.repeat(50_000)],
  ['lists in one line', '- '.repeat(20_000)],
  [
    'nested lists',
    Array.from({ length: 800 }, (_, index) => `${' '.repeat(index * 2)}- [ ] a`).join('\n'),
  ],
  ['spaces', `- [ ] a${' '.repeat(100_000)}b`],
  ['dashes', `## ${' -'.repeat(50_000)}b`],
  ['back-ticks', `| a | b |\n|--|--|\n| ${'` `` '.repeat(10_000)}|`],
  ['emoji', `# ${'✅ '.repeat(20_000)}`],
  ['parentheses', '('.repeat(50_000)],
  ['words', `**Status**: ${'done '.repeat(20_000)}`],
  ['ids', `- T1: a\n  - Depends on: ${'T9, '.repeat(5_000)}`],
  ['the same phase', '## Week 1\n- [ ] Add x y\n'.repeat(1_000)],
  ['the same gate', '## Quality Gates\n- [x] a\n'.repeat(1_000)],
])(
  'hostile text is read soon: %s',
  (_, text) => {
    expect(read(text).source.text).toBe(text)
  },
  5_000,
)

import { expect, test } from 'vitest'
import { check, checkJson, frame, read, sourceOf } from '../../src/documents/index.ts'
import type { Diagnostic } from '../../src/model/index.ts'

function codes(text: string): string[] {
  return check(read(text, 'plan.md')).map(
    ({ code, place }) => `${place.line} ${code.slice('documents/'.length)}`,
  )
}

const circle = `# Plan: C

**Task A1**: First
- Dependencies: A2

**Task A2**: Second
- Dependencies: A1
`

test('a circle is an error at the dependency that closes it, with its path and the other places', () => {
  const [found] = check(read(circle, 'plan.md')).filter(({ code }) => code === 'documents/cycle')
  expect(found).toMatchObject({
    severity: 'error',
    message: 'These tasks wait for each other: A1 → A2 → A1.',
    tasks: ['a1', 'a2'],
    place: { line: 4 },
    related: [{ message: 'A2 needs A1', place: { line: 7 } }],
  })
})

test('a task that needs itself is said to', () => {
  const [found] = check(read(circle.replace('Dependencies: A2', 'Dependencies: A1'), 'plan.md'))
  expect(found?.message).toBe('Task A1 needs itself.')
})

test('a dependency that nothing defines is an error with the nearest name', () => {
  const text = circle
    .replace('Dependencies: A2', 'Dependencies: None')
    .replace('Dependencies: A1', 'Dependencies: A9')
  const found = check(read(text, 'plan.md')).find(
    ({ code }) => code === 'documents/dangling-dependency',
  )
  expect(found).toMatchObject({ severity: 'error', place: { line: 7, column: 17, endColumn: 19 } })
  expect(found?.hint).toContain('A1')
})

test('a timetable that says the opposite of a dependency is an error with a safe reading', () => {
  const weeks = `# Plan: W

| ID | Task | Depends |
|----|------|---------|
| A1 | First | – |
| A2 | Second | A1 |
| A3 | Third | A2 |

\`\`\`text
Week 1: A2 (early) + A3
Week 2: A1
Week 3: A3
\`\`\`
`
  const found = check(read(weeks, 'plan.md')).filter(
    ({ code }) => code === 'documents/schedule-contradiction',
  )
  expect(found).toMatchObject([
    {
      severity: 'error',
      safe: true,
      message: '"A2" is planned for Week 1, but needs "A1", which is planned for Week 2.',
      place: { line: 10, column: 9, endColumn: 11 },
      related: [{ place: { line: 11 } }, { place: { line: 6 } }],
    },
  ])
})

test('an ignore comment silences one code on its line and the next', () => {
  const text = circle.replace(
    '- Dependencies: A2',
    '<!-- goap-ignore cycle -->\n- Dependencies: A2',
  )
  expect(codes(circle)).toContain('4 cycle')
  expect(codes(text).filter((one) => one.endsWith('cycle'))).toEqual([])
})

test('titles given twice, phases without anything, gates without a command and tasks without an agent are told', () => {
  const text = `# Plan: N

## Phase 1: Empty (Parallel)

Nothing here.

## Phase 2: Work (Parallel)

| Task | Agent |
|------|-------|
| Build | ann |
| Test | ann |
| Ship | ann |
| Pack | ann |
| Announce | ann |
| Rest | – |

### Quality Gate

- It looks good
`
  const found = codes(text)
  expect(found).toContain('3 orphan-phase')
  expect(found.some((one) => one.endsWith('gate-without-command'))).toBe(true)
  expect(found).toContain('16 task-without-agent')
})

test('the JSON of a check has places and related places', () => {
  const json = checkJson('plan.md', check(read(circle, 'plan.md')))
  expect(json).toMatchObject({
    schema: 'goap/check@1',
    file: 'plan.md',
    diagnostics: [{ code: 'documents/cycle', line: 4, related: [{ line: 7 }] }],
  })
})

function finding(line: number, column: number, endColumn: number, start: number): Diagnostic {
  return {
    code: 'documents/cycle',
    severity: 'error',
    message: 'Something.',
    hint: 'Do this.',
    place: { start, end: start + endColumn - column, line, column, endLine: line, endColumn },
    related: [],
  }
}

test('a frame shows place, line, caret and hint', () => {
  const text = 'one\r\ntwo three\r\n'
  expect(frame(sourceOf(text), finding(2, 5, 10, 9), 'a.md')).toBe(
    [
      'a.md:2:5  error  documents/cycle',
      '  Something.',
      '      2 │ two three',
      '        │     ^^^^^',
      '  Do this.',
    ].join('\n'),
  )
})

test('the caret stands right behind tabs, emoji and wide characters', () => {
  const text = '\t🚀日本 x'
  const lines = frame(sourceOf(text), finding(1, 7, 8, 6), 'a.md').split('\n')
  expect(lines[2]).toBe('      1 │  🚀日本 x')
  expect(lines[3]).toBe('        │         ^')
})

test('of a long line a window is shown', () => {
  const text = `${'a'.repeat(300)}HERE${'b'.repeat(300)}`
  const lines = frame(sourceOf(text), finding(1, 301, 305, 300), 'a.md', { width: 60 }).split('\n')
  expect(lines[2]?.length).toBeLessThan(75)
  const caret = lines[3]?.indexOf('^') ?? 0
  expect(lines[2]?.slice(caret, caret + 4)).toBe('HERE')
  expect(lines[3]).toMatch(/\^{4}$/)
})

test('an empty place has no excerpt, and colours are given by what they are for', () => {
  const shown = frame(sourceOf(''), finding(1, 1, 1, 0), 'a.md', {
    paint: (style, part) => `<${style}>${part}`,
  })
  expect(shown.split('\n')[0]).toBe('a.md:1:1  <error>error  <code>documents/cycle')
  expect(shown).not.toContain('│')
})

test('what a fence may have meant is told: the nearest key, else those that there are', () => {
  const hintOf = (key: string, tasks: string): string | undefined =>
    check(read(`# Plan: F\n\n${tasks}\n\`\`\`goap\ntasks:\n  ${key}: { priority: P0 }\n\`\`\`\n`, 'f.md')).find(({ code }) => code === 'documents/unknown-in-fence')?.hint // prettier-ignore
  const two = '- [ ] **A1**: Dig\n- [ ] **A2**: Lay\n'
  expect(hintOf('A11', two)).toBe('Did you mean "a1"?')
  expect(hintOf('roof', two)).toBe('There are a1, a2.')
  const many = Array.from({ length: 20 }, (_, index) => `- [ ] **B${index + 1}**: Part ${index}\n`)
  expect(hintOf('roof', many.join(''))).toMatch(/^There are b1, .*, b12 … and 8 more\.$/)
})

test('a task that nobody does is told beside what the others have', () => {
  const saysOf = (others: string): string | undefined =>
    check(read(`# Plan: A\n\n${others}- [ ] A9: Look\n`, 'a.md')).find(
      ({ code }) => code === 'documents/task-without-agent',
    )?.message
  const lines = (end: string): string =>
    Array.from({ length: 6 }, (_, index) => `- [ ] A${index}: Do it${end}\n`).join('')
  expect(saysOf(lines('\n  - Agent: builder'))).toBe('Task A9 has no agent; the others have.')
  expect(saysOf(lines(': `make`'))).toBe(
    'Task A9 has neither an agent nor a command; the others have one.',
  )
})

test('a secret in a plan is told of, and shown nowhere, whatever is found in its line', () => {
  const key = `ghp_${'a1'.repeat(18)}`
  const text = `# Plan: S\n\n- [ ] A1: Push: \`GH=${key} ./push\`\n  - Depends on: ${key}\n- [ ] A2: Ask: \`psql postgres://ann:pa55word@host/db\`\n`
  const document = read(text, 'plan.md')
  const found = check(document)
  expect(codes(text)).toEqual(expect.arrayContaining(['3 secret-in-text', '4 secret-in-text', '5 secret-in-text'])) // prettier-ignore
  expect(found.length).toBeGreaterThan(3)
  const shown = found.map((one) => frame(document.source, one, 'plan.md')).join('\n')
  for (const secret of [key, 'pa55word']) {
    expect(shown).not.toContain(secret)
    expect(JSON.stringify(checkJson('plan.md', found))).not.toContain(secret)
  }
  expect(shown).toContain(`GH=${'•'.repeat(key.length)} ./push`)
})

test.each([
  'curl -H "Authorization: Bearer $TOKEN" https://example.org',
  'psql postgres://ann:${PASSWORD}@host/db',
  'deploy --password=<your password>',
  'API_KEY=changeme npm start',
  'grep -c sk-learn-models requirements.txt | wc -l',
])('what only stands for a secret is no finding: %s', (command) => {
  expect(codes(`# Plan: S\n\n- [ ] A1: Do it: \`${command}\`\n`)).not.toContain('3 secret-in-text')
})

test('words, code and placeholders where a secret would stand are none', () => {
  const secrets = (line: string): boolean =>
    check(read(`# P\n\n- [ ] Dig\n\n${line}\n`, 'p.md')).some(
      ({ code }) => code === 'documents/secret-in-text',
    )
  for (const line of [
    'Authorization: project-based',
    'Authorization: roles with defaults',
    'this.refreshToken = data.refreshToken',
    'export API_KEY=SOME_API_KEY_HERE',
  ])
    expect(secrets(line), line).toBe(false)
  for (const line of [
    'Authorization: Basic YWRtaW46cGFzc3dvcmQ=',
    'PASSWORD=hunter',
    'PASSWORD=a-b-7',
  ])
    expect(secrets(line), line).toBe(true)
})

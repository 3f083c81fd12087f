import { expect, test } from 'vitest'
import { read } from '../../src/documents/index.ts'

const source = `# Plan: Harbour

## Phase 1: Task Analysis

The harbour silts up.

## Phase 2: Dredge (Sequential)

- [ ] **D1**: Survey the bed
    - Agent: surveyor
- [x] **D2**: Hire the boat
    - Depends on: D1
- [ ] **D3**: Dredge it: \`make dredge\`
    - Depends on: D2

### Quality Gate

- \`make depth\` → ≥ 4
- Nobody complains

## Phase 3: Build (Parallel)

| ID | Task | Agent | Depends on | Status |
|----|------|-------|------------|--------|
| B1 | Set the piles | mason | Phase 2 | Pending |
| B2 | Lay the deck | mason | B1 | In Progress |

## Contingency Plans

### If Phase 2 fails

- Hire another boat
`

/** What a document says, without places and keys. */
function meaning(text: string): object {
  const { plan } = read(text, 'plan.md')
  return {
    tasks: plan.tasks.map(({ id, title, status, agent, needs, command }) => ({ id, title, status, agent, needs, command })), // prettier-ignore
    phases: plan.phases.map(({ mode, tasks }) => ({ mode, tasks })),
    gates: plan.gates.map(({ after, criteria }) => [after, criteria.map(({ text: said, check }) => [said, check])]), // prettier-ignore
    contingencies: plan.contingencies.map(({ actions }) => actions),
  }
}

const lines = (change: (line: string) => string): string =>
  source.split('\n').map(change).join('\n')

test.each<[string, string]>([
  ['line ends of Windows', source.replaceAll('\n', '\r\n')],
  ['a byte order mark', `\uFEFF${source}`],
  ['tabs for blanks', lines((line) => line.replace(/^ {4}-/, '\t-'))],
  ['other bullets', lines((line) => line.replace(/^(\s*)- /, '$1* '))],
  ['tables without outer pipes', lines((line) => line.replace(/^\|\s*(.*?)\s*\|$/, '$1'))],
  ['front matter', `---\nowner: ann\ntags: [a, b]\n---\n\n${source}`],
  ['headings in bold', lines((line) => line.replace(/^(##+) (.*)$/, '$1 **$2**'))],
  ['headings that are closed', lines((line) => line.replace(/^(##+) (.*)$/, '$1 $2 $1'))],
  ['numbered headings', lines((line) => line.replace(/^## /, '## 3. '))],
  ['pictures in headings', lines((line) => line.replace(/^(##+) /, '$1 🚀 '))],
  ['footnotes', `${lines((line) => line.replace(/^(## .*|- \[ \] .*\w)$/, '$1[^1]'))}\n[^1]: A note.\n`], // prettier-ignore
  ['numbers in words', source.replace(/Phase ([123])/g, (_, number: string) => `Phase ${['One', 'Two', 'Three'][Number(number) - 1]}`)], // prettier-ignore
  ['words in headings, figures elsewhere', lines((line) => line.replace(/^(## Phase) 2/, '$1 Two'))], // prettier-ignore
  ['numbers of Rome', source.replace(/Phase ([123])/g, (_, number: string) => `Phase ${'I'.repeat(Number(number))}`)], // prettier-ignore
  ['what is done struck out', lines((line) => line.replace(/^- \[x\] (.*)$/, '- [x] ~~$1~~'))],
  ['parts that fold', lines((line) => (line.startsWith('## ') ? `</details>\n\n${line}\n\n<details>\n<summary>More</summary>\n` : line))], // prettier-ignore
])('a plan means the same with %s', (_, text) => {
  expect(text).not.toBe(source)
  expect(meaning(text)).toEqual(meaning(source))
})

test('what is struck out without being done is dropped', () => {
  const { tasks } = read(
    '# P\n\n## Tasks\n\n- [ ] ~~Dig~~\n- [x] ~~Lay~~\n- ~~Fill~~\n',
    'p.md',
  ).plan
  expect(tasks.map(({ title, status }) => [title, status])).toEqual([
    ['Dig', 'skipped'],
    ['Lay', 'done'],
    ['Fill', 'skipped'],
  ])
})

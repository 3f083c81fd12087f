import { expect, test } from 'vitest'
import { read } from '../../src/documents/read/index.ts'
import type { Plan, Task } from '../../src/model/index.ts'

const plan = (text: string): Plan => read(text, 'plan.md').plan
const tasks = (text: string): readonly Task[] => plan(text).tasks
const titles = (text: string): readonly string[] => tasks(text).map((each) => each.title)
const codes = (text: string): readonly string[] => read(text).diagnostics.map((each) => each.code)

test('an empty text is an empty plan', () => {
  expect(plan('')).toMatchObject({ title: '', tasks: [], phases: [], gates: [], strategy: null })
})

test('a checkbox may stand anywhere that is not closed', () => {
  expect(titles('- [ ] Fetch water\n- [x] Chop wood')).toEqual(['Fetch water', 'Chop wood'])
  expect(titles('# P\n\n## Risks\n\n- [ ] Look at the sky\n')).toEqual([])
  const timeline = '## Timeline\n\n### Week 1\n- [ ] Look at the sky\n'
  expect(titles(`# P\n\n## Tasks\n\n- [ ] Go out\n\n${timeline}`)).toEqual(['Go out'])
  // Where there is nothing else, the timeline is the plan.
  expect(titles(`# P\n\n${timeline}`)).toEqual(['Look at the sky'])
})

test('a checklist of states is no list of tasks', () => {
  expect(
    titles(
      '# P\n\n## Before we go\n\n- [ ] All doors closed\n- [ ] No light is on\n- [ ] Keys returned and verified\n',
    ),
  ).toEqual([])
})

test('a phase without tasks that has a script or sentences is a task', () => {
  const text =
    '## Phase 1: Open the dam\n\n```bash\n./dam.sh --open\n```\n\n## Phase 2: Wait\n\nLook at the river until noon.\n\n## Phase 3: Empty\n'
  expect(tasks(text).map(({ title, command }) => [title, command])).toEqual([
    ['Open the dam', './dam.sh --open'],
    ['Wait', null],
  ])
})

test('imperative bullets below a phase are tasks when nothing has ids', () => {
  expect(titles('## Phase 1: A\n\n- Dig a well\n- Implement the pump\n- Add a lid\n')).toEqual([
    'Dig a well',
    'Implement the pump',
    'Add a lid',
  ])
  expect(titles('## Phase 1: A\n\n- The well is deep\n- Water is cold\n')).toEqual([])
  expect(titles('## Phase 1: A\n\n- Add a lid\n\n## Tasks\n\n### WG-1: Dig\n')).toEqual(['Dig'])
})

test('a bold label right below a list begins something new', () => {
  const text =
    '### Task 1: Dig\n**Steps**:\n1. Take a spade\n2. Go\n**Acceptance Criteria**:\n- [ ] The hole is deep\n'
  expect(titles(text)).toEqual(['Dig'])
  expect(plan(text).gates).toMatchObject([
    {
      title: '1: Acceptance Criteria',
      after: ['1'],
      criteria: [{ text: 'The hole is deep', status: 'pending' }],
    },
  ])
})

test('prompts are told to the agent and hold no tasks', () => {
  const text =
    '### WG-1: Dig\n**Agent**: digger\n\n**Prompt**:\n```\n- [ ] Take care\n- WG-2: fill\n```\n'
  expect(tasks(text)).toMatchObject([
    { id: 'WG-1', agent: 'digger', prompt: '- [ ] Take care\n- WG-2: fill' },
  ])
})

test.each([
  [
    'Dig.\n\nReport back with:\n- **Depth**\n- Stones found.\n- Depth\n\n- no more',
    ['Depth', 'Stones found'],
  ],
  ['**Report back with:**\n\n1. Depth\n2) Stones', ['Depth', 'Stones']],
  ['Report back: depth, stones (big, small); water', ['depth', 'stones (big, small)', 'water']],
  ['Report back when you are done\n- Depth', undefined],
  ['Report back with:\nnothing\n- Depth', undefined],
])('what a prompt wants to be told: %j', (prompt, report) => {
  const text = `### WG-1: Dig\n\n**Prompt**:\n\`\`\`\n${prompt}\n\`\`\`\n`
  expect(tasks(text)[0]?.report).toEqual(report)
})

test('a field of a task may say what is to be reported', () => {
  const text = '- [ ] **WG-1**: Dig\n  - Report back with: depth, stones\n- [ ] **WG-2**: Fill\n'
  expect(tasks(text).map(({ title, report }) => [title, report])).toEqual([
    ['Dig', ['depth', 'stones']],
    ['Fill', undefined],
  ])
})

test.each([
  ['Verify build: `cargo build`', 'cargo build'],
  ['`npm test`', 'npm test'],
  ['Check — `RUST_LOG=1 cargo test -p x`', 'RUST_LOG=1 cargo test -p x'],
  ['Remove duplicate `a/b.rs` file', null],
  ['Diagnose `cargo deny check` failures locally', null],
  ['Create `scripts/check.sh`', null],
  ['Re-run: `gh run <id>`', null],
  ['Tell: `hello world`', null],
])('command of the task "%s"', (text, command) => {
  expect(tasks(`- [ ] ${text}\n`)[0]?.command).toBe(command)
})

test('a fence below "Location:" or with #! is a file, not a command', () => {
  const table =
    '| # | Task | Owner |\n|--|--|--|\n| 1.1 | Make a folder | x |\n| 1.2 | Write a script | x |\n| 1.3 | Write another | x |\n'
  const text = `## Phase 1: A\n\n${table}\n**1.1 Folder**\n\n\`\`\`bash\nmkdir a\n\`\`\`\n\n**1.2 Script**\n\nLocation: \`a.sh\`\n\n\`\`\`bash\necho a\n\`\`\`\n\n**1.3 Another**\n\n\`\`\`bash\n#!/bin/sh\necho b\n\`\`\`\n`
  expect(tasks(text).map(({ id, command }) => [id, command])).toEqual([
    ['1.1', 'mkdir a'],
    ['1.2', null],
    ['1.3', null],
  ])
})

test('lines behind a prompt sign are the commands of a console', () => {
  const text = '### WG-1: Look\n\n```console\n$ ls -l\ntotal 0\n$ pwd -P\n```\n'
  expect(tasks(text)[0]?.command).toBe('ls -l\npwd -P')
})

test.each([
  ['✅ Done', 'done'],
  ['⏸ Pending', 'pending'],
  ['🟡 PR open; tests pending', 'running'],
  ['🟢', null],
  ['In progress', 'running'],
  ['MOSTLY COMPLETE (1 left)', 'running'],
  ['60%', 'running'],
  ['Blocked by rain', 'blocked'],
  ['⏭ Deferred', 'skipped'],
  ['❌ Failed', 'failed'],
  ['Ready to start', 'pending'],
  ['[x] complete', 'done'],
  ['[>] in-progress', 'running'],
  ['[-] shelved', 'skipped'],
  ['[ ]', 'pending'],
  ['[1] who knows', null],
  ['who knows', null],
])('status cell "%s"', (text, status) => {
  expect(tasks(`| ID | Task | Status |\n|--|--|--|\n| A1 | Dig | ${text} |\n`)[0]?.status).toBe(
    status,
  )
})

test("a tracking checklist shows how far a task is, and its mark is the task's", () => {
  const text =
    '## Phase 1: A\n\n### WG-1: Implement the connection pooling tests\n\n## Progress Tracking\n\n- [x] Connection pooling tests implemented\n'
  const document = read(text)
  expect(document.plan.tasks).toMatchObject([{ id: 'WG-1', status: 'done' }])
  expect(document.marks).toMatchObject([{ owner: { kind: 'task', key: 'wg-1' }, text: '[x]' }])
})

test('places that disagree about a task are a conflict; its definition counts', () => {
  const text = '### WG-1: Dig ✅ DONE\n\n## Log\n\n- [ ] WG-1: Dig\n'
  expect(tasks(text)[0]?.status).toBe('done')
  expect(codes(text)).toEqual(['documents/status-conflict'])
})

test('a document that claims to be a plan and has no tasks is an error', () => {
  expect(codes('# P\n\n## Phase 1: A\n\n## Phase 2: B\n')).toEqual(['documents/no-tasks'])
  expect(codes('# Notes\n\nIt rained.\n')).toEqual([])
})

test('numbered headings are tasks only below a heading for tasks', () => {
  expect(
    tasks('## Tasks\n\n### 1. Dig ✅\n\n### 2. Fill\n').map(({ id, title, status }) => [
      id,
      title,
      status,
    ]),
  ).toEqual([
    ['1', 'Dig', 'done'],
    ['2', 'Fill', null],
  ])
  expect(titles('## Overview\n\n### 1. Dig\n')).toEqual([])
})

test('dotted headings are tasks only with metadata', () => {
  const text =
    '## Phase 1: A\n\n### 1.1 Dig\n**Owner**: digger\n\n### 1.2 Background\n\nSome words here.\n'
  expect(tasks(text).map(({ id, agent }) => [id, agent])).toEqual([['1.1', 'digger']])
})

test('a goal with tasks is a group, a goal without is a task', () => {
  expect(
    tasks('### Sub-Goal 1: Dig (COMPLETED)\n- fast\n\n### Sub-Goal 2: Fill\n- slow\n'),
  ).toMatchObject([
    { id: 'Sub-Goal 1', title: 'Dig', status: 'done' },
    { id: 'Sub-Goal 2', title: 'Fill', status: null },
  ])
  expect(titles('### Goal 1: Water\n\n| ID | Task |\n|--|--|\n| A1 | Dig |\n')).toEqual(['Dig'])
})

test('sub-goals that only describe speak for the phases of their tasks', () => {
  const text = [
    '## Sub-Goals', '', '### 1. Well', '**Dependencies**: None', '', '### 2. Garden Beds', '**Dependencies**: Phase 1 complete', '',
    '## Phase 1: Well', '', '- [ ] Dig', '', '## Phase 2: Roof', '', '- [ ] Nail', '', '## Phase 3: Garden Beds', '', '- [ ] Rake',
  ].join('\n') // prettier-ignore
  expect(plan(text).phases.map((each) => each.needs)).toEqual([
    [],
    ['phase-1-well'],
    ['phase-1-well'],
  ])
})

test.each([
  ['Critical', 'P0'],
  ['HIGH', 'P1'],
  ['medium', 'P2'],
  ['Low', 'P3'],
  ['P2 - later', 'P2'],
  ['whatever', null],
])('priority "%s"', (text, priority) => {
  expect(tasks(`### WG-1: Dig\n**Priority**: ${text}\n`)[0]?.priority).toBe(priority)
})

test.each([
  ['30 minutes', { minimum: 30, maximum: 30 }],
  ['4-6 hours', { minimum: 240, maximum: 360 }],
  ['2d', { minimum: 960, maximum: 960 }],
  ['1 week', { minimum: 2400, maximum: 2400 }],
  ['3-1h', { minimum: 60, maximum: 180 }],
  ['soon', null],
])('effort "%s"', (text, effort) => {
  expect(tasks(`### WG-1: Dig\n**Effort**: ${text}\n`)[0]?.effort).toEqual(effort)
})

test('agents in parentheses count when they look like agents, and "-" is none', () => {
  const text =
    '## Tasks\n- T1: Dig (well-digger)\n- T2: Fill (clone first)\n- T3: Rest\n  - Owner: -\n'
  expect(tasks(text).map((each) => each.agent)).toEqual(['well-digger', null, null])
})

test('a goal whose tasks stand directly below it is a group, not a task', () => {
  const { plan } = read(
    '# Plan: G\n\n## Goals\n\n### Goal 1: Fix\n\n- Task 1.1: Remove\n- Task 1.2: Verify\n\n### Goal 2: Write\n**Dependencies**: Goal 1\n\n- Task 2.1: Write one\n',
  )
  expect(plan.tasks.map(({ key, needs }) => [key, needs])).toEqual([
    ['1.1', []],
    ['1.2', []],
    ['2.1', ['1.1', '1.2']],
  ])
})

test('a pipe in a table cell is written with a backslash and means a pipe', () => {
  const { plan } = read(
    '# Plan: P\n\n## Tasks\n\n| ID | Task | Command |\n|---|---|---|\n| A1 | Count | `ls \\| wc -l` |\n\n## Quality Gates\n\n| Gate | Command | Target |\n|---|---|---|\n| Count | `ls \\| wc -l` | >= 3 |\n',
  )
  expect(plan.tasks[0]?.command).toBe('ls | wc -l')
  expect(plan.gates[0]?.criteria[0]?.check).toMatchObject({ command: 'ls | wc -l' })
})

test('a checklist below Testing, Documentation or the name of a command is work', () => {
  const listed = (heading: string): readonly string[] =>
    titles(`# P\n\n${heading}\n\n- [ ] Write it down\n- [x] Try it out\n`)
  for (const heading of ['## Testing', '### Documentation', '## Commands', '**Testing:**'])
    expect(listed(heading)).toEqual(['Write it down', 'Try it out'])
  for (const heading of ['## Future work', '## References', '## Files to create', '## Notes'])
    expect(listed(heading)).toEqual([])
  // Without boxes it tells how things are, and a list of files is none of things to do.
  expect(titles('# P\n\n## Testing\n\n- Write it down\n')).toEqual([])
  expect(titles('# P\n\n## Commands\n\n- [ ] `src/a.ts` (12 lines)\n')).toEqual([])
})

test('a checklist below Testing among criteria is criteria', () => {
  const { gates, tasks: none } = plan(
    '# P\n\n## Acceptance Criteria\n\n### Doors\n\n- [ ] All are shut\n\n### Testing\n\n- [ ] Each was tried\n',
  )
  expect(none).toEqual([])
  expect(gates.flatMap(({ criteria }) => criteria.map(({ text }) => text))).toEqual([
    'All are shut',
    'Each was tried',
  ])
})

test('a checklist that counts on from its heading is work, whatever the heading says', () => {
  const text =
    '## 1. Findings\n\n- [x] 1.1 Look around\n\n## 2. Update history\n\n- [ ] 2.1 Write\n- [ ] 2.2 Read\n'
  expect(tasks(text)).toMatchObject([
    { id: '1.1', title: 'Look around', status: 'done' },
    { id: '2.1', title: 'Write', status: 'pending' },
    { id: '2.2', title: 'Read', status: 'pending' },
  ])
})

test('known issues, troubleshooting and achievements hold no tasks', () => {
  for (const heading of ['Common Issues and Solutions', 'Troubleshooting', 'Key Achievements'])
    expect(titles(`# P\n\n## ${heading}\n\n- **A1**: Dig\n\n### Issue 1: Rain\n\nWait.\n`)).toEqual(
      [],
    )
  expect(titles('# P\n\n## What Was Done\n\n### Phase 1: Dig\n\n- Create the hole\n')).toEqual([])
})

test.each([
  ...'mostly done|partial|in progress|running|active|started|ongoing|wip|code complete|underway|60%'
    .split('|')
    .map((word) => [word, 'running']),
  ...'not started|not yet done|pending|planned|planning|to-do|todo|open|ready|ready for all|proposed|new|tbd|awaiting|queued|backlog|scheduled|draft|incomplete|not ready|unstarted|0%'
    .split('|')
    .map((word) => [word, 'pending']),
  ...'blocked|on hold|on-hold|waiting|paused'.split('|').map((word) => [word, 'blocked']),
  ..."deferred|canceled|cancelled|superseded|obsolete|skipped|abandoned|dropped|shelved|won't do|wont fix|not needed|n/a"
    .split('|')
    .map((word) => [word, 'skipped']),
  ...'fail|failed|failing|rejected|broken'.split('|').map((word) => [word, 'failed']),
  ...'complete|completed|done|implemented|merged|fixed|verified|resolved|closed|shipped|accepted|pass|passed|passing|all passing|finished|delivered|achieved|success|successful|released|met|100%'
    .split('|')
    .map((word) => [word, 'done']),
])('"%s" in parentheses behind a title', (word, status) => {
  // prettier-ignore
  expect(tasks(`### A1: Dig (${word})\n\nAgent: tester\n`)).toMatchObject([{ id: 'A1', title: 'Dig', status }])
})

test.each([
  '**Agent**: tester',
  '**Agent:** tester',
  '**Agent :** tester',
  '**Agent:**: tester',
  '__Agent__: tester',
  '✅ **Agent**: tester',
  '**Agent** — tester',
  'Agent: tester',
])('%s', (line) => {
  expect(tasks(`### A1: Dig\n\n${line}\n`)).toMatchObject([{ id: 'A1', agent: 'tester' }])
})

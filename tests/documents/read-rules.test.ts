import { expect, test } from 'vitest'
import { read } from '../../src/documents/read/index.ts'
import type { Plan, Task } from '../../src/model/index.ts'

const plan = (text: string): Plan => read(text, 'plan.md').plan
const tasks = (text: string): readonly Task[] => plan(text).tasks
const titles = (text: string): readonly string[] => tasks(text).map((each) => each.title)
const needs = (text: string): readonly (readonly [string, readonly string[]])[] =>
  tasks(text).map(({ key, needs: all }) => [key, all])
const codes = (text: string): readonly string[] => read(text).diagnostics.map((each) => each.code)

test('an empty text is an empty plan', () => {
  expect(plan('')).toMatchObject({ title: '', tasks: [], phases: [], gates: [], strategy: null })
})

test('a checkbox may stand anywhere that is not closed', () => {
  expect(titles('- [ ] Fetch water\n- [x] Chop wood')).toEqual(['Fetch water', 'Chop wood'])
  expect(titles('# P\n\n## Risks\n\n- [ ] Look at the sky\n')).toEqual([])
  expect(titles('# P\n\n## Timeline\n\n### Week 1\n- [ ] Look at the sky\n')).toEqual([])
})

test('a checklist of states is no list of tasks', () => {
  expect(
    titles(
      '# P\n\n## Before we go\n\n- [ ] All doors closed\n- [ ] No light is on\n- [ ] Keys returned and verified\n',
    ),
  ).toEqual([])
})

test('priorities, versions and quarters are no ids', () => {
  expect(
    tasks('- [ ] P0: Fix the roof\n- [ ] v2.1: Paint\n- [ ] Q3: Rest').map((each) => each.id),
  ).toEqual([null, null, null])
  expect(tasks('- [ ] P0-1: Fix the roof').map((each) => each.id)).toEqual(['P0-1'])
})

test('ids are compared without case, "Task" and "#"', () => {
  expect(
    needs(
      '- Task 1.1: Dig\n- task 1.2: Fill (after TASK 1.1)\n- #7: Rest\n  - Depends on: #1.2\n- #8: Wake\n  - Depends on: 7',
    ),
  ).toEqual([
    ['1.1', []],
    ['1.2', ['1.1']],
    ['7', ['1.2']],
    ['8', ['7']],
  ])
})

test('1.10 is not 1.1', () => {
  expect(needs('- Task 1.1: Dig\n- Task 1.10: Fill\n  - Depends on: 1.1')).toEqual([
    ['1.1', []],
    ['1.10', ['1.1']],
  ])
})

test('a loose id counts when the document shows its family firmly', () => {
  const text = '## Tasks\n\n- **T1**: Dig\n- T2 Fill\n'
  expect(tasks(text).map(({ id, title }) => [id, title])).toEqual([
    ['T1', 'Dig'],
    ['T2', 'Fill'],
  ])
})

test('the same id with another title is another task, with another key', () => {
  const text =
    '## Phase 1: A\n\n| ID | Task |\n|--|--|\n| X-1 | Dig the well |\n\n## Phase 2: B\n\n| ID | Task |\n|--|--|\n| X-1 | Paint a fence |\n'
  expect(tasks(text).map((each) => each.key)).toEqual(['x-1', 'x-1~phase-2-b'])
  expect(codes(text)).toContain('documents/duplicate-id')
})

test('keys stay the same when statuses change', () => {
  const open = tasks('## Phase 1: A\n\n- [ ] Dig the well\n- [ ] T-1: Rest ⏳\n').map(
    (each) => each.key,
  )
  const done = tasks(
    '## Phase 1: A ✅ COMPLETE\n\n- [x] ✅ Dig the well — DONE\n- [x] T-1: Rest ✅\n',
  ).map((each) => each.key)
  expect(done).toEqual(open)
})

test('keys hold neither # nor /', () => {
  expect(tasks('- [ ] #12: a/b\n- [ ] Fix `src/a#b`').map((each) => each.key)).toEqual([
    '12',
    'fix-src-a-b',
  ])
})

test.each([
  ['A1–A3', ['a1', 'a2', 'a3']],
  ['A1-A3', ['a1', 'a2', 'a3']],
  ['A1, A3', ['a1', 'a3']],
  ['A1 and A2 + A3', ['a1', 'a2', 'a3']],
  ['A2 for the roof', ['a2']],
  ['after A1 complete', ['a1']],
  ['None (can start now)', []],
  ['—', []],
  ['All above', ['a1', 'a2', 'a3']],
])('dependency text "%s"', (text, wanted) => {
  const table = `| ID | Task | Depends |\n|--|--|--|\n| A1 | Dig | |\n| A2 | Fill | |\n| A3 | Rake | |\n| A4 | Rest | ${text} |\n`
  expect(tasks(table).at(-1)?.needs).toEqual(wanted)
})

test('a range reports the members that nothing defines', () => {
  const text = '| ID | Task | Depends |\n|--|--|--|\n| A1 | Dig | |\n| A4 | Rest | A1-A3 |\n'
  expect(tasks(text).at(-1)?.needs).toEqual(['a1'])
  expect(read(text).diagnostics).toMatchObject([
    {
      code: 'documents/range-undefined',
      message: 'The range "A1-A3" names a2, a3, which nothing defines.',
    },
  ])
})

test('dates, versions and percents are no ranges', () => {
  const text = '| ID | Task | Depends |\n|--|--|--|\n| A1 | Dig | 2026-01-02 |\n'
  expect(tasks(text)[0]).toMatchObject({
    needs: [],
    externals: [{ text: '2026-01-02', satisfied: false }],
  })
})

test('what is marked as there is a satisfied fact', () => {
  const text = '### WG-1: Dig\n**Dependencies**: Permit granted (✅)\n'
  expect(tasks(text)[0]?.externals).toMatchObject([
    { text: 'Permit granted (✅)', satisfied: true },
  ])
  expect(codes(text)).toEqual(['documents/satisfied-external'])
})

test('a task that needs a phase needs its last tasks', () => {
  const text =
    '## Phase 1: A\n- [ ] T1: Dig\n- [ ] T2: Fill (after T1)\n\n## Phase 2: B\n\n### T3: Rest\n**Depends on**: Phase 1\n'
  expect(needs(text).at(-1)).toEqual(['t3', ['t2']])
})

test('goals order each other through their tasks, in the JSON too', () => {
  const text =
    '## Goal 1: Water\n**Tasks**:\n- Task 1.1: Dig\n- Task 1.2: Pump\n\n## Goal 2: Garden\n**Dependencies**: Goal 1\n**Tasks**:\n- Task 2.1: Plant\n'
  expect(needs(text)).toEqual([
    ['1.1', []],
    ['1.2', []],
    ['2.1', ['1.1', '1.2']],
  ])
  expect(plan(text).phases).toEqual([])
})

test('"Blocks" is the reverse, "Blocking: YES" a flag, "Blocking: Phase 1 complete" a need', () => {
  const text =
    '## Phase 1: A\n**Blocks**:\n- Phase 3\n\n- [ ] Dig\n\n## Phase 2: B\n**Blocking**: YES\n\n- [ ] Fill\n\n## Phase 3: C\n**Blocking**: Phase 1 complete\n\n- [ ] Rest\n'
  expect(plan(text).phases.map(({ key, needs: all }) => [key, all])).toEqual([
    ['phase-1-a', []],
    ['phase-2-b', ['phase-1-a']],
    ['phase-3-c', ['phase-1-a']],
  ])
})

test('a phase that needs nothing says so', () => {
  const text = '## Phase 1: A\n- [ ] Dig\n\n## Phase 2: B\n**Dependencies**: None\n\n- [ ] Fill\n'
  expect(plan(text).phases.map((each) => each.needs)).toEqual([[], []])
})

test('phases inside a phase are ordered among themselves', () => {
  const text =
    '## Phase 1: A\n\n### Sprint 1.1: X\n- [ ] Dig\n\n### Sprint 1.2: Y\n- [ ] Fill\n\n## Phase 2: B\n- [ ] Rest\n'
  expect(plan(text).phases.map(({ key, needs: all, tasks: own }) => [key, all, own])).toEqual([
    ['phase-1-a', [], ['dig', 'fill']],
    ['sprint-1.1-x', [], ['dig']],
    ['sprint-1.2-y', ['sprint-1.1-x'], ['fill']],
    ['phase-2-b', ['phase-1-a'], ['rest']],
  ])
})

test('"can run in parallel" and "must complete first" order phases', () => {
  const text =
    '## Phase 1: A\n- [ ] Dig\n\n## Phase 2: B\n- [ ] Fill\n\n## Phase 3: C\n- [ ] Rest\n\n## Sequencing\n\n1. Phase 1 must complete first.\n2. Phases 2 and 3 can run in parallel.\n'
  expect(plan(text).phases.map((each) => each.needs)).toEqual([[], ['phase-1-a'], ['phase-1-a']])
})

test.each([
  ['(Sequential)', 'sequential'],
  ['(Parallel — 4 agents)', 'parallel'],
  ['— SWARM (independent)', 'parallel'],
  ['(Hybrid: Parallel then Sequential)', 'hybrid'],
  ['(step by step)', 'sequential'],
  ['(Iterative, max 3)', 'iterative'],
  ['(Week 1)', null],
])('mode of a heading "%s"', (text, mode) => {
  expect(plan(`## Phase 1: A ${text}\n- [ ] Dig\n`).phases[0]?.mode).toBe(mode)
})

test('the strategy gives phases their mode only when it is pure', () => {
  const phase = '\n\n## Phase 1: A\n- [ ] Dig\n- [ ] Fill\n'
  expect(plan(`# P\n\n**Strategy**: Sequential (dig, then fill)${phase}`).phases[0]?.mode).toBe(
    'sequential',
  )
  expect(plan(`# P\n\n**Strategy**: Hybrid${phase}`).phases[0]?.mode).toBeNull()
  expect(
    plan(`# P\n\n- **Strategy**: Sequential (dig first, then parallel)${phase}`).strategy,
  ).toBe('hybrid')
})

test('a sequential phase without edges is a chain of inferred needs', () => {
  const [, second] = tasks('## Phase 1: A (Sequential)\n- [ ] Dig\n- [ ] Fill\n')
  expect(second?.needs).toEqual(['dig'])
  expect(second?.provenance.find((each) => each.field === 'needs')).toMatchObject({
    rule: 'R8',
    origin: 'inferred',
  })
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

test('mermaid arrows say what waits for what', () => {
  const text =
    '- T1: Dig\n- T2: Fill\n- T3: Rest\n\n```mermaid\ngraph LR\n  a[T1 Dig] --> b[T2 Fill] & T3\n```\n'
  expect(needs(text)).toEqual([
    ['t1', []],
    ['t2', ['t1']],
    ['t3', ['t1']],
  ])
})

test('arrows downwards link rows of a drawing', () => {
  const text =
    '- T1: Dig\n- T2: Fill\n- T3: Rake\n- T4: Rest\n\n```\n     T1\n      ↓\n  ┌───┴───┐\n  ↓       ↓\n  T2      T3\n  └───┬───┘\n      ↓\n     T4\n```\n'
  expect(needs(text)).toEqual([
    ['t1', []],
    ['t2', ['t1']],
    ['t3', ['t1']],
    ['t4', ['t2', 't3']],
  ])
})

test('a criteria table has its targets as expectations', () => {
  const text =
    '- [ ] Dig\n\n## Quality Gates\n\n| Milestone | Check | Target |\n|--|--|--|\n| Depth | `./depth.sh` | > 3 |\n| Width | by eye | wide |\n'
  expect(plan(text).gates[0]?.criteria).toMatchObject([
    { text: 'Depth', check: { command: './depth.sh' }, expect: '> 3' },
    { text: 'Width', check: null, expect: 'wide' },
  ])
})

test('only the GO criteria of a decision gate are asked', () => {
  const text =
    '## Phase 1: A\n- [ ] Dig\n\n## Decision Gates\n\n### Gate 1: After Phase 1\n\n**GO Criteria** (proceed):\n- It is deep\n\n**NO-GO Criteria** (stop):\n- It is dry\n\n**Outcome**:\n- Celebrate\n'
  expect(plan(text).gates).toMatchObject([
    {
      title: 'Gate 1: After Phase 1',
      phase: 'phase-1-a',
      after: ['dig'],
      criteria: [{ text: 'It is deep' }],
    },
  ])
})

test('a goal table gives each goal a gate', () => {
  const text =
    '- [ ] Dig\n\n| Goal | Success criteria |\n|--|--|\n| G1 water | `./taste.sh ok` passes |\n'
  expect(plan(text).gates).toMatchObject([
    { title: 'G1 water', closing: true, criteria: [{ check: { command: './taste.sh ok' } }] },
  ])
})

test('deliverables are named, not done', () => {
  const text = '## Phase 1: A\n- [ ] Dig\n\n### Deliverables\n- A deep well\n'
  expect(plan(text)).toMatchObject({ deliverables: ['A deep well'], tasks: [{ title: 'Dig' }] })
})

test('phases may be lines that name their tasks', () => {
  const text =
    '- T1: Dig\n- T2: Fill\n- T3: Rest\n\n## Order\n\n- Phase 1 (parallel): T1 || T2\n- Phase 2: T2 → T3\n'
  expect(plan(text).phases.map(({ title, mode, tasks: own }) => [title, mode, own])).toEqual([
    ['Phase 1 (parallel)', 'parallel', ['t1', 't2']],
    ['Phase 2', null, ['t3']],
  ])
  expect(needs(text)[2]).toEqual(['t3', ['t2']])
})

test('a Phase column says in each row where its task belongs', () => {
  const text =
    '| Phase | Task | Owner |\n|--|--|--|\n| 1 | Dig | x |\n| Phase 2 | Fill | y |\n\n## Phase 1: A\n\n## Phase 2: B\n'
  expect(tasks(text).map(({ id, phase }) => [id, phase])).toEqual([
    [null, 'phase-1-a'],
    [null, 'phase-2-b'],
  ])
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

test.each([
  ['3A-3C', ['3a', '3b', '3c']],
  ['ACT-1…3', []],
  ['Task 3A to 3B', ['3a', '3b']],
])('ranges of letters: "%s"', (text, wanted) => {
  const list = ['3A', '3B', '3C'].map((id) => `- **Task ${id}**: Dig ${id}\n`).join('')
  expect(tasks(`${list}- **Task 9Z**: Rest\n  - Depends on: ${text}\n`).at(-1)?.needs).toEqual(
    wanted,
  )
})

test('an id may have a hyphen of its own in a range', () => {
  const list = ['WG-1', 'WG-2', 'WG-3'].map((id) => `- ${id}: Dig ${id}\n`).join('')
  expect(tasks(`${list}- WG-9: Rest\n  - Depends on: WG-1-WG-3\n`).at(-1)?.needs).toEqual([
    'wg-1',
    'wg-2',
    'wg-3',
  ])
})

test('a contingency may be a heading, with its actions behind labels', () => {
  const text =
    '## Contingency Plans\n\n### If it rains\n- **Symptom**: Wet\n- **Action**: Wait\n- **Fallback**: Go home\n'
  expect(plan(text).contingencies).toMatchObject([
    { trigger: 'If it rains', actions: ['Wait', 'Go home'], kind: 'contingency', owner: null },
  ])
})

test('a plain "If …:" line with a list in a rollback plan is a rollback', () => {
  const text = '## Rollback Plan\n\nIf it leaks:\n1. Drain\n2. Mend\n'
  expect(plan(text).contingencies).toMatchObject([
    { trigger: 'If it leaks', actions: ['Drain', 'Mend'], kind: 'rollback' },
  ])
})

test('a risk table with owners gives contingencies with owners', () => {
  const text = '## Risks\n\n| Risk | Response | Owner |\n|--|--|--|\n| Rain | Wait | cook |\n'
  expect(plan(text).contingencies).toMatchObject([
    { trigger: 'Rain', actions: ['Wait'], owner: 'cook' },
  ])
})

test('agents in parentheses count when they look like agents, and "-" is none', () => {
  const text =
    '## Tasks\n- T1: Dig (well-digger)\n- T2: Fill (clone first)\n- T3: Rest\n  - Owner: -\n'
  expect(tasks(text).map((each) => each.agent)).toEqual(['well-digger', null, null])
})

test('a task that names itself needs itself, a range around it does not', () => {
  const table = (depends: string): string =>
    `| ID | Task | Depends |\n|--|--|--|\n| A1 | Dig | |\n| A2 | Fill | ${depends} |\n`
  expect(tasks(table('A2'))[1]?.needs).toEqual(['a2'])
  expect(tasks(table('A1-A2'))[1]?.needs).toEqual(['a1'])
})

test('the same id twice in one table with other titles is two tasks, neither a part of the other', () => {
  const { plan } = read(
    '# Plan: D\n\n## Tasks\n\n| ID | Task | Status |\n|---|---|---|\n| A1 | Dig a hole | PENDING |\n| A1 | Paint the fence | PENDING |\n',
  )
  expect(plan.tasks.map(({ title, parent }) => [title, parent])).toEqual([
    ['Dig a hole', null],
    ['Paint the fence', null],
  ])
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

test('a quality gate may say behind a colon what it is about', () => {
  const { plan } = read(
    '# Plan: P\n\n## Phase 1: Do (Parallel)\n\n- [ ] T1: Do it\n\n### Quality Gate: the sources are sound\n\n- [ ] `make lint`\n',
  )
  expect(plan.tasks.map(({ key }) => key)).toEqual(['t1'])
  expect(plan.gates).toMatchObject([{ phase: 'phase-1-do', criteria: [{ text: '`make lint`' }] }])
})

test('an id in bold before a colon is an id even where it looks like something else', () => {
  const { plan } = read(
    '# Plan: P\n\n## Tasks\n\n- [ ] **H1**: First\n- [ ] **V2:** Second\n- [ ] **P1**: Third\n',
  )
  expect(plan.tasks.map(({ id }) => id)).toEqual(['H1', 'V2', null])
})

test('ids that only a blank sets off count where several checkboxes have them', () => {
  const { plan } = read(
    '# Tasks: Login\n\n## Phase 1: Setup\n\n- [ ] T001 Make the folders\n- [x] T002 Make the schema (depends on T001)\n\n## Phase 2: Work\n\n- [ ] Read 3 books\n',
  )
  expect(plan.tasks.map(({ id, title, needs }) => [id, title, needs])).toEqual([
    ['T001', 'Make the folders', []],
    ['T002', 'Make the schema (depends on T001)', ['t001']],
    [null, 'Read 3 books', []],
  ])
})

test('checkboxes that are numbered in two levels have their numbers as ids, and parts belong to their whole', () => {
  const { plan } = read(
    '# Implementation Plan\n\n- [x] 1. Set up\n  - Create folders\n- [ ] 2. Build the models\n- [ ] 2.1 Build the user\n  - Run: `make user`\n- [ ] 2.2 Build the group\n',
  )
  expect(plan.tasks.map(({ id, title, parent, command }) => [id, title, parent, command])).toEqual([
    ['1', 'Set up', null, null],
    ['2', 'Build the models', null, null],
    ['2.1', 'Build the user', '2', 'make user'],
    ['2.2', 'Build the group', '2', null],
  ])
})

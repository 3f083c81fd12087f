import { expect, test } from 'vitest'
import { check } from '../../src/documents/index.ts'
import { read } from '../../src/documents/read/index.ts'
import type { Plan } from '../../src/model/index.ts'

const plan = (...lines: readonly string[]): Plan => read(lines.join('\n'), 'plan.md').plan
const ids = (of: Plan): readonly (string | null)[] => of.tasks.map(({ id }) => id)
const titles = (of: Plan): readonly string[] => of.tasks.map(({ title }) => title)
const needs = (of: Plan): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries(of.tasks.map(({ key, needs: all }) => [key, all]))

test('a milestone with a short name elsewhere is one task under that name', () => {
  const read = plan(
    '# Bridge',
    '## Milestones',
    '### Milestone 1: Lay the foundation',
    '**Priority:** P0',
    '**Success Criteria:**',
    '- [ ] It carries a cart',
    '### Milestone 2: Raise the arches',
    '**Dependencies:** M1',
    '## Groups',
    '### Group A: Ground',
    '- M1: Foundation',
    '### Group B: Stone',
    '- M2: Arches',
  )
  expect(ids(read)).toEqual(['M1', 'M2'])
  expect(titles(read)).toEqual(['Lay the foundation', 'Raise the arches'])
  expect(needs(read)).toEqual({ m1: [], m2: ['m1'] })
  expect(read.phases.map(({ title, tasks }) => [title, tasks])).toEqual([
    ['Group A: Ground', ['m1']],
    ['Group B: Stone', ['m2']],
  ])
  expect(read.gates[0]).toMatchObject({ after: ['m1'] })
})

test('a short name of a heading that holds tasks stands for all of them', () => {
  const read = plan(
    '# Bridge',
    '```',
    '│ M1: Foundation   ████░░ │',
    '│ M2: Arches       ░░░░░░ │',
    '```',
    '## Milestone 1: Foundation',
    '- [ ] Dig',
    '- [ ] Fill',
    '## Milestone 2: Arches',
    '**Depends on**: M1',
    '- [ ] Raise',
  )
  expect(titles(read)).toEqual(['Dig', 'Fill', 'Raise'])
  expect(read.phases.map((phase) => phase.needs)).toEqual([[], ['milestone-1-foundation']])
})

test('two hyphens set an id off as a dash does', () => {
  expect(ids(plan('# P', '## Phase 1: Dig', '### M1.1 -- Mark the ground', 'Text.'))).toEqual([
    'M1.1',
  ])
  expect(plan('# P', '## Phase 1 -- Parallel', '- [ ] Dig').phases[0]?.mode).toBe('parallel')
})

test('in an ID column what looks like a priority is an id', () => {
  const read = plan(
    '| ID | Task | Depends on |',
    '|---|---|---|',
    '| P1 | Scaffold | |',
    '| P2 | Hook | P1 |',
    '| F1 | Finish | P2 |',
  )
  expect(ids(read)).toEqual(['P1', 'P2', 'F1'])
  expect(needs(read)).toEqual({ p1: [], p2: ['p1'], f1: ['p2'] })
})

test('numbers of agents that recur in a column are no ids of tasks', () => {
  const read = plan(
    '| Deliverable | Agent | Status |',
    '|---|---|---|',
    '| Struct | #1 | Pending |',
    '| Enum | #1 | Pending |',
  )
  expect(ids(read)).toEqual([null, null])
})

test('groups may be named with a hash', () => {
  const read = plan(
    '# P',
    '## Agent #1: Core',
    '- [ ] Build the core',
    '## Agent #2: Edge',
    '**Blocked By**: Agent #1',
    '- [ ] Build the edge',
  )
  expect(needs(read)).toEqual({ 'build-the-core': [], 'build-the-edge': ['build-the-core'] })
})

test('a goal with actions below it is a group, whose actions are the tasks', () => {
  const read = plan(
    '# P',
    '### Goal 1: Be strict',
    '#### Action 1.1: Remove any',
    '- **Status**: ✅ Completed',
    '#### Action 1.2: Check types',
    '- **Status**: Pending',
  )
  expect(ids(read)).toEqual(['1.1', '1.2'])
  expect(read.tasks.map(({ parent }) => parent)).toEqual([null, null])
})

test('phases drawn in a fence have the tasks of the lines below them', () => {
  const read = plan(
    '# Plan of phase C',
    '### Action 1.1: Dig',
    '### Action 1.2: Fill',
    '### Action 2.1: Rest',
    '```',
    'Phase 1: Work (Goal 1)',
    '    ├─ Action 1.1 ──→ Action 1.2',
    '    └─ Action 1.2 ──→ a look at it',
    '',
    'Phase 2: Sunday',
    '    └─ Action 2.1',
    '```',
  )
  expect(read.phases.map(({ title, tasks }) => [title, tasks])).toEqual([
    ['Phase 1: Work (Goal 1)', ['1.1', '1.2']],
    ['Phase 2: Sunday', ['2.1']],
  ])
  expect(needs(read)).toMatchObject({ '1.2': ['1.1'] })
})

test('the phase that a document plans is no phase within it', () => {
  const read = plan(
    '# GOAP Plan — Phase B: Completion',
    '```',
    'Phase B: Completion',
    '├─ Goal 1: Dig',
    '```',
    '- [ ] Dig',
  )
  expect(read.phases).toEqual([])
})

test('several names in one item are those tasks, or one task with several names', () => {
  const one = plan('# P', '## Sprint 1', '- **D1/D2** Close the gaps', '- **D3** Rest', '  - Depends on: D2') // prettier-ignore
  expect(ids(one)).toEqual(['D1/D2', 'D3'])
  expect(needs(one)).toMatchObject({ d3: ['d1-d2'] })
  const two = plan('# P', '## Tasks', '- **D1**: Close', '- **D2**: Open', '## Sprint 1', '- **D1/D2** both') // prettier-ignore
  expect(ids(two)).toEqual(['D1', 'D2'])
  expect(two.phases[0]?.tasks).toEqual(['d1', 'd2'])
})

test('criteria in the list of a task are its gate', () => {
  const read = plan(
    '# P',
    '### T-1: Dig',
    '- **Priority**: P2',
    '- **Success Criteria**:',
    '  - The hole is deep',
    '  - `ls hole` → exists',
    '### T-2: Fill',
    '- **Acceptance**: none',
    '- **Acceptance Criteria**: `ls` works',
  )
  expect(
    read.gates.map(({ after, criteria }) => [after, criteria.map(({ text }) => text)]),
  ).toEqual([
    [['t-1'], ['The hole is deep', '`ls hole`']],
    [['t-2'], ['`ls` works']],
  ])
})

test('preconditions are needs as far as they name tasks', () => {
  const read = plan(
    '| ID | Action | Preconditions |',
    '|---|---|---|',
    '| A1 | Dig | none |',
    '| A2 | Fill | A1, ground_is_soft=true |',
  )
  expect(needs(read)).toEqual({ a1: [], a2: ['a1'] })
  expect(read.tasks[1]?.externals).toEqual([])
})

test('the labels above the lists of a phase tell its mode', () => {
  const read = plan(
    '# P',
    '## Group A: Many',
    '**Run in Parallel:**',
    '- [ ] Dig',
    '## Group B: Both',
    '**Parallel:**',
    '- [ ] Fill',
    '**Sequential:**',
    '- [ ] Rest',
  )
  expect(read.phases.map(({ mode }) => mode)).toEqual(['parallel', 'hybrid'])
})

test('agents listed below a label are meant for what stands around them', () => {
  const read = plan(
    '# P',
    '### T-1: Dig',
    '**Assigned Agents:**',
    '- `digger` (with a spade)',
    '- `looker`',
  )
  expect(read.tasks[0]?.agent).toBe('digger')
  expect(read.agents).toEqual(['digger', 'looker'])
  expect(
    plan('### T-1: Dig', '- **Agent type**: `scanner` for the audit, `coder` for the rest'),
  ).toMatchObject({ agents: ['scanner', 'coder'] })
})

test('marks of tasks that may run beside each other are no part of the title', () => {
  const read = plan(
    '# P',
    '## Phase 1: Set up',
    '- [ ] T001 Make the folder',
    '- [ ] T002 [P] Write the readme',
    '- [ ] T003 [P] [US1] Write the licence',
    '- [ ] T004 Commit',
  )
  expect(titles(read)).toEqual(['Make the folder', 'Write the readme', 'Write the licence', 'Commit']) // prettier-ignore
  expect(needs(read)).toEqual({
    t001: [],
    t002: ['t001'],
    t003: ['t001'],
    t004: ['t002', 't003'],
  })
})

test('the newest update of a status counts', () => {
  const read = plan(
    '# P',
    '| ID | Task | Status |',
    '|---|---|---|',
    '| A1 | Dig | Pending |',
    '## Status update 2026-01-02',
    '| ID | Status |',
    '|---|---|',
    '| A1 | In progress |',
    '## Status update 2026-02-03',
    '| ID | Status |',
    '|---|---|',
    '| A1 | Done |',
  )
  expect(read.tasks[0]?.status).toBe('done')
})

test('an arrow against the words is left out and told', () => {
  const document = read(
    [
      '| ID | Task | Depends on |',
      '|---|---|---|',
      '| A1 | Dig | |',
      '| A2 | Fill | A1 |',
      '',
      '```',
      'A2 → A1',
      '```',
    ].join('\n'),
  )
  expect(needs(document.plan)).toEqual({ a1: [], a2: ['a1'] })
  expect(check(document).map(({ code }) => code)).toContain('documents/dependency-against-graph')
})

test('a log of commits and a table of conditions hold no tasks', () => {
  expect(titles(plan('| Step | Commit | Status |', '|---|---|---|', '| Review | abc | Done |'))).toEqual([]) // prettier-ignore
  expect(titles(plan('| Score | Action |', '|---|---|', '| > 0.8 | Call the head |'))).toEqual([])
})

test('what a line gives to an agent is a task of that agent', () => {
  const read = plan(
    '# P',
    '### Phase 1: Analysis (Sequential)',
    '- goap-agent → Define the requirements',
    '- Quality Gate: Requirements clear',
    '### Phase 2: Build (Parallel)',
    '- Agent A → Model',
    '- **Agent**: code-reviewer - Look at everything',
    '- a-b → c-d → e',
  )
  expect(read.tasks.map(({ title, agent }) => [title, agent])).toEqual([
    ['Define the requirements', 'goap-agent'],
    ['Model', 'Agent A'],
    ['Look at everything', 'code-reviewer'],
  ])
  expect(read.phases.map(({ title }) => title)).toEqual([
    'Phase 1: Analysis (Sequential)',
    'Phase 2: Build (Parallel)',
  ])
  expect(read.gates[0]).toMatchObject({
    phase: 'phase-1-analysis',
    criteria: [{ text: 'Requirements clear' }],
  })
})

test('signs in front of the bullets of a phase make a checklist, unless they only adorn', () => {
  const open = plan('# P', '## Phase 1: Look', '- ✅ Status seen', '- 🔄 Baseline', '- 🔄 Folder')
  expect(open.tasks.map(({ title, status }) => [title, status])).toEqual([
    ['Status seen', 'done'],
    ['Baseline', 'running'],
    ['Folder', 'running'],
  ])
  expect(titles(plan('# P', '## Phase 1: Look', '- ✅ Fast', '- ✅ Good', 'Text.'))).toEqual([])
})

test('a list of gates that name phases is a gate for each', () => {
  const read = plan(
    '# P',
    '## Phase 1: Dig',
    '- [ ] Dig',
    '## Phase 2: Fill',
    '- [ ] Fill',
    '## Quality Gates',
    '1. **After Phase 1**: The hole is deep',
    '2. **After Phase 2**: The hole is gone',
    '3. **Final**: Nobody fell in',
  )
  expect(read.gates.map(({ phase, after, closing }) => [phase, after, closing])).toEqual([
    ['phase-1-dig', ['dig'], false],
    ['phase-2-fill', ['fill'], false],
    [null, ['dig', 'fill'], true],
  ])
})

test('numbered items below "Phases" are phases with the lists that follow them', () => {
  const read = plan(
    '# P',
    '## Phases',
    '1) Discovery (Parallel)',
    '- Agent: explorer',
    '- Task: Map the code',
    '- Success criteria: every module is listed',
    '',
    '2) Build (Sequential)',
    '- Task: Write it',
  )
  expect(read.tasks.map(({ title, agent, phase }) => [title, agent, phase])).toEqual([
    ['Map the code', 'explorer', 'discovery'],
    ['Write it', null, 'build'],
  ])
  expect(read.phases.map(({ mode }) => mode)).toEqual(['parallel', 'sequential'])
  expect(read.gates).toMatchObject([{ phase: 'discovery', criteria: [{ text: 'every module is listed' }] }]) // prettier-ignore
})

test('rows below Milestone that begin with ids are tasks', () => {
  const read = plan(
    '| Milestone | Preconditions | Effects |',
    '|---|---|---|',
    '| M1.1: Interface | Router exists | decoupled |',
    '| M1.2: Migration | M1.1 complete | done |',
  )
  expect(needs(read)).toEqual({ 'm1.1': [], 'm1.2': ['m1.1'] })
  expect(titles(read)).toEqual(['Interface', 'Migration'])
})

test('an agent table defines the tasks that nothing else does', () => {
  const table = [
    '| Task | Agent | Dependencies |',
    '|---|---|---|',
    '| Write the parser | coder | None |',
    '| Test the parser | tester | Write the parser |',
  ]
  expect(needs(plan('# P', '## Agent Assignments', ...table))).toEqual({
    'write-the-parser': [],
    'test-the-parser': ['write-the-parser'],
  })
  const both = plan('# P', '## Tasks', '- [ ] Write the parser', '- [ ] Test the parser', '## Agent Assignments', ...table) // prettier-ignore
  expect(both.tasks.map(({ agent }) => agent)).toEqual(['coder', 'tester'])
})

test('days that recur in every week are different groups', () => {
  const read = plan(
    '# P',
    '## Week 1: Ground',
    '### Day 1: Collect the ground',
    '- [ ] Dig',
    '## Week 2: Stone',
    '### Day 1: Collect the stone',
    '- [ ] Cut',
  )
  expect(read.phases.map(({ title, tasks }) => [title, tasks])).toEqual([
    ['Week 1: Ground', ['dig']],
    ['Day 1: Collect the ground', ['dig']],
    ['Week 2: Stone', ['cut']],
    ['Day 1: Collect the stone', ['cut']],
  ])
})

test('a dash before a subject names no mode', () => {
  const mode = (title: string): unknown => plan('# P', `## ${title}`, '- [ ] Dig').phases[0]?.mode
  expect(mode('Phase 8 — Parallel & Privacy')).toBe(null)
  expect(mode('Phase 8 — Parallel')).toBe('parallel')
  expect(mode('Phase 8 — Swarm execution')).toBe('swarm')
})

test('front matter gives title and strategy where nothing else does', () => {
  const matter = ['---', 'title: "Dig it"', 'strategy: sequential', 'tags: [a]', '---']
  expect(plan(...matter, '- [ ] One')).toMatchObject({ title: 'Dig it', strategy: 'sequential' })
  expect(plan(...matter, '# Dug', '**Strategy**: Parallel', '- [ ] One')).toMatchObject({
    title: 'Dug',
    strategy: 'parallel',
  })
})

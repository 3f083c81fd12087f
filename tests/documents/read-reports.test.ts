import { expect, test } from 'vitest'
import { read } from '../../src/documents/read/index.ts'
import type { Plan } from '../../src/model/index.ts'

// Forms of plans that tell of work at the same time: reports, backlogs, sprint lists, episodes.

const plan = (...lines: readonly string[]): Plan => read(lines.join('\n'), 'plan.md').plan
const titles = (of: Plan): readonly string[] => of.tasks.map(({ title }) => title)
const told = (of: Plan): readonly (readonly [string | null, string])[] =>
  of.tasks.map(({ id, title }) => [id, title])
const statuses = (of: Plan): readonly (string | null)[] => of.tasks.map(({ status }) => status)
const needs = (of: Plan): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries(of.tasks.map(({ key, needs: all }) => [key, all]))
const criteria = (of: Plan): readonly (readonly [string, string | null])[] =>
  of.gates.flatMap((gate) =>
    gate.criteria.map(({ text, check }) => [
      text,
      check?.kind === 'command' ? check.command : null,
    ]),
  )

test('the number of an issue in a heading is an id without a colon', () => {
  expect(told(plan('# P', '## Work', '### #831 Keep the pattern', 'Text.'))).toEqual([
    ['#831', 'Keep the pattern'],
  ])
})

test('headings with ids below the changes of a report are its tasks, where nothing else is', () => {
  const changes = ['## Changes', '### CI-A2 — Fail closed', 'Text.', '### CI-A1 — Add it', 'Text.']
  expect(told(plan('# P', ...changes))).toEqual([
    ['CI-A2', 'Fail closed'],
    ['CI-A1', 'Add it'],
  ])
  expect(titles(plan('# P', ...changes, '## Tasks', '- [ ] **B1**: Dig'))).toEqual(['Dig'])
})

test('a heading says that what is below it is done, unless the sign only adorns it', () => {
  const below = (heading: string): readonly (string | null)[] =>
    statuses(plan('# P', `## ${heading}`, '| ID | Package | Notes |', '|---|---|---|', '| S1 | Cache | x |', '| S2 | Evict | y |')) // prettier-ignore
  expect(below('Packages completed')).toEqual(['done', 'done'])
  expect(below('Implementation (done)')).toEqual(['done', 'done'])
  expect(below('✅ Packages to do first')).toEqual([null, null])
  expect(below('Done when all of this is there')).toEqual([null, null])
})

test('a heading with two fields of a task is a task, whatever its name', () => {
  const item = ['**Priority:** HIGH', '**Effort:** 4 hours', '', 'Text.']
  expect(titles(plan('# P', '## Priority 1: Improvements', '### Harden the messenger', ...item))).toEqual(['Harden the messenger']) // prettier-ignore
  expect(told(plan('# P', '## Priority 3', '### Enhancement 3.1: Break the circuit', ...item))).toEqual([['3.1', 'Break the circuit']]) // prettier-ignore
  expect(titles(plan('# P', '## Priority 1', '### Harden the messenger', '**Priority:** HIGH', 'Text.'))).toEqual([]) // prettier-ignore
})

test('signs in a list of what is in scope do not say how far it is', () => {
  const of = plan('# P', '## Sprint', '### Issue 1.1: Mend it', '**Priority:** HIGH', '**Effort:** 4 h', '## Definition', '**IN-SCOPE:**', '- ✅ Issue 1.1: Mend it') // prettier-ignore
  expect(statuses(of)).toEqual([null])
})

test('tasks with a number and a word stand in fences', () => {
  const of = plan('# P', '## Task Decomposition', '```', 'Task 1: Filter the paths', '  ↓', 'Task 2: Add the label', '```') // prettier-ignore
  expect(told(of)).toEqual([
    ['1', 'Filter the paths'],
    ['2', 'Add the label'],
  ])
  expect(titles(plan('# P', '```', 'Task 1: [Agent] - [Outcome]', '```'))).toEqual([])
})

test('a name in parentheses stands beside a bold id; a status there is a status', () => {
  const of = plan('# P', '## Week 1: Begin', '- **B2 (Sort the tests)**: 4-6h', '- **B3** (✅ Complete — 2026-03-24): Clean up') // prettier-ignore
  expect(told(of)).toEqual([
    ['B2', 'Sort the tests'],
    ['B3', 'Clean up'],
  ])
  expect(statuses(of)).toEqual([null, 'done'])
})

test('tasks of a phase are its tasks, though a heading above speaks of coordination', () => {
  const of = plan('# P', '## Coordination Strategy', '### Phase 1: Look (Sequential)', '**Tasks**:', '1. Measure the ground', '2. Write it down', '### Phase 2: Dig', '**B3.1: The first hole** (2h)', '- Deep') // prettier-ignore
  expect(titles(of)).toEqual(['Measure the ground', 'Write it down', 'The first hole (2h)'])
})

test('how many tasks a phase has is no task', () => {
  expect(titles(plan('# P', '| Phase | Status | Tasks |', '|---|---|---|', '| A: Dig | 🔴 New | 17 tasks |', '| B: Fill | ✅ | 2 remaining |'))).toEqual([]) // prettier-ignore
})

test('old and new in a table tell what was changed', () => {
  expect(titles(plan('# P', '| Action | Old | New |', '|---|---|---|', '| `checkout` | v4 | v6 |'))).toEqual([]) // prettier-ignore
})

test('what has a rank and a status is work', () => {
  const of = plan('# P', '## Forward', '| Priority | Item | Description | Status |', '|---|---|---|---|', '| P0 | Ship it | now | ✅ |', '| P1 | Bump it | later | ⏸ |') // prettier-ignore
  expect(titles(of)).toEqual(['Ship it', 'Bump it'])
  expect(statuses(of)).toEqual(['done', 'blocked'])
})

test('a table below a breakdown of tasks shares them out', () => {
  const of = plan('# P', '### Task Breakdown', '| Agent | Module | Target |', '|---|---|---|', '| A | monitoring.rs | 50% |', '| B | capacity.rs | 50% |') // prettier-ignore
  expect(of.tasks.map(({ title, agent }) => [title, agent])).toEqual([
    ['monitoring.rs', 'A'],
    ['capacity.rs', 'B'],
  ])
})

test('an agent with ids behind it says whose the tasks are', () => {
  const of = plan('# P', '- [ ] **A1**: Dig', '- [ ] **A2**: Fill', '### Group 1', '1. **Mole Agent** - A1, A2 (earth)') // prettier-ignore
  expect(titles(of)).toEqual(['Dig', 'Fill'])
  expect(of.tasks.map(({ agent }) => agent)).toEqual(['Mole Agent', 'Mole Agent'])
})

test('phases in plain text have the lists below them', () => {
  const of = plan('# P', 'Phase 4: Clean up (approved)', '', 'Swarm: moles', '- Remove the caches', '- Delete the logs', '', 'Phase 5: Move', '', '- Move the files') // prettier-ignore
  expect(titles(of)).toEqual(['Remove the caches', 'Delete the logs', 'Move the files'])
  expect(of.phases.map(({ title }) => title)).toEqual(['Phase 4: Clean up (approved)', 'Phase 5: Move']) // prettier-ignore
})

test('needs stand behind a dash in parentheses, in any cell, and before several ids', () => {
  const tree = plan('# P', '```', 'T1: Merge it', 'T2: Rebase the others (Parallel - after T1)', '```') // prettier-ignore
  expect(needs(tree)).toEqual({ t1: [], t2: ['t1'] })
  const table = plan('# P', '## Tasks', '| ID | Task | Scope |', '|---|---|---|', '| C.1 | Mend | all |', '| C.5 | Extend | Depends on C.1 |') // prettier-ignore
  expect(needs(table)).toEqual({ 'c.1': [], 'c.5': ['c.1'] })
  const prose = plan('# P', '- [ ] **A2**: Dig', '- [ ] **A3**: Fill', '- [ ] **A4**: Draw', '', '## Order', 'A3/A4 are independent fixes but both depend on A2 compiling.') // prettier-ignore
  expect(needs(prose)).toEqual({ a2: [], a3: ['a2'], a4: ['a2'] })
})

test('phases that are independent of each other wait for the one that they name', () => {
  const phase = (number: number): readonly string[] => [`## Phase ${number}: Part ${number}`, `- [ ] **P${number}**: Do it`] // prettier-ignore
  const of = plan('# P', ...phase(0), ...phase(1), ...phase(2), '## Sequencing', '1. Phases 1, 2 are independent — can run in parallel after Phase 0') // prettier-ignore
  expect(of.phases.map((one) => one.needs)).toEqual([[], ['phase-0-part-0'], ['phase-0-part-0']])
})

test('weeks behind phases are a series of their own', () => {
  const of = plan('# P', '## Phase 1: Dig', '- [ ] Dig it', '## Phase 2: Fill', '- [ ] Fill it', '## Week 1: Ground', '- [ ] Look at it', '## Week 2: Walls', '- [ ] Draw them') // prettier-ignore
  expect(of.phases.map((one) => one.needs.length)).toEqual([0, 1, 0, 1])
  const before = plan('# P', '## Step 0: Prepare', '- [ ] Look', '## Phase 1: Dig', '- [ ] Dig it', '## Phase 2: Fill', '- [ ] Fill it') // prettier-ignore
  expect(before.phases.map((one) => one.needs.length)).toEqual([0, 1, 1])
})

test('a form to be filled in is no phase, and has no tasks', () => {
  const of = plan('# P', '## Week 1', '- [ ] Dig it', '## Weekly Check-in Template', '### Week X Progress', '- [ ] Task 3 (X% complete)') // prettier-ignore
  expect(titles(of)).toEqual(['Dig it'])
  expect(of.phases.map(({ title }) => title)).toEqual(['Week 1'])
})

test('a result behind an arrow is what is to be written, not how far it is', () => {
  const of = plan('# P', '## Tasks', '| Action | Priority |', '|---|---|', '| Update the list: WG-4 → ✅ Complete | P0 |') // prettier-ignore
  expect(titles(of)).toEqual(['Update the list: WG-4 → ✅ Complete'])
  expect(statuses(of)).toEqual([null])
})

test('gates: commands that are expected, marked lines of a fence, a sentence, a list behind "After"', () => {
  expect(criteria(plan('# P', '## Acceptance', '| Gate | Expected |', '|---|---|', '| Reachability | `./scripts/reach.sh` |', '| Order | Upload before `cargo clean` |'))).toEqual([['Reachability', './scripts/reach.sh'], ['Order', null]]) // prettier-ignore
  expect(criteria(plan('# P', '### Quality Gates', '```', 'Done if:', '  ✅ npm test', '  ✅ npm run lint', '```'))).toEqual([['npm test', 'npm test'], ['npm run lint', 'npm run lint']]) // prettier-ignore
  expect(criteria(plan('# P', '## Phase 1: Dig', '- [ ] Dig', '### Quality Gate', 'The hole must be deep before proceeding to Phase 2.'))).toEqual([['The hole must be deep before proceeding to Phase 2', null]]) // prettier-ignore
  expect(criteria(plan('# P', '## Quality Gates', '**Gate 1**: After Task 1 (Dig)', '- [ ] The hole is deep', '- [ ] No water'))).toEqual([['The hole is deep', null], ['No water', null]]) // prettier-ignore
  expect(criteria(plan('# P', '## Phase 5: Quality Gates', 'All gates passed ✅:', '- [x] `npm test`'))).toEqual([['`npm test`', 'npm test']]) // prettier-ignore
})

test('criteria of a release are criteria', () => {
  const of = plan('# P', '- [ ] **A1**: Dig', '### Release Criteria for v2', '- [ ] Changelog updated') // prettier-ignore
  expect(titles(of)).toEqual(['Dig'])
  expect(criteria(of)).toEqual([['Changelog updated', null]])
})

test('agents who do a phase together are asked by the first; parts of their own are nobody’s in particular', () => {
  const of = (owners: string): readonly (string | null)[] => plan('# P', '## Phase 1: Dig', `**Agents**: ${owners}`, '- [ ] **A1**: Dig').tasks.map(({ agent }) => agent) // prettier-ignore
  expect(of('refactorer + tester')).toEqual(['refactorer'])
  expect(of('writer (docs), tester (tests)')).toEqual([null])
})

test('an agent in bold with an id behind it speaks of that task', () => {
  const of = plan('# P', '## Week 1: Begin', '- **B2 (Sort the tests)**: 4h', '## Phase 2: Do it', '**Tasks**:', '- **test-runner**: B2 Sort the tests') // prettier-ignore
  expect(of.tasks.map(({ id, agent }) => [id, agent])).toEqual([['B2', 'test-runner']])
})

test('a command behind the name of a criterion is its command', () => {
  expect(criteria(plan('# P', '## Quality Gates', '- [x] Build passes: `cargo build -p core`', '- [ ] See `cargo.toml` first'))).toEqual([['Build passes: `cargo build -p core`', 'cargo build -p core'], ['See `cargo.toml` first', null]]) // prettier-ignore
  expect(criteria(plan('# P', '## Exit criteria', '| Acceptance item | Status |', '|---|---|', '| It holds | ✅ |'))).toEqual([['It holds', null]]) // prettier-ignore
  expect(criteria(plan('# P', '## Validation performed', '- `npm test` passes'))).toEqual([['`npm test` passes', 'npm test']]) // prettier-ignore
})

test('an id may hold a date', () => {
  expect(told(plan('# P', '## Actions', '### REA-2026-07-26-A1 — Freeze the contract', 'Text.'))).toEqual([['REA-2026-07-26-A1', 'Freeze the contract']]) // prettier-ignore
})

test('an item with a rank and a size is work; sprints that headings open are none', () => {
  expect(titles(plan('# P', '## Q2', '| Item | Priority | Effort |', '|---|---|---|', '| Sync the state | P1 | Low |'))).toEqual(['Sync the state']) // prettier-ignore
  expect(titles(plan('# P', '## Sprint 1.1: Users', '- [ ] Build the model', '## Later', '- Sprint 1.1: the model (will get fields)'))).toEqual(['Build the model']) // prettier-ignore
})

test('a phase that is named by its mode has it', () => {
  expect(plan('# P', '## Phase A: Parallel Execution (4 Agents)', '- [ ] Dig', '## Phase B: Parallel worlds', '- [ ] Fill').phases.map(({ mode }) => mode)).toEqual(['parallel', null]) // prettier-ignore
})

test('a table of agents with tasks and how far they are has tasks, where nothing else defines them', () => {
  const of = plan('# P', '## Phase A: Dig', '### Agent Assignments', '| Agent | Task | Status |', '|---|---|---|', '| mole | Dig the hole | 🔄 In Progress |') // prettier-ignore
  expect(of.tasks.map(({ title, agent, status }) => [title, agent, status])).toEqual([['Dig the hole', 'mole', 'running']]) // prettier-ignore
})

test('gates of a promotion, and gates with their evidence, are gates', () => {
  expect(criteria(plan('# P', '- [ ] **A1**: Dig', '## Quality gates and evidence', '```bash', 'npm test', '```', '## Promotion gates', '- The review is done'))).toEqual([['npm test', 'npm test'], ['The review is done', null]]) // prettier-ignore
})

test('a task keeps its id where a row without it says more', () => {
  const of = plan('# P', '## Remediation', '| Action | Priority | Effort |', '|---|---|---|', '| Create the record | P0 | S |', '## Plan', '| # | Task | Status |', '|---|---|---|', '| 1 | Create the record | ✅ Done |', '| 2 | Update the list | ✅ Done |') // prettier-ignore
  expect(told(of)).toEqual([
    ['1', 'Create the record'],
    ['2', 'Update the list'],
  ])
})

test('below Command any program is a command, and what is left out of it keeps it from running', () => {
  const of = plan('# P', '## Validation', '| Gate | Command |', '|---|---|', '| Whole | `nextest -p core` |', '| Part | `nextest -p ...-core` |', '| Said | same |') // prettier-ignore
  expect(of.gates.flatMap((gate) => gate.criteria.map(({ check }) => (check?.kind === 'command' ? [check.command, check.runnable] : null)))).toEqual([['nextest -p core', true], ['nextest -p ...-core', false], null]) // prettier-ignore
})

import { expect, test } from 'vitest'
import { isGoalDocument } from '../../src/documents/index.ts'
import { read } from '../../src/documents/read/index.ts'
import type { Plan } from '../../src/model/index.ts'

// How plans that go on for weeks are written: what comes next, states that are ticked off, ranges of ids, orders in a sentence.

const plan = (...lines: readonly string[]): Plan => read(lines.join('\n'), 'plan.md').plan
const titles = (of: Plan): readonly string[] => of.tasks.map(({ title }) => title)
const told = (of: Plan): readonly (readonly [string | null, string])[] =>
  of.tasks.map(({ id, title }) => [id, title])
const statuses = (of: Plan): Readonly<Record<string, string | null>> =>
  Object.fromEntries(of.tasks.map(({ id, title, status }) => [id ?? title, status]))
const needs = (of: Plan): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries(of.tasks.map(({ key, needs: all }) => [key, all]))
const order = (of: Plan): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries(of.phases.map(({ key, needs: all }) => [key, all]))
const gates = (of: Plan): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries(of.gates.map(({ title, criteria }) => [title, criteria.map(({ text }) => text)])) // prettier-ignore
const marks = (of: Plan): readonly (string | null)[] => of.gates.flatMap(({ criteria }) => criteria.map(({ status }) => status)) // prettier-ignore

test('what comes next is not done because the document is', () => {
  const of = plan('# Audit - COMPLETE ✅', '### B1: Count them', 'Text.', '## Next steps', '### B2: Mend them', 'Text.', '## Remaining work', '- **B3**: Sweep up') // prettier-ignore
  expect(statuses(of)).toEqual({ B1: 'done', B2: null, B3: null })
})

test('a task that is done says nothing of those counted on from it below', () => {
  const of = plan('# P', '## B3.1: Audit ✅ COMPLETE', '**Action plan**:', '1. B3.2: Check the flags', '2. B3.3: Remove it') // prettier-ignore
  expect(statuses(of)).toEqual({ 'B3.1': 'done', 'B3.2': null, 'B3.3': null })
  expect(of.tasks.map(({ parent }) => parent)).toEqual([null, null, null])
})

test('bold words in front of a sentence may say how far a task is', () => {
  const of = plan('# P', '## Work packages', '### W-1: Dig', '**Status: ✅ Implemented (2026-08-01).** The hole is there.', '### W-2: Fill', '**Note: it is dark.** Mind it.') // prettier-ignore
  expect(statuses(of)).toEqual({ 'W-1': 'done', 'W-2': null })
})

test('several ids of one piece of work', () => {
  const range = ['### B1.3-B1.7: Mend each part', '- Begin with the roof']
  expect(told(plan('# P', '## Next steps', '### B1.2: Look at it', 'Text.', ...range))).toEqual([
    ['B1.2', 'Look at it'],
    ['B1.3-B1.7', 'Mend each part'],
  ])
  // Where these are tasks themselves it only speaks of them.
  expect(told(plan('# P', '## Tasks', '- **B1.3**: Roof', '- **B1.4**: Door', ...range))).toEqual([
    ['B1.3', 'Roof'],
    ['B1.4', 'Door'],
  ])
  expect(titles(plan('# P', '## Tasks', '- 1-2 days: dig', '- 3-4 days: fill'))).not.toContain('dig') // prettier-ignore
})

test('how long a task takes, that it is done, and a sentence about it are not its title', () => {
  const of = plan('# P', '## Tasks', '- **B1**: Dig the hole', '## Estimate', '- B1 (the hole): 8-12h', '- B2: **10-15h** (+2h)', '## Task B3 Status: **COMPLETE**', 'Text.', '## Notes', '- B4 (the pump) and B5 are done already') // prettier-ignore
  expect(told(of)).toEqual([['B1', 'Dig the hole']])
  expect(told(plan('# P', '## Next', '### B1.3 Task: Replace it', 'Text.'))).toEqual([['B1.3', 'Replace it']]) // prettier-ignore
})

test('ids end in a capital or in letters and a number', () => {
  expect(told(plan('# P', '## Phase 1: Dig', '#### 1.1.A: Clear it', '- **Effort**: 5 min', '#### 1.1.B: Mark it', '- **Dependencies**: 1.1.A'))).toEqual([['1.1.A', 'Clear it'], ['1.1.B', 'Mark it']]) // prettier-ignore
  expect(told(plan('# P', '## Tasks', '- **G10-T1**: Audit', '- **G10-T2**: Prune'))).toEqual([['G10-T1', 'Audit'], ['G10-T2', 'Prune']]) // prettier-ignore
  expect(told(plan('# P', '## Phase 4: Release ✅', '**4B: Tags** (Commit: `1`)', '- Added them', '**4C: Notes** (Commit: `2`)', '- Written'))).toEqual([['4B', 'Tags (Commit: `1`)'], ['4C', 'Notes (Commit: `2`)']]) // prettier-ignore
})

test('a task with an id and its status stands below any heading that describes', () => {
  const of = plan('# P', '## Active improvements', '### IMP-001: Keep the order', '- **Fix**: Add a rule', '- **Status**: Complete') // prettier-ignore
  expect(statuses(of)).toEqual({ 'IMP-001': 'done' })
})

test('the actions of a label that says so follow one another', () => {
  const of = plan('# P', '### P0: Mend the build', '**Actions (ordered)**', '1. **Choose the name**', '2. **Update the calls**', '3. **Add a test**', '### P1: Look again', '**Actions**', '- Open it', '- Close it') // prettier-ignore
  expect(needs(of)).toEqual({ 'choose-the-name': [], 'update-the-calls': ['choose-the-name'], 'add-a-test': ['update-the-calls'], 'open-it': [], 'close-it': [] }) // prettier-ignore
})

test('next actions are the tasks where a document has no other', () => {
  const next = ['## Recommended next actions', '1. ~~**Merge it**~~ — ✅ Done', '2. **Cut a release** of the rest'] // prettier-ignore
  expect(titles(plan('# Analysis', ...next))).toEqual(['Merge it', 'Cut a release of the rest'])
  expect(titles(plan('# Analysis', '## Tasks', '- [ ] Dig', ...next))).toEqual(['Dig'])
  expect(titles(plan('# Guide', '## Next steps', '1. The page of the format', '2. The examples'))).toEqual([]) // prettier-ignore
})

test('next actions may stand below headings that say when, else in the phases of a timeline', () => {
  const soon = ['## Next steps', '### Immediate', '1. ✅ Fix the roof', '2. Update the calls', '### Later', '1. A better world', '2. Peace'] // prettier-ignore
  expect(statuses(plan('# Report', ...soon))).toEqual({ 'Fix the roof': 'done', 'Update the calls': null }) // prettier-ignore
  const timeline = ['## Implementation timeline', '### Phase 1: Clear it (15 minutes)', '1. Remove the folder', '2. Verify the build', '### Remarks', '1. Take care', '2. Run slowly'] // prettier-ignore
  expect(titles(plan('# Analysis', ...timeline))).toEqual(['Remove the folder', 'Verify the build'])
  expect(titles(plan('# Analysis', ...timeline, '## Tasks', '- [ ] Dig'))).toEqual(['Dig'])
})

test('rows of a table are different tasks, and one that is cut short ends in its status', () => {
  expect(titles(plan('# P', '## Tasks', '| Action | File |', '|---|---|', '| Add shell | a.yml |', '| Add shell | b.yml |'))).toEqual(['Add shell', 'Add shell']) // prettier-ignore
  const of = plan('# P', '### Track A', '| ID | Recommendation | Why | Acceptance |', '|---|---|---|---|', '| **R-A1** | Cut a release | ✅ Done |', '| **R-A2** | Tag it | Order |') // prettier-ignore
  expect(statuses(of)).toEqual({ 'R-A1': 'done', 'R-A2': null })
})

test('a bare circle tells how far a task is where other signs of its column do', () => {
  const table = (first: string): Plan => plan('# P', '## Tasks', '| ID | Task | Status |', '|---|---|---|', `| C1 | Dig | ${first} |`, '| C2 | Fill | 🟡 |') // prettier-ignore
  expect(statuses(table('✅'))).toEqual({ C1: 'done', C2: 'running' })
  expect(statuses(table('🔴'))).toEqual({ C1: null, C2: null })
})

test('a word of a status before another word belongs to that', () => {
  const of = plan('# P', '## Exit criteria', '| Acceptance item | Status |', '|---|---|', '| It fails closed | ✅ new step for the linter |', '| It is there | ✅ new |') // prettier-ignore
  expect(marks(of)).toEqual(['done', 'pending'])
})

test('gates by other names', () => {
  expect(gates(plan('# P', '## ✅ **Quality Gates - ALL PASSING**', '- [x] `npm test` - all of it'))).toEqual({ 'Quality Gates': ['`npm test` - all of it'] }) // prettier-ignore
  expect(gates(plan('# P', '- [ ] **A1**: Dig', '## Cross-task contracts / acceptance', '- No name changes'))).toEqual({ 'Cross-task contracts / acceptance': ['No name changes'] }) // prettier-ignore
  expect(gates(plan('# P', '## Goal State', '- [x] All tests pass', '- [ ] No warnings'))).toEqual({ 'Goal State': ['All tests pass', 'No warnings'] }) // prettier-ignore
  expect(gates(plan('# P', '## Success Metrics', '- [ ] Rework rate <5%', '- [ ] Builds >95% green'))).toEqual({ 'Success Metrics': ['Rework rate <5%', 'Builds >95% green'] }) // prettier-ignore
  expect(gates(plan('# P', '- [ ] **A1**: Dig', '### CI Verification', '- [ ] The job passes'))).toEqual({ 'CI Verification': ['The job passes'] }) // prettier-ignore
  expect(gates(plan('# P', '## Work', '### A1: Dig', 'Text.', '**Exit**: The hole is deep.'))).toEqual({ 'A1: Exit': ['The hole is deep'] }) // prettier-ignore
  expect(gates(plan('# P', '- [ ] **A1**: Dig', '### Phase B Complete When:', '- [ ] The hole is deep'))).toEqual({ 'Phase B Complete When': ['The hole is deep'] }) // prettier-ignore
  expect(gates(plan('# P', '- [ ] **A1**: Dig', '## Execution Checklist', '### Pre-Execution', '- [ ] Baseline verified', '- [ ] Agents confirmed'))).toEqual({ 'Pre-Execution': ['Baseline verified', 'Agents confirmed'] }) // prettier-ignore
  expect(gates(plan('# P', '## Results', 'Added to scripts/quality-gates.sh:', '- counting of roots')))
    .toEqual({}) // prettier-ignore
})

test('what a gate says of its own check is one of its criteria', () => {
  expect(gates(plan('# P', '## Gates', '### Gate 1: Complete', '- [ ] Risks are named', '**Verification**: `npm run check`'))).toEqual({ 'Gate 1: Complete': ['Risks are named', '`npm run check`'] }) // prettier-ignore
})

test('criteria below a bold name with its points, and those that begin with the id of a task', () => {
  expect(gates(plan('# P', '## Tasks', '- **B1**: Dig the hole', '## Success criteria', '1. **Quality** (30pts):', '   - B1: at least 2 m', '   - No warnings'))).toEqual({ 'Success criteria': ['B1: at least 2 m', 'No warnings'] }) // prettier-ignore
})

test('tables of gates: whose it is, what is judged, and how', () => {
  const phases = plan('# P', '### Quality Gates per Phase', '| Phase | Gate Criteria | Verification |', '|---|---|---|', '| **Phase A** | All green | `npm test` |') // prettier-ignore
  expect(phases.gates[0]?.criteria).toMatchObject([{ text: 'All green', check: { kind: 'command', command: 'npm test' } }]) // prettier-ignore
  expect(gates(plan('# P', '## Quality Gates', '| Gate | Check |', '|---|---|', '| QG1 | The build holds |', '| Lint | clean |'))).toEqual({ 'Quality Gates': ['The build holds', 'Lint'] }) // prettier-ignore
  expect(gates(plan('# P', '## Current State Analysis', '| Metric | Current | Target | Verification |', '|---|---|---|---|', '| size | 7 | 0 | `du -s x` |'))).toEqual({}) // prettier-ignore
})

test('marks and commands of gates line by line', () => {
  expect(gates(plan('# P', '- [ ] **A1**: Dig', '### Success Criteria', '', '✅ Build succeeds: `npm run build`', '✅ All committed'))).toEqual({ 'Success Criteria': ['Build succeeds: `npm run build`', 'All committed'] }) // prettier-ignore
  expect(gates(plan('# P', '## Validation Gates', 'Before any merge:', '```', 'npm run lint', 'npm test', '```'))).toEqual({ 'Validation Gates': ['npm run lint', 'npm test'] }) // prettier-ignore
  expect(gates(plan('# P', '## Quality Gates', '**Gate 5**: After Task 7 (the PR)'))).toEqual({})
})

test('a ✅ before all criteria below one heading is an adornment while the plan is not done', () => {
  const of = plan('# P', '- [ ] **A1**: Dig', '## Success Criteria', '### Must have', '1. ✅ It is deep', '2. ✅ It is wide', '### Nice to have', '1. It is dry') // prettier-ignore
  expect(marks(of)).toEqual([null, null, null])
  expect(read('# P\n\n- [ ] **A1**: Dig\n\n## Success Criteria\n\n### Must have\n\n1. ✅ It is deep\n2. It is wide').plan.gates.flatMap(({ criteria }) => criteria.map(({ status }) => status))).toEqual(['done', null]) // prettier-ignore
})

test('a command behind a name and before a note, and one that is to be run', () => {
  const of = plan('# P', '## Tasks', '1. **Gates** - Run `./scripts/gates.sh`', '## Verification', '- Local: `npm test` (or `npm run all` elsewhere)') // prettier-ignore
  expect(of.tasks.map(({ command }) => command)).toMatchObject(['./scripts/gates.sh']) // prettier-ignore
  expect(of.gates[0]?.criteria).toMatchObject([{ check: { kind: 'command', command: 'npm test' } }])
})

test('what a heading says of a phase is not another phase', () => {
  const of = plan('# P', '## Phase A: Dig', '- [ ] **A.1**: Dig', '### Phase A Dependency Graph', 'Text.', '## Phase B: Fill', '- [ ] **B.1**: Fill', '## Opportunities', '### Phase A Parallel Groups', '- A.1 first') // prettier-ignore
  expect(of.phases.map(({ title }) => title)).toEqual(['Phase A: Dig', 'Phase B: Fill'])
})

test('the order of phases in a sentence', () => {
  const phases = ['## Phase 1: Ship', '- [ ] Tag it', '## Phase 2: Mend', '- [ ] Mend it', '## Phase 3: Write', '- [ ] Write it', '## Phase 4: Rest', '- [ ] Rest'] // prettier-ignore
  const recommended = plan('# P', ...phases, '## Execution Strategy', '**Recommended order**: Phase 1 first (it is late); Phase 2-3 in parallel; Phase 4 last.') // prettier-ignore
  expect(order(recommended)).toEqual({ 'phase-1-ship': [], 'phase-2-mend': ['phase-1-ship'], 'phase-3-write': ['phase-1-ship'], 'phase-4-rest': ['phase-2-mend', 'phase-3-write'] }) // prettier-ignore
  const beside = plan('# P', ...phases.slice(0, 4), '## Phase 3: Write', '**Can run parallel with Phase 2**', '- [ ] Write it') // prettier-ignore
  expect(order(beside)['phase-3-write']).toEqual(['phase-1-ship'])
  const partner = plan('# P', '## Phase 1: Dig', '- [ ] **A1**: Dig', '## Phase 2: Look (parallel with A1)', '- [ ] **A2**: Look') // prettier-ignore
  expect(order(partner)['phase-2-look-parallel-with-a1'] ?? order(partner)['phase-2-look']).toEqual(
    [],
  )
})

test('a drawing says how a phase runs', () => {
  const of = plan('# P', '### Phase 1: Ship', '| ID | Task |', '|---|---|', '| W-1 | Tag |', '### Phase 2: Mend', '| ID | Task |', '|---|---|', '| W-2 | Mend |', '| W-3 | Sweep |', '## Execution Strategy', '```', 'Phase 1 (W-1) ───────────> Released', 'Phase 2 (W-2..3) ─── parallel ──> Mended', '```') // prettier-ignore
  expect(of.phases.map(({ mode }) => mode)).toEqual([null, 'parallel'])
})

test('an agent that holds a task, and who only launches others', () => {
  const of = plan('# P', '## Tasks', '- **A4**: Look at the failure', '### Group 1', '3. **Debug Agent** (A4) → Investigate it', '## Phase 1: Launch 4 Parallel Agents', '```', 'Agent 1: roof', '```') // prettier-ignore
  expect(told(of)).toEqual([['A4', 'Look at the failure']])
})

test('bullets of phases are tasks where ids stand in other tables only', () => {
  const backlog = ['## Remaining', '| WG | Description | Status |', '|---|---|---|', '| WG-1 | A stub | ✅ |'] // prettier-ignore
  expect(titles(plan('# P', ...backlog, '## Phase 1 — Docs', '- Run the check', '- Fix the links'))).toContain('Fix the links') // prettier-ignore
  expect(titles(plan('# P', ...backlog, '## Phase 1 — Docs (WG-1)', '- Run the check', '- Fix the links'))).not.toContain('Fix the links') // prettier-ignore
})

test('sentences about a goal do not make a goal document of a plan', () => {
  const actions = ['## Action Plan', '| ID | Action | Pre-conditions | Effect | Owner |', '|---|---|---|---|---|', '| A1 | Replace it | — | Green | me |'] // prettier-ignore
  const goal = ['## Goal State', '- PR #616 is fixed or closed.', '- The nightly run no longer times out.', '- Nothing else breaks.'] // prettier-ignore
  expect(isGoalDocument(['# Remediation', ...goal, ...actions].join('\n'))).toBe(false)
  expect(told(plan('# Remediation', ...goal, ...actions))).toEqual([['A1', 'Replace it']])
})

test('that a gate was checked is no criterion of it', () => {
  expect(gates(plan('# P', '## Gates', '### Gate 1: Complete', '- [ ] Risks are named', '**Verification**: ✅ PASSED'))).toEqual({ 'Gate 1: Complete': ['Risks are named'] }) // prettier-ignore
})

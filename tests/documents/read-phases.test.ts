import { expect, test } from 'vitest'
import { ownerKey, read, writeBack } from '../../src/documents/index.ts'
import type { Plan } from '../../src/model/index.ts'

const plan = (text: string): Plan => read(text, 'plan.md').plan
const titles = (text: string): readonly string[] => plan(text).tasks.map(({ title }) => title)

test('a bold step is a task with what stands below it', () => {
  const text =
    '# Fix\n\n## Phase 1: Mend the gate (Agent 2 - Gate Fixer)\n\n**Step 1: Take it off**\n\n```bash\nlift gate\n```\n\n**Step 2: Oil it**\nUse the oil in the shed.\n'
  expect(plan(text).tasks).toMatchObject([
    { id: '1', title: 'Take it off', command: 'lift gate', agent: 'Gate Fixer' },
    { id: '2', title: 'Oil it', command: null, agent: 'Gate Fixer' },
  ])
})

test('a phase whose name says what to do is a task where nothing in it is one', () => {
  const text =
    '# Fix\n\n## Phase 1: Setup\n\n- [ ] Open the shed\n\n## Phase 2: Replace the path\n\n### Fix:\n\n**Update `path.yml`:**\n\n```yaml\nwidth: 2\n```\n\n### Commit Message:\n\n```\nfix: wider\n\n- [x] Add a metre\n```\n\n## Phase 3: Final words\n\n### Fix:\n\n```yaml\nsaid: all\n```\n'
  expect(titles(text)).toEqual(['Open the shed', 'Replace the path'])
})

test('imperative bullets below "Fixes:" of a phase are tasks', () => {
  const text =
    '# Fix\n\n## Phase 1: Garden\n\n**Fixes:**\n\n- Remove the weeds\n- Add a bench\n\n**Benefits:**\n\n- Keep the neighbours\n- Add some shade\n'
  expect(titles(text)).toEqual(['Remove the weeds', 'Add a bench'])
})

test('a checkbox that names a phase elsewhere shows how far the phase is', () => {
  const text =
    '# Fix\n\n## Plan\n\n### Phase 1: Dig the well\n\n- Call the diggers\n- Watch them dig\n\n### Phase 2: Fill the pond\n\n- Open the tap\n- Close the tap\n\n## Status\n\n- [x] Phase 1: the well\n- [ ] Phase 2: the pond\n'
  const document = read(text, 'plan.md')
  expect(document.plan.tasks.map(({ title, status }) => [title, status])).toEqual([
    ['Call the diggers', 'done'],
    ['Watch them dig', 'done'],
    ['Open the tap', null],
    ['Close the tap', null],
  ])
  const second = document.plan.phases[1]
  expect(document.plan.phases.map(({ title }) => title)).toEqual(['Phase 1: Dig the well', 'Phase 2: Fill the pond']) // prettier-ignore
  const owner = ownerKey({ kind: 'phase', key: second?.key ?? '' })
  const { bytes } = writeBack(document, new Map([[owner, 'done']]))
  expect(new TextDecoder().decode(bytes)).toBe(text.replace('[ ] Phase 2', '[x] Phase 2'))
})

test('a checkbox that names a phase and has parts is a plan of its own', () => {
  const text =
    '# Fix\n\n## Phase 1: Dig\n\nAll about digging, at length.\n\n## Tasks\n\n- [ ] Phase 1: Dig\n  - [ ] Call the diggers\n'
  expect(titles(text)).toContain('Phase 1: Dig')
})

test.each(['# .github/workflows/check.yml', '# docker-compose.yml'])(
  'a shell fence that begins with "%s" is the content of a file',
  (first) => {
    const text = `- [ ] **Add a check:**\n  \`\`\`bash\n  ${first}\n  name: Check\n  \`\`\`\n`
    expect(plan(text).tasks).toMatchObject([{ title: 'Add a check', command: null }])
  },
)

test('a comment that begins a shell fence is part of the command', () => {
  const text = '- [ ] **Add a check**\n  ```bash\n  # Build it, then look\n  make\n  ```\n'
  expect(plan(text).tasks[0]?.command).toBe('# Build it, then look\nmake')
})

test('"Verify:" and "Done When:" of a task are its gates', () => {
  const text =
    '## Wave 1\n\n### Task 1.1: Dig\n\n- **Action**: Dig a hole\n- **Verify**: `test -e hole`\n- **Done When**: The hole is deep.\n- **Status**: [ ] pending\n\n### Task 1.2: Rest\n\n- Verify: slowly\n'
  expect(plan(text).gates).toMatchObject([
    { title: '1.1: Verify', after: ['1.1'], criteria: [{ check: { kind: 'command' } }] },
    { title: '1.1: Done When', after: ['1.1'], criteria: [{ text: 'The hole is deep', check: null }] },
  ]) // prettier-ignore
})

test('boxes and chains below a phase hold its tasks', () => {
  const text =
    '# Fix\n\n## Phase 1: Dig — Parallel\n\n```\n┌──────────────────┐\n│  1A. Dig the well │  needs a spade ✅ DONE\n│  - deep          │\n└──────────────────┘\n```\n\n## Phase 2: Line — Sequential\n\n```\n2A. Fetch stones ──→ 2B. Lay stones ──→ 2C. Pour water\n     by cart              by hand\n```\n'
  expect(plan(text).tasks).toMatchObject([
    { id: '1A', title: 'Dig the well', status: 'done' },
    { id: '2A', title: 'Fetch stones', needs: [] },
    { id: '2B', title: 'Lay stones', needs: ['2a'] },
    { id: '2C', title: 'Pour water', needs: ['2b'] },
  ])
})

test('a chain names what is defined elsewhere, and chapters are no ids', () => {
  const text =
    '# Fix\n\n## Phase 1: Dig\n\n- **A1**: Dig the well\n- **A2**: Line the well\n\n### 3.1. Overview\n\nWords.\n\n```\nA1: Dig → A2: Line\n```\n'
  expect(plan(text).tasks).toMatchObject([
    { id: 'A1', title: 'Dig the well' },
    { id: 'A2', title: 'Line the well', needs: ['a1'] },
  ])
})

test('below Task there may be nothing but ids, with what they are about beside them', () => {
  const text =
    '# Fix\n\n| Task | Module | Status |\n|---|---|---|\n| WG-1.1 | well.rs | 🔵 Planned |\n| WG-1.2 | pond.rs | ✅ Done |\n'
  expect(plan(text).tasks).toMatchObject([
    { id: 'WG-1.1', title: 'well.rs', status: 'pending' },
    { id: 'WG-1.2', title: 'pond.rs', status: 'done' },
  ])
})

test('headings counted on from their phase are tasks, unless they hold some', () => {
  const text =
    '# Fix\n\n## Phase 1: Water\n\n### 1.1 A well behind the house\n\nNot too deep.\n\n### 1.2 Background\n\nIt was dry.\n\n### 1.3 A pond\n\n**Tasks**:\n- Dig the pond\n- Fill the pond\n\n## Phase 2: Light\n\n### 3.1 Lamps\n\nNot counted on.\n\n- Buy candles\n- Light candles\n'
  expect(plan(text).tasks.map(({ id, title }) => [id, title])).toEqual([
    ['1.1', 'A well behind the house'],
    [null, 'Dig the pond'],
    [null, 'Fill the pond'],
  ])
})

test('a phase with nothing but a script below "Actions" is a task', () => {
  const text =
    '# Fix\n\n## Phase 1.1: Root cause (30 minutes)\n\n**Objectives**:\n- Identify when it broke\n\n**Actions**:\n```bash\ngit log\n```\n\n**Success Criteria**:\n- [ ] Cause identified\n\n## Phase 1.2: Second look\n\n**Objectives**:\n- Identify who broke it\n'
  expect(plan(text).tasks).toMatchObject([{ title: 'Root cause', command: 'git log' }])
})

test('a numbered heading below a phase is a task when it says how far it is', () => {
  const text =
    '# Fix\n\n## Phase 1: Water\n\n### 1. Well ✅\n\nDug.\n\n### 2. Notes\n\nSome.\n\n### 3. Pond\n\n**Effort**: 2 hours\n'
  expect(plan(text).tasks).toMatchObject([
    { id: '1', title: 'Well', status: 'done' },
    { id: '3', title: 'Pond' },
  ])
})

test('ids may have letters in both halves', () => {
  const text =
    '| ID | Recommendation | Status |\n|--|--|--|\n| **R-G1** | Dig | ✅ |\n| **R-G2** | Fill | ⏳ |\n'
  expect(plan(text).tasks).toMatchObject([{ id: 'R-G1' }, { id: 'R-G2' }])
})

test('questions and chapters are numbered, and no tasks', () => {
  expect(titles('# FAQ\n\n## Q5. What is it?\n\nA thing.\n\n## 3.1. Parts\n\nTwo.\n')).toEqual([])
})

test('a table of phases with a status shows how far they are', () => {
  const text =
    '# Water\n\n## Phase 1: Dig\n\nDig a hole for it.\n\n## Phase 2: Fill\n\nFill the hole again.\n\n## Status\n\n| Phase | Agent | Status |\n|---|---|---|\n| 1 | digger | ✅ Complete |\n| 2 | filler | ⏳ Pending |\n'
  const document = read(text, 'plan.md')
  expect(document.plan.tasks.map(({ title, status }) => [title, status])).toEqual([
    ['Dig', 'done'],
    ['Fill', null],
  ])
  const owner = ownerKey({ kind: 'phase', key: 'phase-2-fill' })
  const { bytes } = writeBack(document, new Map([[owner, 'done']]))
  expect(new TextDecoder().decode(bytes)).toBe(text.replace('⏳ Pending', '✅ Complete'))
})

test('a Phase column of tasks shows how far the tasks are', () => {
  const text =
    '# Water\n\n## Phase 1: Dig\n\n| Phase | Task | Status |\n|---|---|---|\n| 1 | Dig it | ✅ |\n| 1 | Line it | ⏳ |\n'
  expect(plan(text).tasks).toMatchObject([{ status: 'done' }, { status: 'pending' }])
})

test('numbers of steps that begin anew are no ids', () => {
  const text =
    '# Fix\n\n## Phase 1: Gate\n\n**Step 1: Take it off**\nWith care.\n\n**Step 2: Oil it**\nWith oil.\n\n## Phase 2: Door\n\n**Step 1: Close it**\nWith care.\n\n### 1. Lock ✅\n\nWith a key.\n'
  const { plan, diagnostics } = read(text, 'plan.md')
  expect(plan.tasks.map(({ id, title }) => [id, title])).toEqual([
    [null, 'Take it off'],
    [null, 'Oil it'],
    [null, 'Close it'],
    [null, 'Lock'],
  ])
  expect(diagnostics).toEqual([])
})

test('phases may be numbered by a letter and a number', () => {
  const { phases } = plan(
    '# P\n\n## Phase B.1: Dig\n\n- [ ] Dig a hole\n\n## Phase B.2: Fill\n\n- [ ] Fill the hole\n',
  )
  expect(phases).toMatchObject([
    { title: 'Phase B.1: Dig', tasks: ['dig-a-hole'] },
    { title: 'Phase B.2: Fill', tasks: ['fill-the-hole'], needs: ['phase-b.1-dig'] },
  ])
})

test('a phase that is one task is named by the words behind all its numbers', () => {
  const { tasks } = plan('# P\n\n## Weeks\n\n### Week 1-2: Dig the well\n\nBy hand, it is said.\n')
  expect(tasks).toMatchObject([{ title: 'Dig the well' }])
})

test('what notes and logs tell of phases makes none that run nothing', () => {
  const text =
    '# Fix\n\n## Phase 1: Dig\n\n- [ ] Open the shed\n\n## Phase 2: Fill\n\nNot yet.\n\n## Phase Notes\n\n### Phase 1: Dig (2026-03-13)\n\nTwo holes, one shed.\n\n## Change Log\n\n### Phase 0: Plan\n\n- 3 pages\n'
  expect(plan(text).phases.map(({ title, place }) => [title, place?.line])).toEqual([
    ['Phase 1: Dig', 3],
    ['Phase 2: Fill', 7],
  ])
})

test('what another phase depends on opens no phase', () => {
  const text =
    '# P\n\n## Sprint 2.1: Roles\n\n- [ ] Add the role\n\n## Dependencies for future phases\n\n**Phase 3 (Login) depends on**:\n- Sprint 2.1: the role\n'
  expect(read(text).plan.phases.map(({ title }) => title)).toEqual(['Sprint 2.1: Roles'])
})

test('a list that only names phases says when they are run', () => {
  const text = (last: string): string =>
    `# P\n\n## Phase 1: Dig\n- [ ] Open it\n\n## Phase 2: Fill\n- [ ] Close it\n\n## Execution order\n\n1. **Run Phase 1 first** - the hole\n2. **Run Phase 2 next** - the sand\n${last}`
  const titles = (last: string): readonly string[] => read(text(last)).plan.tasks.map(({ title }) => title) // prettier-ignore
  expect(titles('')).toEqual(['Open it', 'Close it'])
  expect(titles('3. Clean the shovel\n')).toContain('Clean the shovel')
})

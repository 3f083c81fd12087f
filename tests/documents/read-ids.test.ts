import { expect, test } from 'vitest'
import { read } from '../../src/documents/read/index.ts'
import type { Plan, Task } from '../../src/model/index.ts'

const plan = (text: string): Plan => read(text, 'plan.md').plan
const tasks = (text: string): readonly Task[] => plan(text).tasks
const needs = (text: string): readonly (readonly [string, readonly string[]])[] =>
  tasks(text).map(({ key, needs: all }) => [key, all])
const codes = (text: string): readonly string[] => read(text).diagnostics.map((each) => each.code)

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

test('an id may end in a word in capitals', () => {
  const rows = '| A.1-CORE | Dig | |\n| A.2-WALL | Fill | A.1-CORE |\n'
  expect(needs(`## Tasks\n\n| ID | Task | Depends on |\n|---|---|---|\n${rows}`)).toEqual([
    ['a.1-core', []],
    ['a.2-wall', ['a.1-core']],
  ])
  // Small letters make a name, and the name of a cipher is none.
  expect(tasks('- [ ] step-1-init: Dig\n- [ ] AES-256-GCM: Hide it').map(({ id }) => id)).toEqual([
    null,
    null,
  ])
  // The hyphen of a range is that of the second id.
  expect(
    needs('- WG-01: Dig\n- WG-02: Fill\n- WG-03: Rest\n  - Depends on: WG-01-WG-02\n').at(-1),
  ).toEqual(['wg-03', ['wg-01', 'wg-02']])
})

test('a colon may stand between the word of a task and its id', () => {
  expect(tasks('## Tasks\n\n### ACTION: P1-005 - Dig\n\n### Task: A2 - Fill\n')).toMatchObject([
    { id: 'P1-005', title: 'Dig' },
    { id: 'A2', title: 'Fill' },
  ])
  expect(tasks('## Tasks\n\n### Step: 3 holes\n').map(({ id }) => id)).not.toContain('3')
})

test('several actions are needed as several tasks are', () => {
  const actions = '#### Action 1.1: Dig\n\n#### Action 1.2: Fill\n\n#### Action 1.3: Rest\n\n'
  expect(needs(`${actions}**Dependencies**: Actions 1.1, 1.2\n`).at(-1)).toEqual([
    '1.3',
    ['1.1', '1.2'],
  ])
})

test('checkboxes that are counted through a document have their numbers as ids', () => {
  const boxes = (...texts: readonly string[]): string =>
    texts.map((text) => `- [ ] ${text}\n`).join('')
  expect(tasks(boxes('1. Dig', '2. Fill', '3. Rest'))).toMatchObject([
    { id: '1', title: 'Dig' },
    { id: '2', title: 'Fill' },
    { id: '3', title: 'Rest' },
  ])
  // Numbers that begin anew are no ids, nor are those beside steps that have them.
  const anew = `## A\n\n${boxes('1. Dig', '2. Fill')}\n## B\n\n${boxes('1. Rest')}`
  expect(tasks(anew).map(({ id }) => id)).toEqual([null, null, null])
  const steps = `## Step 1: Wake\n\nGet up.\n\n## Step 2: Wash\n\nUse water.\n\n## List\n\n${boxes('1. Dig', '2. Fill', '3. Rest')}`
  expect(tasks(steps).filter(({ title }) => title.endsWith('Dig'))).toMatchObject([{ id: null }])
})

test('a number behind a sign is no id', () => {
  const [first, second] = tasks('## Tasks\n\n- -0.05: One way only\n- 3.4: Dig')
  expect([first?.id, first?.title]).toEqual([null, '-0.05: One way only'])
  expect(second?.id).toBe('3.4')
})

import { expect, test } from 'vitest'
import { read } from '../../src/documents/read/index.ts'
import type { Plan, Task } from '../../src/model/index.ts'

const plan = (text: string): Plan => read(text, 'plan.md').plan
const tasks = (text: string): readonly Task[] => plan(text).tasks
const needs = (text: string): readonly (readonly [string, readonly string[]])[] =>
  tasks(text).map(({ key, needs: all }) => [key, all])
const codes = (text: string): readonly string[] => read(text).diagnostics.map((each) => each.code)

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

import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { planJson } from '../../src/documents/json.ts'
import { read } from '../../src/documents/read/index.ts'
import type { PlanDocument, Task } from '../../src/model/index.ts'

const sample = (name: string): PlanDocument =>
  read(readFileSync(new URL(`samples/${name}.md`, import.meta.url)), `${name}.md`)
const task = (document: PlanDocument, key: string): Task => {
  const found = document.plan.tasks.find((each) => each.key === key)
  if (!found)
    throw new Error(`no task ${key} in ${document.plan.tasks.map((each) => each.key).join(' ')}`)
  return found
}
const keys = (document: PlanDocument): readonly string[] =>
  document.plan.tasks.map((each) => each.key)
const codes = (document: PlanDocument): readonly string[] =>
  document.diagnostics.map(({ code, place }) => `${place.line} ${code.slice('documents/'.length)}`)
const marks = (document: PlanDocument): readonly string[] =>
  document.marks.map(
    ({ place, text, owner, status }) =>
      `${place.line} ${text} ${owner.kind} ${owner.key} ${status}`,
  )

test('checkboxes below phases are tasks, with their status, phase, agent and marks', () => {
  const document = sample('checkboxes')
  expect(document.plan.title).toBe('Harvest Festival')
  expect(document.plan.strategy).toBe('hybrid')
  expect(keys(document)).toEqual([
    'sweep-the-floor', 'hang-the-lamps-2h', 'cut-the-flowers', 'weave-the-garlands', 'paint-the-gate', 'set-the-table',
    'ring-the-bell', 'welcome-the-guests',
  ]) // prettier-ignore
  expect(document.plan.tasks.map((each) => each.status)).toEqual([
    'done', 'done', 'pending', 'running', 'skipped', 'pending', 'pending', 'pending',
  ]) // prettier-ignore
  expect(task(document, 'hang-the-lamps-2h')).toMatchObject({
    agent: 'electrician',
    effort: { minimum: 120, maximum: 120 },
    needs: ['sweep-the-floor'],
    group: 'Phase 1: Prepare the Barn (Sequential)',
  })
  expect(task(document, 'cut-the-flowers')).toMatchObject({
    agent: 'garden-team',
    phase: 'phase-2-decorate',
  })
  expect(
    document.plan.phases.map(({ key, mode, status, needs }) => ({ key, mode, status, needs })),
  ).toEqual([
    { key: 'phase-1-prepare-the-barn', mode: 'sequential', status: 'done', needs: [] },
    {
      key: 'phase-2-decorate',
      mode: 'parallel',
      status: null,
      needs: ['phase-1-prepare-the-barn'],
    },
    { key: 'phase-3-open-the-doors', mode: null, status: null, needs: ['phase-2-decorate'] },
  ])
  expect(marks(document)).toEqual([
    '7 ✅ phase phase-1-prepare-the-barn done',
    '7 COMPLETE phase phase-1-prepare-the-barn done',
    '9 [x] task sweep-the-floor done',
    '10 [x] task hang-the-lamps-2h done',
    '19 [ ] task cut-the-flowers pending',
    '19 ⏳ task cut-the-flowers pending',
    '20 [/] task weave-the-garlands running',
    '21 [-] task paint-the-gate skipped',
    '22 [ ] task set-the-table pending',
    '29 [ ] task ring-the-bell pending',
    '30 [ ] task welcome-the-guests pending',
    '34 [x] criterion all-lamps-are-lit done',
    '35 [ ] criterion count-guests.sh pending',
  ])
})

test('a quality gate takes its criteria from a sentence or a checklist and stands behind its phase', () => {
  const [gate, acceptance] = sample('checkboxes').plan.gates
  expect(gate).toMatchObject({
    title: 'Phase 2: Decorate: Quality Gate',
    phase: 'phase-2-decorate',
    closing: false,
    after: ['cut-the-flowers', 'weave-the-garlands', 'paint-the-gate', 'set-the-table'],
  })
  expect(gate?.criteria.map(({ text, check }) => [text, check])).toEqual([
    ['`make inspect` passes', { kind: 'command', command: 'make inspect', runnable: true }],
    ['No wire is loose', null],
  ])
  expect(
    acceptance?.criteria.map(({ text, status, expect: wanted }) => [text, status, wanted]),
  ).toEqual([
    ['All lamps are lit', 'done', null],
    ['`./count-guests.sh`', 'pending', 'at least 20'],
  ])
})

test('rows of task tables are tasks; rows of metrics, risks and agents are not', () => {
  const document = sample('tables')
  expect(keys(document)).toEqual(['lib-1', 'lib-2', 'lib-3', 'c1', 'c2', 'wg-7', 'wg-8', 'wg-9'])
  expect(task(document, 'lib-1')).toMatchObject({
    id: 'LIB-1',
    title: 'Count the shelves',
    status: 'done',
    agent: 'clerk',
    priority: 'P0',
    effort: { minimum: 120, maximum: 180 },
    due: '2026-10-16',
  })
  expect(task(document, 'lib-2')).toMatchObject({
    title: 'Label boxes `a|b`',
    status: 'running',
    agent: 'clerk',
    needs: ['lib-1'],
    due: '2026-10-17',
  })
  expect(task(document, 'lib-3')).toMatchObject({
    title: 'Buy a cart',
    status: 'skipped',
    agent: null,
    needs: ['lib-1', 'lib-2'],
    effort: { minimum: 30, maximum: 30 },
  })
  expect(task(document, 'c1')).toMatchObject({
    id: 'C1',
    title: 'Carry the novels',
    agent: 'North Porter',
  })
  expect(document.plan.metrics).toMatchObject([
    { name: 'Books moved', target: '100%', current: '0%' },
  ])
  expect(document.plan.risks).toMatchObject([{ risk: 'Rain', mitigation: 'Cover the cart' }])
  expect(document.plan.agents).toEqual(['clerk', 'North Porter', 'South Porter', 'archivist'])
})

test('"All above", ranges, arrows between ids and sentences are dependencies', () => {
  const document = sample('tables')
  expect(task(document, 'wg-9').needs).toEqual(['wg-7', 'wg-8'])
  expect(task(document, 'c2').needs).toEqual(['c1'])
  expect(task(document, 'wg-8').needs).toEqual(['wg-7', 'c2'])
  expect(task(document, 'wg-7').agent).toBe('archivist')
  expect(task(document, 'lib-3').provenance.filter((each) => each.field === 'needs')).toMatchObject(
    [
      { value: 'lib-1', rule: 'R5', origin: 'stated' },
      { value: 'lib-2', rule: 'R5', origin: 'stated' },
    ],
  )
})

test('phases that run beside each other share what they wait for', () => {
  expect(sample('tables').plan.phases.map(({ key, needs, mode }) => [key, mode, needs])).toEqual([
    ['phase-1-pack', 'sequential', []],
    ['phase-2-carry', 'parallel', ['phase-1-pack']],
    ['phase-3-shelve', 'parallel', ['phase-1-pack']],
  ])
})

test('a gate table gives criteria with bare commands; prose in its evidence is none', () => {
  const gate = sample('tables').plan.gates.at(-1)
  expect(gate).toMatchObject({ title: 'Quality Gates', phase: null, closing: true })
  expect(
    gate?.criteria.map(({ text, status, check }) => [
      text,
      status,
      check?.kind === 'command' ? check.command : null,
    ]),
  ).toEqual([
    ['Boxes', 'done', './boxes.sh --all'],
    ['Shelves', 'pending', null],
  ])
})

test('bold lines with ids are tasks, repeated lists are mentions, and steps of the method are no phases', () => {
  const document = sample('bold-tasks')
  expect(keys(document)).toEqual(['2b.1', '2b.2', 'case.1', 'case.2'])
  expect(task(document, '2b.2')).toMatchObject({
    title: 'Oil the gears',
    agent: 'horologist',
    needs: ['2b.1'],
    command: 'make oil',
    effort: { minimum: 30, maximum: 30 },
    group: 'Component 1: Movement',
    phase: 'phase-2b-movement',
  })
  expect(task(document, '2b.1').outputs).toEqual(['Clean gears'])
  expect(task(document, '2b.1').prompt).toBe('Clean first.\n1. Do not hurry')
  expect(document.plan.phases.map(({ key, mode, tasks }) => [key, mode, tasks])).toEqual([
    ['phase-2b-movement', 'sequential', ['2b.1', '2b.2']],
    ['case-phase', 'parallel', ['case.1', 'case.2']],
  ])
})

test('dependency texts that name nothing of the document are reported by kind', () => {
  const document = sample('bold-tasks')
  expect(codes(document)).toEqual([
    '29 dangling-dependency',
    '33 library-dependency',
    '33 unresolved-dependency',
    '55 decorative-ticks',
    '62 mode-contradiction',
  ])
  const [dangling] = document.diagnostics
  expect(dangling).toMatchObject({
    severity: 'error',
    hint: 'Did you mean "CASE.1"?',
    tasks: ['case.1'],
  })
  expect(task(document, 'case.2')).toMatchObject({
    needs: ['case.1', '2b.2'],
    externals: [{ text: 'the weather', satisfied: false }],
  })
})

test('tasks that run in parallel though one needs the other are a contradiction, with every place that says so', () => {
  const found = sample('bold-tasks').diagnostics.find(
    ({ code }) => code === 'documents/mode-contradiction',
  )
  expect(found?.place.line).toBe(62)
  expect(found?.related.map(({ place }) => place.line)).toEqual([33, 40])
  expect(found?.safe).toBe(true)
})

test('ticks in front of every criterion of an unfinished phase are ornaments and no marks', () => {
  const document = sample('bold-tasks')
  expect(document.plan.gates[0]?.criteria.map(({ text, status }) => [text, status])).toEqual([
    ['The gears turn', null],
    ['No dust is left', null],
  ])
  expect(marks(document)).toEqual([])
})

test('contingencies come from bold lines, one-line bullets and rollback plans', () => {
  expect(sample('bold-tasks').plan.contingencies).toMatchObject([
    {
      trigger: 'If the spring breaks',
      actions: ['Order another', 'Use the old one'],
      kind: 'contingency',
    },
    { trigger: 'If the paint is wet', actions: ['wait a day', 'then go on'], kind: 'contingency' },
  ])
  expect(sample('headings').plan.contingencies).toMatchObject([
    { trigger: 'The mast breaks', actions: ['Cut the ropes', 'Row home'], kind: 'rollback' },
  ])
  expect(sample('tables').plan.contingencies).toMatchObject([
    { trigger: 'Rain', actions: ['Cover the cart'], kind: 'risk' },
  ])
})

test('headings with ids are tasks with parts; parts inherit a finished status', () => {
  const document = sample('headings')
  expect(keys(document)).toEqual(['wg-1', 'act-1', 'act-2', 'wg-2', 'wg-3', 'wg-4', 'wg-5'])
  expect(task(document, 'act-1')).toMatchObject({ parent: 'wg-1', status: 'done', priority: 'P0' })
  expect(task(document, 'wg-2')).toMatchObject({
    title: 'Snapshot of the hull',
    command: './hull.sh --photo\n./hull.sh --store',
    status: 'done',
  })
  expect(task(document, 'wg-3')).toMatchObject({ status: 'running', command: 'make log' })
  expect(task(document, 'wg-4').needs).toEqual(['wg-1', 'wg-2'])
  expect(task(document, 'wg-5')).toMatchObject({ needs: ['wg-4'], due: '2026-05-01' })
})

test('a phase that says it is complete while a task runs is not done, and that is a conflict', () => {
  const document = sample('headings')
  expect(document.plan.phases[0]).toMatchObject({ status: 'running', mode: 'sequential' })
  expect(codes(document)).toEqual([
    '6 status-conflict',
    '27 status-conflict',
    '52 gate-command-elided',
  ])
})

test('a command counts only at the head of a criterion; an elided one is kept and cannot run', () => {
  const [acceptance, gate] = sample('headings').plan.gates
  expect(acceptance).toMatchObject({ title: 'WG-4: Acceptance Criteria', after: ['wg-4'] })
  expect(gate?.criteria.map(({ check, expect: wanted }) => [check, wanted])).toEqual([
    [{ kind: 'command', command: 'make hull -j 2', runnable: true }, 'passes'],
    [{ kind: 'command', command: 'make sail ...', runnable: false }, '0 holes'],
    [{ kind: 'command', command: 'make wind', runnable: true }, '< 30s'],
    [null, null],
  ])
  expect(gate?.criteria[1]?.expectations).toEqual([
    { kind: 'count', noun: 'holes', compare: '=', value: 0 },
  ])
})

test('trees and phases in fences are read, drawings of folders are not', () => {
  const document = sample('fences')
  expect(keys(document)).toEqual(['t1', 't1.1', 't1.2', 't2', 't2.1', 't2.2'])
  expect(task(document, 't1.1')).toMatchObject({
    parent: 't1',
    status: 'done',
    phase: 'phase-a-rows',
  })
  expect(task(document, 't2').needs).toEqual(['t1'])
  expect(task(document, 't2.1')).toMatchObject({
    agent: 'digger',
    needs: ['t1.2'],
    phase: 'phase-b',
  })
  expect(document.plan.phases.map(({ title, mode, status }) => [title, mode, status])).toEqual([
    ['Phase A: Rows', 'parallel', 'done'],
    ['Phase B (sequential, after T1.2)', 'sequential', null],
  ])
  expect(codes(document)).toEqual(['6 task-in-fence'])
})

test('checkboxes in program fences are tasks; the same title in another group is another task', () => {
  const document = sample('fenced-boxes')
  expect(keys(document)).toEqual([
    'heat-the-oven',
    'clean-the-oven',
    'performance-tracking',
    'performance-tracking~monday-tables',
    'set-up-chairs',
  ])
  expect(document.marks.map(({ where, text }) => [where, text])[1]).toEqual(['fence', '[x]'])
})

test('numbered lists below a Tasks label belong to the agent of their heading', () => {
  const document = sample('agents')
  expect(document.plan.tasks.map(({ title, agent, command }) => [title, agent, command])).toEqual([
    ['Chop the roots (`kitchen/roots`)', 'soup-chef', null],
    ['Boil the broth', 'soup-chef', null],
    ['Knead the dough', 'baker', null],
    ['Verify the crust: `./crust.sh --tap`', 'baker', './crust.sh --tap'],
  ])
  expect(document.plan.gates.map(({ title, closing }) => [title, closing])).toEqual([
    ['Agent 1: soup-chef - First Course: Success Criteria', false],
    ['Phase 2 (Validation)', false],
    ['Quality Standards', true],
  ])
  expect(document.plan.gates[1]?.criteria.map(({ text }) => text)).toEqual([
    'Run: `./taste.sh && ./smell.sh`',
    'Verify nobody is hungry',
  ])
})

test('every mark is exactly its slice of the text', () => {
  for (const name of [
    'checkboxes',
    'tables',
    'bold-tasks',
    'headings',
    'fences',
    'fenced-boxes',
    'agents',
  ]) {
    const { source, marks: all } = sample(name)
    for (const { place, text } of all) expect(source.text.slice(place.start, place.end)).toBe(text)
  }
})

test('every sample prints as one JSON object of the plan schema', () => {
  for (const name of ['checkboxes', 'tables', 'bold-tasks', 'headings', 'fences'])
    expect(JSON.parse(JSON.stringify(planJson(sample(name))))).toMatchObject({
      schema: 'goap/plan@1',
      file: `${name}.md`,
    })
})

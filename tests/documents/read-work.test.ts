import { expect, test } from 'vitest'
import { read } from '../../src/documents/read/index.ts'
import type { Plan } from '../../src/model/index.ts'

// Tasks that are named by nouns, behind names in bold, or by the phase that they are.

const plan = (text: string): Plan => read(text, 'plan.md').plan
const titles = (text: string): readonly string[] => plan(text).tasks.map(({ title }) => title)
const list = (...items: readonly string[]): string => items.map((item) => `- ${item}\n`).join('')
const phase = (number: number, ...items: readonly string[]): string =>
  `## Phase ${number}: Part ${number}\n\n${list(...items)}\n`

test('work may be named by nouns in the list of a numbered phase', () => {
  const items = ['Security hardening', 'Performance tests with real data', 'Migration guide (v2)']
  expect(titles(`# P\n\n${phase(1, ...items)}`)).toEqual([
    'Security hardening',
    'Performance tests with real data',
    'Migration guide (v2)',
  ])
})

test('phases beside one another are written alike', () => {
  const text = `# P\n\n${phase(1, 'Circuit breakers', 'Failover mechanisms')}${phase(2, 'Deploy it', 'Load testing')}`
  expect(titles(text)).toEqual([
    'Circuit breakers',
    'Failover mechanisms',
    'Deploy it',
    'Load testing',
  ])
  // Alone it only says what there is.
  expect(titles(`# P\n\n${phase(1, 'Circuit breakers', 'Failover mechanisms')}`)).toEqual([])
})

test('what was done, how things are, and what names are about is no work', () => {
  const work = phase(2, 'Deploy it', 'Load testing')
  for (const items of [
    ['Removed the old roof', 'Added a door'],
    ['All doors are shut', 'Zero windows are open'],
    ['**Audience**: all of us', '**Weather**: fair'],
    ['A1-A3: the roof', 'A4-A6: the door'],
  ])
    expect(titles(`# P\n\n${phase(1, ...items)}${work}`)).toEqual(['Deploy it', 'Load testing'])
  const over = work.replace('Phase 2: Part 2', 'Phase 2: Part 2 ✅ COMPLETE')
  expect(titles(`# P\n\n${over.replace('Deploy it', 'Deployment')}`)).toEqual([])
  expect(titles(`# P\n\n## Phase 2 Results\n\n${list('Deployment', 'Load testing')}`)).toEqual([])
})

test('work may stand behind a name in bold', () => {
  const items = ['**CLI**: Add the commands', '**Page optimization**: half a second']
  expect(titles(`# P\n\n${phase(1, ...items)}`)).toEqual([
    'CLI: Add the commands',
    'Page optimization: half a second',
  ])
})

test('a numbered agent in bold is given what stands behind it', () => {
  const text = `# P\n\n${phase(1, '**Agent 1**: Create the hole', '**Developer B**: Integration tests')}`
  expect(plan(text).tasks).toMatchObject([
    { title: 'Create the hole', agent: 'Agent 1' },
    { title: 'Integration tests', agent: 'Developer B' },
  ])
  expect(titles(`# P\n\n${phase(1, '**Agent 1**: the architect', '**Agent 2**: a cook')}`)).toEqual(
    [],
  )
})

test('a phase that only says what comes out of it is one task', () => {
  const text = `# P\n\n### Sprint 1.1: Dig (1 week)\n\n**Deliverables**:\n${list('a hole', 'a heap')}\n### Sprint 1.2: Fill\n\n**Dependencies**: 1.1\n\n**Deliverables**:\n${list('no hole')}`
  expect(plan(text).tasks).toMatchObject([
    { title: 'Dig', needs: [] },
    { title: 'Fill', needs: ['dig'] },
  ])
})

test('an agent assignment with a value names the agent', () => {
  expect(
    plan('# P\n\n## Tasks\n\n### A1: Dig\n\n**Agent Assignment**: digger\n').tasks,
  ).toMatchObject([{ agent: 'digger' }])
})

test('a label directly below a phase names a part of its work', () => {
  const part = (label: string): string =>
    `# P\n\n## Phase 1: Build\n\n**${label}**\n${list('Create the hole', 'Remove the heap')}`
  expect(titles(part('Earthwork'))).toEqual(['Create the hole', 'Remove the heap'])
  for (const label of ['Key Features', 'No-Go', 'Responsibilities', 'Approach'])
    expect(titles(part(label))).not.toContain('Create the hole')
  // Where deliverables tell the work, other labels tell something else, steps excepted.
  const deliverables = `\n**Deliverables**\n${list('a hole')}`
  expect(titles(part('If it rains') + deliverables)).toEqual(['Build'])
  expect(titles(part('Rollout Steps') + deliverables)).toEqual([
    'Create the hole',
    'Remove the heap',
  ])
})

test('what is expected to be gained is no task', () => {
  for (const label of ['Expected Gain', 'Expected Savings', 'Benefit', 'Projected Impact'])
    expect(
      titles(phase(1, 'Add tests for the hole', '**Effort**: Medium', `**${label}**: +10%`)),
    ).toEqual(['Add tests for the hole'])
})

test('where most phases of a row hold tasks, another one that says something is a task itself', () => {
  const row = `# P\n\n${phase(1, 'Deploy it', 'Test it')}${phase(2, 'Open the gate', 'Close the gate')}`
  const voice = (content: string): readonly string[] =>
    titles(`${row}## Phase 3: Voice\n\n${content}\n`).slice(4)
  expect(voice('### Commands\n\n- **Feature**: "Show me the manual"\n- **Feature**: "Log it"')).toEqual(['Voice']) // prettier-ignore
  expect(voice('**만들 것**\n\n- 프로젝트 구조\n- 에코 서버')).toEqual(['Voice'])
  expect(voice('')).toEqual([])
  expect(voice('```yaml\na: 1\n```')).toEqual([])
  expect(titles(`${row}## Phase 3: Voice ✅ COMPLETE\n\n- All of it\n- And more\n`).slice(4)).toEqual([]) // prettier-ignore
  const notes = `${row}# Phase Notes\n\n${phase(1, 'Ninety tests', 'All green')}## Phase 2: Part 2\n\n- [ ] Look\n`
  expect(titles(notes)).not.toContain('Part 1')
})

test('a table of ids and goals is work when each row says so by a verb', () => {
  const table = (...rows: readonly string[]): string =>
    `# P\n\n## Phase 1: The roof\n\n| ID | Goal | Details |\n|---|---|---|\n${rows.map((row) => `| ${row} |\n`).join('')}`
  const tasks = plan(table('WG-1 | Fix the roof | soon', 'WG-2 | Add the door | red')).tasks
  expect(tasks.map(({ id, title }) => [id, title])).toEqual([
    ['WG-1', 'Fix the roof'],
    ['WG-2', 'Add the door'],
  ])
  expect(titles(table('WG-1 | A dry roof | soon', 'WG-2 | Add the door | red'))).toEqual([])
  expect(titles(table('1 | Fix the roof | soon', '2 | Add the door | red'))).toEqual([])
})

test('what is given to people is the work where a document names no other', () => {
  const assignments = `## Developer assignments\n\n### Developer 1 (Lead)\n- The roof, the gutters\n- **Effort**: 2 h\n\n### Roof specialist\n- Tiles\n\n### Remarks\n- Fair weather\n`
  const tasks = plan(`# P\n\n${assignments}`).tasks
  expect(tasks.map(({ title, agent }) => [title, agent])).toEqual([
    ['The roof, the gutters', 'Developer 1'],
    ['Tiles', 'Roof specialist'],
  ])
  expect(titles(`# P\n\n## Tasks\n- [ ] Dig\n\n${assignments}`)).toEqual(['Dig'])
})

test('what a phase focuses on is said of it, and is no item of its list', () => {
  const text = `# P\n\n${phase(1, 'Add the tests', 'Focus on: the loader, the roof')}`
  expect(titles(text)).toEqual(['Add the tests'])
})

test('non-functional requirements are no work', () => {
  const text =
    '# P\n\n## Non-functional requirements\n\n- **NFR1.1**: Fast\n- **NFR1.2**: Small\n\n## Tasks\n- [ ] Dig\n'
  expect(titles(text)).toEqual(['Dig'])
})

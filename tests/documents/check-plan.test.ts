import { expect, test } from 'vitest'
import { check, read } from '../../src/documents/index.ts'
import type { Diagnostic, Plan } from '../../src/model/index.ts'

function findings(text: string, code: string): readonly Diagnostic[] {
  return check(read(text, 'plan.md')).filter((one) => one.code === `documents/${code}`)
}

const tasks = (...rows: string[]): string =>
  `# Plan: T\n\n## Tasks\n\n| ID | Task | Agent | Depends on | Due |\n|---|---|---|---|---|\n${rows.map((row) => `| ${row} |\n`).join('')}`

/** The plan of a document in which a task needs one of another document. */
function needing(text: string, file: string, task: string, need: string): Plan {
  const { plan } = read(text, file)
  return {
    ...plan,
    tasks: plan.tasks.map((one) => (one.key === task ? { ...one, needs: [need] } : one)),
  }
}

test('a circle through two documents is found in each of them, beginning at its own task', () => {
  const text = tasks('A1 | Dig | ann | |')
  const left = needing(text, 'left.md', 'a1', 'right.md#a1')
  const right = needing(text, 'right.md', 'a1', 'left.md#a1')
  const document = { ...read(text, 'left.md'), plan: left }
  expect(check(document)).toEqual([])
  expect(check(document, [right, left])).toMatchObject([
    {
      code: 'documents/cycle',
      message: 'These tasks wait for each other: A1 → right.md#A1 → A1.',
      tasks: ['a1'],
    },
  ])
})

test('a circle of other documents is not told of this one', () => {
  const text = tasks('A1 | Dig | ann | |')
  const right = needing(text, 'right.md', 'a1', 'a1')
  expect(check(read(text, 'left.md'), [right])).toEqual([])
})

test('phases that are named after weeks may not say the opposite of a dependency', () => {
  const text = `# Plan: W

## Week 1: Dig

- A1: Dig a hole
  - Dependencies: A2

## Week 2: Lay

- A2: Lay a pipe
`
  expect(findings(text, 'schedule-contradiction')).toMatchObject([
    {
      message: '"A1" is planned for Week 1, but needs "A2", which is planned for Week 2.',
      safe: true,
      place: { line: 5 },
      related: [{ place: { line: 10 } }, { place: { line: 6 } }],
    },
  ])
  const turned = text
    .replace('  - Dependencies: A2\n', '')
    .replace('pipe\n', 'pipe\n  - Dependencies: A1\n')
  expect(findings(turned, 'schedule-contradiction')).toEqual([])
})

test('days and weeks are not compared, and a task of several weeks contradicts nothing', () => {
  const plan = tasks('A1 | Dig | ann | |', 'A2 | Lay | ann | A1 |')
  const days = `${plan}\n## Timeline\n\n- Week 2: A1\n- Day 1: A2\n`
  const both = `${plan}\n## Timeline\n\n- Week 1: A1\n- Week 2: A2\n- Week 3: A1\n`
  expect(findings(days, 'schedule-contradiction')).toEqual([])
  expect(findings(both, 'schedule-contradiction')).toEqual([])
})

test('a group that depends on nothing, yet is drawn behind another, is told once', () => {
  const text = `# Plan: G

### Goal 1: Dig the trench

- Task 1.1: Dig here
- Task 1.2: Dig there

### Goal 2: Lay the pipes
**Dependencies**: None (can run in parallel)

- Task 2.1: Lay one
- Task 2.2: Lay two

### Dependency Graph

\`\`\`
Task 1.1 → Task 1.2 → Task 2.1 → Task 2.2
\`\`\`
`
  expect(findings(text, 'dependency-against-graph')).toMatchObject([
    {
      message:
        '"Goal 2: Lay the pipes" depends on nothing here, yet the graph puts it behind "1.2".',
      place: { line: 9, column: 19, endColumn: 23 },
      related: [{ place: { line: 17 } }],
      tasks: ['2.1'],
    },
  ])
})

test('ids of tickets, and series with more gaps than members, have no gaps', () => {
  const series = (...ids: string[]): string =>
    tasks(...ids.map((id) => `${id} | Do ${id} | ann | |`))
  expect(findings(series('WG-341', 'WG-342', 'WG-345'), 'id-gap')).toEqual([])
  expect(findings(series('T1', 'T4', 'T9'), 'id-gap')).toEqual([])
  expect(findings(series('T1', 'T2', 'T3', 'T4'), 'id-gap')).toEqual([])
})

test('a total is right when it is one of the numbers that the author may mean', () => {
  const plan = tasks('A1 | Dig | ann | |', 'A2 | Lay | ann | |')
  const total = (line: string): number =>
    findings(plan.replace('## Tasks', `${line}\n\n## Tasks`), 'count-mismatch').length
  expect(total('- **Total Tasks**: 2 atomic tasks')).toBe(0)
  expect(total('- **Total Tasks**: 3 atomic tasks')).toBe(1)
  expect(total('Total tasks: 3-4')).toBe(0)
  expect(total('Total tasks: 3\n\nTotal tasks: 5')).toBe(0)
})

test('an agent that the workspace does not have is told with the nearest that it has', () => {
  const text = tasks('A1 | Dig | diger | |', 'A2 | Lay | layer | |')
  const found = check(read(text, 'plan.md'), [], { agents: ['digger', 'layer'] })
  expect(found).toMatchObject([
    {
      code: 'documents/unknown-agent',
      message: 'Agent "diger" is not one that there is.',
      hint: 'Did you mean "digger"?',
      place: { line: 7, column: 14 },
    },
  ])
})

test('agents that differ by a number are not slips', () => {
  const text = tasks('A1 | Dig | worker-1 | |', 'A2 | Lay | worker-1 | |', 'A3 | Go | worker-2 | |')
  expect(findings(text, 'unknown-agent')).toEqual([])
})

test('several ignore comments silence several codes, for their line and the next only', () => {
  const text = tasks('A1 | Dig | ann | A7 |', 'A2 | Lay | ann | A8 |')
  const silenced = text.replace(
    'A7 | |\n',
    'A7 | | <!-- goap-ignore documents/dangling-dependency, id-gap -->\n',
  )
  expect(findings(text, 'dangling-dependency')).toHaveLength(2)
  expect(findings(silenced, 'dangling-dependency')).toEqual([])
})

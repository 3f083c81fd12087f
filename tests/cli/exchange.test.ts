import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { importPlan, read } from '../../src/documents/index.ts'
import { goap } from './run.ts'

const folder = mkdtempSync(join(tmpdir(), 'goap-exchange-'))
afterAll(() => rmSync(folder, { recursive: true }))
const put = (name: string, text: string): void => writeFileSync(join(folder, name), text)
const got = (name: string): string => readFileSync(join(folder, name), 'utf8')
put('goap.config.json', '{}')

const list = {
  tasks: [
    {
      id: 1,
      title: 'Dig',
      description: 'Dig a hole.',
      status: 'done',
      dependencies: [],
      priority: 'high',
      details: 'With a spade.',
      testStrategy: 'Look into it.',
    },
    {
      id: 2,
      title: 'Fill',
      status: 'in-progress',
      dependencies: [1],
      priority: 'low',
      subtasks: [
        { id: 1, title: 'Fetch earth', status: 'deferred', dependencies: [] },
        { id: 2, title: 'Throw it in', status: 'pending', dependencies: [1, '1'] },
      ],
    },
  ],
}
put('tasks.json', JSON.stringify({ master: list, other: { tasks: [] } }, null, 2))

test('tasks of task-master become a plan that reads back as it was meant', async () => {
  const { out, code } = await goap(folder, ['import', 'tasks.json'])
  expect(code).toBe(0)
  const { plan, diagnostics } = read(out, 'p.md')
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
  expect(plan.tasks).toMatchObject([
    {
      id: '1',
      title: 'Dig',
      status: 'done',
      priority: 'P1',
      prompt: 'Dig a hole.\n\nWith a spade.',
    },
    { id: '2', title: 'Fill', status: 'running', priority: 'P3', needs: ['1'] },
    { id: '2.1', title: 'Fetch earth', status: 'skipped', parent: '2' },
    { id: '2.2', title: 'Throw it in', status: 'pending', parent: '2', needs: ['2.1'] },
  ])
  expect(plan.gates).toMatchObject([{ after: ['1'], criteria: [{ text: 'Look into it.' }] }])
})

test('a plan goes to task-master and back with all that it can say', async () => {
  await goap(folder, ['import', 'tasks.json', '-o', 'imported.md'])
  const { out } = await goap(folder, ['export', 'imported.md', '--to', 'task-master'])
  const once = importPlan(out).plan
  const { plan } = importPlan(JSON.stringify({ master: list }))
  const told = (of: typeof plan): unknown =>
    of.tasks.map(({ id, title, status, needs, parent, priority }) => ({ id, title, status, needs, parent, priority })) // prettier-ignore
  expect(told(once)).toEqual(told(plan))
  expect((await goap(folder, ['import', 'tasks.json', '-o', 'imported.md'])).err).toContain('exists already') // prettier-ignore
})

test('JSON holds the whole plan', async () => {
  const { out } = await goap(folder, ['export', 'imported.md'])
  expect(JSON.parse(out)).toMatchObject({ schema: 'goap/plan-full@1' })
  put('whole.json', out)
  expect((await goap(folder, ['import', 'whole.json'])).out).toBe(got('imported.md'))
})

test('tags are chosen, and what files of programs get wrong is mended and told', async () => {
  const lists = { a: { tasks: [{ id: 1, title: 'One', dependencies: [9] }, { id: 1, title: 'Two' }] }, b: { tasks: [] } } // prettier-ignore
  put('odd.json', JSON.stringify(lists))
  expect((await goap(folder, ['import', 'odd.json'])).err).toContain('There are "a", "b"')
  const { out, err } = await goap(folder, ['import', 'odd.json', '--tag', 'a'])
  expect(err).toContain('There are two tasks 1; one is 2 now.')
  expect(err).toContain('Task 1 depends on 9, which is not there.')
  expect(out).toContain('**Task 2**: Two')
})

test.each([
  ['{ "tasks": [\n { "id": 1, "title": "x", "status": "dne" } ] }', 'bad.json:2:37: "tasks.0.status"'], // prettier-ignore
  ['{ "tasks": [ ', 'bad.json:1:'],
  ['{ "schema": "goap/plan-full@1", "tasks": [\n{ "key": "a", "title": "A", "needs": ["b"] }] }', 'bad.json:2:1: task "a" depends on "b"'], // prettier-ignore
  ['{ "schema": "goap/plan-full@1", "tasks": [{ "key": "a", "title": "A" },\n{ "key": "a", "title": "B" }] }', 'there are two tasks "a"'], // prettier-ignore
])('a damaged file is refused with the place: %s', async (text, place) => {
  put('bad.json', text)
  const { err, code } = await goap(folder, ['import', 'bad.json'])
  expect(code).toBe(2)
  expect(err).toContain('documents/bad-import')
  expect(err).toContain(place)
})

test('wrong formats and files are told', async () => {
  expect((await goap(folder, ['import', 'tasks.json', '--from', 'xml'])).err).toContain('task-master and json') // prettier-ignore
  expect((await goap(folder, ['export', 'imported.md', '--to', 'xml'])).err).toContain('json and task-master') // prettier-ignore
  expect((await goap(folder, ['import', 'none.json'])).err).toContain('workspace/not-readable')
})

test('a plan in the canonical dialect is left as it is, another is written anew if nothing is lost', async () => {
  const messy =
    '# Plan\n\n## Phase 1: Dig (parallel)\n\n| ID | Task | Status |\n|---|---|---|\n| A1 | Dig | Done |\n'
  put('messy.md', messy)
  expect((await goap(folder, ['fmt', 'messy.md', '--check'])).code).toBe(1)
  const { out } = await goap(folder, ['fmt', 'messy.md'])
  expect(out).toContain('- [x] **A1**: Dig')
  expect((await goap(folder, ['fmt', 'messy.md', '--write'])).code).toBe(0)
  expect(got('messy.md')).toBe(out)
  expect((await goap(folder, ['fmt', 'messy.md', '--check'])).code).toBe(0)
  put('prose.md', `${messy}\nWe dig since we must.\n`)
  const refused = await goap(folder, ['fmt', 'prose.md', '--write'])
  expect(refused.code).toBe(1)
  expect(refused.err).toContain('line 9 would be lost ("We dig since we must.")')
  expect(got('prose.md')).toContain('We dig')
  expect((await goap(folder, ['fmt', 'prose.md', '--write', '--force'])).code).toBe(0)
  expect(got('prose.md')).toBe(out)
})

import { join } from 'node:path'
import { expect, test } from 'vitest'
import { memoryJournal, type Journal } from '../../src/journal/index.ts'
import type { RunEvent } from '../../src/model/index.ts'
import {
  executeDocuments,
  findAgents,
  findWorkspace,
  loadDocument,
  loadGoal,
  observeProblem,
  parseConfiguration,
  resumeRun,
  tasksForPersons,
  verify,
  type Invocation,
  type Started,
} from '../../src/workspace/index.ts'
import { standIn } from '../sandbox/stand-in.ts'
import { folderWith } from './folder.ts'

const fence = '```'
const plan = `# Words

## Phase 1: Count

- [ ] **A1**: Count the words of the page
  - Agent: counter
- [ ] **A2**: Double them
  - Agent: script
  - Depends on: A1

  ${fence}js
  ;({ doubled: input.inputs.a1.words * 2 })
  ${fence}

### Quality Gate

- [ ] The second is the double of the first
  ${fence}js check
  input.outputs.a2.doubled === 2 * input.outputs.a1.words
  ${fence}
- [ ] The page is not empty → ≥ 10
  ${fence}js check
  files.read('docs/page.md').length
  ${fence}
`
const counter = `---
name: counter
executor: script
permissions: { files: "docs/**" }
---

Counts words.

${fence}js
({ words: files.read(files.list('docs/*')[0]).split(' ').length })
${fence}
`
const files = { 'goap.config.json': '{}', 'plan.md': plan, 'docs/page.md': 'one two three', 'agents/counter.md': counter, '.env': 'API_TOKEN=abcdef123456\n' } // prettier-ignore

async function placeOf(root: string, journal: Journal = memoryJournal()): Promise<Invocation> {
  const workspace = findWorkspace(root, { environment: { HOME: '/nowhere' } })
  const configuration = await parseConfiguration('{}', 'goap.config.json')
  return { workspace, configuration, journal, permissions: { allow: [], deny: [], all: null }, write: false } // prettier-ignore
}

const loaded = (root: string, name = 'plan.md') => loadDocument({ path: join(root, name), name, named: true }) // prettier-ignore

async function eventsOf({ run }: Started): Promise<readonly RunEvent[]> {
  const events: RunEvent[] = []
  for await (const event of run) events.push(event)
  await run.report
  return events
}

test('a plan with scripts runs in a workspace: an agent of a file, the agent script, and a gate with the files of the workspace', async () => {
  const root = folderWith(files)
  const sandbox = standIn()
  const started = await executeDocuments([loaded(root)], { ...(await placeOf(root)), sandbox })
  const events = await eventsOf(started)
  expect((await started.run.report).outcome).toBe('succeeded')
  expect(events.flatMap((one) => (one.type === 'task.finished' ? [one.outcome] : []))).toMatchObject([
    { kind: 'succeeded', outputs: { words: 3 } },
    { kind: 'succeeded', outputs: { doubled: 6 } },
  ]) // prettier-ignore
  expect(events.find(({ type }) => type === 'gate.finished')).toMatchObject({ verdict: 'passed', criteria: [{ verdict: 'passed' }, { verdict: 'passed', measured: '13' }] }) // prettier-ignore
  expect(events.some(({ type }) => type.startsWith('permission.'))).toBe(false)
  expect(sandbox.scripts.map(({ tools = [] }) => tools.map(({ name }) => name))).toEqual(sandbox.scripts.map(() => ['files.read', 'files.list'])) // prettier-ignore
  expect(sandbox.isClosed()).toBe(false)
})

test('an agent reads no file beyond its patterns, and nobody reads secrets', async () => {
  const root = folderWith({
    ...files,
    'agents/counter.md': counter.replace("files.list('docs/*')[0]", "'plan.md'"),
    'plan.md': `# P\n\n- [ ] **A1**: Count\n  - Agent: counter\n- [ ] **A2**: Look\n  - Agent: script\n\n  ${fence}js\n  files.read('.env')\n  ${fence}\n`,
  })
  const started = await executeDocuments([loaded(root)], { ...(await placeOf(root)), sandbox: standIn() }) // prettier-ignore
  const events = await eventsOf(started)
  const reasons = events.flatMap((one) => one.type === 'task.finished' && one.outcome.kind === 'failed' ? [one.outcome.reason] : []) // prettier-ignore
  expect(reasons).toEqual([
    expect.stringContaining('its script threw Error: "plan.md" is not among the files that this script may read'),
    expect.stringContaining('its script threw Error: ".env" is not among the files that this script may read'),
  ]) // prettier-ignore
})

test('a run that waits goes on with its scripts', async () => {
  const root = folderWith({ ...files, 'plan.md': plan.replace('  - Agent: counter\n', '') })
  const place = await placeOf(root)
  const first = await executeDocuments([loaded(root)], { ...place, sandbox: standIn() })
  expect((await first.run.report).outcome).toBe('waiting')
  const asker = { by: 'Ann', permission: async () => null, question: async () => ({ choice: 'done', report: { words: 4 } }) } // prettier-ignore
  const second = await resumeRun(first.run.id, { ...place, sandbox: standIn(), asker })
  const events = second ? await eventsOf(second) : []
  expect(events.flatMap((one) => (one.type === 'task.finished' ? [one.outcome] : []))).toMatchObject([{ outputs: { words: 4 } }, { outputs: { doubled: 8 } }]) // prettier-ignore
})

test('ticks are verified by scripts; what only a run told is unproven', async () => {
  const root = folderWith({ ...files, 'plan.md': plan.replaceAll('- [ ]', '- [x]') })
  const place = await placeOf(root)
  const [document] = await verify([loaded(root).document.plan], { ...place, sandbox: standIn() })
  expect(document?.gates[0]?.criteria.map(({ truth }) => truth)).toEqual(['unproven', 'true'])
})

test('probes of goals are scripts that see the files', async () => {
  const goal = `---\ngoap: goal\n---\n\n# G\n\n## Goal\n\n- size >= 20\n\n## Probes\n\n- size:\n\n  ${fence}js check\n  files.read('docs/page.md').length\n  ${fence}\n\n## Actions\n\n### Action: write\n\n- Effects: size = 20\n- Command: \`true\`\n`
  const root = folderWith({ ...files, 'goal.md': goal })
  const loadedGoal = loadGoal({ path: join(root, 'goal.md'), name: 'goal.md', named: true })
  if (!loadedGoal) throw new Error('it is no goal document')
  const { world } = await observeProblem(loadedGoal.document.problem, { ...(await placeOf(root)), sandbox: standIn() }) // prettier-ignore
  expect(world).toMatchObject({ observations: [{ fact: 'size', value: 13, evidence: [{ kind: 'script' }, { kind: 'measure' }] }], refused: [] }) // prettier-ignore
})

test('tasks with scripts wait for nobody', async () => {
  const root = folderWith(files)
  const { workspace, configuration } = await placeOf(root)
  expect(await tasksForPersons([loaded(root).document.plan], findAgents(workspace), configuration)).toEqual([]) // prettier-ignore
})

test('a finished document is judged again with what its tasks told then', async () => {
  const root = folderWith(files)
  const place = await placeOf(root)
  const first = await executeDocuments([loaded(root)], { ...place, sandbox: standIn() })
  await first.run.report
  const sandbox = standIn()
  const second = await executeDocuments([loaded(root)], { ...place, sandbox })
  const events = await eventsOf(second)
  expect((await second.run.report).outcome).toBe('succeeded')
  expect(events.filter(({ type }) => type === 'task.started')).toEqual([])
  expect(sandbox.scripts[0]?.input).toMatchObject({ outputs: { a1: { words: 3 }, a2: { doubled: 6 } } }) // prettier-ignore
  const third = await executeDocuments([loaded(root)], { ...place, sandbox: standIn() }, { again: ['plan.md#a2'] }) // prettier-ignore
  expect((await eventsOf(third)).find(({ type }) => type === 'task.finished')).toMatchObject({ outcome: { outputs: { doubled: 6 } } }) // prettier-ignore
})

test('a script without end holds up neither the commands beside it nor a cancel', async () => {
  const root = folderWith({
    'plan.md': `# P\n\n## Phase 1: Both (parallel)\n\n- [ ] **A1**: Turn\n  - Agent: script\n\n  ${fence}js\n  for (;;);\n  ${fence}\n- [ ] **A2**: Say it: \`echo one\`\n`,
  })
  const place = await placeOf(root)
  const configuration = await parseConfiguration('{ "sandbox": { "backend": "wasm", "preset": "permissive" } }', 'goap.config.json') // prettier-ignore
  const permissions = { allow: [], deny: [], all: '--yes' } as const
  const { run } = await executeDocuments([loaded(root)], { ...place, configuration, permissions })
  const order: string[] = []
  for await (const event of run) {
    if (event.type !== 'task.started' && event.type !== 'task.finished') continue
    order.push(`${event.task} ${event.type === 'task.started' ? 'started' : event.outcome.kind}`)
    if (order.length === 3) await run.cancel('enough')
  }
  expect((await run.report).outcome).toBe('cancelled')
  expect(order.toSorted()).toEqual(['plan.md#a1 cancelled', 'plan.md#a1 started', 'plan.md#a2 started', 'plan.md#a2 succeeded']) // prettier-ignore
  expect(order.at(-1)).toBe('plan.md#a1 cancelled')
})

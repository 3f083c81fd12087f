import { expect, test } from 'vitest'
import { definedAgent, parseDefinition, type Agent, type DefinedOptions } from '../../src/agents/index.ts' // prettier-ignore
import { GoapError } from '../../src/base/index.ts'
import { execute, type ExecuteOptions } from '../../src/engine/index.ts'
import type { Plan, RunEvent, Task } from '../../src/model/index.ts'
import type { Sandbox, Tool } from '../../src/sandbox/index.ts'
import { criterion, gate, plan, task } from '../engine/plans.ts'
import { standIn } from '../sandbox/stand-in.ts'

function agent(frontMatter: string, body = '', options: DefinedOptions = {}): Agent {
  const parsed = parseDefinition(`---\n${frontMatter}\n---\n\n${body}`, 'agents/a.md')
  if (!parsed || !('definition' in parsed)) throw parsed?.broken.error ?? new Error(frontMatter)
  return definedAgent(parsed.definition, options)
}

function scripted(key: string, code: string, fields: Partial<Task> = {}): Task {
  return task(key, { agent: 'script', command: null, script: { language: 'js', code }, ...fields })
}

async function ran(what: readonly Task[] | Plan, options: ExecuteOptions = {}) {
  await using run = execute('tasks' in what ? what : plan(what), options)
  const events: RunEvent[] = []
  for await (const event of run) events.push(event)
  const outcomes = events.flatMap((one) => (one.type === 'task.finished' ? [one.outcome] : []))
  const asked = events.flatMap((one) => (one.type === 'question.asked' ? [one.text] : []))
  const started = events.flatMap((one) => (one.type === 'task.started' ? [one] : []))
  return { report: await run.report, events, outcomes, asked, started }
}

test('the script of a task runs, its object is what the task tells, and the next task gets it', async () => {
  const sandbox = standIn()
  const first = scripted('a', 'console.log("counting"); ({ words: 3 })')
  const second = scripted('b', 'input.inputs.a.words + 1', { needs: ['a'], prompt: 'Add one.' })
  const { outcomes, report, started } = await ran([first, second], { sandbox })
  expect(report.outcome).toBe('succeeded')
  expect(outcomes).toMatchObject([
    { kind: 'succeeded', outputs: { words: 3 } },
    { kind: 'succeeded', outputs: { value: 4 } },
  ])
  expect(outcomes[0]?.evidence).toMatchObject([
    { kind: 'script', language: 'js', status: 'success', reason: null, value: { words: 3 }, backend: 'wasm', tail: 'counting\n', confinement: 'sandbox' },
  ]) // prettier-ignore
  expect(sandbox.scripts[1]?.input).toMatchObject({
    task: { key: 'plan.md#b', id: 'b', title: 'Task b', prompt: 'Add one.', attempt: 1 },
    plan: { title: 'Plan', document: 'plan.md' },
    inputs: { a: { words: 3 } },
  })
  expect(started[0]).toMatchObject({ agent: 'script', command: null })
})

test('a script that throws fails its task, with the place in the document', async () => {
  const script = { language: 'js', code: 'const a = null\na.b', place: { line: 14, column: 3 } } as const // prettier-ignore
  const { outcomes } = await ran([task('a', { agent: 'script', command: null, script })], { sandbox: standIn() }) // prettier-ignore
  expect(outcomes).toMatchObject([
    {
      kind: 'failed',
      reason: "its script threw TypeError: Cannot read properties of null (reading 'b') (plan.md:15:5)", // prettier-ignore
      transient: false,
      evidence: [{ kind: 'script', status: 'error', reason: 'thrown', error: { line: 2 } }],
    },
  ])
})

test('a script that loops for ever is a failure, and is not tried again', async () => {
  const { outcomes, started } = await ran([scripted('a', 'for (;;);')], { sandbox: standIn() })
  expect(outcomes).toMatchObject([{ kind: 'failed', reason: 'its script used all its fuel' }])
  expect(started).toHaveLength(1)
})

test('without a sandbox a script is put to a person, and nothing is pretended', async () => {
  const { asked, outcomes, report } = await ran([scripted('a', '1')])
  expect(report.outcome).not.toBe('succeeded')
  expect(outcomes).toEqual([])
  expect(asked).toEqual(['Is this done (for script; there is no sandbox here to run its scripts): Task a?']) // prettier-ignore
})

test('a parent whose script an agent runs is not done because its parts are', async () => {
  const sandbox = standIn()
  const parts = scripted('b', '1', { parent: 'a' })
  const { outcomes } = await ran([scripted('a', '({ own: true })'), parts], { sandbox })
  expect(outcomes).toMatchObject([{ outputs: { value: 1 } }, { outputs: { own: true } }])
})

test('a script below a task is nothing to agents that do not run scripts', async () => {
  const sandbox = standIn()
  const { asked } = await ran([scripted('a', '1', { agent: 'manual' }), scripted('b', '1', { agent: null })], { sandbox }) // prettier-ignore
  expect(sandbox.scripts).toEqual([])
  expect(asked).toHaveLength(2)
})

const broken = (code: string, message: string): Sandbox => ({
  execute: async () => {
    throw Object.assign(new GoapError('sandbox/bad-script', message), { code })
  },
  [Symbol.asyncDispose]: async () => {},
})

test('a fault of the sandbox may be gone at the next attempt', async () => {
  const sandbox = broken('sandbox/backend-failed', 'The worker is gone.')
  const { outcomes } = await ran([scripted('a', '1')], { sandbox, retry: { attempts: 1 } })
  expect(outcomes).toMatchObject([{ kind: 'failed', reason: 'The worker is gone', transient: true }]) // prettier-ignore
})

test('where no sandbox works, a person is asked and told why', async () => {
  const { asked, outcomes } = await ran([scripted('a', '1')], { sandbox: broken('sandbox/no-backend', 'None of wasm, quickjs works here.') }) // prettier-ignore
  expect(outcomes).toEqual([])
  expect(asked).toEqual(['Is this done (for script; no sandbox works here: None of wasm, quickjs works here): Task a?']) // prettier-ignore
})

const echo: Tool = { name: 'echo', call: (argument) => argument }
const wipe: Tool = { name: 'disk.wipe', call: () => 'wiped' }

test('an agent runs the script of its own file, with the tools that it names and the files that it may read', async () => {
  const sandbox = standIn()
  const patterns: (readonly string[])[] = []
  const read: Tool = { name: 'files.read', call: () => 'text' }
  const view = (all: readonly string[]): readonly Tool[] => {
    patterns.push(all)
    return [read]
  }
  const counter = agent(
    'name: counter\nexecutor: script\ntools: echo\npermissions: { files: ["src/**"] }\nlimits: { timeout: 2 s, fuel: 1000000, memory: 16 MB }',
    'Counts.\n\n```ts\necho(2) + files.read("a").length\n```\n',
    { sandbox, tools: [echo, wipe], view },
  ) // prettier-ignore
  const { outcomes } = await ran([task('a', { agent: 'counter', command: null })], { agents: [counter] }) // prettier-ignore
  expect(outcomes).toMatchObject([{ kind: 'succeeded', outputs: { value: 6 } }])
  expect(patterns).toEqual([['src/**']])
  expect(sandbox.scripts).toMatchObject([{ language: 'ts', file: 'agents/a.md', limits: { wall: 2000, fuel: 1_000_000, memory: 16_000_000 } }]) // prettier-ignore
  expect(sandbox.scripts[0]?.tools?.map(({ name }) => name)).toEqual(['echo', 'files.read'])
})

test('lines of an error in an agent file are those of the file', async () => {
  const one = agent('name: one\nexecutor: script', '```js\nthrow new Error("no")\n```\n', { sandbox: standIn() }) // prettier-ignore
  const { outcomes } = await ran([task('a', { agent: 'one', command: null })], { agents: [one] })
  expect(outcomes).toMatchObject([{ reason: 'its script threw Error: no (agents/a.md:7:7)' }])
})

test.each([
  ['name: a\nexecutor: shell\npermissions: { files: "src/**" }', 'permissions.files', 'Leave it out, or say `executor: script`.'],
  ['name: a\nexecutor: script\nlimits: { memory: much }', 'is not a size such as "16 MB"', 'See docs/agents.md for the keys that there are.'],
  ['name: a\nexecutor: script\ncommand: ls', 'executor script runs no command', 'Leave out `command`, or say `executor: shell`.'],
])('what cannot be is told: %s', (frontMatter, message, hint) => {
  expect(() => agent(frontMatter)).toThrow(
    expect.objectContaining({ message: expect.stringContaining(message), hint }),
  )
}) // prettier-ignore

test('secrets that a script prints or gives are not recorded', async () => {
  const secret = 'sk-nobody-may-see-it'
  const code = `console.log(${JSON.stringify(secret)}); ({ told: ${JSON.stringify(secret)} })`
  const { events } = await ran([scripted('a', code)], { sandbox: standIn(), secrets: [secret] })
  expect(events.some(({ type }) => type === 'task.finished')).toBe(true)
  expect(JSON.stringify(events)).not.toContain(secret)
})

test('a gate judges by its script what tasks told', async () => {
  const check = { kind: 'script', language: 'js', code: 'input.outputs.a.words' } as const
  const told = { ...criterion(null, 'enough'), check, expectations: [{ kind: 'threshold', of: 'number', compare: '≥', value: 3 }] } as const // prettier-ignore
  const of = plan([scripted('a', '({ words: 3 })')], { gates: [gate('g', [], { after: ['a'], criteria: [told] })] }) // prettier-ignore
  const { events } = await ran(of, { sandbox: standIn() })
  expect(events.find(({ type }) => type === 'gate.finished')).toMatchObject({
    verdict: 'passed',
    criteria: [{ verdict: 'passed', measured: '3', check: 'script', evidence: [{ kind: 'script' }, { kind: 'measure', value: 3 }] }], // prettier-ignore
  })
})

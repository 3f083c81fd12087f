import { expect, test } from 'vitest'
import { definedAgent, functionAgent, parseDefinition, type Agent } from '../../src/agents/index.ts'
import { scripted, type Command } from '../../src/commands/index.ts'
import { execute, type Asker, type ExecuteOptions } from '../../src/engine/index.ts'
import type { Plan, RunEvent, Task } from '../../src/model/index.ts'
import { phase, plan, task } from './plans.ts'

function agent(frontMatter: string, body = ''): Agent {
  const parsed = parseDefinition(`---\n${frontMatter}\n---\n${body}`, 'agents/a.md')
  if (!parsed || !('definition' in parsed)) throw new Error(frontMatter)
  return definedAgent(parsed.definition)
}

/** Runs tasks with everything allowed that is not dangerous; notes the commands. */
async function ran(tasks: readonly Task[] | Plan, options: ExecuteOptions = {}) {
  const commands: Command[] = []
  const answers = scripted((command) => {
    commands.push(command)
    return { exit: 0 }
  })
  const permissions = { allow: [], deny: [], all: '--yes' }
  const of: Plan = 'tasks' in tasks ? tasks : plan(tasks)
  await using run = execute(of, { commands: answers, permissions, ...options })
  const events: RunEvent[] = []
  for await (const event of run) events.push(event)
  const report = await run.report
  const started = events.flatMap((event) => (event.type === 'task.started' ? [event] : []))
  const asked = events.flatMap((event) => (event.type === 'question.asked' ? [event.text] : []))
  const requests = events.flatMap((event) => (event.type === 'permission.requested' ? [event] : []))
  return { commands, report, started, asked, requests }
}

test('an agent with a command performs tasks without one, and gets their texts as variables only', async () => {
  const evil = 'Write $(touch hacked); `id`\0 "notes"'
  const writer = agent('name: writer\ncommand: write "$GOAP_TITLE"\nlimits: { timeout: 5s }', 'Be short.') // prettier-ignore
  const first = task('a', { agent: 'maker', command: 'make' })
  const second = task('b', { agent: 'Writer', command: null, title: evil, prompt: 'Do', needs: ['a'] }) // prettier-ignore
  const maker = functionAgent('maker', () => ({ pages: 3 }))
  const { commands, started } = await ran([first, second], { agents: [maker, writer] })
  expect(commands).toEqual([
    {
      script: 'write "$GOAP_TITLE"',
      origin: 'agent',
      timeout: 5000,
      environment: {
        GOAP_TASK: 'plan.md#b',
        GOAP_TITLE: evil.replace('\0', '\uFFFD'),
        GOAP_PROMPT: 'Do',
        GOAP_NOTES: '',
        GOAP_REPORT: '',
        GOAP_INPUTS: '{"plan.md#a":{"pages":3}}',
        GOAP_DOCUMENT: 'plan.md',
        GOAP_AGENT: 'writer',
        GOAP_INSTRUCTIONS: 'Be short.',
      },
    },
  ])
  expect(started[1]).toMatchObject({ agent: 'writer', command: 'write "$GOAP_TITLE"', allowed: '--yes' }) // prettier-ignore
})

test('the command of an agent needs permission like every other', async () => {
  const writer = agent('name: writer\ncommand: rm -rf x')
  const { report, requests, commands } = await ran([task('a', { agent: 'writer', command: null })], { agents: [writer] }) // prettier-ignore
  expect(commands).toEqual([])
  expect(report.outcome).toBe('waiting')
  expect(requests).toMatchObject([{ command: 'rm -rf x', dangerous: true }])
})

test('a text that is too long for a variable fails its task, and says which', async () => {
  const writer = agent('name: writer\ncommand: write')
  const long = task('a', { agent: 'writer', command: null, prompt: 'x'.repeat(200_000) })
  const { report } = await ran([long], { agents: [writer] })
  expect(report.tasks[0]).toMatchObject({ status: 'failed', reason: expect.stringContaining('GOAP_PROMPT') }) // prettier-ignore
})

test("a task's own command is run by the shell, whatever the definition does otherwise", async () => {
  const agents = [agent('name: writer\ncommand: write'), agent('name: reviewer\nlimits: { timeout: 2s }')] // prettier-ignore
  const tasks = [task('a', { agent: 'writer' }), task('b', { agent: 'reviewer' })]
  const { commands, started } = await ran(tasks, { agents })
  expect(commands).toMatchObject([{ script: 'run a' }, { script: 'run b', timeout: 2000 }])
  expect(started.map(({ agent: name }) => name)).toEqual(['shell', 'shell'])
})

test('what has no executor yet is never pretended done: a person is asked, and is told why', async () => {
  const agents = [agent('name: coder\nexecutor: acp'), agent('name: reviewer'), agent('name: boss\nexecutor: manual')] // prettier-ignore
  const tasks = [
    task('a', { agent: 'coder' }),
    task('b', { agent: 'reviewer', command: null }),
    task('c', { agent: 'boss' }),
  ]
  const { commands, report, asked } = await ran(tasks, { agents })
  expect(commands).toEqual([])
  expect(report.outcome).toBe('waiting')
  expect(asked).toEqual([
    'Is this done (for coder; goap has no executor acp yet): Task a?',
    'Is this done (for reviewer; its definition names no executor): Task b?',
    'Is this done (for boss): Task c?',
  ])
})

test('tasks for a capability go to those who have the least to do', async () => {
  const done: string[] = []
  const works = (name: string, time: number): Agent => ({
    ...functionAgent(name, async () => {
      done.push(name)
      for (let turn = 0; turn < time; turn++) await new Promise((resolve) => setImmediate(resolve))
    }),
    capabilities: ['testing'],
  })
  const tasks = ['a', 'b', 'c', 'd', 'e'].map((key) => task(key, { agent: 'Testing (x2)' }))
  await ran(tasks, { agents: [works('slow', 1000), works('quick', 1)], limits: { agents: { slow: 2, quick: 1 } } }) // prettier-ignore
  expect(done.toSorted()).toEqual(['quick', 'quick', 'quick', 'slow', 'slow'])
})

/** How many tasks ran at once at most, among those whose key begins so. */
async function mostAtOnce(
  tasks: readonly Task[] | Plan,
  options: ExecuteOptions,
): Promise<Record<string, number>> {
  // prettier-ignore
  const now = new Map<string, number>()
  const most: Record<string, number> = {}
  const commands = {
    run: async (command: Command, signal: AbortSignal) => {
      const group = command.script.replace(/^run |\d+$/g, '')
      now.set(group, (now.get(group) ?? 0) + 1)
      most[group] = Math.max(most[group] ?? 0, now.get(group) ?? 0)
      for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve))
      now.set(group, (now.get(group) ?? 0) - 1)
      return scripted(() => ({ exit: 0 })).run(command, signal)
    },
  }
  expect((await ran(tasks, { ...options, commands })).report.outcome).toBe('succeeded')
  return most
}

test('agents and resources have limits; a named resource is exclusive unless more is said', async () => {
  const of = (group: string, fields: Partial<Task>): Task[] =>
    [1, 2, 3, 4].map((number) => task(`${group}${number}`, fields))
  const tasks = [
    ...of('free', {}),
    ...of('limited', { agent: 'tester' }),
    ...of('starred', { agent: 'nobody' }),
    ...of('exclusive', { resources: ['database'] }),
    ...of('shared', { resources: ['licence'] }),
  ]
  const limits = { agents: { Tester: 2, '*': 1 }, resources: { licence: 3 } }
  const agents = [agent('name: tester')]
  expect(await mostAtOnce(tasks, { agents, limits, concurrency: 20 })).toEqual({
    free: 4,
    limited: 2,
    starred: 1,
    exclusive: 1,
    shared: 3,
  })
  const all = await mostAtOnce(of('free', {}), { limits: { agents: { shell: 2 } } })
  expect(all).toEqual({ free: 2 })
})

test('a plan says how many of a resource there are, and limits of the run win', async () => {
  const users = [1, 2, 3, 4].map((number) => task(`a${number}`, { resources: ['lane'] }))
  const two = { ...plan(users), capacities: { lane: 2 } }
  expect(await mostAtOnce(two, { concurrency: 20 })).toEqual({ a: 2 })
  const limits = { resources: { lane: 3 } }
  expect(await mostAtOnce(two, { concurrency: 20, limits })).toEqual({ a: 3 })
})

test('a swarm has so many workers for one queue, by its plan or by the limit of its phase', async () => {
  const names = ['a1', 'a2', 'a3', 'a4', 'b1', 'b2', 'b3', 'b4']
  const phases = [
    phase('a', names.slice(0, 4), { mode: 'swarm', workers: 3 }),
    phase('b', names.slice(4), { mode: 'swarm', workers: 3 }),
  ]
  const tasks = names.map((name) => task(name))
  const swarm = plan(tasks, { phases })
  expect(await mostAtOnce(swarm, { concurrency: 20 })).toEqual({ a: 3, b: 3 })
  const limits = { resources: { 'phase:plan.md#phase/b': 1, '*': 2 } }
  expect(await mostAtOnce(swarm, { concurrency: 20, limits })).toEqual({ a: 3, b: 1 })
  const free = plan(tasks, { phases: [phase('a', names.slice(0, 4), { mode: 'swarm' })] })
  expect((await mostAtOnce(free, { concurrency: 20, limits }))['a']).toBe(4)
})

test('a task that only has parts is done when they are, though a definition has its agent', async () => {
  const tasks = [task('a', { agent: 'writer', command: null }), task('b', { parent: 'a' })]
  const { report, commands } = await ran(tasks, { agents: [agent('name: writer\ncommand: write')] })
  expect(report.outcome).toBe('succeeded')
  expect(commands.map(({ script }) => script)).toEqual(['run b'])
})

test('the default agent gets what nobody else does', async () => {
  const tasks = [task('a', { agent: 'gardener', command: null }), task('b', { command: null })]
  const agents = [agent('name: jack\ncommand: jack')]
  const { commands, asked } = await ran(tasks, { agents, defaultAgent: 'jack' })
  expect(commands.map(({ script }) => script)).toEqual(['jack'])
  expect(asked).toEqual(['Is this done: Task b?'])
})

test('what an agent may not run never runs, whoever allows it, and nothing it allows runs for that', async () => {
  const bound = agent('name: deployer\npermissions: { allow: [git *, echo *], deny: git push * }')
  const tasks = ['git push x', 'git status', 'ls', 'echo a && ls'].map((command, number) =>
    task(`t${number}`, { agent: 'deployer', command }),
  )
  const { commands, requests } = await ran(tasks, { agents: [bound] })
  expect(commands.map(({ script }) => script)).toEqual(['git status'])
  expect(requests.map(({ reason, denied }) => [reason, denied])).toEqual([
    ['It is forbidden by agents/a.md: git push *.', true],
    ['It is beyond what agents/a.md allows the agent: No permission covers `ls`.', true],
    ['It is beyond what agents/a.md allows the agent: No permission covers `ls`.', true],
  ])
  const nothing = { allow: [], deny: [], all: null }
  const waits = await ran([task('t', { agent: 'deployer', command: 'git status' })], { agents: [bound], permissions: nothing }) // prettier-ignore
  expect([waits.commands, waits.requests[0]?.denied]).toEqual([[], false])
})

test('a bound is not lifted by a person who is asked', async () => {
  const bound = agent('name: deployer\npermissions: { deny: ls }')
  let asked = 0
  const asker: Asker = {
    by: 'ann',
    permission: async () => {
      asked++
      return 'once'
    },
    question: async () => null,
  }
  const { report } = await ran([task('t', { agent: 'deployer', command: 'ls' })], { agents: [bound], asker }) // prettier-ignore
  expect([report.outcome, asked]).toEqual(['waiting', 0])
})

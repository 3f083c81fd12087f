import { expect, test } from 'vitest'
import { functionAgent, type Agent } from '../../src/agents/index.ts'
import { systemClock } from '../../src/base/index.ts'
import { scripted, type ScriptedAnswers } from '../../src/commands/index.ts'
import { execute, resume, type Asker, type ExecuteOptions } from '../../src/engine/index.ts'
import { memoryJournal } from '../../src/journal/index.ts'
import type { Plan, RunEvent } from '../../src/model/index.ts'
import { criterion, gate, phase, plan, task } from './plans.ts'

const everything = { allow: [], deny: [], all: '--yes' } as const
const fine: ScriptedAnswers = () => ({ exit: 0 })

function options(answers: ScriptedAnswers = fine, more: ExecuteOptions = {}): ExecuteOptions {
  return { commands: scripted(answers), permissions: everything, ...more }
}

async function eventsOf(run: AsyncIterable<RunEvent>): Promise<RunEvent[]> {
  const events: RunEvent[] = []
  for await (const event of run) events.push(event)
  return events
}

function starts(events: readonly RunEvent[]): string[] {
  return events.flatMap((event) => (event.type === 'task.started' ? [event.task] : []))
}

const diamond: Plan = plan([
  task('a'),
  task('b', { needs: ['a'] }),
  task('c', { needs: ['a'] }),
  task('d', { needs: ['b', 'c'] }),
])

test('a diamond runs in the order of its needs and its events are numbered without a gap', async () => {
  await using run = execute(diamond, options())
  const events = await eventsOf(run)
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index))
  const order = starts(events)
  expect(order[0]).toBe('plan.md#a')
  expect(order.slice(1, 3).toSorted()).toEqual(['plan.md#b', 'plan.md#c'])
  expect(order[3]).toBe('plan.md#d')
  const report = await run.report
  expect(report.outcome).toBe('succeeded')
  expect(report.counts.done).toBe(4)
})

test('a failing task stops what depends on it, not its unrelated siblings', async () => {
  const answers: ScriptedAnswers = ({ script }) => ({ exit: script === 'run b' ? 1 : 0 })
  await using run = execute(diamond, options(answers))
  const { outcome, tasks } = await run.report
  expect(outcome).toBe('failed')
  expect(tasks.map(({ status }) => status)).toEqual(['done', 'failed', 'done', 'skipped'])
  expect(tasks[3]?.reason).toBe('needs b, which failed')
})

test('no more tasks run at once than the limit allows', async () => {
  let now = 0
  let most = 0
  const counts = functionAgent('counter', async () => {
    most = Math.max(most, ++now)
    await new Promise((resolve) => setImmediate(resolve))
    now--
  })
  const tasks = Array.from({ length: 20 }, (_, index) => task(`t${index}`, { agent: 'counter' }))
  await using run = execute(plan(tasks), options(fine, { agents: [counts], concurrency: 3 }))
  expect((await run.report).outcome).toBe('succeeded')
  expect(most).toBe(3)
})

test('of ready tasks the more urgent starts first', async () => {
  const tasks = [task('low', { priority: 'P3' }), task('high', { priority: 'P0' }), task('middle')]
  await using run = execute(plan(tasks), options(fine, { concurrency: 1 }))
  const order = starts(await eventsOf(run))
  expect(order).toEqual(['plan.md#high', 'plan.md#middle', 'plan.md#low'])
})

test('a gate stands between phases and its failure stops the next phase', async () => {
  const phased = plan([task('a'), task('b')], {
    phases: [phase('one', ['a']), phase('two', ['b'], { needs: ['one'] })],
    gates: [gate('check', ['verify'], { phase: 'one', after: ['a'] })],
  })
  await using good = execute(phased, options())
  const types = (await eventsOf(good)).map(({ type }) => type)
  expect(types.indexOf('gate.finished')).toBeLessThan(types.lastIndexOf('phase.started'))
  expect((await good.report).outcome).toBe('succeeded')

  const answers: ScriptedAnswers = ({ script }) => ({ exit: script === 'verify' ? 1 : 0 })
  await using bad = execute(phased, options(answers))
  const report = await bad.report
  expect(report.outcome).toBe('failed')
  expect(report.gates[0]).toMatchObject({ verdict: 'failed' })
  expect(report.tasks.map(({ status }) => status)).toEqual(['done', 'skipped'])
})

test('a gate without any check is reported and does not block; strict lets it fail', async () => {
  const claims = plan([task('a')], {
    gates: [gate('g', [], { after: ['a'], criteria: [criterion(null, 'looks good')] })],
  })
  await using lax = execute(claims, options())
  expect((await lax.report).outcome).toBe('succeeded')
  expect((await lax.report).gates[0]?.verdict).toBe('insufficient-evidence')
  await using strict = execute(claims, options(fine, { strict: true }))
  expect((await strict.report).outcome).toBe('failed')
})

test('a command that is not allowed waits with its reason, and the rest goes on', async () => {
  const some = plan([
    task('a', { command: 'make a' }),
    task('b', { command: 'other b' }),
    task('c', { command: 'make c', needs: ['b'] }),
  ])
  const permissions = { allow: [{ pattern: 'make *', source: 'test' }], deny: [], all: null }
  const commands = scripted(fine)
  const journal = memoryJournal()
  await using run = execute(some, { commands, permissions, journal })
  const report = await run.report
  expect(report.outcome).toBe('waiting')
  expect(report.tasks.map(({ status }) => status)).toEqual(['done', 'waiting', 'pending'])
  expect(report.waiting).toMatchObject([{ kind: 'permission', command: 'other b' }])
  expect(commands.calls.map(({ script }) => script)).toEqual(['make a'])

  await using again = await resume(run.id, { commands, permissions: everything, journal })
  expect((await again.report).outcome).toBe('succeeded')
  expect(commands.calls.map(({ script }) => script)).toEqual(['make a', 'other b', 'make c'])
})

test('a dangerous command waits even when everything else is allowed', async () => {
  const commands = scripted(fine)
  await using run = execute(plan([task('a', { command: 'rm -rf /' })]), {
    commands,
    permissions: everything,
  })
  const report = await run.report
  expect(report.outcome).toBe('waiting')
  expect(report.waiting[0]).toMatchObject({ dangerous: true })
  expect(commands.calls).toEqual([])
})

test('a person at the terminal grants a command and says that manual tasks are done', async () => {
  const asked: string[] = []
  const asker: Asker = {
    by: 'ann',
    async permission({ command }) {
      asked.push(command)
      return 'once'
    },
    async question({ text }) {
      asked.push(text)
      return 'done'
    },
  }
  const some = plan([task('a'), task('m', { command: null, agent: 'writer', needs: ['a'] })])
  await using run = execute(some, { commands: scripted(fine), asker })
  const report = await run.report
  expect(report.outcome).toBe('succeeded')
  expect(asked).toEqual(['run a', 'Is this done (for writer): Task m?'])
  expect(report.tasks[1]?.evidence).toEqual([{ kind: 'statement', by: 'ann', text: 'done' }])
})

test('without a person a manual task waits, and an answer at a later resume goes on', async () => {
  const journal = memoryJournal()
  const some = plan([task('m', { command: null }), task('z', { needs: ['m'] })])
  await using run = execute(some, options(fine, { journal }))
  expect((await run.report).outcome).toBe('waiting')
  const asker: Asker = { by: 'bob', permission: async () => null, question: async () => 'done' }
  await using later = await resume(run.id, options(fine, { journal, asker }))
  expect((await later.report).outcome).toBe('succeeded')
})

test('claimed tasks are not run, satisfy needs and are shown as claimed; strict runs them', async () => {
  const ticked = plan([task('a', { status: 'done' }), task('b', { needs: ['a'] })])
  const commands = scripted(fine)
  await using run = execute(ticked, { commands, permissions: everything })
  expect((await run.report).counts).toMatchObject({ claimed: 1, done: 1 })
  expect(commands.calls.map(({ script }) => script)).toEqual(['run b'])
  await using strict = execute(ticked, options(fine, { strict: true }))
  expect((await strict.report).counts).toMatchObject({ claimed: 0, done: 2 })
})

test('what an earlier run proved is not run again until it is asked for or defined anew', async () => {
  const journal = memoryJournal()
  await using first = execute(diamond, options(fine, { journal }))
  await first.report
  await using second = execute(diamond, options(fine, { journal }))
  expect((await second.report).counts).toMatchObject({ proven: 4, done: 0 })
  await using third = execute(diamond, options(fine, { journal, again: ['plan.md#d'] }))
  expect((await third.report).counts).toMatchObject({ proven: 3, done: 1 })
  const changed = plan(
    diamond.tasks.map((one) => (one.key === 'c' ? { ...one, command: 'run new' } : one)),
  )
  await using fourth = execute(changed, options(fine, { journal }))
  expect((await fourth.report).counts).toMatchObject({ proven: 3, done: 1 })
})

test('a blocked task waits for a person, who may run or skip it', async () => {
  const blocked = plan([task('a', { status: 'blocked' }), task('b', { needs: ['a'] })])
  await using alone = execute(blocked, options())
  expect((await alone.report).outcome).toBe('waiting')
  for (const [answer, statuses] of [
    ['run', ['done', 'done']],
    ['skip', ['skipped', 'done']],
  ] as const) {
    const asker: Asker = { by: 'ann', permission: async () => null, question: async () => answer }
    await using run = execute(blocked, options(fine, { asker }))
    expect((await run.report).tasks.map(({ status }) => status)).toEqual(statuses)
  }
})

test('a parent without a command is done when its parts are', async () => {
  const parts = plan([
    task('p', { command: null }),
    task('p.1', { parent: 'p' }),
    task('p.2', { parent: 'p' }),
  ])
  await using run = execute(parts, options())
  const report = await run.report
  expect(report.outcome).toBe('succeeded')
  expect(report.tasks[0]?.evidence).toEqual([
    { kind: 'parts', tasks: ['plan.md#p.1', 'plan.md#p.2'] },
  ])
})

test('tasks that wait for each other are refused with their path', async () => {
  const circle = plan([task('a', { needs: ['b'] }), task('b', { needs: ['a'] })])
  await using run = execute(circle, options())
  await expect(run.report).rejects.toMatchObject({ code: 'graph/cycle' })
})

test('an excluded task is left out with what depends on it', async () => {
  const standings = {
    'plan.md#b': { kind: 'excluded', reason: 'an error in the document' },
  } as const
  await using run = execute(diamond, options(fine, { standings }))
  const report = await run.report
  expect(report.tasks.map(({ status }) => status)).toEqual(['done', 'skipped', 'done', 'skipped'])
})

test('what listeners get is every event in order, and a failing one does not stop the run', async () => {
  const got: number[] = []
  const listeners = [
    {
      name: 'all',
      handle: async (events: readonly RunEvent[]) => void got.push(...events.map(({ seq }) => seq)),
    },
    {
      name: 'broken',
      handle: async () => {
        throw new Error('no')
      },
    },
  ]
  await using run = execute(diamond, options(fine, { listeners }))
  expect((await run.report).outcome).toBe('succeeded')
  expect(got).toEqual(got.map((_, index) => index))
  expect(got.length).toBe((await eventsOf(run)).length)
  expect(run.troubles[0]?.listener).toBe('broken')
})

test('a listener that takes long is told less often, keeps nobody waiting, and misses nothing', async () => {
  const chain = plan(Array.from({ length: 30 }, (_one, index) => task(`t${index}`, { command: null, agent: 'steady', needs: index === 0 ? [] : [`t${index - 1}`] }))) // prettier-ignore
  const batches = async (takes: number): Promise<number> => {
    let spent = 0
    const heard: number[][] = []
    const listener = {
      name: 'slow',
      async handle(events: readonly RunEvent[]) {
        spent += takes
        heard.push(events.map(({ seq }) => seq))
      },
    }
    const agent = functionAgent('steady', async () => {
      await new Promise((resolve) => setTimeout(resolve, 1))
      return {}
    })
    const clock = { ...systemClock, elapsed: () => spent }
    await using run = execute(
      chain,
      options(fine, { agents: [agent], clock, listeners: [listener] }),
    )
    expect((await run.report).outcome).toBe('succeeded')
    expect(heard.flat()).toEqual((await eventsOf(run)).map(({ seq }) => seq))
    return heard.length
  }
  expect(await batches(0)).toBeGreaterThan(20)
  // Its rest is longer than any test: only the end of the run ends it.
  expect(await batches(3_600_000)).toBeLessThan(4)
})

test('outputs of the needed tasks reach the agent, and what it saved comes back after an answer', async () => {
  const journal = memoryJournal()
  const seen: unknown[] = []
  const gives = functionAgent('gives', () => ({ answer: 42 }))
  const takes = functionAgent('takes', async ({ inputs }, { saved, save, ask, progress }) => {
    seen.push(inputs, saved ?? null)
    progress('half way')
    if (saved === undefined) await save({ step: 1 })
    await ask({ id: 'sure', text: 'Sure?', choices: [] })
  })
  const agents: Agent[] = [gives, takes]
  const some = plan([task('a', { agent: 'gives' }), task('b', { agent: 'takes', needs: ['a'] })])
  const asker: Asker = { by: 'ann', permission: async () => null, question: async () => 'yes' }
  await using run = execute(some, options(fine, { journal, agents, asker }))
  expect((await run.report).outcome).toBe('succeeded')
  expect(seen).toEqual([
    { 'plan.md#a': { answer: 42 } },
    null,
    { 'plan.md#a': { answer: 42 } },
    { step: 1 },
  ])
})

test('an agent that breaks fails its task, not the run', async () => {
  const broken: Agent = {
    name: 'broken',
    capabilities: [],
    ready: async () => ({ ready: true }),
    perform: async () => {
      throw new Error('bug')
    },
  }
  await using run = execute(
    plan([task('a', { agent: 'broken' }), task('b')]),
    options(fine, { agents: [broken] }),
  )
  const report = await run.report
  expect(report.tasks[0]).toMatchObject({ status: 'failed', reason: 'agent "broken" broke: bug' })
  expect(report.tasks[1]?.status).toBe('done')
})

test('two plans make one run, and tasks of the same id stay two', async () => {
  const other = { ...diamond, document: 'other.md' }
  await using run = execute([diamond, other], options())
  expect((await run.report).counts.done).toBe(8)
})

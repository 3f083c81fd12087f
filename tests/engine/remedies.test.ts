import { expect, test } from 'vitest'
import { definedAgent, functionAgent, parseDefinition, type Agent } from '../../src/agents/index.ts'
import { scripted, type ScriptedAnswer } from '../../src/commands/index.ts'
import { execute, resume, type ExecuteOptions } from '../../src/engine/index.ts'
import { memoryJournal, type Journal } from '../../src/journal/index.ts'
import type { Contingency, Criterion, Plan, RunEvent } from '../../src/model/index.ts'
import type { Report } from '../../src/observe/index.ts'
import { gate, phase, plan, task } from './plans.ts'

const permissions = { allow: [], deny: [], all: '--yes' } as const

/** Commands of which `broken` fail until `fix` runs. */
function world(broken: readonly string[], fix = 'npm run fix') {
  let isBroken = true
  const commands = scripted(({ script }): ScriptedAnswer => {
    if (script === fix) isBroken = false
    return { exit: isBroken && broken.includes(script) ? 1 : 0 }
  })
  return { commands, journal: memoryJournal(), permissions }
}

const when = (trigger: string, ...actions: readonly string[]): Contingency => ({
  trigger,
  actions,
  place: null,
  kind: 'contingency',
  owner: null,
})

async function ran(one: Plan, options: ExecuteOptions & { readonly journal: Journal }) {
  await using run = execute(one, options)
  const report = await run.report
  return { report, run: run.id, events: await options.journal.events(run.id) }
}

const statuses = ({ tasks }: Report): Record<string, string> =>
  Object.fromEntries(tasks.map(({ key, status }) => [key.slice('plan.md#'.length), status]))
const types = (events: readonly RunEvent[]): readonly string[] =>
  events.map(({ type }) => type).filter((type) => /^(?:remedy|round|rollback|task.comp)/.test(type))

test('a contingency that names a command mends a task, and nothing that rests on it was skipped', async () => {
  const one = plan([task('a'), task('b', { needs: ['a'] })], {
    contingencies: [
      when('If something else fails', 'Cry'),
      when('If a fails', 'Repair it with `npm run fix`'),
    ],
  })
  const { report, events } = await ran(one, world(['run a']))
  expect(report.outcome).toBe('succeeded')
  expect(statuses(report)).toEqual({ a: 'done', b: 'done' })
  expect(types(events)).toEqual([
    'remedy.started',
    'remedy.stepped',
    'remedy.finished',
    'round.opened',
  ])
  expect(events.filter(({ type }) => type === 'task.skipped')).toEqual([])
})

test('a contingency is tried three times at most, and then the task has failed', async () => {
  const one = plan([task('a')], { contingencies: [when('If a fails', 'Retry')] })
  const { report, events } = await ran(one, world(['run a']))
  expect(report.outcome).toBe('failed')
  const rounds = events.flatMap((event) => (event.type === 'task.finished' ? [event.round] : []))
  expect(rounds).toEqual([0, 1, 2, 3])
})

test('a gate is diagnosed and mended by agents that are told why it failed, and judged again', async () => {
  const used = world(['npm test'], 'never')
  let mended = false
  const told: string[] = []
  const agents = [
    functionAgent('debugger', ({ task: { title }, notes }) => void told.push(title, ...notes)),
    functionAgent('feature-implementer', () => void (mended = true)),
  ]
  const commands = scripted(({ script }) => ({ exit: script === 'npm test' && !mended ? 1 : 0 }))
  const one = plan([task('a')], {
    agents: ['debugger', 'feature-implementer'],
    gates: [gate('Quality Gate', ['npm test'], { after: ['a'] })],
    contingencies: [
      when(
        'If tests fail',
        'debugger agent investigates, feature-implementer fixes',
        'Re-run quality gate',
      ),
    ],
  })
  const { report, events } = await ran(one, { ...used, commands, agents })
  expect(report.outcome).toBe('succeeded')
  expect(told).toEqual(['debugger agent investigates', 'npm test: exit code 1'])
  const gates = events.flatMap((event) => (event.type === 'gate.finished' ? [event.verdict] : []))
  expect(gates).toEqual(['failed', 'passed'])
})

test('what an engine cannot do is put to a person, who may defer it', async () => {
  const one = plan([task('a'), task('b', { needs: ['a'] })], {
    contingencies: [when('If a fails', 'Research an alternative', 'Talk to the vendor')],
  })
  const used = world(['run a'])
  const first = await ran(one, used)
  expect(first.report.outcome).toBe('waiting')
  expect(first.report.waiting).toMatchObject([
    {
      subject: 'plan.md#a',
      text: 'It failed: exit code 1. The document states: Research an alternative; Talk to the vendor. What now?',
    },
  ])
  await used.journal.send({
    id: 's',
    run: first.run,
    kind: 'answer',
    payload: { subject: 'plan.md#a', value: { choice: 'defer', note: 'next quarter' } },
    by: 'ann',
    at: 1,
  })
  await using again = await resume(first.run, used)
  const report = await again.report
  expect(statuses(report)).toEqual({ a: 'skipped', b: 'skipped' })
  expect(report.tasks[0]?.reason).toBe('next quarter')
})

test('what a person gives up has failed, and waits for nobody any more', async () => {
  const one = plan([task('a')], { contingencies: [when('If a fails', 'Talk to the vendor')] })
  const asker = { by: 'ann', permission: async () => null, question: async () => 'give up' }
  const { report } = await ran(one, { ...world(['run a']), asker })
  expect(report).toMatchObject({ outcome: 'failed', waiting: [] })
  expect(report.tasks).toMatchObject([{ status: 'failed', reason: 'exit code 1' }])
})

test('a step that fails gives up with both reasons', async () => {
  const one = plan([task('a')], { contingencies: [when('If a fails', 'Try `npm run repair`')] })
  const { report } = await ran(one, world(['run a', 'npm run repair']))
  expect(report.tasks).toMatchObject([{ status: 'failed' }])
  expect(report.outcome).toBe('failed')
})

test('a rollback undoes what was done, last first, and its results count no more', async () => {
  const one = plan(
    [
      task('a', { compensation: 'undo a' }),
      task('b', { needs: ['a'], compensation: 'undo b' }),
      task('c', { needs: ['b'] }),
      task('d', { needs: ['c'] }),
    ],
    {
      contingencies: [
        { ...when('If c fails', 'Clear the cache with `npm run clear`'), kind: 'rollback' },
      ],
    },
  )
  const used = world(['run c'])
  const { report, events } = await ran(one, used)
  expect(report).toMatchObject({ outcome: 'failed', reason: 'rolled back' })
  expect(used.commands.calls.map(({ script }) => script).slice(3)).toEqual([
    'npm run clear',
    'undo b',
    'undo a',
  ])
  expect(types(events)).toEqual([
    'remedy.started',
    'remedy.stepped',
    'remedy.finished',
    'rollback.started',
    'task.compensated',
    'task.compensated',
  ])
  const results = await used.journal.results(['plan.md#a', 'plan.md#b'])
  expect([...results.values()].map(({ outcome }) => outcome)).toEqual(['cancelled', 'cancelled'])
})

test('an iterative phase runs until its gate passes, and its tasks are told what was wrong', async () => {
  const one = plan([task('a', { agent: 'writer', command: null })], {
    phases: [phase('p', ['a'], { mode: 'iterative' })],
    gates: [gate('g', ['check'], { phase: 'p' })],
  })
  const told: (readonly string[])[] = []
  const writer = functionAgent('writer', ({ notes }) => void told.push(notes))
  const commands = scripted(() => ({ exit: told.length < 3 ? 1 : 0 }))
  const { report } = await ran(one, { ...world([]), commands, agents: [writer] })
  expect(report.outcome).toBe('succeeded')
  const why = 'check: exit code 1'
  expect(told).toEqual([[], [why], [why, why]])
})

test('an iterative phase ends when nothing moves any more, or after as many rounds as it may have', async () => {
  const criterion = (command: string): Criterion => ({
    ...gate('g', [command]).criteria[0]!,
    expectations: [{ kind: 'threshold', of: 'number', compare: '≥', value: 90 }],
  })
  const one = (iterations: number): Plan =>
    plan([task('a')], {
      phases: [phase('p', ['a'], { mode: 'iterative', iterations })],
      gates: [gate('g', [], { phase: 'p', criteria: [criterion('measure')] })],
    })
  let value = 0
  const climbing = scripted(({ script }) => ({
    exit: 0,
    tail: script === 'measure' ? String(++value) : '',
  }))
  const first = await ran(one(4), { ...world([]), commands: climbing })
  expect(first.report.outcome).toBe('failed')
  expect(value).toBe(4)
  let measured = 0
  const stuck = scripted(({ script }) => {
    if (script === 'measure') measured++
    return { exit: 0, tail: script === 'measure' ? '7' : '' }
  })
  await ran(one(9), { ...world([]), commands: stuck })
  expect(measured).toBe(2)
})

test('a gate that a person must approve waits, takes changes back to the work, and records who approved it', async () => {
  const approval: Criterion = {
    key: 'ok',
    text: 'Approved by the lead',
    place: null,
    status: null,
    check: { kind: 'approval', by: 'lead' },
    expectations: [],
    expect: null,
  }
  const one = plan([task('a', { agent: 'writer', command: null }), task('b', { needs: [] })], {
    phases: [phase('p', ['a']), phase('q', ['b'], { needs: ['p'] })],
    gates: [gate('g', [], { phase: 'p', criteria: [...gate('g', ['check']).criteria, approval] })],
  })
  const told: (readonly string[])[] = []
  const agents = [functionAgent('writer', ({ notes }) => void told.push(notes))]
  const used = { ...world([]), agents }
  const first = await ran(one, used)
  expect(first.report.waiting).toMatchObject([{ subject: 'plan.md#gate/g' }])
  const say = async (payload: object, id: string): Promise<Report> => {
    await used.journal.send({
      id,
      run: first.run,
      kind: 'approve',
      payload: { subject: 'plan.md#gate/g', ...payload },
      by: 'ann',
      at: 1,
    })
    await using again = await resume(first.run, used)
    return await again.report
  }
  expect((await say({ reject: true, note: 'shorter, please' }, 's1')).outcome).toBe('waiting')
  expect(told).toEqual([[], ['shorter, please']])
  const report = await say({}, 's2')
  expect(report.outcome).toBe('succeeded')
  expect(report.gates[0]?.criteria).toMatchObject([
    { verdict: 'passed' },
    { verdict: 'passed', reason: 'ann approved it', evidence: [{ kind: 'statement', by: 'ann' }] },
  ])
})

test('a rejected gate has failed', async () => {
  const approval: Criterion = {
    key: 'ok',
    text: 'Approved',
    place: null,
    status: null,
    check: { kind: 'approval', by: null },
    expectations: [],
    expect: null,
  }
  const one = plan([task('a')], { gates: [gate('g', [], { after: ['a'], criteria: [approval] })] })
  const asker = { by: 'ann', permission: async () => null, question: async () => 'reject' }
  const { report } = await ran(one, { ...world([]), asker })
  expect(report).toMatchObject({ outcome: 'failed', gates: [{ verdict: 'failed' }] })
})

test('transient failures are tried again within the round, others only where the task says so', async () => {
  let tries = 0
  const flaky = functionAgent('flaky', () => {
    if (++tries < 3) throw Object.assign(new Error('busy'), { transient: true })
  })
  const one = plan([task('a', { agent: 'flaky', command: null })])
  const { report, events } = await ran(one, { ...world([]), agents: [flaky], retry: { delay: 1 } })
  expect(report.tasks).toMatchObject([{ status: 'done', attempts: 3 }])
  expect(events.filter(({ type }) => type === 'task.retried')).toHaveLength(2)
  const firm = await ran(plan([task('a')]), { ...world(['run a']), retry: { delay: 1 } })
  expect(firm.report.tasks).toMatchObject([{ status: 'failed', attempts: 1 }])
  const asked = plan([task('a', { retry: { attempts: 2, delay: 1, on: 'any' } })])
  const twice = await ran(asked, world(['run a']))
  expect(twice.report.tasks).toMatchObject([{ status: 'failed', attempts: 2 }])
})

test('an attempt that takes longer than its task allows has failed', async () => {
  const one = plan([task('a', { timeout: 20 })])
  const { report } = await ran(one, { ...world([]), commands: scripted({ 'run a': 'hang' }) })
  expect(report.tasks).toMatchObject([{ status: 'failed', reason: 'it took longer than 0.0 s' }])
})

function defined(frontMatter: string): Agent {
  const parsed = parseDefinition(`---\n${frontMatter}\n---\n`, 'agents/a.md')
  if (!parsed || !('definition' in parsed)) throw new Error(frontMatter)
  return definedAgent(parsed.definition)
}

const mendedBy = plan([task('a')], {
  agents: ['debugger'],
  contingencies: [when('If a fails', 'debugger agent investigates')],
})

test('the script of an agent that a contingency names needs permission, and then runs', async () => {
  const agents = [defined('name: debugger\ncommand: rm -rf cache')]
  const waits = await ran(mendedBy, { ...world(['run a'], 'rm -rf cache'), agents })
  expect(waits.report).toMatchObject({ outcome: 'waiting', waiting: [{ command: 'rm -rf cache' }] })
  const allow = [{ pattern: 'rm -rf cache', source: 'test' }]
  const mends = await ran(mendedBy, {
    ...world(['run a'], 'rm -rf cache'),
    permissions: { ...permissions, allow },
    agents,
  })
  expect(mends.report.outcome).toBe('succeeded')
})

test.each(['executor: acp', 'executor: shell', 'description: no executor'])(
  'a step for an agent with %s is put to a person, not taken as done',
  async (executor) => {
    const agents = [defined(`name: debugger\n${executor}`)]
    const { report } = await ran(mendedBy, { ...world(['run a']), agents })
    expect(report.outcome).toBe('waiting')
    expect(report.waiting[0]?.text).toContain('(for debugger): debugger agent investigates')
  },
)

import { expect, test } from 'vitest'
import { functionAgent, type Agent } from '../../src/agents/index.ts'
import { scripted, type ScriptedAnswers } from '../../src/commands/index.ts'
import { execute, frozen, resume, type ExecuteOptions } from '../../src/engine/index.ts'
import { memoryJournal, type Journal } from '../../src/journal/index.ts'
import type { Happening, Plan, RunEvent } from '../../src/model/index.ts'
import { account, type Account } from '../../src/observe/index.ts'
import { happenings } from '../cli/happenings.ts'
import { gate, phase, plan, task } from '../engine/plans.ts'

const permissions = { allow: [], deny: [], all: '--yes' } as const

/** Runs the plan and accounts for it. */
async function told(
  plans: Plan,
  answers: ScriptedAnswers,
  more: ExecuteOptions = {},
): Promise<Account> {
  const journal = memoryJournal()
  await using run = execute(plans, { journal, permissions, commands: scripted(answers), ...more })
  await run.report
  return accountOf(journal, run.id)
}

async function accountOf(journal: Journal, run: string): Promise<Account> {
  const events = await journal.events(run)
  return account(run, await frozen(journal, run, events), events)
}

/** Events of a run of `plans` at these moments, as if they had been recorded. */
function madeUp(
  plans: Plan,
  happened: readonly (readonly [at: number, what: Happening])[],
): Account {
  const events = happened.map(([at, what], seq): RunEvent => ({ run: 'r', seq, at, ...what }))
  return account('r', { plans: [plans], standings: {} }, events)
}

const started = (key: string, attempt = 1, round = 0): Happening => ({
  ...happenings('x')['task.started'],
  task: `plan.md#${key}`,
  attempt,
  round,
})
const succeeded = (key: string, attempt = 1, round = 0): Happening => ({
  ...happenings('x')['task.finished'],
  task: `plan.md#${key}`,
  attempt,
  round,
  outcome: { kind: 'succeeded', outputs: {}, evidence: [], usage: { duration: 1 } },
})
const ready = (key: string): Happening => ({ type: 'task.ready', task: `plan.md#${key}`, round: 0 })
const begins = happenings('x')['run.started']
const paused = (reason: 'waiting' | 'interrupted' | 'requested'): Happening => ({
  type: 'run.paused',
  reason,
  by: 'jo',
})
const resumed: Happening = { type: 'run.resumed', by: 'host/2' }

test('an account says who ran what, with which evidence, how often, and what the estimate was', async () => {
  const plans = plan([
    task('a', { effort: { minimum: 60, maximum: 120 }, agent: 'builder' }),
    task('b', { needs: ['a'] }),
  ])
  const { tasks, counts, outcome } = await told(plans, ({ script }) => ({
    exit: script === 'run b' ? 3 : 0,
    tail: `${script} says so`,
  }))
  expect(outcome).toBe('failed')
  expect(counts).toMatchObject({ done: 1, failed: 1 })
  expect(tasks[0]).toMatchObject({
    assigned: 'builder',
    estimate: { minimum: 3_600_000, maximum: 7_200_000 },
    attempts: [
      { agent: 'shell', command: 'run a', allowed: '--yes', outcome: 'succeeded', round: 0 },
    ],
  })
  expect(tasks[0]?.attempts[0]?.evidence[0]).toMatchObject({ kind: 'command', exit: 0, tail: 'run a says so' }) // prettier-ignore
  expect(tasks[1]?.attempts[0]).toMatchObject({ outcome: 'failed', reason: 'exit code 3' })
})

test('the chain that decided the length goes back over what was needed', () => {
  const plans = plan([task('a'), task('b'), task('c', { needs: ['a', 'b'] })])
  const { path } = madeUp(plans, [
    [0, begins],
    [0, started('a')],
    [0, started('b')],
    [1000, succeeded('a')],
    [3000, succeeded('b')],
    [3000, ready('c')],
    [3005, started('c')],
    [4000, succeeded('c')],
  ])
  expect(path.map(({ key, because }) => [key, because])).toEqual([
    ['plan.md#b', 'start'],
    ['plan.md#c', 'need'],
  ])
  expect(path[1]).toMatchObject({ waited: 5, held: null })
})

test('what waited for a free place follows what made room for it', () => {
  const plans = plan([task('a'), task('b')])
  const { path } = madeUp(plans, [
    [0, begins],
    [0, ready('a')],
    [0, ready('b')],
    [0, started('a')],
    [2000, succeeded('a')],
    [2001, started('b')],
    [3000, succeeded('b')],
  ])
  expect(path.map(({ key, because }) => [key, because])).toEqual([
    ['plan.md#a', 'start'],
    ['plan.md#b', 'slot'],
  ])
})

test('waiting for a person is told, and not taken for waiting for a free place', () => {
  const plans = plan([task('a'), task('b')])
  const asked = { ...happenings('x')['permission.requested'], subject: 'plan.md#b' }
  const { path, requests } = madeUp(plans, [
    [0, begins],
    [0, ready('a')],
    [0, ready('b')],
    [0, started('a')],
    [10, asked],
    [2000, succeeded('a')],
    [9000, { ...happenings('x')['permission.given'], subject: 'plan.md#b', decision: 'once' }],
    [9001, started('b')],
    [9500, succeeded('b')],
  ])
  expect(path).toMatchObject([{ key: 'plan.md#b', because: 'start', waited: 9001, held: 'person' }])
  expect(requests).toMatchObject([{ answer: 'once', by: 'x', answered: 9000 }])
})

test('the rounds of a task follow each other in the chain', () => {
  const opened = { ...happenings('x')['round.opened'], subject: 'plan.md#a', nodes: ['plan.md#a'] }
  const { path, tasks } = madeUp(plan([task('a')]), [
    [0, begins],
    [0, started('a')],
    [1000, succeeded('a')],
    [1500, opened],
    [1600, started('a', 1, 1)],
    [2600, succeeded('a', 1, 1)],
  ])
  expect(path.map(({ round, waited }) => [round, waited])).toEqual([
    [0, 0],
    [1, 600],
  ])
  expect(tasks[0]?.attempts.map(({ round }) => round)).toEqual([0, 1])
})

test('time in which no process executed the run does not count', () => {
  const { active, stretches, path } = madeUp(plan([task('a'), task('b', { needs: ['a'] })]), [
    [0, begins],
    [0, started('a')],
    [1000, succeeded('a')],
    [1000, paused('interrupted')],
    [500_000, resumed],
    [500_000, started('b')],
    [502_000, succeeded('b')],
    [502_000, happenings('x')['run.finished']],
  ])
  expect(active).toBe(3000)
  expect(stretches).toEqual([
    { from: 0, to: 1000, by: null, end: 'interrupted' },
    { from: 500_000, to: 502_000, by: 'host/2', end: 'finished' },
  ])
  expect(path[1]).toMatchObject({ key: 'plan.md#b', held: 'paused' })
})

test('an attempt whose process was killed is cut off at the last that is known of it', () => {
  const { tasks, gates, stretches } = madeUp(plan([task('a')], { gates: [gate('g', ['x'])] }), [
    [0, begins],
    [10, started('a')],
    [20, happenings('x')['gate.started']],
    [9000, resumed],
    [9001, started('a', 2)],
    [9002, succeeded('a', 2)],
  ])
  expect(tasks[0]?.attempts).toMatchObject([
    { attempt: 1, outcome: 'cut off', started: 10, ended: 20 },
    { attempt: 2, outcome: 'succeeded' },
  ])
  expect(gates[0]?.evaluations).toMatchObject([{ verdict: 'cut off', ended: 20 }])
  expect(stretches[0]?.end).toBe('killed')
})

test('what runs when a pause is asked for comes to its end', () => {
  const { tasks, counts } = madeUp(plan([task('a'), task('b')]), [
    [0, begins],
    [0, started('a')],
    [0, started('b')],
    [10, paused('requested')],
    [20, succeeded('a')],
  ])
  expect(tasks.map(({ attempts }) => attempts[0]?.outcome)).toEqual(['succeeded', 'running'])
  expect(counts).toMatchObject({ done: 1, running: 1 })
})

test('an evaluation that the end of a run cut off does not run for ever', () => {
  const { gates } = madeUp(plan([task('a')], { gates: [gate('g', ['x'])] }), [
    [0, begins],
    [10, happenings('x')['gate.started']],
    [30, happenings('x')['gate.skipped']],
  ])
  expect(gates[0]?.evaluations).toMatchObject([{ verdict: 'cut off', ended: 30 }])
})

test('what was undone is not done', () => {
  const undone = {
    ...happenings('x')['task.compensated'],
    outcome: { kind: 'succeeded', outputs: {}, evidence: [], usage: { duration: 1 } },
  } as const
  const done = madeUp(plan([task('a')]), [[0, begins], [0, started('a')], [1, succeeded('a')], [2, undone]]) // prettier-ignore
  expect(done.tasks[0]).toMatchObject({ status: 'pending', reason: 'what it did was undone' })
  const failed = happenings('exit code 1')['task.compensated']
  const still = madeUp(plan([task('a')]), [[0, begins], [0, started('a')], [1, succeeded('a')], [2, failed]]) // prettier-ignore
  expect(still.tasks[0]).toMatchObject({ status: 'done', reason: 'it could not be undone: exit code 1' }) // prettier-ignore
})

test('waivers, contingencies and signals are told with their evidence, and so is what is not known', () => {
  const unknown = { type: 'moon.seen', task: 'plan.md#a', phase: 'full', by: 'jo' }
  const { remarks } = madeUp(plan([task('a')]), [
    [0, begins],
    [1, happenings('why not')['gate.waived']],
    [2, happenings('clean')['remedy.stepped']],
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a newer goap has written it
    [3, unknown as unknown as Happening],
  ])
  expect(remarks).toMatchObject([
    { type: 'gate.waived', subject: 'plan.md#gate/g', by: 'why not', text: 'why not' },
    {
      type: 'remedy.stepped',
      text: 'clean, outcome: failed (clean)',
      evidence: [{ command: 'clean' }],
    },
    { type: 'moon.seen', subject: 'plan.md#a', by: 'jo', text: 'phase: full', evidence: [] },
  ])
})

test('estimates and what came of them stand side by side, also over a gate and a phase', async () => {
  const hour = { effort: { minimum: 60, maximum: 60 } }
  const plans = plan([task('a', hour), task('b', hour), task('c')], {
    phases: [phase('1', ['a', 'b']), phase('2', ['c'], { needs: ['1'] })],
    gates: [gate('g', ['verify'], { phase: '1' })],
  })
  const { planned, path, gates, active } = await told(plans, () => ({ exit: 0 }))
  expect(planned).toMatchObject({ length: 5_400_000, sequential: 9_000_000, unestimated: 1 })
  expect(path.map(({ key }) => key).slice(-2)).toEqual(['plan.md#gate/g', 'plan.md#c'])
  expect(gates[0]).toMatchObject({ verdict: 'passed', phase: 'Phase 1' })
  expect(active).toBeGreaterThanOrEqual(0)
})

test('an agent in code is named, and what it said stands in its attempt', async () => {
  const journal = memoryJournal()
  let tries = 0
  const agent: Agent = functionAgent('writer', async (_packet, { progress }) => {
    progress('halfway')
    if (++tries === 1) throw new Error('not yet')
  })
  const one = plan([task('a', { agent: 'writer', command: null })])
  const options = { journal, permissions, agents: [agent] }
  await using run = execute(one, options)
  await run.report
  await journal.send({ id: 's', run: run.id, kind: 'retry', payload: { subject: 'plan.md#a' }, by: 'jo', at: 0 }) // prettier-ignore
  await using again = await resume(run.id, options)
  await again.report
  const { tasks, remarks } = await accountOf(journal, run.id)
  expect(tasks[0]?.attempts).toMatchObject([
    { agent: 'writer', round: 0, outcome: 'failed', reason: 'not yet', notes: [{ text: 'halfway' }] }, // prettier-ignore
    { agent: 'writer', round: 1, outcome: 'succeeded' },
  ])
  expect(remarks.map(({ type }) => type)).toContain('signal.received')
})

import { expect, test } from 'vitest'
import { functionAgent } from '../../src/agents/index.ts'
import { scripted } from '../../src/commands/index.ts'
import { execute, resume, type Asker, type ExecuteOptions } from '../../src/engine/index.ts'
import { memoryJournal, type Journal } from '../../src/journal/index.ts'
import type { Plan, RunEvent } from '../../src/model/index.ts'
import type { Report } from '../../src/observe/index.ts'
import { gate, phase, plan, task } from './plans.ts'

const permissions = { allow: [], deny: [], all: '--yes' } as const

/** Commands of which `broken` fail until they are mended. */
function world(...broken: readonly string[]) {
  const bad = new Set(broken)
  const commands = scripted(({ script }) => ({ exit: bad.has(script) ? 1 : 0 }))
  return { commands, journal: memoryJournal(), permissions, mend: (script: string) => bad.delete(script) } // prettier-ignore
}

async function ran(one: Plan, options: ExecuteOptions): Promise<{ run: string; report: Report }> {
  await using run = execute(one, options)
  return { report: await run.report, run: run.id }
}

let count = 0
async function send(journal: Journal, run: string, kind: string, payload: object): Promise<void> {
  await journal.send({ id: `s${count++}`, run, kind, payload: { ...payload }, by: 'ann', at: 1 })
}

async function goesOn(run: string, options: ExecuteOptions): Promise<Report> {
  await using again = await resume(run, options)
  return await again.report
}

const statuses = ({ tasks }: Report): Record<string, string> =>
  Object.fromEntries(tasks.map(({ key, status }) => [key.slice('plan.md#'.length), status]))
const of = (events: readonly RunEvent[], type: RunEvent['type']) =>
  events.filter((event) => event.type === type)

const chain = plan(
  [task('a'), task('b', { needs: ['a'] }), task('c', { needs: ['b'] }), task('x')],
  {
    gates: [gate('g', ['check'], { after: ['b'] }), gate('end', ['all'], { closing: true })],
  },
)

test('a failed task that is retried opens what was skipped because of it, and nothing else runs again', async () => {
  const used = world('run a')
  const { run, report } = await ran(chain, used)
  expect(statuses(report)).toEqual({ a: 'failed', b: 'skipped', c: 'skipped', x: 'done' })
  used.mend('run a')
  await send(used.journal, run, 'retry', { subject: 'plan.md#a', note: 'mended' })
  const after = await goesOn(run, used)
  expect(after.outcome).toBe('succeeded')
  expect(statuses(after)).toEqual({ a: 'done', b: 'done', c: 'done', x: 'done' })
  const events = await used.journal.events(run)
  expect(of(events, 'round.opened')).toMatchObject([
    { subject: 'plan.md#a', note: 'mended', by: 'ann', nodes: ['plan.md#a', 'plan.md#b', 'plan.md#c', 'plan.md#gate/g', 'plan.md#gate/end'] }, // prettier-ignore
  ])
  const finished = events.flatMap((event) => (event.type === 'task.finished' ? [`${event.task} ${event.round}`] : [])) // prettier-ignore
  expect(finished.toSorted()).toEqual(['plan.md#a 0', 'plan.md#a 1', 'plan.md#b 0', 'plan.md#c 0', 'plan.md#x 0']) // prettier-ignore
})

test('with downstream everything that rests on a task runs again', async () => {
  const used = world()
  const { run, report } = await ran(chain, used)
  expect(report.outcome).toBe('succeeded')
  await send(used.journal, run, 'retry', { subject: 'plan.md#a', downstream: true })
  expect((await goesOn(run, used)).outcome).toBe('succeeded')
  const events = await used.journal.events(run)
  const rounds = events.flatMap((event) => (event.type === 'task.started' ? [`${event.task.slice(8)}${event.round}`] : [])) // prettier-ignore
  expect(rounds.toSorted()).toEqual(['a0', 'a1', 'b0', 'b1', 'c0', 'c1', 'x0'])
  const gates = events.flatMap((event) => (event.type === 'gate.finished' ? [event.round] : []))
  expect(gates.toSorted((a, b) => a - b)).toEqual([0, 0, 1, 1])
})

test('a run that ended is not opened again without a reason', async () => {
  const used = world('run a')
  const { run } = await ran(chain, used)
  await expect(resume(run, used)).rejects.toMatchObject({ code: 'run/finished' })
  await send(used.journal, run, 'retry', { subject: 'plan.md#b' })
  expect((await goesOn(run, used)).outcome).toBe('failed')
  expect(of(await used.journal.events(run), 'signal.refused')).toMatchObject([
    { reason: '"plan.md#a", which it needs, has not ended well' },
  ])
})

test('phases that were skipped begin when what stopped them is mended', async () => {
  const one = plan([task('a'), task('b'), task('c')], {
    phases: [phase('p', ['a', 'b']), phase('q', ['c'], { needs: ['p'] })],
    gates: [gate('g', ['check'], { phase: 'p' })],
  })
  const used = world('run a')
  const { run, report } = await ran(one, used)
  expect(statuses(report)).toEqual({ a: 'failed', b: 'done', c: 'skipped' })
  used.mend('run a')
  await send(used.journal, run, 'retry', { subject: 'plan.md#a' })
  const after = await goesOn(run, used)
  expect(after.outcome).toBe('succeeded')
  expect(statuses(after)).toEqual({ a: 'done', b: 'done', c: 'done' })
})

test('a waived gate lets what follows go on, and the run says who waived it', async () => {
  const used = world('check')
  const one = plan([task('a'), task('b')], {
    phases: [phase('p', ['a']), phase('q', ['b'], { needs: ['p'] })],
    gates: [gate('g', ['check'], { phase: 'p' })],
  })
  const { run, report } = await ran(one, used)
  expect(statuses(report)).toEqual({ a: 'done', b: 'skipped' })
  await send(used.journal, run, 'waive', { subject: 'plan.md#gate/g', why: '' })
  expect((await goesOn(run, used)).outcome).toBe('failed')
  await send(used.journal, run, 'waive', { subject: 'plan.md#gate/g', why: 'known, see #12' })
  const after = await goesOn(run, used)
  expect(after.outcome).toBe('succeeded')
  expect(after.gates).toMatchObject([
    { verdict: 'waived', reason: 'waived by ann: known, see #12' },
  ])
})

test('a paused run starts nothing new, lets end what runs, and goes on at resume', async () => {
  const used = world()
  const asker = functionAgent('pauser', async () => {
    await send(used.journal, first.id, 'pause', {})
    await new Promise((settle) => setTimeout(settle, 20))
  })
  const one = plan([task('a', { agent: 'pauser', command: null }), task('b', { needs: ['a'] })])
  const options = { ...used, agents: [asker] }
  await using first = execute(one, options)
  const report = await first.report
  expect(report.outcome).toBe('interrupted')
  expect(statuses(report)).toEqual({ a: 'done', b: 'pending' })
  expect((await goesOn(first.id, options)).outcome).toBe('succeeded')
})

test('fail-fast ends all that runs at the first failure', async () => {
  const one = plan([task('a'), task('slow'), task('later', { needs: ['slow'] })])
  const used = world()
  const commands = scripted({ 'run a': { exit: 1 }, 'run slow': 'hang' })
  const { report } = await ran(one, { ...used, commands, policy: 'fail-fast' })
  expect(report.outcome).toBe('failed')
  expect(statuses(report)).toEqual({ a: 'failed', slow: 'cancelled', later: 'pending' })
})

test('continue runs even what rests on a failure, and the run has failed all the same', async () => {
  const used = world('run a', 'check')
  const { report } = await ran(chain, { ...used, policy: 'continue' })
  expect(statuses(report)).toEqual({ a: 'failed', b: 'done', c: 'done', x: 'done' })
  expect(report.outcome).toBe('failed')
})

test('a signal that cannot be carried out is refused with the reason', async () => {
  const used = world()
  const one = plan([task('a', { command: null })])
  const { run } = await ran(one, used)
  await send(used.journal, run, 'retry', { subject: 'plan.md#nothing' })
  await send(used.journal, run, 'answer', { subject: 'plan.md#a', value: 'perhaps' })
  await send(used.journal, run, 'dance', {})
  await send(used.journal, run, 'approve', { subject: 'plan.md#a' })
  const report = await goesOn(run, used)
  expect(of(await used.journal.events(run), 'signal.refused')).toMatchObject([
    { reason: 'there is no task or gate "plan.md#nothing"' },
    { reason: '"perhaps" is none of: done, failed' },
    { reason: 'there is no signal "dance"' },
  ])
  expect(statuses(report)).toEqual({ a: 'done' })
})

test('a pause that nobody was there to take does not hold up whoever resumes', async () => {
  const journal = memoryJournal()
  const permissions = { allow: [], deny: [], all: 'a test' } as const
  const used = { journal, commands: scripted(() => ({ exit: 0 })), permissions }
  await using waiting = execute(
    plan([task('a', { command: null }), task('b', { needs: ['a'] })]),
    used,
  )
  await waiting.report
  await journal.send({ id: 'p', run: waiting.id, kind: 'pause', payload: null, by: 'ann', at: 1 })
  const asker: Asker = { by: 'ann', permission: async () => null, question: async () => 'done' }
  await using again = await resume(waiting.id, { ...used, asker })
  expect((await again.report).outcome).toBe('succeeded')
})

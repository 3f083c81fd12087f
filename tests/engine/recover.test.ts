import { spawn } from 'node:child_process'
import { expect, test } from 'vitest'
import { isAlive, processIdentity, scripted } from '../../src/commands/index.ts'
import { execute, resume } from '../../src/engine/index.ts'
import { memoryJournal, type Journal } from '../../src/journal/index.ts'
import type { Plan, RunEvent } from '../../src/model/index.ts'
import { gate, phase, plan, task } from './plans.ts'

const everything = { allow: [], deny: [], all: '--yes' } as const
const dead = { host: 'h', boot: null, pid: 1, started: 1 }

/** The journal of a run whose engine died right after the last event that `until` accepts. */
async function died(
  one: Plan,
  until: (event: RunEvent) => boolean,
): Promise<{ journal: Journal; run: string }> {
  const whole = memoryJournal()
  const fine = scripted(() => ({ exit: 0 }))
  await using run = execute(one, { journal: whole, commands: fine, permissions: everything })
  await run.report
  const events = await whole.events(run.id)
  const journal = memoryJournal()
  const [first] = events
  const spec = first?.type === 'run.started' ? first.spec : ''
  await journal.keep(spec, (await whole.kept(spec)) ?? null)
  const lease = await journal.create(run.id, ['plan.md'], dead)
  await journal.append(lease, events.slice(0, events.findIndex(until) + 1))
  await journal.release(lease)
  return { journal, run: run.id }
}

const one = plan([task('a'), task('b', { needs: ['a'] })], {
  gates: [gate('g', ['check'], { after: ['a'] })],
})

async function cancelled(journal: Journal, run: string): Promise<void> {
  await journal.send({ id: 's', run, kind: 'cancel', payload: null, by: 'ann', at: 1 })
}

test('an attempt that was cut off is cancelled when the run was cancelled meanwhile', async () => {
  const { journal, run } = await died(one, ({ type }) => type === 'task.started')
  await cancelled(journal, run)
  const commands = scripted(() => ({ exit: 0 }))
  await using again = await resume(run, { journal, commands, permissions: everything })
  const report = await again.report
  expect(report.outcome).toBe('cancelled')
  expect(report.tasks.map(({ status }) => status)).toEqual(['cancelled', 'pending'])
  expect(commands.calls).toEqual([])
})

test('a gate that was cut off is skipped when the run was cancelled meanwhile', async () => {
  const { journal, run } = await died(one, ({ type }) => type === 'gate.started')
  await cancelled(journal, run)
  const commands = scripted(() => ({ exit: 0 }))
  await using again = await resume(run, { journal, commands, permissions: everything })
  const report = await again.report
  expect(report.outcome).toBe('cancelled')
  expect(report.gates[0]?.verdict).toBe('skipped')
  expect(commands.calls).toEqual([])
})

test('a gate that was cut off is evaluated anew', async () => {
  const { journal, run } = await died(one, ({ type }) => type === 'gate.started')
  const commands = scripted(() => ({ exit: 0 }))
  await using again = await resume(run, { journal, commands, permissions: everything })
  expect((await again.report).outcome).toBe('succeeded')
  expect(commands.calls.filter(({ script }) => script === 'check')).toHaveLength(1)
})

test('a process that the dead engine left behind is ended before its task runs again', async () => {
  const { journal, run } = await died(one, ({ type }) => type === 'task.started')
  const child = spawn('sleep', ['60'], { detached: true, stdio: 'ignore' })
  const ended = new Promise((settle) => child.on('exit', settle))
  const survivor = processIdentity(child.pid)
  const lease = await journal.claim(run, dead, () => true)
  const { started, boot } = survivor
  await journal.processStarted(lease, { subject: 'plan.md#a', pgid: child.pid ?? 0, started, boot })
  await journal.release(lease)
  let alive: boolean | null = true
  const commands = scripted(({ script }) => {
    if (script === 'run a') alive = isAlive(survivor)
    return { exit: 0 }
  })
  await using again = await resume(run, { journal, commands, permissions: everything })
  expect((await again.report).outcome).toBe('succeeded')
  await ended
  expect(alive).toBe(false)
  expect(await journal.processes(run)).toEqual([])
})

test('what was planned anew has its own parts, agents and swarms', async () => {
  const journal = memoryJournal()
  await using waiting = execute(plan([task('b', { command: null })]), { journal })
  await waiting.report
  const names = ['c1', 'c2', 'c3']
  const parts = names.map((name) => task(name, { parent: 'c' }))
  const next = plan([task('a'), task('c', { command: null }), ...parts], {
    phases: [phase('p', names, { workers: 1 })],
  })
  const commands = scripted(() => ({ exit: 0 }))
  await using again = await resume(waiting.id, { journal, commands, permissions: everything, plans: [next] }) // prettier-ignore
  const report = await again.report
  expect(report.outcome).toBe('succeeded')
  expect(report.waiting).toEqual([])
  expect(commands.calls.map(({ script }) => script).toSorted()).toEqual(['run a', 'run c1', 'run c2', 'run c3']) // prettier-ignore
})

const steps = Array.from({ length: 10 }, (_, seq) => seq)

test.each(steps)(
  'an engine that died after event %i is followed by one with other plans',
  async (seq) => {
    const { journal, run } = await died(one, (event) => event.seq === seq)
    const next = plan([task('a'), task('c', { needs: ['a'] })], {
      gates: [gate('g', ['check'], { after: ['c'] })],
    })
    const commands = scripted(() => ({ exit: 0 }))
    const done = (await journal.events(run)).flatMap((event) => event.type === 'task.finished' ? [event.task] : []) // prettier-ignore
    await using again = await resume(run, {
      journal,
      commands,
      permissions: everything,
      plans: [next],
    })
    expect((await again.report).outcome).toBe('succeeded')
    const wanted = ['run a', 'run c', 'check'].filter(
      (script) => script !== 'run a' || !done.includes('plan.md#a'),
    )
    expect(commands.calls.map(({ script }) => script)).toEqual(wanted)
  },
)

test('what must not happen twice and was cut off waits for a person under other plans too', async () => {
  const once = plan([task('a', { repeat: 'once' })])
  const { journal, run } = await died(once, ({ type }) => type === 'task.started')
  const next = plan([task('a', { repeat: 'once' }), task('b')])
  const commands = scripted(() => ({ exit: 0 }))
  const used = { journal, commands, permissions: everything, plans: [next] }
  await using again = await resume(run, used)
  const report = await again.report
  expect(report.waiting).toMatchObject([{ kind: 'question', subject: 'plan.md#a' }])
  expect(commands.calls.map(({ script }) => script)).toEqual(['run b'])
  // Nor is it forgotten when the plans change once more, or when it was asked for under the old ones.
  const more = plan([task('a', { repeat: 'once' }), task('b'), task('c')])
  await using later = await resume(run, { ...used, plans: [more] })
  expect((await later.report).waiting).toMatchObject([{ kind: 'question', subject: 'plan.md#a' }])
  expect(commands.calls.map(({ script }) => script)).toEqual(['run b', 'run c'])
})

test('what was asked for under the old plans is asked for under the new ones', async () => {
  const { journal, run } = await died(
    plan([task('a', { repeat: 'once' })]),
    ({ type }) => type === 'task.started',
  )
  const commands = scripted(() => ({ exit: 0 }))
  const used = { journal, commands, permissions: everything }
  await using asked = await resume(run, used)
  expect((await asked.report).waiting).toMatchObject([{ kind: 'question', subject: 'plan.md#a' }])
  const next = plan([task('a', { repeat: 'once' }), task('b')])
  await using again = await resume(run, { ...used, plans: [next] })
  expect((await again.report).waiting).toMatchObject([{ kind: 'question', subject: 'plan.md#a' }])
  expect(commands.calls.map(({ script }) => script)).toEqual(['run b'])
})

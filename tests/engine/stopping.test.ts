import { expect, test } from 'vitest'
import { scripted, type ScriptedAnswers } from '../../src/commands/index.ts'
import { execute, resume, type Asker, type ExecuteOptions } from '../../src/engine/index.ts'
import { memoryJournal } from '../../src/journal/index.ts'
import type { Plan } from '../../src/model/index.ts'
import { gate, plan, task } from './plans.ts'

const everything = { allow: [], deny: [], all: '--yes' } as const
const fine: ScriptedAnswers = () => ({ exit: 0 })

function options(answers: ScriptedAnswers = fine, more: ExecuteOptions = {}): ExecuteOptions {
  return { commands: scripted(answers), permissions: everything, ...more }
}

const diamond: Plan = plan([
  task('a'),
  task('b', { needs: ['a'] }),
  task('c', { needs: ['a'] }),
  task('d', { needs: ['b', 'c'] }),
])

test('cancel stops what runs and ends the run for good', async () => {
  const journal = memoryJournal()
  const answers: ScriptedAnswers = ({ script }) => (script === 'run a' ? 'hang' : { exit: 0 })
  await using run = execute(diamond, options(answers, { journal }))
  for await (const event of run) if (event.type === 'task.started') void run.cancel('enough')
  const report = await run.report
  expect(report.outcome).toBe('cancelled')
  expect(report.tasks.map(({ status }) => status)).toEqual([
    'cancelled',
    'pending',
    'pending',
    'pending',
  ])
  await expect(resume(run.id, options(fine, { journal }))).rejects.toMatchObject({
    code: 'run/finished',
  })
})

test('cancel ends a gate that is being evaluated', async () => {
  const gated = plan([task('a')], { gates: [gate('g', ['verify'], { after: ['a'] })] })
  const answers: ScriptedAnswers = ({ script }) => (script === 'verify' ? 'hang' : { exit: 0 })
  await using run = execute(gated, options(answers))
  for await (const event of run) if (event.type === 'gate.started') void run.cancel('enough')
  expect((await run.report).outcome).toBe('cancelled')
})

test('an interrupted run is paused, and resume tries what was cut off once more', async () => {
  const journal = memoryJournal()
  const stop = new AbortController()
  const answers: ScriptedAnswers = ({ script }) => (script === 'run b' ? 'hang' : { exit: 0 })
  await using run = execute(diamond, options(answers, { journal, signal: stop.signal }))
  for await (const event of run)
    if (event.type === 'task.started' && event.task === 'plan.md#b') stop.abort()
  expect((await run.report).outcome).toBe('interrupted')
  await using again = await resume(run.id, options(fine, { journal }))
  const report = await again.report
  expect(report.outcome).toBe('succeeded')
  expect(report.tasks[1]).toMatchObject({ status: 'done', attempts: 2 })
})

test.each(['interrupt', 'cancel'] as const)(
  '%s of a run with more to do at once than may run',
  async (how) => {
    const journal = memoryJournal()
    const many = plan(['a', 'b', 'c', 'd', 'e'].map((key) => task(key)))
    await using run = execute(
      many,
      options(() => 'hang', { journal, concurrency: 2 }),
    )
    for await (const event of run) {
      if (event.type !== 'task.started') continue
      if (how === 'cancel') void run.cancel('enough')
      else void run.interrupt()
    }
    const { outcome, counts } = await run.report
    const { cancelled, pending } = counts
    expect({ outcome, cancelled, pending }).toEqual(
      how === 'cancel'
        ? { outcome: 'cancelled', cancelled: 2, pending: 3 }
        : { outcome: 'interrupted', cancelled: 0, pending: 5 },
    )
  },
)

test('a run that was paused and is then interrupted does not wait for what was cut off', async () => {
  const journal = memoryJournal()
  await using run = execute(diamond, options({ 'run a': 'hang' }, { journal }))
  for await (const event of run) {
    if (event.type === 'task.started')
      await journal.send({ id: 's1', run: run.id, kind: 'pause', payload: null, by: 'ann', at: 0 })
    if (event.type === 'run.paused') void run.interrupt()
  }
  const { outcome, counts } = await run.report
  expect({ outcome, pending: counts.pending }).toEqual({ outcome: 'interrupted', pending: 4 })
})

test('a signal from outside cancels a run that is under way', async () => {
  const journal = memoryJournal()
  await using run = execute(diamond, options({ 'run a': 'hang' }, { journal }))
  for await (const event of run)
    if (event.type === 'task.started')
      await journal.send({ id: 's1', run: run.id, kind: 'cancel', payload: null, by: 'ann', at: 0 })
  expect((await run.report).outcome).toBe('cancelled')
})

test('a live run is not taken over, and one whose fence is older cannot write', async () => {
  const journal = memoryJournal()
  await using run = execute(diamond, options({ 'run a': 'hang' }, { journal }))
  for await (const event of run) {
    if (event.type !== 'task.started') continue
    await expect(resume(run.id, options(fine, { journal }))).rejects.toMatchObject({
      code: 'journal/held',
    })
    break
  }
  await run.interrupt()
})

test('a task that may happen only once is not run again after it was cut off: a person says what was done', async () => {
  const once = plan([task('a', { repeat: 'once' }), task('b', { needs: ['a'] })])
  for (const [answer, statuses, runs] of [
    ['done', ['done', 'done'], 1],
    ['failed', ['failed', 'skipped'], 1],
    ['again', ['done', 'done'], 2],
  ] as const) {
    const journal = memoryJournal()
    const stop = new AbortController()
    let calls = 0
    const commands = scripted(({ script }) =>
      script === 'run a' && ++calls === 1 ? 'hang' : { exit: 0 },
    )
    const used = { journal, commands, permissions: everything }
    await using run = execute(once, { ...used, signal: stop.signal })
    for await (const event of run) if (event.type === 'task.started') stop.abort()
    await run.report
    await using alone = await resume(run.id, used)
    expect((await alone.report).waiting).toMatchObject([{ kind: 'question' }])
    expect(calls).toBe(1)
    const asker: Asker = { by: 'ann', permission: async () => null, question: async () => answer }
    await using asked = await resume(run.id, { ...used, asker })
    expect((await asked.report).tasks.map(({ status }) => status)).toEqual(statuses)
    expect(calls).toBe(runs)
  }
})

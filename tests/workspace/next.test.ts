import { expect, test } from 'vitest'
import { processIdentity, scripted } from '../../src/commands/index.ts'
import { execute } from '../../src/engine/index.ts'
import { memoryJournal, type Holder, type Journal } from '../../src/journal/index.ts'
import type { EventType, Plan } from '../../src/model/index.ts'
import { nextOf } from '../../src/workspace/index.ts'
import { gate, phase, plan, task } from '../engine/plans.ts'

const permissions = { allow: [], deny: [], all: '--yes' } as const

/** A journal in which a run of a plan stopped right behind the first event of a type, without a word. */
async function cutOff(one: Plan, type: EventType, holder: Holder): Promise<Journal> {
  const whole = memoryJournal()
  await using run = execute(one, { journal: whole, commands: scripted(() => ({ exit: 0 })), permissions }) // prettier-ignore
  await run.report
  const events = await whole.events(run.id)
  const upTo = events.slice(0, events.findIndex((event) => event.type === type) + 1)
  const journal = memoryJournal()
  const lease = await journal.create(run.id, [one.document], holder)
  for (const event of upTo)
    if (event.type === 'run.started') {
      const spec = await whole.kept(event.spec)
      if (spec !== undefined) await journal.keep(event.spec, spec)
    }
  await journal.append(lease, upTo)
  return journal
}

const here: Holder = processIdentity()
const dead: Holder = { ...here, pid: 2 ** 22 + 1 }

const one = plan([task('a'), task('b')], {
  phases: [phase('p', ['a']), phase('q', ['b'], { needs: ['p'] })],
  gates: [gate('g', ['check'], { phase: 'p', after: ['a'] })],
})
const titles = (all: readonly { readonly key: string }[]): readonly string[] => all.map(({ key }) => key) // prettier-ignore

test('a task runs as long as the process of its run lives; otherwise it was cut off', async () => {
  const alive = await nextOf([one], await cutOff(one, 'task.started', here))
  expect([titles(alive.running), titles(alive.ready)]).toEqual([['plan.md#a'], []])
  expect(alive.unfinished).toEqual([])
  const gone = await nextOf([one], await cutOff(one, 'task.started', dead))
  expect([titles(gone.running), titles(gone.ready)]).toEqual([[], ['plan.md#a']])
  expect(gone.ready[0]?.reason).toBe('was cut off')
  expect(gone.unfinished).toMatchObject([{ changed: [] }])
})

test('a gate runs as long as the process of its run lives; otherwise it is to be judged', async () => {
  const alive = await nextOf([one], await cutOff(one, 'gate.started', here))
  expect([titles(alive.running), titles(alive.ready)]).toEqual([['plan.md#gate/g'], []])
  const gone = await nextOf([one], await cutOff(one, 'gate.started', dead))
  expect([titles(gone.running), titles(gone.ready)]).toEqual([[], ['plan.md#gate/g']])
})

test('behind a gate that has passed its tasks come next', async () => {
  const journal = await cutOff(one, 'gate.finished', dead)
  expect(titles((await nextOf([one], journal)).ready)).toEqual(['plan.md#b'])
})

test('what the unfinished run knew does not count for a task that is another now', async () => {
  const journal = await cutOff(one, 'task.started', dead)
  const other: Plan = { ...one, tasks: [task('a', { command: 'else', status: 'running' }), task('b')] } // prettier-ignore
  const { running, unfinished } = await nextOf([other], journal)
  expect(running).toMatchObject([{ key: 'plan.md#a', run: null }])
  expect(unfinished).toMatchObject([{ changed: ['plan.md'] }])
})

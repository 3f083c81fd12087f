import { describe, expect, test } from 'vitest'
import { scripted } from '../../src/commands/index.ts'
import {
  execute,
  resume,
  type ExecuteOptions,
  type Replanner,
  type ReplanRequest,
} from '../../src/engine/index.ts'
import { memoryJournal, type Journal } from '../../src/journal/index.ts'
import type { Effect, FactValue, Plan, Probe, RunEvent, Task } from '../../src/model/index.ts'
import { gate, plan, task } from './plans.ts'

// A door that is opened by pushing or by its key; it tells how it stands when it is looked at.

const permissions = { allow: [], deny: [], all: '--yes' } as const
const is = (fact: string, value: FactValue): Effect => ({ fact, compare: '=', value })
const look: Probe = {
  fact: 'door',
  check: { kind: 'command', command: 'look', runnable: true },
  expectations: [],
}

interface House {
  door: string
  /** Whether pushing does anything. */
  stuck: boolean
}

function commandsOf(house: House) {
  return scripted(({ script }) => {
    if (script === 'look') return { exit: 0, tail: `it is\n${house.door}\n` }
    if (script === 'push' && !house.stuck) house.door = 'open'
    if (script === 'unlock') house.door = 'open'
    if (script === 'close') house.door = 'closed'
    return { exit: script === 'break' ? 1 : 0 }
  })
}

const open = (key: string, command: string, more: Partial<Task> = {}): Task =>
  task(key, { title: command, command, effects: [is('door', 'open')], ...more })

function planned(tasks: readonly Task[], facts: Plan['facts'] = []): Plan {
  return plan(tasks, {
    goal: { name: 'in', conditions: [is('door', 'open')] },
    probes: [look],
    facts: facts ?? [],
    gates: [
      {
        key: 'goal', title: 'Goal: in', place: null, phase: null, after: tasks.map(({ key }) => key), closing: true,
        criteria: [{ key: 'c1', text: 'door = open', place: null, status: null, check: { kind: 'fact', name: 'door' }, expectations: [{ kind: 'value', compare: '=', value: 'open' }], expect: null }],
      },
    ],
  }) // prettier-ignore
}

const told = (events: readonly RunEvent[]): readonly string[] =>
  events.flatMap((event) => {
    switch (event.type) {
      case 'fact.observed':
        return [`${event.name} is ${String(event.value)}`]
      case 'task.started':
        return [`start ${event.task}`]
      case 'task.finished':
        return [`${event.outcome.kind} ${event.task}`]
      case 'gate.finished':
        return [`gate ${event.verdict}`]
      case 'run.replanned':
        return [`generation ${event.generation}`]
      case 'run.finished':
        return [event.outcome]
      default:
        return []
    }
  })

describe('facts are observed, not believed', () => {
  test('a command that succeeds and does not come to its effect has failed, with the evidence', async () => {
    const commands = commandsOf({ door: 'closed', stuck: true })
    const journal = memoryJournal()
    await using run = execute(planned([open('a', 'push')]), { commands, journal, permissions })
    const report = await run.report
    expect(report.outcome).toBe('failed')
    expect(report.tasks[0]?.reason).toBe('it did not come to door = open: door is closed')
    expect(report.tasks[0]?.evidence).toMatchObject([{ command: 'push' }, { command: 'look', tail: 'it is\nclosed\n' }]) // prettier-ignore
  })

  test('a gate judges a fact by a look of its own', async () => {
    const house = { door: 'closed', stuck: false }
    const commands = commandsOf(house)
    const journal = memoryJournal()
    const shut = task('b', { command: 'close', needs: ['a'] })
    await using run = execute(planned([open('a', 'push'), shut]), {
      commands,
      journal,
      permissions,
    })
    const report = await run.report
    expect(report.gates[0]).toMatchObject({ verdict: 'failed', criteria: [{ reason: 'door is closed', evidence: [{ kind: 'command', command: 'look' }] }] }) // prettier-ignore
    expect(told(await journal.events(run.id))).toEqual([
      'start plan.md#a', 'door is open', 'succeeded plan.md#a', 'start plan.md#b', 'succeeded plan.md#b', 'door is closed', 'gate failed', 'failed',
    ]) // prettier-ignore
  })

  test('what a task requires is looked at before it begins, once', async () => {
    const commands = commandsOf({ door: 'closed', stuck: false })
    const journal = memoryJournal()
    const enter = task('b', { command: 'enter', requires: [is('door', 'open')] })
    const leave = task('c', { command: 'leave', requires: [is('door', 'closed')] })
    await using run = execute(planned([enter, leave]), {
      commands,
      journal,
      permissions,
      concurrency: 1,
    })
    const report = await run.report
    expect(report.tasks.map(({ status, reason }) => [status, reason])).toEqual([
      ['failed', 'it requires door = open, and door is closed'],
      ['done', ''],
    ])
    expect(commands.calls.map(({ script }) => script)).toEqual(['look', 'leave'])
  })

  test('what a document only states is no evidence for a gate', async () => {
    const stated: Plan = { ...planned([task('a', { command: 'x' })], [{ name: 'door', value: 'open' }]), probes: [] } // prettier-ignore
    const commands = commandsOf({ door: 'closed', stuck: false })
    await using run = execute(stated, { commands, permissions })
    expect((await run.report).gates[0]?.criteria[0]?.verdict).toBe('insufficient-evidence')
  })

  test('effects without a probe are believed, numbers are counted', async () => {
    const spend: Task = task('a', { command: 'x', effects: [{ fact: 'money', compare: '=', value: 2, change: 'decrease' }] }) // prettier-ignore
    const buy = task('b', { command: 'y', needs: ['a'], requires: [{ fact: 'money', compare: '≥', value: 2 }] }) // prettier-ignore
    const commands = commandsOf({ door: 'open', stuck: false })
    await using run = execute(planned([spend, buy], [{ name: 'money', value: 3 }]), { commands, permissions }) // prettier-ignore
    const report = await run.report
    expect(report.tasks[1]?.reason).toBe('it requires money ≥ 2, and money is 1')
  })

  test('a probe needs a permission as every command does, before the task begins', async () => {
    const commands = commandsOf({ door: 'closed', stuck: false })
    const only = { allow: [{ pattern: 'push', source: 'test' }], deny: [], all: null }
    await using run = execute(planned([open('a', 'push')]), { commands, permissions: only })
    const report = await run.report
    expect(report.waiting).toMatchObject([{ subject: 'plan.md#a', command: 'look' }])
    expect(commands.calls).toEqual([])
  })

  test('a probe that gives no value proves nothing', async () => {
    const broken: Plan = { ...planned([open('a', 'push')]), probes: [{ ...look, check: { kind: 'command', command: 'break', runnable: true } }] } // prettier-ignore
    await using run = execute(broken, { commands: commandsOf({ door: 'closed', stuck: false }), permissions }) // prettier-ignore
    expect((await run.report).tasks[0]?.reason).toContain('door could not be observed')
  })
})

/** Pushes first; what has failed is not done again. */
function replanner(asked: ReplanRequest[], ways: readonly string[] = ['unlock']): Replanner {
  return async (request) => {
    asked.push(request)
    const way = ways[asked.length - 1]
    const facts = [...request.facts].map(([name, value]) => ({ name, value }))
    if (way === undefined) return { plan: null, reason: 'no way is left' }
    return { plan: planned([open(`g${request.generation}`, way)], facts), reason: `${way} instead` }
  }
}

describe('planning again', () => {
  async function ran(house: House, options: ExecuteOptions, first = open('a', 'push')) {
    const journal = options.journal ?? memoryJournal()
    const commands = options.commands ?? commandsOf(house)
    await using run = execute(planned([first]), { commands, permissions, ...options, journal })
    const report = await run.report
    return { report, events: await journal.events(run.id), run: run.id, journal }
  }

  test('another way is gone when the plan fails, from the world as it was found', async () => {
    const asked: ReplanRequest[] = []
    const { report, events } = await ran({ door: 'closed', stuck: true }, { replanner: replanner(asked) }) // prettier-ignore
    expect(report.outcome).toBe('succeeded')
    expect(told(events)).toEqual([
      'start plan.md#a', 'door is closed', 'failed plan.md#a', 'door is closed', 'generation 1',
      'start plan.md#g1', 'door is open', 'succeeded plan.md#g1', 'door is open', 'gate passed', 'succeeded',
    ]) // prettier-ignore
    expect(report.tasks.map(({ key, status }) => [key, status])).toEqual([['plan.md#a', 'failed'], ['plan.md#g1', 'done']]) // prettier-ignore
    expect(asked).toHaveLength(1)
    expect(asked[0]?.facts).toEqual(new Map([['door', 'closed']]))
    expect(asked[0]?.failures).toMatchObject([{ task: { title: 'push' }, count: 1, reason: expect.stringContaining('did not come to') }]) // prettier-ignore
    expect(events.find(({ type }) => type === 'run.replanned')).toMatchObject({ reason: 'unlock instead', failed: ['plan.md#a'] }) // prettier-ignore
  })

  test('what failed is counted over the generations', async () => {
    const asked: ReplanRequest[] = []
    const house = { door: 'closed', stuck: true }
    const { report } = await ran(house, { replanner: replanner(asked, ['push', 'push']) })
    expect(report).toMatchObject({ outcome: 'failed', reason: expect.stringContaining('no way is left') }) // prettier-ignore
    expect(asked.map(({ failures }) => failures[0]?.count)).toEqual([1, 2, 3])
  })

  test('the same plan in the same world is a circle, unless something was tried and failed in between', async () => {
    const asked: ReplanRequest[] = []
    const enter = task('a', { title: 'enter', command: 'enter', requires: [is('door', 'open')] })
    const same: Replanner = async (request) => {
      asked.push(request)
      const facts = [...request.facts].map(([name, value]) => ({ name, value }))
      return {
        plan: planned([{ ...enter, key: `g${request.generation}` }], facts),
        reason: 'again',
      }
    }
    const { report } = await ran({ door: 'closed', stuck: true }, { replanner: same }, enter)
    expect(report.outcome).toBe('failed')
    expect(report.reason).toContain('goes in a circle')
    expect(asked).toHaveLength(2)
    expect(asked[0]?.failures).toEqual([])
  })

  test('without another way the run has failed, and says why', async () => {
    const { report } = await ran({ door: 'closed', stuck: true }, { replanner: replanner([], []) })
    expect(report).toMatchObject({ outcome: 'failed', reason: 'no way to "in" is left: no way is left' }) // prettier-ignore
  })

  test('nothing is planned around a gate that failed on the way', async () => {
    const asked: ReplanRequest[] = []
    const checked: Plan = planned([open('a', 'push')])
    const failing: Plan = { ...checked, gates: [...checked.gates, gate('proof', ['break'], { after: ['a'] })] } // prettier-ignore
    const commands = commandsOf({ door: 'closed', stuck: false })
    await using run = execute(failing, { commands, permissions, replanner: replanner(asked) })
    expect((await run.report).outcome).toBe('failed')
    expect(asked).toEqual([])
  })

  test('only so often', async () => {
    const asked: ReplanRequest[] = []
    const ways = ['a', 'b', 'c', 'd']
    const { report } = await ran({ door: 'closed', stuck: true }, { replanner: replanner(asked, ways), replans: 2 }) // prettier-ignore
    expect(report.outcome).toBe('failed')
    expect(asked).toHaveLength(2)
  })

  test('nobody plans a plan without a goal again', async () => {
    const asked: ReplanRequest[] = []
    const { goal: _goal, ...aimless } = planned([task('a', { command: 'break' })])
    await using run = execute(aimless, { commands: commandsOf({ door: 'closed', stuck: true }), permissions, replanner: replanner(asked) }) // prettier-ignore
    expect((await run.report).outcome).toBe('failed')
    expect(asked).toEqual([])
  })

  test('a planner knows what was done and can be undone, and the world before it', async () => {
    const asked: ReplanRequest[] = []
    const first = open('a', 'push', { compensation: 'close' })
    const second = task('b', { command: 'break', needs: ['a'], title: 'break' })
    const journal = memoryJournal()
    const commands = commandsOf({ door: 'closed', stuck: false })
    await using run = execute(planned([first, second], [{ name: 'door', value: 'closed' }]), { commands, permissions, journal, replanner: replanner(asked) }) // prettier-ignore
    await run.report
    expect(asked[0]?.done).toMatchObject([{ task: { title: 'push', compensation: 'close' }, before: new Map([['door', 'closed']]) }]) // prettier-ignore
  })

  test('a run that dies after any event comes to the same end', async () => {
    const asked: ReplanRequest[] = []
    const whole = await ran({ door: 'closed', stuck: true }, { replanner: replanner(asked) })
    for (let kept = 1; kept < whole.events.length; kept++) {
      const journal = await cut(whole.journal, whole.run, kept)
      const isOpen = whole.events.slice(0, kept).some((event) => event.type === 'task.finished' && event.outcome.kind === 'succeeded') // prettier-ignore
      const house = { door: isOpen ? 'open' : 'closed', stuck: true }
      const again: ReplanRequest[] = []
      await using run = await resume(whole.run, { journal, commands: commandsOf(house), permissions, replanner: replanner(again) }) // prettier-ignore
      expect([kept, (await run.report).outcome]).toEqual([kept, 'succeeded'])
      const events = await journal.events(whole.run)
      expect(events.filter(({ type }) => type === 'run.replanned')).toHaveLength(1)
      const done = events.filter((event) => event.type === 'task.finished' && event.outcome.kind === 'succeeded') // prettier-ignore
      expect(done).toHaveLength(1)
    }
  })
})

/** A copy of a journal whose engine died after so many events of its run. */
async function cut(from: Journal, run: string, kept: number): Promise<Journal> {
  const journal = memoryJournal()
  const events = (await from.events(run)).slice(0, kept)
  for (const event of await from.events(run))
    if (event.type === 'run.started' || event.type === 'run.replanned')
      await journal.keep(event.spec, (await from.kept(event.spec)) ?? null)
  const lease = await journal.create(run, ['plan.md'], {
    host: 'h',
    boot: null,
    pid: 1,
    started: 1,
  })
  await journal.append(lease, events)
  await journal.release(lease)
  return journal
}

import { describe, expect, test } from 'vitest'
import { print, read, samePlan } from '../../../src/documents/index.ts'
import type { Plan, Problem, Task } from '../../../src/model/index.ts'
import {
  planAgain,
  planning,
  problemNow,
  problemOf,
  withAuthored,
  type Course,
} from '../../../src/planner/index.ts'
import { problem, services } from './problems.ts'

const now = (): number => 0

async function planned(of: Problem, options = {}): Promise<Plan> {
  const { plan } = await planning(of, { optimal: true, now, ...options }).result()
  if (!plan) throw new Error('there is no plan')
  return plan
}

const titles = ({ tasks }: Plan): readonly string[] => tasks.map(({ title }) => title)

describe('a goal becomes a plan that can be executed', () => {
  test('with the order that it needs and no other', async () => {
    const plan = await planned(problem(services))
    expect(plan.tasks.map(({ id, title, needs }) => [id, title, needs])).toEqual([
      ['A1', 'Build api', []],
      ['A2', 'Release api', ['a1']],
      ['A3', 'Release web', []],
      ['A4', 'Announce', ['a2', 'a3']],
    ])
  })

  test('with all that the actions say, their objects in place of the parameters', async () => {
    const plan = await planned(problem(services))
    const [build, release] = plan.tasks
    expect(build).toMatchObject({
      agent: 'builder',
      command: 'make api DIR=${HOME}',
      effort: { minimum: 10, maximum: 10 },
      requires: [{ fact: 'stage(api)', compare: '=', value: 'draft' }, { fact: 'money', compare: '≥', value: 1 }],
      effects: [{ fact: 'stage(api)', compare: '=', value: 'built' }, { fact: 'money', compare: '=', value: 1, change: 'decrease' }],
    }) // prettier-ignore
    expect(release).toMatchObject({ compensation: 'take-back api', resources: ['lane'] })
    expect(plan.agents).toEqual(['builder'])
  })

  test('what has a probe is judged by it at the end, the rest can only be claimed', async () => {
    const { gates } = await planned(problem(services))
    expect(gates).toHaveLength(1)
    expect(gates[0]).toMatchObject({ closing: true, after: ['a1', 'a2', 'a3', 'a4'] })
    expect(gates[0]?.criteria.map(({ text, check }) => [text, check])).toEqual([
      ['stage(api) = live', { kind: 'fact', name: 'stage(api)' }],
      ['stage(web) = live', null],
      ['announced', null],
    ])
  })

  test('printed and read again it is the same', async () => {
    const plan = await planned(problem(services))
    expect(samePlan(read(print(plan), plan.document).plan, plan)).toBe(true)
  })

  test('an object with a blank is one word of the shell', async () => {
    const found = JSON.stringify(problem(services))
    const spaced = found
      .replaceAll('(api)', '(my api)')
      .replaceAll('"name":"api"', '"name":"my api"')
    const renamed = JSON.parse(spaced) as Problem
    expect((await planned(renamed)).tasks[0]?.command).toBe("make 'my api' DIR=${HOME}")
  })

  test('numbers run out: what cannot be afforded is no plan', async () => {
    const poor = problem(services.replace('money = 5', 'money = 0'))
    const { plan, result } = await planning(poor, { now }).result()
    expect([plan, result.status]).toEqual([null, 'unsolvable'])
  })

  test('how long it takes follows from durations, workers and what waits', async () => {
    const { makespan, starts, critical } = await planning(problem(services), { now }).result()
    expect(makespan).toBe(16 * 60_000)
    expect(starts).toEqual([0, 10, 0, 15].map((minutes) => minutes * 60_000))
    expect(critical).toEqual(['goals/test.md#a1', 'goals/test.md#a2', 'goals/test.md#a4'])
    const alone = await planning(problem(services), { now, workers: 1 }).result()
    expect(alone.makespan).toBe(21 * 60_000)
  })

  test('what is used together is used one after another, unless there are more of it', async () => {
    const soon = services.replace('stage(api) = draft', 'stage(api) = built')
    const one = await planning(problem(soon), { now }).result()
    expect(one.makespan).toBe(11 * 60_000)
    expect(one.plan).not.toHaveProperty('capacities')
    const two = await planning(problem(`${soon}\n## Resources\n\n- lane: 2\n`), { now }).result()
    expect(two.makespan).toBe(6 * 60_000)
    expect(two.plan?.capacities).toEqual({ lane: 2 })
    expect(two.plan && problemOf(two.plan)?.capacities).toEqual({ lane: 2 })
  })

  test('a limit of time holds for grounding too, and is no proof', async () => {
    // 40 services in 8 parameters: no time is enough for that.
    const many = problem(services)
    const objects = Array.from({ length: 40 }, (_, index) => ({
      name: `s${index}`,
      type: 'Service',
    }))
    const wide = { name: 'Move', parameters: Array.from({ length: 8 }, (_, index) => ({ name: `p${index}`, type: 'Service' })), preconditions: [], effects: [{ fact: 'announced', compare: '=', value: true }], cost: 1 } as const // prettier-ignore
    let time = 0
    const { result, plan } = await planning({ ...many, objects: [...many.objects, ...objects], actions: [wide] }, { timeLimit: 100, now: () => (time += 25) }).result() // prettier-ignore
    expect([plan, result.status, result.limit]).toEqual([null, 'limit', 'time'])
  })

  test('step by step, and ended from outside', () => {
    const steps = planning(problem(services), { optimal: true, now })
    let found = steps.step(1)
    for (let turn = 0; !found && turn < 1000; turn++) found = steps.step(1)
    expect(found?.result.status).toBe('optimal')
    const ended = planning(problem(services), { algorithm: 'astar', heuristic: 'blind', now })
    ended.abort()
    expect(ended.step(1)?.result).toMatchObject({ status: 'limit', limit: 'aborted' })
    const aborted = planning(problem(services), { algorithm: 'astar', now, signal: AbortSignal.abort() }) // prettier-ignore
    expect(aborted.step(1)?.result.limit).toBe('aborted')
  })
})

describe('another way', () => {
  const taskOf = (plan: Plan, title: string): Task => {
    const found = plan.tasks.find((one) => one.title === title)
    if (!found) throw new Error(title)
    return found
  }
  const course = (more: Partial<Course> = {}): Course => ({
    facts: new Map<string, string | number>([['stage(api)', 'draft'], ['stage(web)', 'built'], ['money', 5]]),
    failures: [], done: [], remaining: [], series: 'B', ...more,
  }) // prettier-ignore

  const two = `${services}
### Action: Buy {service} (service: Service)

- Effects: stage(service) = live, money -= 3
- Cost: 6
`
  const again = (text: string, more: Partial<Course> = {}) =>
    planAgain(problem(text), course(more), { optimal: true, now })

  test('what failed once is dearer, what failed twice is not tried again', async () => {
    const plan = await planned(problem(two))
    const build = taskOf(plan, 'Build api')
    const once = await again(two, { failures: [{ task: build, count: 1 }] })
    expect(once.plan && titles(once.plan)).toEqual(['Buy api', 'Release web', 'Announce'])
    const dear = two.replace('- Cost: 6', '- Cost: 60')
    const still = await again(dear, { failures: [{ task: build, count: 1 }] })
    expect(still.plan && titles(still.plan)).toContain('Build api')
    const twice = await again(dear, { failures: [{ task: build, count: 2 }] })
    expect(twice.plan && titles(twice.plan)).toContain('Buy api')
    expect(twice.reason).toBe('Build api (2 times) failed; now Buy api, Release web, Announce')
  })

  test('without another way it says what cannot be reached', async () => {
    const build = taskOf(await planned(problem(services)), 'Build api')
    const none = await again(services, { failures: [{ task: build, count: 2 }] })
    expect(none).toMatchObject({ plan: null, reason: expect.stringContaining('stage(api) = live') })
  })

  test('what a failed task left behind is undone first, once', async () => {
    const release = taskOf(await planned(problem(services)), 'Release web')
    const { plan } = await again(services, { failures: [{ task: release, count: 1 }] })
    if (!plan) throw new Error('no plan')
    const undo = taskOf(plan, 'Undo: Release web')
    expect(undo.command).toBe('take-back web')
    const others = plan.tasks.filter((one) => one !== undo)
    // Directly, or by way of another that does.
    const before = (task: Task): boolean => task.needs.includes(undo.key) || task.needs.some((key) => before(plan.tasks.find((one) => one.key === key) ?? undo)) // prettier-ignore
    expect(others.every(before)).toBe(true)
    const left = undo.effects?.[0]?.fact ?? ''
    const facts = new Map([...course().facts, [left, false] as const])
    const clean = await again(services, { facts, failures: [{ task: release, count: 1 }] })
    expect(clean.plan && titles(clean.plan)).not.toContain('Undo: Release web')
  })

  test('what was done is undone where that is the way', async () => {
    const text = services.replace('- announced\n', '- announced\n- stage(spare) = built\n').replace('- api, web: Service', '- api, web, spare: Service') // prettier-ignore
    const stuck = text.replace('stage(web) = built', 'stage(web) = built\n- stage(spare) = live')
    const release: Task = { ...taskOf(await planned(problem(services)), 'Release web'), title: 'Release spare', compensation: 'take-back spare', effects: [{ fact: 'stage(spare)', compare: '=', value: 'live' }] } // prettier-ignore
    const facts = new Map([...course().facts, ['stage(spare)', 'live'] as const])
    const blind = await again(stuck, { facts })
    expect(blind.plan).toBe(null)
    const { plan } = await again(stuck, { facts, done: [{ task: release, before: new Map([['stage(spare)', 'built']]) }] }) // prettier-ignore
    expect(plan && titles(plan)).toContain('Undo: Release spare')
  })

  test('the rest of the plan is kept while it leads to the goal', async () => {
    const plan = await planned(problem(services))
    const remaining = plan.tasks.slice(1)
    const facts = new Map([...course().facts, ['stage(api)', 'built'] as const])
    const rest = await again(services, { facts, remaining })
    expect(rest.reason).toContain('still leads to the goal')
    expect(rest.plan && titles(rest.plan)).toEqual(['Release api', 'Release web', 'Announce'])
    expect(rest.plan?.tasks.map(({ id }) => id)).toEqual(['B1', 'B2', 'B3'])
    const other = await again(services, { remaining })
    expect(other.reason).toContain('the world is not as it was planned')
  })

  test('what a written plan states beside its tasks stays with it', async () => {
    const first = await planned(problem(services))
    const criterion = { key: 'c', text: 'The maintainer approves', place: null, status: null, check: { kind: 'approval', by: null }, expectations: [], expect: null } as const // prettier-ignore
    const both = { key: 'both', title: 'Both', place: null, phase: null, after: ['a2', 'a3'], closing: false, criteria: [criterion] } // prettier-ignore
    const last = { ...both, key: 'quality-gate', title: 'Approval', after: [], closing: true }
    const lost = { ...both, key: 'lost', after: ['a1', 'a2'] }
    const contingency = { trigger: 'It fails', place: null, actions: ['Try again'], kind: 'contingency', owner: null } as const // prettier-ignore
    const stated: Plan = { ...first, gates: [...first.gates, both, lost, last], contingencies: [contingency] } // prettier-ignore
    const facts = new Map([...course().facts, ['stage(api)', 'built'] as const])
    const { plan } = await again(services, { facts })
    const kept = plan && withAuthored(plan, stated)
    expect(kept?.contingencies).toEqual([contingency])
    expect(kept?.gates.map(({ key, after }) => [key, after])).toEqual([
      ['quality-gate', ['b1', 'b2', 'b3']],
      ['both', ['b1', 'b2']],
      ['quality-gate-stated', ['b1', 'b2', 'b3']],
    ])
  })

  test('a value that no document names can be observed', () => {
    const odd = problemNow(problem(services), { facts: new Map([['stage(api)', 'burnt']]), failures: [], done: [] }) // prettier-ignore
    expect(odd.declarations.find(({ name }) => name === 'stage')?.values).toContain('burnt')
  })

  test('a plan alone is a problem too: its tasks are the actions', async () => {
    const plan = await planned(problem(services))
    const own = problemOf(plan)
    expect(own && titles(await planned(own))).toEqual(titles(plan))
    const { goal: _goal, ...aimless } = plan
    expect(problemOf(aimless)).toBe(null)
  })
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { simulatedClock } from '../../src/base/index.ts'
import { slots, type Slots, type SlotLimits } from '../../src/engine/slots.ts'

interface Work {
  readonly name: string
  readonly ways: readonly [string, ...string[]]
  readonly urgency?: number
  readonly time?: number
}

/** Works that take simulated time; `ways` are claims with blanks between. */
function workshop(
  limits: Record<string, number> = {},
  total = 100,
  more: Partial<SlotLimits> = {},
) {
  const clock = simulatedClock()
  const log: string[] = []
  const running = new Map<string, readonly string[]>()
  const queue: Slots = slots({ total, limitOf: (claim) => limits[claim] ?? Infinity, ...more })
  function add({ name, ways, urgency = 0, time = 10 }: Work): Promise<void> {
    const [first, ...others] = ways.map((claims) => ({ claims: claims.split(' ').filter(Boolean) }))
    return queue.add([first ?? { claims: [] }, ...others], urgency, async ({ claims }) => {
      running.set(name, claims)
      log.push(`${clock.now()} ${name}${ways.length > 1 ? ` by ${claims.join(' ')}` : ''}`)
      await new Promise<void>((done) => void clock.timer(time, done))
      running.delete(name)
    })
  }
  async function settle(): Promise<void> {
    for (let turn = 0; turn < 20; turn++) await Promise.resolve()
  }
  async function finish(watch: () => void = () => {}): Promise<readonly string[]> {
    for (await settle(), watch(); clock.step(); watch()) await settle()
    return log
  }
  return { add: (work: Work) => void add(work), queue, finish, running, clock, log, settle }
}

test('no more works run at once than there are slots, the most urgent first, then the oldest', async () => {
  const { add, finish } = workshop({}, 2)
  for (const [name, urgency] of [
    ['a', 1],
    ['b', 1],
    ['low', 0],
    ['c', 1],
    ['high', 5],
  ] as const)
    add({ name, ways: [''], urgency })
  expect(await finish()).toEqual(['0 a', '0 b', '10 high', '10 c', '20 low'])
})

test('works that claim the same exclude each other, and hold no slot while they wait', async () => {
  const { add, finish } = workshop({ database: 1 }, 2)
  for (const name of ['a', 'b', 'c']) add({ name, ways: ['database'], urgency: 9 })
  add({ name: 'free', ways: [''], time: 15 })
  add({ name: 'free too', ways: [''] })
  expect(await finish()).toEqual(['0 a', '0 free', '10 b', '15 free too', '20 c'])
})

test('of several ways the one that is least in use is taken', async () => {
  const { add, finish } = workshop({ ann: 2, bob: 2 })
  for (let number = 1; number <= 5; number++)
    add({ name: String(number), ways: ['ann', 'bob'], time: number === 2 ? 5 : 10 })
  expect(await finish()).toEqual(['0 1 by ann', '0 2 by bob', '0 3 by ann', '0 4 by bob', '5 5 by bob']) // prettier-ignore
})

test('one that needs two things at once is not overtaken for ever', async () => {
  const { add, finish } = workshop({ left: 1, right: 1 }, 100, { patience: 5 })
  add({ name: 'l0', ways: ['left'], time: 5 })
  add({ name: 'r0', ways: ['right'], time: 8 })
  add({ name: 'both', ways: ['left right'], urgency: 9 })
  for (let number = 1; number <= 20; number++) {
    add({ name: `l${number}`, ways: ['left'], time: 5 })
    add({ name: `r${number}`, ways: ['right'], time: 8 })
  }
  const order = (await finish()).map((line) => line.split(' ')[1])
  expect(order).toHaveLength(43)
  expect(order.indexOf('both')).toBeLessThanOrEqual(2 + 5 + 1)
})

test('one that is little urgent is not overtaken for ever by newer ones', async () => {
  const { add, log, clock, settle } = workshop({}, 1, { patience: 3 })
  add({ name: 'first', ways: [''], urgency: 9 })
  add({ name: 'patient', ways: [''], urgency: 0 })
  for (let number = 0; number < 10; number++) {
    add({ name: `urgent ${number}`, ways: [''], urgency: 9 })
    clock.step()
    await settle()
  }
  expect(log.indexOf('40 patient')).toBe(4)
})

test('while it is paused nothing starts; what is cleared away never does', async () => {
  const { add, queue, finish } = workshop({}, 1)
  queue.pause()
  add({ name: 'low', ways: [''] })
  add({ name: 'high', ways: [''], urgency: 1 })
  expect(await finish()).toEqual([])
  queue.start()
  queue.clear()
  const idle = queue.onIdle().then(() => 'idle')
  expect(await finish()).toEqual(['0 high'])
  expect(await idle).toBe('idle')
})

test('a work that fails frees its slot and what it claimed, and its error comes out', async () => {
  const queue = slots({ total: 1, limitOf: () => 1 })
  const broken = queue.add([{ claims: ['x'] }], 0, async () => {
    throw new Error('broken')
  })
  const next = queue.add([{ claims: ['x'] }], 0, async () => {})
  await expect(broken).rejects.toThrow('broken')
  await expect(next).resolves.toBeUndefined()
})

test('whatever comes, limits hold, everything is done, and a slot is free only when nothing could use it', async () => {
  const claims = fc.uniqueArray(fc.constantFrom('a', 'b', 'c'), { maxLength: 3 }).map((all) => all.join(' ')) // prettier-ignore
  const work = fc.record({
    ways: fc.tuple(claims, claims).map(([one, other]) => (one === other ? [one] : [one, other])),
    urgency: fc.nat(3),
    time: fc.integer({ min: 1, max: 20 }),
  })
  const limits = { a: 1, b: 2, c: 3 }
  const property = fc.asyncProperty(
    fc.array(work, { maxLength: 40 }),
    fc.integer({ min: 1, max: 5 }),
    fc.constantFrom(2, 100),
    async (works, total, patience) => {
      const { add, finish, running } = workshop(limits, total, { patience })
      works.forEach((one, name) => add({ ...one, name: String(name), ways: one.ways as [string] }))
      const started = new Set<string>()
      const log = await finish(() => {
        for (const name of running.keys()) started.add(name)
        expect(running.size).toBeLessThanOrEqual(total)
        const used = [...running.values()].flat()
        const free = (claim: string): boolean =>
          used.filter((one) => one === claim).length < limits[claim as 'a']
        for (const claim of ['a', 'b', 'c'] as const)
          expect(used.filter((one) => one === claim).length).toBeLessThanOrEqual(limits[claim])
        // With patience for all of them nothing is kept free for anybody.
        if (running.size === total || patience < 100) return
        const startable = works.filter(
          ({ ways }, name) =>
            !started.has(String(name)) &&
            ways.some((one) => one.split(' ').filter(Boolean).every(free)),
        )
        expect(startable).toEqual([])
      })
      expect(log).toHaveLength(works.length)
    },
  )
  await fc.assert(property, { numRuns: 300 })
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { graph, schedule } from '../../src/graph/index.ts'
import { phase, plan, task } from '../engine/plans.ts'

/** Plans of up to 30 tasks whose needs point back, in up to three phases. */
const plans = fc
  .array(
    fc.record({
      needs: fc.array(fc.nat(), { maxLength: 3 }),
      hours: fc.integer({ min: 1, max: 9 }),
      phase: fc.nat(2),
    }),
    {
      minLength: 1,
      maxLength: 30,
    },
  )
  .map((specs) => {
    const tasks = specs.map(({ needs, hours }, index) =>
      task(`t${index}`, {
        needs: index === 0 ? [] : [...new Set(needs.map((need) => `t${need % index}`))],
        effort: { minimum: hours * 60, maximum: hours * 60 },
      }),
    )
    const inPhase = (number: number) =>
      specs.flatMap((one, index) => (one.phase === number ? [`t${index}`] : []))
    const phases = [0, 1, 2].map((number) =>
      phase(`p${number}`, inPhase(number), { needs: number === 0 ? [] : [`p${number - 1}`] }),
    )
    return plan(tasks, { phases })
  })

test('every edge points forward in the order, and no stated need is lost', () => {
  fc.assert(
    fc.property(plans, (one) => {
      const { edges, position, cycles, yielded } = graph(one)
      expect(cycles).toEqual([])
      for (const { from, to } of edges)
        expect(position.get(from)).toBeLessThan(position.get(to) ?? -1)
      expect(yielded.filter(({ origin }) => origin === 'stated')).toEqual([])
      const stated = one.tasks.reduce((sum, { needs }) => sum + needs.length, 0)
      expect(edges.filter(({ origin }) => origin === 'stated')).toHaveLength(stated)
    }),
    { numRuns: 300 },
  )
})

test('an edge is left out only when it would close a circle', () => {
  fc.assert(
    fc.property(plans, (one) => {
      const silent = { ...one, phases: one.phases.map((each) => ({ ...each, mode: null })) }
      const { position, dependents, yielded } = graph(silent)
      for (const { from, to } of yielded) {
        const reached = new Set([position.get(to) ?? -1])
        for (const node of reached)
          for (const dependent of dependents[node] ?? []) reached.add(dependent)
        expect(reached).toContain(position.get(from))
      }
    }),
    { numRuns: 300 },
  )
})

test('a schedule respects needs, overlaps no worker, and lies between its bounds', () => {
  fc.assert(
    fc.property(plans, fc.integer({ min: 1, max: 4 }), (one, workers) => {
      const built = graph(one)
      const free = schedule(built)
      const { items, length, sequential } = schedule(built, { workers })
      expect(length).toBeGreaterThanOrEqual(free.length)
      expect(length).toBeGreaterThanOrEqual(sequential / workers)
      expect(length).toBeLessThanOrEqual(sequential)
      const byKey = new Map(items.map((item) => [item.key, item]))
      for (const { key, needs } of one.tasks)
        for (const need of needs)
          expect(byKey.get(`plan.md#${need}`)?.end).toBeLessThanOrEqual(
            byKey.get(`plan.md#${key}`)?.start ?? -1,
          )
      for (const group of Map.groupBy(items, ({ worker }) => worker).values())
        for (const [index, item] of group.entries())
          expect(group[index - 1]?.end ?? 0).toBeLessThanOrEqual(item.start)
      for (const item of free.items) expect(item.slack).toBeGreaterThanOrEqual(0)
      const critical = free.items.filter((item) => item.critical).map(({ key }) => key)
      for (const key of free.criticalPath) expect(critical).toContain(key)
    }),
    { numRuns: 200 },
  )
})

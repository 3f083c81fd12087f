import fc from 'fast-check'
import { expect, test } from 'vitest'
import { functionAgent } from '../../src/agents/index.ts'
import { at, elements } from '../../src/base/index.ts'
import { scripted } from '../../src/commands/index.ts'
import { execute, resume } from '../../src/engine/index.ts'
import { frozen } from '../../src/engine/frozen.ts'
import { restore } from '../../src/engine/restore.ts'
import { initialState } from '../../src/engine/state.ts'
import { graph } from '../../src/graph/index.ts'
import { memoryJournal } from '../../src/journal/index.ts'
import { gate, phase, plan, task } from '../engine/plans.ts'

const kinds = fc.constantFrom('fine', 'fine', 'fine', 'second', 'fails', 'asks')
/** What the document states for the failure of a task. */
const remedies = fc.constantFrom(null, null, 'Retry', 'Defer it', '`mend it now`')
/** Plans of up to 12 tasks that succeed, fail or wait, in up to two phases with a gate each. */
const plans = fc
  .array(
    fc.record({
      needs: fc.array(fc.nat(), { maxLength: 2 }),
      kind: kinds,
      phase: fc.nat(2),
      claimed: fc.boolean(),
      remedy: remedies,
    }),
    {
      minLength: 1,
      maxLength: 12,
    },
  )
  .map((specs) => {
    const tasks = specs.map(({ needs, kind, claimed }, index) =>
      task(`t${index}`, {
        agent: kind,
        command: null,
        status: claimed ? 'done' : null,
        needs: index === 0 ? [] : [...new Set(needs.map((need) => `t${need % index}`))],
      }),
    )
    const inPhase = (number: number) =>
      specs.flatMap((one, index) => (one.phase === number ? [`t${index}`] : []))
    return plan(tasks, {
      contingencies: specs.flatMap(
        ({ remedy }, index) =>
        remedy === null
          ? []
          : [{ trigger: `If t${index} fails`, actions: [remedy], kind: 'contingency', owner: null, place: null } as const], // prettier-ignore
      ),
      phases: [phase('p0', inPhase(0)), phase('p1', inPhase(1), { needs: ['p0'] })],
      gates: [gate('g0', ['check'], { phase: 'p0' }), gate('end', ['check'], { closing: true })],
    })
  })

const agents = [
  functionAgent('fine', () => {}),
  functionAgent('second', (_task, { key }) => {
    if (key.endsWith('/0')) throw new Error('not at first')
  }),
  functionAgent('fails', () => {
    throw new Error('no')
  }),
  functionAgent('asks', async (_task, { ask }) => {
    await ask({ id: 'q', text: '?', choices: [] })
  }),
]
const options = () => ({
  agents,
  commands: scripted({ check: { exit: 0 }, 'mend it now': { exit: 0 } }),
  permissions: { allow: [], deny: [], all: '--yes' },
  journal: memoryJournal(),
})

test('every run ends or waits, starts nothing before its needs, and folds back to the same state', async () => {
  await fc.assert(
    fc.asyncProperty(plans, async (one) => {
      const used = options()
      await using run = execute(one, used)
      const report = await run.report
      const events = await used.journal.events(run.id)
      expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index))
      const asks = report.tasks.some(({ status }) => status === 'waiting')
      expect(report.outcome === 'waiting').toBe(asks)

      const done = new Set(
        one.tasks.filter(({ status }) => status === 'done').map(({ key }) => key),
      )
      for (const event of events) {
        const key = 'task' in event ? event.task.slice('plan.md#'.length) : ''
        const { needs = [] } = one.tasks.find((each) => each.key === key) ?? {}
        const missing = needs.filter((need) => !done.has(need))
        expect(event.type === 'task.started' ? missing : []).toEqual([])
        if (event.type === 'task.finished' && event.outcome.kind === 'succeeded') done.add(key)
      }

      const spec = await frozen(used.journal, run.id, events)
      const { state } = restore(initialState(run.id, spec, graph(spec.plans)), events)
      const nodes = [...elements(state.nodes)]
      expect(state.open).toBe(nodes.filter(({ settled }) => settled === 'open').length)
      expect(state.bad).toBe(nodes.filter(({ settled }) => settled === 'bad').length)
      expect(state.underway).toBe(0)
      expect(state.seq).toBe(events.length)
    }),
    { numRuns: 200 },
  )
})

test('a run that is cut off after any event and resumed comes to the same end', async () => {
  await fc.assert(
    fc.asyncProperty(plans, fc.nat(), async (one, where) => {
      const whole = options()
      await using straight = execute(one, whole)
      const expected = await straight.report
      const events = await whole.journal.events(straight.id)

      // The journal of an engine that died after that event.
      const cut = options()
      const spec = events[0]?.type === 'run.started' ? events[0].spec : ''
      const kept = await whole.journal.kept(spec)
      await cut.journal.keep(spec, kept ?? null)
      const holder = { host: 'h', boot: null, pid: 1, started: 1 }
      const lease = await cut.journal.create(straight.id, ['plan.md'], holder)
      const length = 1 + (where % events.length)
      const last = events[length - 1]
      await cut.journal.append(lease, events.slice(0, length))
      await cut.journal.release(lease)
      if (last?.type === 'run.finished') return

      await using again = await resume(straight.id, cut)
      const report = await again.report
      expect(report.outcome).toBe(expected.outcome)
      expect(report.tasks.map(({ status }) => status)).toEqual(
        expected.tasks.map(({ status }) => status),
      )
      expect(report.gates.map(({ verdict }) => verdict)).toEqual(
        expected.gates.map(({ verdict }) => verdict),
      )
    }),
    { numRuns: 300 },
  )
})

test('a state is never changed in place', async () => {
  const one = plan([task('a'), task('b', { needs: ['a'] })])
  const used = { ...options(), commands: scripted(() => ({ exit: 0 })) }
  await using run = execute(one, used)
  await run.report
  const events = await used.journal.events(run.id)
  const spec = await frozen(used.journal, run.id, events)
  const start = initialState(run.id, spec, graph(spec.plans))
  restore(start, events)
  expect(at(start.nodes, 0)).toMatchObject({ life: 'pending' })
  expect(start.seq).toBe(0)
})

test('whatever is run again, with all that rests on it or without, the counts stay right and the run ends or waits', async () => {
  await fc.assert(
    fc.asyncProperty(
      plans,
      fc.array(fc.tuple(fc.nat(11), fc.boolean()), { minLength: 1, maxLength: 4 }),
      async (one, wishes) => {
        const used = options()
        await using first = execute(one, used)
        await first.report
        for (const [number, [task, downstream]] of wishes.entries()) {
          const payload = { subject: `plan.md#t${task}`, downstream }
          await used.journal.send({
            id: `s${number}`,
            run: first.id,
            kind: 'retry',
            payload,
            by: 'ann',
            at: 1,
          })
          await using again = await resume(first.id, used)
          const { outcome } = await again.report
          expect(['succeeded', 'failed', 'waiting']).toContain(outcome)
          const events = await used.journal.events(first.id)
          const spec = await frozen(used.journal, first.id, events)
          const { state } = restore(initialState(first.id, spec, graph(spec.plans)), events)
          const nodes = [...elements(state.nodes)]
          expect(state.open).toBe(nodes.filter(({ settled }) => settled === 'open').length)
          expect(state.bad).toBe(nodes.filter(({ settled }) => settled === 'bad').length)
          expect(state.underway).toBe(0)
          expect(state.active).toBe(0)
          expect(outcome === 'waiting').toBe(state.open > 0)
          for (const [position, node] of nodes.entries()) {
            const needs = state.graph.needs[position] ?? []
            const waits = node.kind === 'task' ? node.life === 'pending' : node.kind === 'gate' ? node.life === 'closed' : node.settled === 'open' // prettier-ignore
            const unmet = needs.filter((need) => nodes[need]?.settled === 'open').length
            expect(waits && node.unmet !== unmet).toBe(false)
          }
        }
      },
    ),
    { numRuns: 200 },
  )
})

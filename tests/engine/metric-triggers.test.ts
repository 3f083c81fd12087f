import { expect, test } from 'vitest'
import { scripted } from '../../src/commands/index.ts'
import { execute } from '../../src/engine/index.ts'
import { contingencyFor, type FailedMeasure } from '../../src/engine/remedy/index.ts'
import { comparing, metricTrigger } from '../../src/engine/remedy/metric-trigger.ts'
import { memoryJournal } from '../../src/journal/index.ts'
import type { Contingency, Criterion } from '../../src/model/index.ts'
import { gate, plan, task } from './plans.ts'

const when = (trigger: string, ...actions: readonly string[]): Contingency => ({
  trigger,
  actions,
  place: null,
  kind: 'contingency',
  owner: null,
})

test.each([
  ['if coverage < 80 %', 'coverage', '<', '80 %'],
  ['If latency exceeds 200ms', 'latency', '>', '200ms'],
  ['error rate > 1 %', 'error rate', '>', '1 %'],
  ['If the test coverage drops below 85% after the refactoring', 'test coverage', '<', '85%'],
  ['When p95 latency is higher than 1.5 s', 'p95 latency', '>', '1.5 s'],
  ['If `bundle size` is over 1,200 kB', 'bundle size', '>', '1,200 kB'],
  ["If pass rate doesn't reach 99%", 'pass rate', '<', '99%'],
  ['If warnings >= 5', 'warnings', '≥', '5'],
  ['If Phase 3 optimizations <50% targets', 'Phase 3 optimizations', '<', '50%'],
] as const)('the trigger "%s" speaks of a number', (trigger, subject, compare, limit) => {
  expect(metricTrigger(trigger)).toEqual({ subject, compare, limit })
})

test.each([
  'If tests fail',
  'If Phase 2 fails',
  'If it takes more than one round',
  'If performance regresses more than 10%',
  'If build time increases by over 20 %',
])('the trigger "%s" speaks of no number that a single value could be compared with', (trigger) => {
  expect(metricTrigger(trigger)).toBeNull()
})

test.each([
  ['latency > 200ms', '1.2 s', true],
  ['latency > 200ms', '0.1 s', false],
  ['latency > 200ms', '230', true],
  ['latency > 2 min', '3 min 20 s', true],
  ['coverage < 80 %', '79.5%', true],
  ['coverage < 80', '80%', false],
  ['size > 1,000 kB', '1200', true],
  ['size > 1 MB', '1200 kB', true],
  ['latency > 200ms', '180 ms', false],
  ['coverage < 80 %', '3 s', undefined],
] as const)('of "%s" the measured %s is compared in one unit', (trigger, measured, holds) => {
  const metric = metricTrigger(trigger)
  expect(metric && comparing(metric, measured)?.holds).toBe(holds)
})

/** Position of the contingency that speaks of a gate whose criteria failed by these values. */
function chosen(triggers: readonly string[], ...measures: readonly FailedMeasure[]): number {
  const words = measures.map(({ text }) => text).join(' ')
  const all = triggers.map((trigger) => when(trigger))
  return contingencyFor(all, { words, names: ['Phase 2'], measures }) ?? -1
}

const coverage = (measured: string): FailedMeasure => ({ text: 'Test coverage ≥ 90 %', measured })

test('a trigger with a number speaks of the value that was measured, not of the words alone', () => {
  expect(chosen(['If coverage < 80%'], coverage('75%'))).toBe(0)
  expect(chosen(['If coverage < 80%'], coverage('85%'))).toBe(-1)
  expect(chosen(['If coverage < 90%'], coverage('89.9%'))).toBe(0)
  expect(chosen(['If the unit test coverage is below 80%'], coverage('75%'))).toBe(0)
})

test('of several numbers the nearest that was passed counts, before names and words', () => {
  const triggers = [
    'If Phase 2 fails',
    'If coverage < 85%',
    'If coverage < 60%',
    'If coverage fails',
  ]
  expect(chosen(triggers, coverage('82%'))).toBe(1)
  expect(chosen(triggers, coverage('55%'))).toBe(2)
  expect(chosen(triggers, coverage('88%'))).toBe(0)
})

test('the value of another criterion fires nothing', () => {
  const hits = { text: 'Cache hit rate ≥ 80 %', measured: '50%' }
  expect(chosen(['If error rate > 1 %'], hits)).toBe(-1)
  expect(chosen(['If p95 latency > 100'], { text: 'p50 latency < 90', measured: '120' })).toBe(-1)
})

test('of two things in one trigger either fires it', () => {
  const triggers = ['If the linter complains or coverage drops below 80 %']
  expect(chosen(triggers, coverage('75%'))).toBe(0)
  expect(chosen(triggers, coverage('85%'))).toBe(-1)
  const words = 'the linter complains'
  expect(contingencyFor(triggers.map((one) => when(one)), { words, names: [], measures: [] })).toBe(0) // prettier-ignore
})

test('without a measured value the words of the trigger count, its number among them', () => {
  const none = { names: [], measures: [] }
  const all = [when('If latency exceeds 200ms')]
  expect(contingencyFor(all, { ...none, words: 'Latency < 200ms: exit code 1' })).toBe(0)
  expect(contingencyFor(all, { ...none, words: 'Latency < 300ms: exit code 1' })).toBeUndefined()
})

test('a gate that misses a number is mended by the contingency for that number, and judged again', async () => {
  let percent = 72
  const commands = scripted(({ script }) => {
    if (script === 'npm run more-tests') percent = 91
    return { exit: 0, tail: script === 'npm run coverage' ? `lines: ${percent}%` : '' }
  })
  const criterion: Criterion = {
    ...gate('g', ['x']).criteria[0]!,
    key: 'coverage',
    text: 'Coverage ≥ 90 %',
    check: { kind: 'metric', from: { kind: 'command', command: 'npm run coverage', runnable: true }, take: null },
    expectations: [{ kind: 'threshold', of: 'percent', compare: '≥', value: 90 }],
  } // prettier-ignore
  const one = plan([task('a')], {
    gates: [gate('g', [], { after: ['a'], criteria: [criterion] })],
    contingencies: [
      when('If coverage < 50%', 'Start over with `npm run anew`'),
      when('If coverage < 80%', 'Write more with `npm run more-tests`', 'Re-run the gate'),
    ],
  })
  const journal = memoryJournal()
  const permissions = { allow: [], deny: [], all: '--yes' } as const
  await using run = execute(one, { commands, journal, permissions })
  expect((await run.report).outcome).toBe('succeeded')
  const events = await journal.events(run.id)
  expect(events.flatMap((event) => (event.type === 'remedy.started' ? [event.trigger] : []))).toEqual(['If coverage < 80%']) // prettier-ignore
  expect(events.flatMap((event) => (event.type === 'gate.finished' ? [event.criteria[0]?.measured] : []))).toEqual(['72%', '91%']) // prettier-ignore
})

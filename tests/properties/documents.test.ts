import fc from 'fast-check'
import { expect, test } from 'vitest'
import { print, read, samePlan } from '../../src/documents/index.ts'
import type {
  Check,
  Criterion,
  Expectation,
  Gate,
  Phase,
  Plan,
  Task,
} from '../../src/model/index.ts'
import { documentOf } from '../fuzz/documents.ts'
import { laws } from '../fuzz/laws.ts'

test('10,000 made documents keep the laws of reading and writing', () => {
  const wrong: string[] = []
  for (let number = 0; number < 10_000; number++) {
    try {
      laws(documentOf(number), number % 20 === 0)
    } catch (error) {
      wrong.push(`${number}: ${String(error)}`)
    }
  }
  expect(wrong).toEqual([])
}, 300_000)

const text = fc.oneof(
  { weight: 4, arbitrary: fc.string({ maxLength: 30 }) },
  { weight: 2, arbitrary: fc.string({ unit: 'grapheme', maxLength: 20 }) },
  {
    weight: 3,
    arbitrary: fc.constantFrom('Build it', 'Run `npm test`', 'DONE', '✅ It (IN PROGRESS)', '**bold** _x_', '[P] a', 'A1: b', '1. c', '- [ ] d', 'x | y', 'If it rains: wait', 'run()', 'a → b', 'Ends with `ls`', '# h', 'Phase 1', 'a\nb', ' ‚úÖ ‚úÖ ', '```', '---'), // prettier-ignore
  },
)
const status = fc.constantFrom('done', 'running', 'pending', 'failed', 'blocked', 'skipped', null)
const maybe = <T>(of: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(of, { nil: null })
const condition = fc.record({
  fact: fc.oneof(fc.constantFrom('tests_pass', 'coverage'), fc.string({ minLength: 1, maxLength: 9 })), // prettier-ignore
  compare: fc.constantFrom('=', '≠', '<', '≤', '>', '≥'),
  value: fc.oneof(fc.boolean(), fc.integer(), fc.constantFrom('yes', 'true', '7', 'a b', 1e21, 0.5, 'NaN'), fc.string({ maxLength: 6 })), // prettier-ignore
})
const effect = fc.oneof(
  condition,
  fc.record({
    fact: fc.constantFrom('budget', 'left(api, live)', 'a-b', 'not'),
    compare: fc.constant('=' as const),
    value: fc.oneof(fc.integer(), fc.constantFrom(0.25, 1e-7, -3)),
    change: fc.constantFrom('increase' as const, 'decrease' as const),
  }),
)

const tasks = (count: number): fc.Arbitrary<readonly Task[]> =>
  fc.tuple(
    ...Array.from({ length: count }, (_, index) =>
      fc.record<Task>({
        key: fc.constant(`k${index}`),
        id: fc.constantFrom(null, `A${index}`, `WG-${index}`, String(index), `x ${index}`),
        title: text,
        place: fc.constant(null),
        status,
        agent: fc.constantFrom(null, 'tester', 'a person', 'x-y'),
        phase: fc.constantFrom(null, 'p0', 'p1'),
        group: maybe(text),
        parent: index === 0 ? fc.constant(null) : fc.constantFrom(null, null, `k${index - 1}`),
        priority: fc.constantFrom(null, 'P0', 'P1', 'P2', 'P3'),
        needs: fc.subarray(Array.from({ length: index }, (__, at) => `k${at}`)),
        externals: fc.array(fc.record({ text, satisfied: fc.boolean(), place: fc.constant(null) }), { maxLength: 2 }), // prettier-ignore
        command: fc.constantFrom(null, 'npm test', 'echo "a|b"', 'cd a\nmake `x`', 'ls'),
        commandPlace: fc.constant(null),
        prompt: maybe(text),
        effort: maybe(fc.nat(500).chain((minimum) => fc.nat(90).map((more) => ({ minimum, maximum: minimum + more })))), // prettier-ignore
        due: fc.constantFrom(null, '2026-10-16', 'soon'),
        outputs: fc.array(text, { maxLength: 2 }),
        provenance: fc.constant([]),
      }).chain((task) =>
        fc.record({
          requires: fc.option(fc.array(condition, { maxLength: 2 }), { nil: undefined }),
          effects: fc.option(fc.array(effect, { maxLength: 2 }), { nil: undefined }),
          script: fc.constantFrom(undefined, { language: 'js' as const, code: '1' }, { language: 'ts' as const, code: 'const a = `\n\n  ```x`\n;({ a })' }, { language: 'js' as const, code: ' a ' }), // prettier-ignore
          repeat: fc.constantFrom(undefined, 'once' as const),
          retry: fc.option(fc.record({ attempts: fc.integer({ min: 1, max: 1200 }), delay: fc.constantFrom(undefined, 0, 0.5, 1500, 120_000), on: fc.constantFrom(undefined, 'any', 'transient') }), { nil: undefined }),
          timeout: fc.constantFrom(undefined, 1, 1.25, 90_000, 600_000, 86_400_000, 2 ** 40),
          resources: fc.constantFrom(undefined, ['port']),
          compensation: fc.constantFrom(undefined, 'git checkout .'),
        }).map((more) => Object.assign({}, task, JSON.parse(JSON.stringify(more)) as Partial<Task>)),
      ),
    ),
  ) // prettier-ignore

const phases: fc.Arbitrary<readonly Phase[]> = fc.tuple(
  ...['p0', 'p1'].map((key, index) =>
    fc
      .record<Phase>({
        key: fc.constant(key),
        title: fc.oneof(
          text,
          fc.constantFrom(
            'Phase 1: Dig (parallel)',
            'Build (sequential)',
            'Dig (swarm, 4 workers)',
            'Dig (iterative, max 5 iterations)',
          ),
        ),
        place: fc.constant(null),
        mode: fc.constantFrom('sequential', 'parallel', 'hybrid', 'swarm', 'iterative', null),
        status,
        agent: fc.constantFrom(null, 'tester'),
        needs: index === 0 ? fc.constant([]) : fc.constantFrom([], ['p0']),
        tasks: fc.subarray(['k0', 'k1', 'k2']),
        provenance: fc.constant([]),
      })
      .chain((phase) =>
        fc
          .record({
            iterations: fc.constantFrom(undefined, 1, 5, 12_345),
            workers: fc.constantFrom(undefined, 1, 4, 12_345),
          })
          .map((more) =>
            Object.assign({}, phase, JSON.parse(JSON.stringify(more)) as Partial<Phase>),
          ),
      ),
  ),
)

const criterion = (key: string): fc.Arbitrary<Criterion> =>
  fc.record({
    key: fc.constant(key),
    text: fc.oneof(text, fc.constantFrom('`npm test`', '`npm test` passes', 'Coverage ≥ 90 % (`npm run coverage`)', '`a/b.md` exists', 'README.md contains `x` and "y"', 'Design approved by Ann Lee', 'Manual review', '`c.json`: `total.lines.pct` ≥ 90 %', '`v.txt` matches `/^v\\d+/`', '`junit.xml`')), // prettier-ignore
    place: fc.constant(null),
    status,
    check: fc.constantFrom<Check | null>(
      null,
      { kind: 'command', command: 'npm test', runnable: true },
      { kind: 'fact', name: 'ok' },
      { kind: 'file', path: 'a/b.md', partial: false },
      { kind: 'file', path: 'a/', partial: true },
      { kind: 'script', language: 'js', code: 'input.facts.ok' },
      { kind: 'script', language: 'ts', code: '// Nothing → ≥ 3\n\n```\n`x`' },
      { kind: 'approval', by: null },
      { kind: 'approval', by: 'Ann Lee' },
      { kind: 'metric', from: { kind: 'command', command: 'npm run coverage', runnable: true }, take: null },
      { kind: 'metric', from: { kind: 'file', path: 'c.json' }, take: { kind: 'json', path: 'total.lines.pct' } },
      { kind: 'metric', from: { kind: 'file', path: 'c.json' }, take: { kind: 'json', path: 'p95' }, unit: 'ms' },
      { kind: 'metric', from: { kind: 'file', path: 'c.txt' }, take: { kind: 'pattern', pattern: 'x: (\\d+)' } },
      { kind: 'metric', from: { kind: 'file', path: 'junit.xml' }, take: { kind: 'report', figure: 'failures' } },
    ), // prettier-ignore
    expectations: fc.constantFrom<readonly Expectation[]>(
      [],
      [{ kind: 'exit', code: 1 }],
      [{ kind: 'exists', exists: false }],
      [{ kind: 'contains', text: 'x' }, { kind: 'contains', text: 'y' }],
      [{ kind: 'matches', pattern: '^v\\d+' }],
      [{ kind: 'threshold', of: 'percent', compare: '≥', value: 90 }],
      [{ kind: 'threshold', of: 'number', compare: '=', value: 0 }],
    ), // prettier-ignore
    expect: fc.constantFrom(null, '0 failures', 'passes', '≥ 90 %', '`total.lines.pct` ≥ 90 %'), // prettier-ignore
  })

const gates: fc.Arbitrary<readonly Gate[]> = fc.array(fc.nat(2), { maxLength: 3 }).chain((all) =>
  fc.tuple(
    ...all.map((_, index) =>
      fc.record<Gate>({
        key: fc.constant(`g${index}`),
        title: fc.oneof(text, fc.constantFrom('Quality Gate', 'Success Criteria')),
        place: fc.constant(null),
        phase: fc.constantFrom(null, 'p0'),
        after: fc.subarray(['k0', 'k1']),
        closing: fc.boolean(),
        criteria: fc.tuple(criterion('c0'), criterion('c1')).map((both) => both),
      }),
    ),
  ),
)

const plan: fc.Arbitrary<Plan> = fc.nat(6).chain((count) =>
  fc.record<Plan>(
    {
      document: fc.constant('p.md'),
      title: text,
      strategy: fc.constantFrom(null, 'parallel', 'hybrid'),
      tasks: tasks(count),
      phases,
      gates,
      contingencies: fc.array(fc.record({ trigger: text, actions: fc.array(text, { maxLength: 2 }), kind: fc.constantFrom('contingency' as const, 'rollback' as const, 'risk' as const), owner: maybe(text), place: fc.constant(null) }), { maxLength: 2 }), // prettier-ignore
      agents: fc.array(fc.constantFrom('tester', 'a person'), { maxLength: 2 }),
      metrics: fc.array(fc.record({ name: text, target: maybe(text), current: maybe(text), place: fc.constant(null) }), { maxLength: 2 }), // prettier-ignore
      risks: fc.array(fc.record({ risk: text, mitigation: maybe(text), place: fc.constant(null) }), { maxLength: 2 }), // prettier-ignore
      deliverables: fc.array(text, { maxLength: 2 }),
      goal: fc.record({ name: text, conditions: fc.array(condition, { maxLength: 2 }) }),
      facts: fc.uniqueArray(fc.record({ name: fc.constantFrom('a', 'b c', 'tests_pass'), value: fc.oneof(fc.boolean(), fc.integer(), fc.string({ maxLength: 5 })) }), { selector: ({ name }) => name }), // prettier-ignore
      capacities: fc.dictionary(fc.constantFrom('gpu', 'a b', 'build-folder'), fc.integer({ min: 1, max: 9 }), { maxKeys: 2 }), // prettier-ignore
      probes: fc.array(criterion('c').chain(({ check, expectations }) => fc.record({ fact: fc.constantFrom('ok', 'up(api)', 'a b'), check: fc.constant(check ?? { kind: 'command' as const, command: 'true', runnable: true }), expectations: fc.constant(expectations) })), { maxLength: 2 }), // prettier-ignore
    },
    { requiredKeys: ['document', 'title', 'strategy', 'tasks', 'phases', 'gates', 'contingencies', 'agents', 'metrics', 'risks', 'deliverables'] }, // prettier-ignore
  ),
)

test('any plan that is printed reads back as the same plan, and is printed alike again', () => {
  fc.assert(
    fc.property(plan, (one) => {
      const printed = print(one)
      const { plan: back, diagnostics } = read(printed, 'p.md')
      expect(diagnostics.filter(({ code }) => code.includes('fence'))).toEqual([])
      expect(samePlan(back, one)).toBe(true)
      expect(print(back)).toBe(printed)
    }),
    { numRuns: 400 },
  )
}, 120_000)

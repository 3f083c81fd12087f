import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkGoal, isGoalDocument, printGoal, readGoal } from '../../src/documents/index.ts'
import type { Action, Check, Effect, Expectation, Problem } from '../../src/model/index.ts'

const plain = (problem: Problem): unknown =>
  JSON.parse(JSON.stringify(problem, (name, value: unknown) => (name === 'place' ? undefined : value))) // prettier-ignore

const odd = fc.oneof(
  fc.constantFrom('Do it', 'a, b', '`x`', '**y**', '1. z', 'a: b', '- c', '# d', 'x | y', 'not', 'true', '3', '```', 'None', 'Action: e', '(f)', '{g}', '‚úÖ', 'a\nb'), // prettier-ignore
  fc.string({ maxLength: 12 }),
  fc.string({ unit: 'grapheme', maxLength: 8 }),
)
const text = fc.oneof({ weight: 3, arbitrary: fc.constantFrom('deploy', 'Run the tests', 'fix-it', 'Go') }, { weight: 1, arbitrary: odd }) // prettier-ignore
const named = text.filter((one) => one.trim() !== '')
const fact = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom('tests_pass', 'coverage', 'stage', 'up(api)', 'at(api, live)', 'a.b-c', 'Öl') }, // prettier-ignore
  { weight: 1, arbitrary: odd.filter((one) => one !== '') },
)
const value = fc.oneof(
  fc.boolean(),
  fc.integer(),
  fc.constantFrom(
    'live',
    'draft',
    'a b',
    'true',
    '7',
    '"q"',
    '',
    0.5,
    -1e-7,
    'x (y)',
    'a, b',
    'coverage + 1',
    '2 * (up(api) - coverage)',
    '(coverage)',
    'at(api, live)',
    '# c',
  ),
  odd,
)
const condition: fc.Arbitrary<Effect> = fc.record({
  fact,
  compare: fc.constantFrom('=', '≠', '<', '≤', '>', '≥'),
  value,
})
const effect: fc.Arbitrary<Effect> = fc.oneof(
  condition,
  fc.record({
    fact,
    compare: fc.constant('=' as const),
    value: fc.oneof(fc.integer(), fc.constantFrom('coverage * 2', 'at(api, live)')),
    change: fc.constantFrom('increase' as const, 'decrease' as const),
  }),
)
const check = fc.constantFrom<Check>(
  { kind: 'command', command: 'npm test', runnable: true },
  { kind: 'command', command: 'a `b`\nc', runnable: true },
  { kind: 'file', path: 'docs/a.md', partial: false },
  { kind: 'file', path: 'VERSION', partial: false },
  { kind: 'fact', name: 'x' },
  { kind: 'metric', from: { kind: 'command', command: 'npm run size', runnable: true }, take: { kind: 'json', path: '.total' } }, // prettier-ignore
  { kind: 'metric', from: { kind: 'file', path: 'a.json' }, take: { kind: 'pattern', pattern: '(\\d+)%' } }, // prettier-ignore
  { kind: 'metric', from: { kind: 'file', path: 'j.xml' }, take: { kind: 'report', figure: 'failures' }, unit: 'ms' }, // prettier-ignore
)
const expectations = fc.constantFrom<readonly Expectation[]>(
  [],
  [{ kind: 'exit', code: 1 }],
  [{ kind: 'exists', exists: false }],
  [{ kind: 'contains', text: 'x' }],
  [{ kind: 'matches', pattern: '^v\\d' }],
  [{ kind: 'count', noun: 'failures', compare: '=', value: 0 }],
  [{ kind: 'threshold', of: 'percent', compare: '≥', value: 90 }],
  [{ kind: 'threshold', of: 'duration', compare: '<', value: 5000 }],
  [{ kind: 'value', compare: '=', value: true }],
)
const script = fc.oneof(fc.constantFrom('npm test', 'a\n  b\n\nc', 'echo `x`', 'cd {service}'), odd.filter((one) => one.trim() !== '')) // prettier-ignore

const action = fc.record<Action>(
  {
    name: named,
    preconditions: fc.array(condition, { maxLength: 3 }),
    effects: fc.array(effect, { maxLength: 3 }),
    cost: fc.constantFrom(0, 1, 2.5, 1000, 1e15),
    parameters: fc.array(fc.record({ name: fc.constantFrom('service', 'stage'), type: fc.constantFrom('Service', 'object') }), { minLength: 1, maxLength: 2 }), // prettier-ignore
    duration: fc.constantFrom(1, 1500, 600_000, 86_400_000, 0),
    resources: fc.array(fc.oneof(fc.constantFrom('port', 'db {service}'), odd), { maxLength: 2 }),
    agent: fc.oneof(fc.constantFrom('tester', 'a person'), odd),
    command: script,
    prompt: script,
    criteria: fc.array(fc.record({ key: fc.constantFrom('c1', 'c2'), text: odd, place: fc.constant(null), status: fc.constant(null), check: fc.option(check, { nil: null }), expectations, expect: fc.constantFrom(null, '0 failures') }), { maxLength: 2 }), // prettier-ignore
    compensation: script,
    repeat: fc.constantFrom('harmless', 'idempotent', 'once'),
    retry: fc.record({ attempts: fc.integer({ min: 1, max: 2000 }), delay: fc.constantFrom(500, 60_000), on: fc.constantFrom('any', 'transient') }, { requiredKeys: ['attempts'] }), // prettier-ignore
    timeout: fc.constantFrom(1, 90_000, 2 ** 40),
  },
  { requiredKeys: ['name', 'preconditions', 'effects', 'cost'] },
)

const problem: fc.Arbitrary<Problem> = fc.record<Problem>({
  document: fc.constant('goals/g.md'),
  title: text,
  goal: fc.record({ name: text, conditions: fc.array(condition, { maxLength: 3 }) }),
  facts: fc.uniqueArray(fc.record({ name: fact, value }), { selector: ({ name }) => name, maxLength: 3 }), // prettier-ignore
  probes: fc.array(fc.record({ fact, check, expectations }), { maxLength: 2 }),
  declarations: fc.uniqueArray(fc.record({ name: fc.oneof(fc.constantFrom('stage', 'up', 'coverage'), odd.filter((one) => one !== '')), parameters: fc.array(fc.record({ name: fc.constantFrom('s', 'service'), type: fc.constantFrom('Service', 'object') }), { maxLength: 2 }), type: fc.constantFrom('boolean', 'number', 'enumeration'), values: fc.constantFrom([], ['live', 'draft'], ['7', 'a b', 'true']), origin: fc.constantFrom('stated', 'inferred') }), { selector: ({ name }) => name, maxLength: 3 }), // prettier-ignore
  types: fc.array(fc.record({ name: fc.oneof(fc.constantFrom('Service', 'Stage'), named), parent: fc.constantFrom(null, 'Service', 'object') }), { maxLength: 2 }), // prettier-ignore
  objects: fc.array(fc.record({ name: fc.oneof(fc.constantFrom('api', 'web', 'live'), named), type: fc.constantFrom('Service', 'Stage', 'object') }), { maxLength: 3 }), // prettier-ignore
  actions: fc.array(action, { maxLength: 3 }),
  capacities: fc.dictionary(fc.oneof(fc.constantFrom('port', 'db', '__proto__'), named), fc.integer({ min: 1, max: 9 }), { maxKeys: 2 }), // prettier-ignore
})

test('any problem that is printed reads back as the same problem, and is printed alike again', () => {
  fc.assert(
    fc.property(problem, (one) => {
      const printed = printGoal(one)
      const { problem: back, diagnostics } = readGoal(printed, one.document)
      expect(diagnostics.filter(({ code }) => code === 'documents/bad-fence')).toEqual([])
      expect(plain(back)).toEqual(plain(one))
      expect(printGoal(back)).toBe(printed)
      expect(isGoalDocument(printed)).toBe(true)
    }),
    { numRuns: 150 },
  )
}, 120_000)

const line = fc.oneof(
  fc.constantFrom(
    '# Goal: G', '## Goal', '## Goal State', '## Current State', '## Objects', '## Types', '## Facts', '## Probes', '## Resources',
    '## Actions', '### Action: go(service: Service)', '### 1. Run', '#### Effects', '**Action: b**', '- Preconditions: a, not b', '- Effects:',
    '  - up(service) = true', '  - budget -= 3', '- Cost: NaN', '- Cost: -1e999', '- Duration: 5 min', '- a = 1 (why)', '- [x] tests pass',
    '- {a: 1, b: "c"}', '```', '```yaml', '```goap', 'actions: []', '{ "a": [', '  name: x', '  effects: { a: true }', '| Fact | Value | Goal |',
    '|---|---|---|', '| a | 1 | ≥ 2 |', '| Action | Effects |', '- api, web: Service', '- stage: a | b', '- up(s: S): boolean', '- a: `b` → `/c/`',
    '**Goal**: a = 1', '---', 'goap: goal', '', '    indented', '> - quoted = 1', '- tests_pass: `npm test` → 0 failures', '\r', '\uFEFF# x',
  ),
  fc.string({ maxLength: 20 }),
) // prettier-ignore

test('any text is read, and every place lies in it', () => {
  fc.assert(
    fc.property(fc.array(line, { maxLength: 30 }), (lines) => {
      const input = lines.join('\n')
      const document = readGoal(input, 'g.md')
      const places = checkGoal(document).map(({ place }) => place)
      JSON.stringify(
        document.problem,
        (name, place: { start: number; end: number } | undefined) => {
          if (name === 'place' && place) places.push(place as (typeof places)[number])
          return place
        },
      )
      for (const { start, end, line: first, endLine } of places) {
        expect(start).toBeGreaterThanOrEqual(0)
        expect(end).toBeGreaterThanOrEqual(start)
        expect(end).toBeLessThanOrEqual(input.length)
        expect(endLine).toBeGreaterThanOrEqual(first)
      }
      isGoalDocument(input)
      const again = readGoal(printGoal(document.problem), 'g.md').problem
      expect(plain(again)).toEqual(plain(document.problem))
    }),
    { numRuns: 600 },
  )
}, 120_000)

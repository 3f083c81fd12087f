import { expect, test } from 'vitest'
import { print, read, writeBack } from '../../src/documents/index.ts'

const fenced = (yaml: string, above = '# P\n\n- [ ] **A1**: Dig\n- [ ] **A2**: Fill\n'): ReturnType<typeof read> => read(`${above}\n\`\`\`goap\n${yaml}\n\`\`\`\n`, 'p.md') // prettier-ignore

test('a fence says what Markdown cannot', () => {
  const { plan, diagnostics } = fenced(
    [
      'facts: { ground_is_soft: true, depth: 0 }',
      'goal: { name: Deep, conditions: [depth >= 2] }',
      'tasks:',
      '  a1:',
      '    effects: ["depth = 2", "hole = \\"a b\\""]',
      '    requires: [ground_is_soft = true]',
      '    repeat: once',
      '    resources: [spade]',
      '    compensation: fill hole',
      '  a2: { needs: [a1] }',
    ].join('\n'),
  )
  expect(diagnostics).toEqual([])
  expect(plan.facts).toEqual([
    { name: 'ground_is_soft', value: true },
    { name: 'depth', value: 0 },
  ])
  expect(plan.goal?.conditions).toEqual([{ fact: 'depth', compare: '≥', value: 2 }])
  expect(plan.tasks).toMatchObject([
    {
      effects: [
        { fact: 'depth', compare: '=', value: 2 },
        { fact: 'hole', compare: '=', value: 'a b' },
      ],
      repeat: 'once',
      resources: ['spade'],
      compensation: 'fill hole',
    },
    { needs: ['a1'] },
  ])
})

test.each([
  [
    'tasks:\n  a1: { priorty: P0 }',
    7,
    'There is no "tasks.a1.priorty".',
    'Did you mean "priority"?',
  ],
  ['tasks:\n  a1: { priority: P9 }', 7, '"tasks.a1.priority"', ''],
  ['tasks:\n  a1:\n    effects: [soft ground]', 8, 'is no condition', ''],
  ['tasks: [', 7, 'is no YAML', ''],
  ['tasks:\n  a1: { priority: P0 }\n  a1: { priority: P1 }', 8, '"a1" stands here twice', ''],
  ['tasks:\n  a7: { priority: P0 }', 7, 'has no task "a7"', 'Did you mean "a'],
])('a mistake in a fence is told with its place: %s', (yaml, line, message, hint) => {
  const { diagnostics, plan } = fenced(yaml)
  expect(diagnostics).toMatchObject([{ place: { line: line + 1 } }])
  expect(diagnostics[0]?.message).toContain(message)
  expect(diagnostics[0]?.hint).toContain(hint)
  expect(plan.tasks.map(({ priority }) => priority)).toEqual([null, null])
})

test('progress is written to a task that a fence has given another key', () => {
  const document = fenced('tasks:\n  a1: { key: first }')
  expect(document.plan.tasks[0]?.key).toBe('first')
  const { bytes } = writeBack(document, new Map([['task first', 'done']]))
  expect(new TextDecoder().decode(bytes)).toContain('- [x] **A1**: Dig')
})

test('what Markdown can say needs no fence', () => {
  const plan = read(
    '# Release\n\n## Phase 1: Build (parallel)\n\n- [ ] **B1**: Build: `npm run build`\n- [x] **B2**: Docs\n  - Agent: writer\n  - Depends on: B1\n  - Priority: P1\n  - Effort: 2 h\n\n### Quality Gate\n\n- [ ] `npm test` → 0 failures\n', // prettier-ignore
    'p.md',
  ).plan
  expect(print(plan)).not.toContain('```goap')
  expect(print(plan)).toContain('  - Depends on: B1')
})

test('a resource may have a name that stands for something else in JavaScript', () => {
  const { plan, diagnostics } = fenced('capacities: { __proto__: 2, spade: 1 }')
  expect(diagnostics).toEqual([])
  expect(Object.entries(plan.capacities ?? {})).toEqual([['__proto__', 2], ['spade', 1]]) // prettier-ignore
  expect(Object.entries(read(print(plan), 'p.md').plan.capacities ?? {})).toEqual(Object.entries(plan.capacities ?? {})) // prettier-ignore
  const wrong = fenced('capacities: { __proto__: none }').diagnostics
  expect(wrong).toMatchObject([{ code: 'documents/bad-fence', message: expect.stringContaining('"capacities.__proto__"'), place: { line: 7 } }]) // prettier-ignore
  const unknown = fenced('tasks: { a1: { __proto__: 1 } }').diagnostics
  expect(unknown).toMatchObject([{ message: 'There is no "tasks.a1.__proto__".' }])
})

import { expect, test } from 'vitest'
import {
  capacitiesOf,
  capacityOf,
  graph,
  graphJson,
  mermaid,
  schedule,
  tree,
} from '../../src/graph/index.ts'
import { gate, phase, plan, task } from '../engine/plans.ts'

const hours = (number: number) => ({ effort: { minimum: number * 60, maximum: number * 60 } })
const hour = 3_600_000

/** a(1) → b(2) → d(1), a → c(4) → d: the critical path is a c d. */
const diamond = plan([
  task('a', hours(1)),
  task('b', { ...hours(2), needs: ['a'] }),
  task('c', { ...hours(4), needs: ['a'] }),
  task('d', { ...hours(1), needs: ['b', 'c'] }),
])

test('the critical path is the longest chain, and the others have slack', () => {
  const { length, criticalPath, sequential, items } = schedule(graph(diamond))
  expect(length).toBe(6 * hour)
  expect(sequential).toBe(8 * hour)
  expect(criticalPath).toEqual(['plan.md#a', 'plan.md#c', 'plan.md#d'])
  expect(items.find(({ key }) => key === 'plan.md#b')).toMatchObject({
    slack: 2 * hour,
    critical: false,
  })
})

test.each([
  [1, 8],
  [2, 6],
  [3, 6],
])('with %d workers it takes %d hours', (workers, expected) => {
  const planned = schedule(graph(diamond), { workers })
  expect(planned.length).toBe(expected * hour)
  expect(Math.max(...planned.items.map(({ worker }) => worker))).toBeLessThan(workers)
})

test('three equal tasks on two workers take twice the time of one', () => {
  const three = plan([task('x', hours(2)), task('y', hours(2)), task('z', hours(2))])
  expect(schedule(graph(three), { workers: 2 }).length).toBe(4 * hour)
})

test('of ready tasks the more urgent one goes first', () => {
  const two = plan([
    task('low', { ...hours(1), priority: 'P3' }),
    task('high', { ...hours(1), priority: 'P0' }),
  ])
  const [first] = schedule(graph(two), { workers: 1 }).items
  expect(first?.key).toBe('plan.md#high')
})

test('tasks without an estimate count as what is said, and are counted', () => {
  const some = plan([task('a'), task('b', hours(1))])
  expect(schedule(graph(some))).toMatchObject({ unestimated: 1, length: hour })
  expect(schedule(graph(some), { unestimated: 5 * hour }).length).toBe(5 * hour)
  expect(schedule(graph(some), { duration: () => 1000 })).toMatchObject({
    unestimated: 0,
    length: 1000,
  })
})

test('what a circle holds up is left out and counted', () => {
  const circle = plan([
    task('a', { needs: ['b'] }),
    task('b', { needs: ['a'] }),
    task('c', hours(1)),
  ])
  expect(schedule(graph(circle))).toMatchObject({ excluded: 2, length: hour })
})

const shown = plan(
  [
    task('a', { ...hours(1), id: 'A', title: 'Say "hello" & <go>', agent: 'ann', status: 'done' }),
    task('b', { ...hours(1), id: null, title: 'Second', needs: ['a'] }),
    task('p', { id: 'P' }),
    task('p.1', { id: 'P.1', parent: 'p' }),
  ],
  {
    phases: [phase('one', ['a', 'b'])],
    gates: [gate('g', ['make'], { phase: 'one' }), gate('end', ['all'], { closing: true })],
  },
)

test('the tree shows phases, marks, agents, needs, parts and gates', () => {
  const built = graph(shown)
  const text = tree(built, schedule(built, { workers: 2 }))
  expect(text.split('\n')).toEqual(
    [
      'Plan  (plan.md)',
      '  Phase one [parallel]',
      '    ✓ A Say "hello" & <go> @ann  *',
      '    · Second ← A  *',
      '    ◇ Gate g (1)',
      '  · P P',
      '    · P.1 P.1',
      '  ◇ Gate end (1)',
      '',
      expect.stringContaining('2 h with 2 workers'),
    ].map((line) =>
      typeof line === 'string'
        ? line.replace('P P', 'P Task p').replace('P.1 P.1', 'P.1 Task p.1')
        : line,
    ),
  )
  expect(tree(graph(plan([task('s', { needs: ['s'] })])))).toContain(
    'circle: plan.md#s → plan.md#s',
  )
})

test('the Mermaid chart escapes labels and marks the critical path', () => {
  const built = graph(shown)
  const text = mermaid(built, schedule(built))
  expect(text).toContain('Say &quot;hello&quot; &amp; &lt;go&gt;')
  expect(text).toMatch(/subgraph p\d+\["Phase one"\]/)
  expect(text).toContain('classDef critical')
  expect(text).not.toContain('undefined')
})

test('the JSON has every node, edge and figure', () => {
  const built = graph(shown)
  const json = graphJson(built, schedule(built))
  expect(json).toMatchObject({ schema: 'goap/graph@1', documents: ['plan.md'], workers: null })
  expect(JSON.parse(JSON.stringify(json))).toEqual(json)
})

test('of what becomes ready at one moment the more urgent goes first, whatever released it', () => {
  const five = plan([
    task('a', hours(1)),
    task('b', hours(1)),
    task('low', { ...hours(1), priority: 'P3', needs: ['a'] }),
    task('high', { ...hours(1), priority: 'P0', needs: ['b'] }),
    task('higher', { ...hours(1), priority: 'P0', needs: ['b'] }),
  ])
  const { items } = schedule(graph(five), { workers: 2 })
  expect(items.at(-1)).toMatchObject({ key: 'plan.md#low', start: 2 * hour })
})

test('a part of a worker is none, and there is at least one', () => {
  const two = graph(plan([task('a', hours(1)), task('b', hours(1))]))
  for (const workers of [1.5, 0, Number.NaN])
    expect(schedule(two, { workers })).toMatchObject({ length: 2 * hour, workers: 1 })
})

test('the tree lists tasks that are parts of each other', () => {
  const text = tree(graph(plan([task('a', { parent: 'b' }), task('b', { parent: 'a' })])))
  expect(text.split('\n').slice(0, 3)).toEqual([
    'Plan  (plan.md)',
    '  · a Task a',
    '    · b Task b',
  ])
})

test('the Mermaid chart keeps a number sign from being read as a character code', () => {
  expect(mermaid(graph(plan([task('a', { title: 'Fix #12; then ship' })])))).toContain(
    'Fix #35;12; then ship',
  )
})

test.each([
  [undefined, 6],
  [{ gpu: 2 }, 4],
  [{ gpu: 3 }, 2],
])(
  'three equal tasks that use the same resource, of which there are %j, take %d hours',
  (capacities, expected) => {
    const each = { ...hours(2), resources: ['gpu'] }
    const three = { ...plan([task('x', each), task('y', each), task('z', each)]), ...(capacities && { capacities }) } // prettier-ignore
    const planned = schedule(graph(three))
    expect(planned.length).toBe(expected * hour)
    expect(planned.items.map(({ slack }) => slack)).toEqual([0, 0, 0])
  },
)

test('of what two plans say of a resource the fewer counts, and a resource may have any name', () => {
  const one = { ...plan([]), capacities: { gpu: 3, disk: 1 } }
  const other = { ...plan([]), capacities: { gpu: 2, ['__proto__']: 4 } }
  const both = capacitiesOf([one, other])
  expect(new Map(Object.entries(both))).toEqual(new Map([['gpu', 2], ['disk', 1], ['__proto__', 4]])) // prettier-ignore
  expect(capacityOf(both)('__proto__')).toBe(4)
  expect(capacityOf(both)('constructor')).toBe(1)
})

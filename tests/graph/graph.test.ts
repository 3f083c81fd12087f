import { hasCycle } from 'graphology-dag'
import { expect, test } from 'vitest'
import { findTask, formatWhy, graph, why } from '../../src/graph/index.ts'
import type { Provenance } from '../../src/model/index.ts'
import { gate, phase, plan, task } from '../engine/plans.ts'

const inferred = (value: string): Provenance => ({
  field: 'needs',
  value,
  rule: 'R8',
  origin: 'inferred',
  place: { start: 0, end: 1, line: 7, column: 1, endLine: 7, endColumn: 2 },
})

function order(built: ReturnType<typeof graph>): string[] {
  return built.nodes.flatMap(({ task: one }) => (one ? [one.key] : []))
}

test('nodes stand after what they need, and otherwise as they are written', () => {
  const built = graph(plan([task('c', { needs: ['a'] }), task('b'), task('a')]))
  expect(order(built)).toEqual(['a', 'c', 'b'])
  expect(built.cycles).toEqual([])
  expect(hasCycle(built.digraph)).toBe(false)
})

test('a circle is reported with its shortest path, and what it holds up comes last', () => {
  const built = graph(
    plan([
      task('a', { needs: ['c'] }),
      task('b', { needs: ['a'] }),
      task('c', { needs: ['b'] }),
      task('d', { needs: ['c'] }),
      task('free'),
    ]),
  )
  expect(built.cycles).toEqual([['plan.md#a', 'plan.md#c', 'plan.md#b']])
  expect(order(built)[0]).toBe('free')
  expect(hasCycle(built.digraph)).toBe(true)
})

test('two circles are two, and a task that needs itself is one', () => {
  const built = graph(
    plan([
      task('a', { needs: ['b'] }),
      task('b', { needs: ['a'] }),
      task('self', { needs: ['self'] }),
    ]),
  )
  expect(built.cycles.map((path) => path.toSorted())).toEqual(
    expect.arrayContaining([['plan.md#a', 'plan.md#b'], ['plan.md#self']]),
  )
})

test('tasks of several documents stay apart, and may need each other by name', () => {
  const one = plan([task('a')], { document: 'one.md' })
  const two = plan([task('a', { needs: ['one.md#a'] })], { document: 'two.md' })
  const built = graph([two, one])
  expect(built.nodes.map(({ key }) => key)).toEqual(['one.md#a', 'two.md#a'])
  expect(built.edges).toMatchObject([{ from: 'one.md#a', to: 'two.md#a', origin: 'stated' }])
})

test('a need that nothing defines is dangling and has no edge', () => {
  const built = graph(plan([task('a', { needs: ['x'] })]))
  expect(built.dangling).toEqual([{ task: 'plan.md#a', need: 'plan.md#x' }])
  expect(built.edges).toEqual([])
})

test('phases are barriers, and a gate stands before the end of its phase', () => {
  const built = graph(
    plan([task('a'), task('b')], {
      phases: [phase('one', ['a']), phase('two', ['b'], { needs: ['one'] })],
      gates: [gate('g', ['check'], { phase: 'one' }), gate('end', ['all'], { closing: true })],
    }),
  )
  const keys = built.nodes.map(({ key }) => key.slice('plan.md#'.length))
  expect(keys).toEqual([
    'phase/one:start',
    'a',
    'gate/g',
    'phase/one:end',
    'phase/two:start',
    'b',
    'phase/two:end',
    'gate/end',
  ])
})

test('a dependency against the order of phases wins, and the barrier yields', () => {
  const built = graph(
    plan([task('a', { needs: ['b'] }), task('b')], {
      phases: [phase('one', ['a']), phase('two', ['b'], { needs: ['one'] })],
    }),
  )
  expect(built.cycles).toEqual([])
  expect(order(built)).toEqual(['b', 'a'])
  expect(built.yielded).toMatchObject([
    { from: 'plan.md#phase/two:start', to: 'plan.md#b', origin: 'barrier' },
  ])
})

test('a phase without a mode runs its free tasks one at a time; a parallel one does not', () => {
  const tasks = [task('a'), task('b'), task('c')]
  const silent = graph(plan(tasks, { phases: [phase('p', ['a', 'b', 'c'], { mode: null })] }))
  expect(silent.edges.filter(({ origin }) => origin === 'order')).toHaveLength(2)
  const parallel = graph(plan(tasks, { phases: [phase('p', ['a', 'b', 'c'])] }))
  expect(parallel.edges.filter(({ origin }) => origin === 'order')).toHaveLength(0)
})

test('an inferred dependency yields to what is stated, but a circle of inferred ones is reported', () => {
  const stated = graph(
    plan([task('a', { needs: ['b'], provenance: [inferred('b')] }), task('b', { needs: ['a'] })]),
  )
  expect(stated.cycles).toEqual([])
  expect(stated.yielded).toMatchObject([{ from: 'plan.md#b', to: 'plan.md#a', origin: 'inferred' }])
  const both = graph(
    plan([
      task('a', { needs: ['b'], provenance: [inferred('b')] }),
      task('b', { needs: ['a'], provenance: [inferred('a')] }),
    ]),
  )
  expect(both.cycles).toHaveLength(1)
})

test('a parent waits for its parts, and the parts for what it and its own parent need', () => {
  const built = graph(
    plan([
      task('first'),
      task('p', { needs: ['first'] }),
      task('p.1', { parent: 'p' }),
      task('p.1.1', { parent: 'p.1' }),
    ]),
  )
  expect(order(built)).toEqual(['first', 'p.1.1', 'p.1', 'p'])
  const needs = built.needs[built.position.get('plan.md#p.1.1') ?? -1]
  expect(needs?.map((index) => built.nodes[index]?.key)).toEqual(['plan.md#first'])
})

test('a task is found by key, id and full key, without regard to case', () => {
  const built = graph(plan([task('2b.1', { id: '2B.1' }), task('other')]))
  for (const name of ['2b.1', '2B.1', 'plan.md#2b.1', ' 2b.1 '])
    expect(findTask(built, name).key).toBe('plan.md#2b.1')
})

test('an unknown or ambiguous name is answered with the names there are', () => {
  const built = graph([plan([task('build')]), plan([task('build')], { document: 'b.md' })])
  expect(() => findTask(built, 'biuld')).toThrow(
    expect.objectContaining({ code: 'graph/unknown-task', hint: expect.stringContaining('build') }),
  )
  expect(() => findTask(built, 'zzzzzzzz')).toThrow(
    expect.objectContaining({ hint: 'There are build, build.' }),
  )
  expect(() => findTask(built, 'build')).toThrow(
    expect.objectContaining({
      code: 'graph/ambiguous-task',
      hint: expect.stringContaining('b.md#build'),
    }),
  )
  expect(() => findTask(graph([]), 'x')).toThrow(
    expect.objectContaining({ hint: 'The documents have no tasks.' }),
  )
})

test('why tells what a task needs, by which rule, and what needs it', () => {
  const tasks = [
    task('a'),
    task('b', { needs: ['a'], provenance: [inferred('a')] }),
    task('c', { needs: ['b'] }),
  ]
  const built = graph(plan(tasks, { phases: [phase('p', ['a', 'b', 'c'])] }))
  const explanation = why(built, 'plan.md#b')
  expect(explanation).toMatchObject({ phase: 'Phase p', critical: true, slack: 0 })
  const text = formatWhy(explanation)
  expect(text).toContain('a Task a  (inferred, R8, plan.md:7)')
  expect(text).toContain('the start of "Phase p"  (its phase)')
  expect(text).toContain('c Task c  (stated)')
})

test('why shows what was left out, and other facts of the task', () => {
  const agent = { ...inferred('x'), field: 'agent', value: 'ann', place: null }
  const built = graph(
    plan([
      task('a', { needs: ['b'], provenance: [inferred('b'), agent] }),
      task('b', { needs: ['a'] }),
      task('long', { effort: { minimum: 600, maximum: 600 } }),
    ]),
  )
  const text = formatWhy(why(built, 'plan.md#a'))
  expect(text).toContain('left out, since the document says otherwise')
  expect(text).toContain('agent: ann  (inferred by R8)')
  expect(text).toContain('later without delay')
})

test('a parent that needs its own parts makes no circle, and says nothing about their order', () => {
  const built = graph(
    plan([
      task('p', { needs: ['p.1', 'p.2'] }),
      task('p.1', { parent: 'p' }),
      task('p.2', { parent: 'p' }),
    ]),
  )
  expect(built.cycles).toEqual([])
  expect(built.yielded).toEqual([])
  expect(built.edges.map(({ to }) => to)).toEqual(['plan.md#p', 'plan.md#p'])
})

test('what a part has from its parent yields to what is stated of the part', () => {
  const built = graph(
    plan([
      task('p', { needs: ['q'] }),
      task('p.1', { parent: 'p' }),
      task('q', { needs: ['p.1'] }),
    ]),
  )
  expect(built.cycles).toEqual([])
  expect(built.yielded).toMatchObject([{ from: 'plan.md#q', to: 'plan.md#p.1', inherited: true }])
  expect(order(built)).toEqual(['p.1', 'q', 'p'])
})

test('of the circles that hang together a shortest one is reported', () => {
  const built = graph(
    plan([
      task('a', { needs: ['b'] }),
      task('b', { needs: ['c'] }),
      task('c', { needs: ['a', 'b'] }),
    ]),
  )
  expect(built.cycles).toEqual([['plan.md#b', 'plan.md#c']])
})

test('a task that a phase lists twice, or a document given twice, is there once', () => {
  const twice = plan([task('a')], { phases: [phase('p', ['a', 'a'])] })
  const built = graph([twice, twice])
  expect(order(built)).toEqual(['a'])
  expect(built.digraph.order).toBe(3)
})

test('a sequential phase without edges of its own is a chain, though its tasks need others', () => {
  const tasks = [task('z'), task('a', { needs: ['z'] }), task('b', { needs: ['z'] })]
  const orders = (one: typeof tasks) =>
    graph(plan(one, { phases: [phase('s', ['a', 'b'], { mode: 'sequential' })] })).edges.filter(
      ({ origin }) => origin === 'order',
    )
  expect(orders(tasks)).toMatchObject([{ from: 'plan.md#a', to: 'plan.md#b' }])
  expect(orders([task('z'), task('a', { needs: ['b'] }), task('b', { needs: ['z'] })])).toEqual([])
})

test('a task that another document needs has an edge, and so no place in the silent order', () => {
  const one = plan([task('a'), task('b'), task('c')], {
    document: 'one.md',
    phases: [phase('s', ['a', 'b', 'c'], { mode: null })],
  })
  const two = plan([task('t', { needs: ['one.md#b'] })], { document: 'two.md' })
  expect(graph([one, two]).edges.filter(({ origin }) => origin === 'order')).toMatchObject([
    { from: 'one.md#a', to: 'one.md#c' },
  ])
})

test('a gate without a phase closes the only phase that it follows, and none of several', () => {
  const ends = (after: readonly string[]) =>
    graph(
      plan([task('a'), task('b')], {
        phases: [phase('one', ['a']), phase('two', ['b'])],
        gates: [gate('g', ['check'], { after })],
      }),
    ).edges.filter(({ from, to }) => from === 'plan.md#gate/g' && to.endsWith(':end'))
  expect(ends(['a'])).toMatchObject([{ to: 'plan.md#phase/one:end' }])
  expect(ends(['a', 'b'])).toEqual([])
})

test('why names the document in which a dependent task states its need', () => {
  const stated: Provenance = { ...inferred('one.md#a'), rule: 'R6', origin: 'stated' }
  const built = graph([
    plan([task('a')], { document: 'one.md' }),
    plan([task('t', { needs: ['one.md#a'], provenance: [stated] })], { document: 'two.md' }),
  ])
  expect(formatWhy(why(built, 'one.md#a'))).toContain('t Task t  (stated, R6, two.md:7)')
  expect(formatWhy(why(built, 'two.md#t'))).toContain('a Task a  (stated, R6, two.md:7)')
})

test('why says of a task in a circle that it cannot start', () => {
  const text = formatWhy(why(graph(plan([task('s', { needs: ['s'] })])), 'plan.md#s'))
  expect(text).toContain('held up by a circle: it cannot start')
  expect(text).not.toContain('without delay')
})

test('the graph of a list is built once, and again when the list has changed', () => {
  const one = plan([task('a')])
  const list = [one]
  const first = graph(list)
  expect(graph(list)).toBe(first)
  list.push({ ...plan([task('b')]), document: 'other.md' })
  expect(graph(list).nodes.map(({ key }) => key)).toEqual(['plan.md#a', 'other.md#b'])
  expect(first.nodes).toHaveLength(1)
})

import { expect, test } from 'vitest'
import {
  dot,
  graph,
  mermaid,
  overview,
  schedule,
  svg,
  type TaskGraph,
} from '../../src/graph/index.ts'
import { gate, phase, plan, task } from '../engine/plans.ts'
import { elementsOf, parseXml, type XmlElement } from './xml.ts'

const nasty = String.raw`a "quoted" \N back\slash <b>bold</b> & 'more' ]]> ${'\u202e'}reversed ${'\u0007'}`

function drawn(built: TaskGraph): XmlElement[] {
  return elementsOf(parseXml(svg(built, schedule(built))))
}

function words(elements: readonly XmlElement[]): string {
  return elements.flatMap(({ name, text }) => (name === 'style' ? [] : [text])).join('\n')
}

function classes(elements: readonly XmlElement[]): (string | undefined)[] {
  return elements.map(({ attributes }) => attributes['class'])
}

test('a drawing names itself for those who cannot see it, and needs nothing from elsewhere', () => {
  const built = graph(plan([task('a'), task('b', { needs: ['a'] })], { title: 'Release & rest' }))
  const text = svg(built, schedule(built))
  const root = parseXml(text)
  expect(root.attributes).toMatchObject({ role: 'img', 'aria-labelledby': 'goap-title goap-desc' })
  expect(root.children[0]).toMatchObject({ name: 'title', text: 'Release & rest' })
  expect(root.children[1]?.text).toContain('Critical path: a, b.')
  expect(text).not.toMatch(/<script|href|@import|url\(|<image|<foreignObject/)
  expect(text).toContain('prefers-color-scheme: dark')
})

test('what a document writes is text in a drawing, never markup', () => {
  const one = plan([task('a', { id: nasty, title: nasty, agent: nasty })], { title: nasty })
  const elements = drawn(graph(one))
  expect(elements.some(({ name }) => name === 'b')).toBe(false)
  expect(words(elements)).toContain(
    String.raw`a "quoted" \N back\slash <b>bold</b> & 'more' ]]> ·reversed ·`,
  )
})

test('a long title has three lines and an ellipsis on its card, and all of it in the tooltip', () => {
  const title = 'Move every customer of the old billing service to the new one '.repeat(6).trim()
  const elements = drawn(graph(plan([task('a', { title })])))
  const lines = elements.filter(({ attributes }) => attributes['class'] === 't')
  expect(lines).toHaveLength(3)
  expect(lines[2]?.text).toMatch(/…$/)
  expect(words(elements)).toContain(title)
})

test('a status is told by a colour and by a sign, and the legend explains those that occur', () => {
  const elements = drawn(
    graph(plan([task('a', { status: 'done' }), task('b', { status: 'failed' })])),
  )
  const signs = ['done', 'failed', 'blocked'].map((status) =>
    elements
      .filter(({ name, attributes }) => name === 'g' && attributes['class'] === status)
      .map((group) => elementsOf(group).find((one) => one.attributes['class'] === 'sign')),
  )
  // Once on a card and once in the legend.
  expect(signs.map(({ length }) => length)).toEqual([2, 2, 0])
  expect(signs[0]?.[0]?.attributes['d']).not.toBe(signs[1]?.[0]?.attributes['d'])
  expect(words(elements)).not.toContain('blocked')
})

test('inferred edges are dashed, circles red, and the critical path is thick', () => {
  const built = graph(
    plan(
      [
        task('a'),
        task('b'),
        task('c', { needs: ['d'] }),
        task('d', { needs: ['c'] }),
        task('e', { needs: ['b'] }),
      ],
      { phases: [phase('one', ['a', 'b'], { mode: 'sequential' })] },
    ),
  )
  const lines = drawn(built).flatMap(({ attributes }) =>
    attributes['d']?.includes('L') ? [attributes['class']] : [],
  )
  expect(lines).toContain('e d c')
  expect(lines.filter((one) => one === 'e r')).toHaveLength(2)
  expect(lines).toContain('e c')
})

test('a gate behind all of its phase stands in the frame without lines; another gate is in the flow', () => {
  const built = graph(
    plan([task('a'), task('b')], {
      phases: [phase('one', ['a', 'b'])],
      gates: [
        gate('all', ['x', 'y'], { phase: 'one' }),
        gate('some', ['z'], { phase: 'one', after: ['a'] }),
      ],
    }),
  )
  const elements = drawn(built)
  // The line to the gate, and its sample in the legend.
  expect(classes(elements).filter((one) => one === 'e d')).toHaveLength(2)
  expect(words(elements)).toContain('Gate: Gate all — 2 criteria')
  expect(words(elements)).toContain('Gate: Gate some — 1 criterion')
})

test('a task of an inner and an outer phase is drawn once, in the inner one', () => {
  const built = graph(
    plan([task('a'), task('b'), task('c')], {
      phases: [phase('outer', ['a', 'b', 'c']), phase('inner', ['b', 'c'])],
    }),
  )
  expect(words(drawn(built)).match(/Task b —/g)).toHaveLength(1)
  expect(mermaid(built)).toMatch(
    /p1\["Phase outer"\]\n {4}n\d\["a Task a"\]\n {4}subgraph p2\["Phase inner"\]\n {6}n\d\["b Task b"\]/,
  )
  expect(dot(built)).toMatch(
    /phase\/outer" \{[\s\S]*#a"[\s\S]*phase\/inner" \{[\s\S]*#b"[\s\S]*\}\n {2}\}/,
  )
})

test('phases that follow each other are joined, and what follows from that is left out', () => {
  const built = graph(
    plan([task('a'), task('b'), task('c')], {
      phases: [
        phase('one', ['a']),
        phase('two', ['b'], { needs: ['one'] }),
        phase('three', ['c'], { needs: ['one', 'two'] }),
      ],
    }),
  )
  expect(mermaid(built)).toContain('  p1 --> p2\n  p2 --> p3\n  linkStyle 0,1 stroke:#9e9e9e')
  expect(dot(built).match(/ltail=/g)).toHaveLength(2)
  expect(classes(drawn(built)).filter((one) => one === 'b c')).toHaveLength(2)
})

test('DOT quotes every name: no text of a document ends its string or becomes HTML', () => {
  const one = plan([task('a', { title: nasty, id: '<b>x</b>' })], { phases: [phase('p"1', [])] })
  const built = graph(one)
  const text = dot(built, schedule(built))
  expect(text).toContain(String.raw`a \"quoted\" \\N back\\slash <b>bold</b>`)
  // Without strings only the language's own signs are left.
  expect(text.replace(/"(?:[^"\\]|\\.)*"/g, 'S')).toMatch(/^[\w\s{}[\]=,;.>-]*$/)
})

test('in DOT inferred edges are dashed, circles red, gates diamonds, and the critical path is bold', () => {
  const built = graph(
    plan([task('a'), task('b'), task('c', { needs: ['c'] })], {
      phases: [phase('one', ['a', 'b'], { mode: 'sequential' })],
      gates: [gate('g', ['x'], { phase: 'one' })],
    }),
  )
  const text = dot(built, schedule(built))
  expect(text).toContain('"plan.md#a" -> "plan.md#b" [style="dashed,bold", penwidth=2.5')
  expect(text).toContain('"plan.md#c" -> "plan.md#c" [color="#c62828"]')
  expect(text).toContain('"plan.md#gate/g" [shape=diamond')
})

test('several documents are frames of one drawing, and lines lead from one to the other', () => {
  const built = graph([
    plan([task('a')], { document: 'one.md', title: 'First' }),
    plan([task('a', { needs: ['one.md#a'] })], { document: 'two.md', title: 'Second' }),
  ])
  const elements = drawn(built)
  expect(classes(elements).filter((one) => one === 'f o')).toHaveLength(2)
  expect(words(elements)).toMatch(/2 plans[\s\S]*First[\s\S]*Second/)
  expect(classes(elements).filter((one) => one === 'e c')).toHaveLength(1)
})

test('a chain of sixty tasks is wrapped into the shape of a page', () => {
  const tasks = Array.from({ length: 60 }, (_, index) =>
    task(`t${index}`, { needs: index === 0 ? [] : [`t${index - 1}`] }),
  )
  const [, , width = 0, height = 0] = (
    parseXml(svg(graph(plan(tasks)))).attributes['viewBox'] ?? ''
  )
    .split(' ')
    .map(Number)
  expect(height / width).toBeGreaterThan(0.7)
  expect(height / width).toBeLessThan(1.8)
})

test('a plan without tasks is an empty page', () => {
  expect(words(drawn(graph(plan([], { title: 'Nothing' }))))).toContain('0 tasks')
})

test('a long chain whose tasks need others far back has a card at a place of its own for each', () => {
  const chain = Array.from({ length: 240 }, (_, at) =>
    task(`t${at}`, { needs: at === 0 ? [] : [...new Set([`t${at - 1}`, `t${(at * 7919) % at}`])] }),
  )
  const cards = drawn(graph(plan(chain))).flatMap(({ name, attributes }) => {
    const [, x, y] = /^translate\((\d+) (\d+)\)$/.exec(attributes['transform'] ?? '') ?? []
    return name === 'g' && attributes['class'] === 'pending' ? [`${x} ${y}`] : []
  })
  expect(cards.length).toBeGreaterThanOrEqual(240)
  expect(new Set(cards).size).toBe(cards.length)
})

test('an overview has one card for the tasks of a phase, with their order, status, critical path and figures', () => {
  const of = (name: string): string[] => Array.from({ length: 4 }, (_, at) => `${name}${at}`)
  const built = graph(
    plan(
      [
        ...of('a').map((key) => task(key, { status: 'done', agent: 'ann' })),
        ...of('b').map((key, at) => task(key, { needs: ['a0'], status: at === 0 ? 'done' : null })),
        ...of('c').map((key) => task(key, { needs: ['b1'] })),
        task('alone', { needs: ['c3'] }),
      ],
      {
        phases: ['a', 'b', 'c'].map((key) => phase(key, of(key))),
        gates: [gate('g', ['true'], { phase: 'b', after: of('b') })],
      },
    ),
  )
  const planned = schedule(built)
  expect(overview(built, planned, 13)).toBeNull()
  const small = overview(built, planned, 12)
  expect(small).toMatchObject({ tasks: 13, cards: 4 })
  const [one] = small?.graph.plans ?? []
  expect(
    one?.tasks.map(({ title, status, needs, agent }) => [title, status, needs, agent]),
  ).toEqual([
    ['4 tasks, 4 done', 'done', [], 'ann'],
    ['4 tasks, 1 done', 'running', ['tasks:a'], null],
    ['4 tasks', 'pending', ['tasks:b'], null],
    ['Task alone', null, ['tasks:c'], null],
  ])
  expect(one?.gates[0]?.after).toEqual(['tasks:b'])
  expect(small?.schedule.criticalPath).toEqual(['plan.md#tasks:a', 'plan.md#tasks:b', 'plan.md#tasks:c', 'plan.md#alone']) // prettier-ignore
  const elements = elementsOf(parseXml(svg(small?.graph ?? built, small?.schedule, built)))
  expect(words(elements)).toContain('13 tasks, 5 done  ·  as 4 cards, by their phases')
})

test('phases whose tasks need each other wait in no circle in an overview', () => {
  const built = graph(
    plan([task('a0'), task('a1', { needs: ['b0'] }), task('b0'), task('b1', { needs: ['a1'] })], {
      phases: [phase('a', ['a0', 'a1']), phase('b', ['b0', 'b1'])],
    }),
  )
  expect(built.cycles).toEqual([])
  const small = overview(built, schedule(built), 1)
  expect(small?.graph.cycles).toEqual([])
  expect(small?.graph.plans[0]?.tasks.map(({ needs }) => needs)).toEqual([[], ['tasks:a']])
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { graph, schedule, svg } from '../../src/graph/index.ts'
import { gate, phase, plan, task } from '../engine/plans.ts'
import { elementsOf, parseXml, type XmlElement } from '../graph/xml.ts'

/** Plans of up to 40 tasks with any titles, needs in any direction, and phases that overlap as they like. */
const plans = fc
  .record({
    tasks: fc.array(
      fc.record({
        title: fc.oneof(fc.string({ maxLength: 90, unit: 'grapheme' }), fc.lorem({ maxCount: 12 })),
        needs: fc.array(fc.nat(), { maxLength: 3 }),
      }),
      { maxLength: 40 },
    ),
    phases: fc.array(
      fc.record({
        tasks: fc.array(fc.nat(), { maxLength: 15 }),
        needs: fc.array(fc.nat(), { maxLength: 2 }),
        mode: fc.constantFrom('parallel', 'sequential', null),
        gates: fc.nat(2),
      }),
      { maxLength: 6 },
    ),
  })
  .map((spec) => {
    const count = Math.max(1, spec.tasks.length)
    const keys = (numbers: readonly number[]): string[] =>
      spec.tasks.length === 0 ? [] : [...new Set(numbers.map((number) => `t${number % count}`))]
    return plan(
      spec.tasks.map(({ title, needs }, index) => task(`t${index}`, { title, needs: keys(needs) })),
      {
        phases: spec.phases.map(({ tasks, needs, mode }, index) =>
          phase(`p${index}`, keys(tasks), {
            mode,
            needs: index === 0 ? [] : [...new Set(needs.map((need) => `p${need % index}`))],
          }),
        ),
        gates: spec.phases.flatMap(({ gates }, index) =>
          Array.from({ length: gates }, (_, number) =>
            gate(`g${index}-${number}`, ['check'], {
              phase: `p${index}`,
              after: number === 0 ? [] : keys([0]),
            }),
          ),
        ),
      },
    )
  })

interface Rectangle {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

test('a drawing is XML with every title once, and nothing in it overlaps or leaves its frame', () => {
  fc.assert(
    fc.property(plans, (one) => {
      const built = graph(one)
      const text = svg(built, schedule(built))
      expect(text).not.toMatch(/NaN|Infinity|undefined|\[object/)
      const root = parseXml(text)
      const cards = elementsOf(root).flatMap(cardOf)
      const tasks = cards.filter(({ kind }) => kind !== 'gate')
      expect(tasks.map(({ title }) => title).toSorted()).toEqual(
        one.tasks.map(({ id, title }) => shown(`${id} ${title}`)).toSorted(),
      )
      const [, , width = 0, height = 0] = (root.attributes['viewBox'] ?? '').split(' ').map(Number)
      for (const card of cards) expect(contains({ x: 0, y: 0, width, height }, card)).toBe(true)
      for (const [index, card] of cards.entries())
        for (const other of cards.slice(index + 1))
          expect(touches(card, other), `${card.title} and ${other.title}`).toBe(false)
      const frames = elementsOf(root).flatMap(frameOf)
      for (const card of tasks) {
        const homes = one.phases.filter(({ tasks: listed }) => listed.includes(card.key))
        const around = frames.filter((frame) => contains(frame, card)).map(({ title }) => title)
        const partly = frames.filter((frame) => touches(frame, card)).map(({ title }) => title)
        expect(around).toEqual(partly)
        for (const title of around) expect(homes.map((home) => home.title)).toContain(title)
        expect(around.length > 0).toBe(homes.length > 0)
      }
    }),
    { numRuns: 60 },
  )
}, 120_000)

function shown(text: string): string {
  return text
    .toWellFormed()
    .replace(/(?![\t\n\r])[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufffe\uffff]/gu, '·')
}

interface Card extends Rectangle {
  readonly kind: string
  readonly key: string
  readonly title: string
}

/** A group with a title and the rectangle of a card. */
function cardOf({ attributes, children }: XmlElement): Card[] {
  const [title, box] = children
  const [, x, y] = /^translate\(([\d.-]+) ([\d.-]+)\)$/.exec(attributes['transform'] ?? '') ?? []
  if (title?.name !== 'title' || !box?.attributes['class']?.startsWith('card')) return []
  const name = title.text.replace(/ — to do(?: — on the critical path)?$/, '')
  return [
    {
      kind: attributes['class'] ?? '',
      key: /^t\d+/.exec(name)?.[0] ?? '',
      title: name,
      x: Number(x),
      y: Number(y),
      width: Number(box.attributes['width']),
      height: Number(box.attributes['height']),
    },
  ]
}

function frameOf({ children }: XmlElement): (Rectangle & { readonly title: string })[] {
  const [title, box] = children
  if (title?.name !== 'title' || box?.attributes['class'] !== 'f') return []
  const [x = 0, y = 0, width = 0, height = 0] = ['x', 'y', 'width', 'height'].map((name) =>
    Number(box.attributes[name]),
  )
  return [{ title: title.text, x, y, width, height }]
}

function contains(outer: Rectangle, inner: Rectangle): boolean {
  return (
    outer.x <= inner.x &&
    outer.y <= inner.y &&
    inner.x + inner.width <= outer.x + outer.width &&
    inner.y + inner.height <= outer.y + outer.height
  )
}

function touches(left: Rectangle, right: Rectangle): boolean {
  return (
    left.x < right.x + right.width &&
    right.x < left.x + left.width &&
    left.y < right.y + right.height &&
    right.y < left.y + left.height
  )
}

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { read } from '../../src/documents/index.ts'
import { dot, graph, schedule, svg } from '../../src/graph/index.ts'
import { layout, type Box } from '../../src/graph/draw/layout.ts'
import { wrapped } from '../../src/graph/draw/card.ts'

const built = (text: string) => graph(read(text, 'plan.md').plan)
const sample = `# A <b> & "c"

## Phase 1: Dig (sequential)

- [x] **A1**: Mark the <ground> & more
- [ ] **A2**: Dig "deep" \\ wide
  - Agent: digger
  - Effort: 2 h

### Quality Gate

- \`npm test\` → 0 failures

## Phase 2: Fill

- [ ] **B1**: Fill \u0007it
  - Depends on: A2
`

/** Balanced elements and escaped text: enough to tell that an XML reader takes it. */
function elements(xml: string): string[] {
  const open: string[] = []
  const names: string[] = []
  expect(xml).not.toMatch(/&(?!(?:amp|lt|gt|quot);)/)
  const wrong: string[] = []
  for (const [, close, name = '', self] of xml.matchAll(/<(\/?)([a-z]+)\b[^<>]*?(\/?)>/g)) {
    if (close && open.pop() !== name) wrong.push(name)
    if (!close && !self) open.push(name)
    names.push(name)
  }
  expect([...open, ...wrong]).toEqual([])
  return names
}

test('a picture is well-formed, self-contained, and tells status, critical path and gates', () => {
  const planned = built(sample)
  const picture = svg(planned, schedule(planned))
  expect(elements(picture)).toContain('svg')
  expect(picture).not.toMatch(/<script|href=|url\((?!#)/)
  expect(picture).not.toContain('\u0007')
  expect(picture).toContain('A &lt;b&gt; &amp; &quot;c&quot;')
  expect(picture).toContain('class="task done longest"')
  expect(picture).toContain('◇ Quality Gate (1)')
  expect(picture).toContain('@digger · 2 h')
  expect(picture).toMatch(/class="critical[^"]*" d="M/)
  expect(picture).toContain('prefers-color-scheme:dark')
})

test('a circle is drawn as one', () => {
  const circle = built('- [ ] A1: Dig\n  - Depends on: A2\n- [ ] A2: Fill\n  - Depends on: A1\n')
  expect(svg(circle, schedule(circle))).toMatch(/class="held/)
})

test('DOT has phases as clusters, and its strings escaped', () => {
  const planned = built(sample)
  const text = dot(planned, schedule(planned))
  expect(text).toContain('label="Phase 1: Dig (sequential)"')
  expect(text).toContain(String.raw`label="A2 Dig \"deep\" \\ wide", penwidth=3`)
  expect(text).toMatch(/n\d+ -> n\d+ \[style=dashed/)
  expect(text).toMatch(/shape=diamond, label="Quality Gate"/)
  expect(text.endsWith('}')).toBe(true)
})

const title = fc.oneof(
  fc.string({ maxLength: 90 }),
  fc.constantFrom('日本語のとても長い題名がここにあります', '👩‍👩‍👧‍👦 family', 'x'.repeat(200), '&<>"'),
)

test('no box overlaps another, and each lies within its phase and on the page', () => {
  const plans = fc.array(
    fc.record({
      phase: fc.nat(4),
      title,
      needs: fc.array(fc.nat(30), { maxLength: 3 }),
    }),
    { minLength: 1, maxLength: 40 },
  )
  fc.assert(
    fc.property(plans, (tasks) => {
      const text = [0, 1, 2, 3, 4]
        .map((phase) =>
          [
            `## Phase ${phase + 1}: Work`,
            ...tasks.flatMap((task, index) =>
              task.phase === phase
                ? [
                    `- [ ] T-${index}: ${task.title.replace(/\s+/g, ' ')} x`,
                    ...task.needs.filter((need) => need < index).map((need) => `  - Depends on: T-${need}`), // prettier-ignore
                  ]
                : [],
            ),
          ].join('\n'),
        )
        .join('\n\n')
      const planned = built(text)
      const { phases, width, height } = layout(planned, 78)
      const boxes = phases.flatMap((phase) => phase.tasks)
      for (const box of [...phases, ...boxes])
        for (const value of [box.x, box.y, box.width, box.height]) expect(Number.isFinite(value)).toBe(true) // prettier-ignore
      for (const phase of phases) {
        expect(inside(phase, { x: 0, y: 0, width, height })).toBe(true)
        for (const task of phase.tasks) expect(inside(task, phase)).toBe(true)
        for (const gate of phase.gates) expect(inside(gate, phase)).toBe(true)
      }
      boxes.forEach((one, index) => {
        for (const other of boxes.slice(index + 1)) expect(overlap(one, other)).toBe(false)
      })
      phases.forEach((one, index) => {
        for (const other of phases.slice(index + 1)) expect(overlap(one, other)).toBe(false)
      })
      const picture = svg(planned, schedule(planned))
      elements(picture)
      expect(boxes.length).toBe(planned.nodes.filter(({ kind }) => kind === 'task').length)
    }),
    { numRuns: 60 },
  )
})

function inside(inner: Box, outer: Box): boolean {
  return (
    inner.x >= outer.x - 0.5 &&
    inner.y >= outer.y - 0.5 &&
    inner.x + inner.width <= outer.x + outer.width + 0.5 &&
    inner.y + inner.height <= outer.y + outer.height + 0.5
  )
}

function overlap(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height
}

test('a long title is wrapped, words whole where they fit, and ends in an ellipsis', () => {
  expect(wrapped('one two three four five', 9, 3)).toEqual(['one two', 'three', 'four five'])
  expect(wrapped('one two three four five six', 9, 3).at(-1)).toMatch(/…$/)
  expect(wrapped('x'.repeat(50), 10, 3)).toEqual([`${'x'.repeat(9)}…`])
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { planJson } from '../../src/documents/json.ts'
import { read } from '../../src/documents/read/index.ts'
import type { Place, PlanDocument } from '../../src/model/index.ts'

const fragment = fc.oneof(
  { weight: 3, arbitrary: fc.string({ unit: 'grapheme', maxLength: 30 }) },
  {
    weight: 8,
    arbitrary: fc.constantFrom(
      '# ', '## Phase 1: ', '### WG-1: ', '#### ', '- ', '  - ', '- [ ] ', '- [x] ', '1. ', '| ', ' | ', '|--|--|', '**', '**Tasks**:',
      '**Quality Gate**: ', '**Status**: ', '**Dependencies**: ', '`', '```', '```bash', '```mermaid', '---', '> ', 'T1', 'T1.2', 'A1-A3',
      ' → ', ' || ', '↓', '├── ', '✅', '⏳', '🟡', ' COMPLETE', ' (Sequential)', 'Phase 2', 'Goal 1', 'All above', '`cargo test`', '...',
      '‚úÖ', '\uFEFF', '\r\n', '\r', '\t', '~~', '\ud800', '# GOAP', 'ID', 'Task', 'Status', 'Depends', 'Agent: coder', 'If it rains: wait',
    ), // prettier-ignore
  },
  { weight: 5, arbitrary: fc.constantFrom('\n', '\n\n', ' ') },
)
const markdown = fc.array(fragment, { maxLength: 80 }).map((parts) => parts.join(''))

const places = ({ plan, marks, diagnostics }: PlanDocument): readonly (Place | null)[] => [
  ...plan.tasks.flatMap((task) => [
    task.place,
    task.commandPlace,
    ...task.provenance.map((each) => each.place),
    ...task.externals.map((each) => each.place),
  ]),
  ...plan.phases.map((phase) => phase.place),
  ...plan.gates.flatMap((gate) => [
    gate.place,
    ...gate.criteria.map((criterion) => criterion.place),
  ]),
  ...plan.contingencies.map((each) => each.place),
  ...marks.map((mark) => mark.place),
  ...diagnostics.flatMap((each) => [each.place, ...each.related.map((related) => related.place)]),
]

test('any text is read, and every place lies inside it', () => {
  fc.assert(
    fc.property(markdown, (text) => {
      const document = read(text, 'any.md')
      for (const place of places(document)) {
        if (!place) continue
        expect(place.start).toBeGreaterThanOrEqual(0)
        expect(place.start).toBeLessThanOrEqual(place.end)
        expect(place.end).toBeLessThanOrEqual(text.length)
        expect(place.line).toBeGreaterThanOrEqual(1)
        expect(place.endLine).toBeGreaterThanOrEqual(place.line)
      }
    }),
    { numRuns: 400 },
  )
})

test('marks are exactly their slices, in order, each with an owner that exists', () => {
  fc.assert(
    fc.property(markdown, (text) => {
      const { plan, marks, source } = read(text)
      const known = new Set([...plan.tasks, ...plan.phases].map((each) => each.key))
      let last = -1
      for (const { place, text: token, owner } of marks) {
        expect(source.text.slice(place.start, place.end)).toBe(token)
        expect(place.start).toBeGreaterThan(last)
        last = place.start
        const gate =
          owner.kind === 'criterion'
            ? plan.gates.find((each) => each.key === owner.gate)
            : undefined
        expect(
          gate ? gate.criteria.some((each) => each.key === owner.key) : known.has(owner.key),
        ).toBe(true)
      }
    }),
    { numRuns: 400 },
  )
})

test('keys are unique and safe, needs name tasks of the plan, and the JSON can be printed', () => {
  fc.assert(
    fc.property(markdown, (text) => {
      const document = read(text)
      const { tasks, phases, gates } = document.plan
      for (const keys of [tasks, phases, gates].map((all) => all.map((each) => each.key))) {
        expect(new Set(keys).size).toBe(keys.length)
        for (const key of keys) expect(key).toMatch(/^[^#/]+$/)
      }
      const known = new Set(tasks.map((task) => task.key))
      for (const task of tasks) {
        expect(new Set(task.needs).size).toBe(task.needs.length)
        for (const need of task.needs) expect(known.has(need)).toBe(true)
      }
      expect(JSON.parse(JSON.stringify(planJson(document)))).toMatchObject({
        schema: 'goap/plan@1',
      })
    }),
    { numRuns: 400 },
  )
})

test('ticking a box changes no key', () => {
  const title = fc.stringMatching(/^[A-Z][a-z]{2,9}( [a-z]{2,9}){0,4}$/)
  fc.assert(
    fc.property(
      fc.uniqueArray(title, { minLength: 1, maxLength: 12 }),
      fc.array(fc.boolean(), { minLength: 12, maxLength: 12 }),
      (titles, ticks) => {
        const text = (ticked: boolean): string =>
          `## Phase 1: A\n\n${titles.map((each, index) => `- [${ticked && ticks[index] ? 'x' : ' '}] ${each}`).join('\n')}\n`
        expect(read(text(true)).plan.tasks.map((task) => task.key)).toEqual(
          read(text(false)).plan.tasks.map((task) => task.key),
        )
      },
    ),
  )
})

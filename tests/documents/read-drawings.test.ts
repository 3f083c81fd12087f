import { expect, test } from 'vitest'
import { read } from '../../src/documents/read/index.ts'

// Drawings of lines: what is read of forks, joins, corners, boxes and words in a line, as people draw them by hand.

const ids = ['A1', 'A2', 'A3', 'A4', 'B1', 'B2', 'B3']

/** The needs of the tasks A1 to B3, by their ids, as a drawing states them. */
function needs(drawing: string): Readonly<Record<string, readonly string[]>> {
  const tasks = ids.map((id) => `- **${id}**: ${id.toLowerCase()} work`).join('\n')
  const { plan } = read(`# P\n\n## Tasks\n\n${tasks}\n\n## Order\n\n\`\`\`\n${drawing}\n\`\`\`\n`)
  const known = plan.tasks.filter((task) => task.needs.length > 0)
  return Object.fromEntries(known.map((task) => [task.id, task.needs.toSorted()]))
}

test('lines join, and fork only downwards', () => {
  expect(needs(`A1 ──┐\nA2 ──┼──→ B1 (checked)\nA3 ──┘`)).toEqual({ B1: ['a1', 'a2', 'a3'] })
  expect(needs(`A1 ──┐\n     ├──→ B1\nA2 ──┤\n     └──→ B2`)).toEqual({
    B1: ['a1'],
    B2: ['a1', 'a2'],
  })
  expect(needs(`A1 (dig) ─────┐\n               ├──→ B1\n               │     │\n               │     └──→ B3\nA2 (mark) ────┤\n               └──→ B2`)).toEqual({ B1: ['a1'], B2: ['a1', 'a2'], B3: ['b1'] }) // prettier-ignore
})

test('a line may begin below a task, and pass behind another', () => {
  expect(needs(`Task A1: Dig it\n  ─┐\nTask A2: Mark it\n  ─┼─> Task A3: Fill it`)).toEqual({ A3: ['a1', 'a2'] }) // prettier-ignore
  expect(needs(`A1 topology ─► A2 parity ─► A3 contract\n     │              │\n     └──────────────┴──► B1 release\n                     └─► B2 evidence`)).toEqual({ A2: ['a1'], A3: ['a2'], B1: ['a1', 'a2'], B2: ['a1', 'a2'] }) // prettier-ignore
})

test('a line below a chain goes on from its end, or from what it begins with', () => {
  expect(needs(`A1 → A2 → A3\n     ↓\n  ┌──┴──┐\n  ↓     ↓\n  B1    B2`)).toEqual({ A2: ['a1'], A3: ['a2'], B1: ['a3'], B2: ['a3'] }) // prettier-ignore
  expect(needs(`A1 ──→ A2 ──→ A3\n │\n └──→ B1 ──→ B2`)).toEqual({ A2: ['a1'], A3: ['a2'], B1: ['a1'], B2: ['b1'] }) // prettier-ignore
})

test('boxes', () => {
  expect(needs(`╭─────────╮   ╭─────────╮\n│ A1 make │──▶│ A2 route│\n│  config │   │  ctors  │\n╰─────────╯   ╰────┬────╯\n                   │\n                   ▼\n              ╭─────────╮\n              │ B1/B2   │\n              ╰─────────╯`)).toEqual({ A2: ['a1'], B1: ['a2'], B2: ['a2'] }) // prettier-ignore
  expect(needs(`┌──────────────────┐\n│ FIRST            │\n│ ┌────┐ ┌────┐    │\n│ │ A1 │ │ A2 │    │\n│ └────┘ └────┘    │\n└──────────────────┘\n         │\n         ▼\n┌──────────────────┐\n│ B1: after these  │\n└──────────────────┘`)).toEqual({ B1: ['a1', 'a2'] }) // prettier-ignore
})

test('words in a line, and what is no task, stand between', () => {
  expect(needs(`A1 ──[done]──> A2 ──┐\n                    ├──> B1 (check)\nA3 ─────────────────┘`)).toEqual({ A2: ['a1'], B1: ['a2', 'a3'] }) // prettier-ignore
  expect(needs(`A1 ──┐\n     ├──→ [Quality gate]\nA2 ──┘         │\n               ↓\n              B1`)).toEqual({ B1: ['a1', 'a2'] }) // prettier-ignore
})

test('a tree, a frame and lines without arrowheads order nothing', () => {
  expect(
    needs(`Phase X\n├── [A1] dig ──┐\n├── [A2] mark ─┤── all parallel\n└── [A3] fill ─┘`),
  ).toEqual({})
  expect(needs(`┌────────────┐\n│ ├─ A1: dig │\n│ └─ A2: see │\n└────────────┘`)).toEqual({})
})

test('any drawing is read, and soon', () => {
  const line = '┼'.repeat(400)
  expect(needs(`A1 ${line}─▶ B1\n${`   ${line}\n`.repeat(150)}`)).toMatchObject({ B1: ['a1'] })
})

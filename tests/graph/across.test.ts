import { expect, test } from 'vitest'
import { read } from '../../src/documents/index.ts'
import { graph } from '../../src/graph/index.ts'

const base = `# Plan: The Base

## Phase 1: Ground (sequential)

- [ ] **A1**: Dig
- [ ] **A2**: Lay

### Quality Gate

- [ ] \`true\` → exit code 0
`

/** What a task of another document waits for, by how it says so. */
function needed(
  dependency: string,
  others: readonly [string, string][] = [['plans/base.md', base]],
): readonly string[] {
  const top = `# Plan: Top\n\n- [ ] **B1**: Roof\n  - Depends on: ${dependency}\n`
  const plans = [...others, ['plans/top.md', top] as const].map(
    ([name, text]) => read(new TextEncoder().encode(text), name).plan,
  )
  const made = graph(plans)
  const position = made.position.get('plans/top.md#b1') ?? -1
  return (made.needs[position] ?? []).map((need) => made.nodes[need]?.key ?? '')
}

const one = ['plans/base.md#a2']
const all = ['plans/base.md#a1', 'plans/base.md#a2', 'plans/base.md#gate/quality-gate']

test.each([
  ['A2 (base.md)', one],
  ['Task A2 (plans/base.md)', one],
  ['a2 in `base.md`', one],
  ['base.md#A2', one],
  ['base.md: A2', one],
  ['[A2](base.md)', one],
  ['[Lay the stones](./base.md#a2)', one],
  ['Lay (base.md)', one],
  ['Phase 1: Ground (base.md)', all],
  ['base.md', all],
  ['[the ground](base.md)', all],
  ['The Base', all],
  ['A9 (base.md)', []],
  ['A2 (other.md)', []],
  ['A1', []],
  ['A2 (base.md) ✅', []],
])('"%s" is found in the other document', (dependency, expected) => {
  expect(needed(dependency).toSorted()).toEqual(expected)
})

test('what names two documents of the run means none of them', () => {
  const others: [string, string][] = [
    ['a/base.md', base],
    ['b/base.md', base],
  ]
  expect(needed('A2 (base.md)', others)).toEqual([])
  expect(needed('A2 (b/base.md)', others)).toEqual(['b/base.md#a2'])
})

test('documents that wait for each other are told as a circle', () => {
  const plans = [
    ['a.md', 'b.md'],
    ['b.md', 'a.md'],
  ].map(
    ([name = '', other = '']) =>
      read(
        new TextEncoder().encode(
          `# Plan: ${name}\n\n- [ ] **A1**: Go\n  - Depends on: ${other}#A1\n`,
        ),
        name,
      ).plan,
  )
  expect(graph(plans).cycles.map((cycle) => cycle.toSorted())).toEqual([['a.md#a1', 'b.md#a1']])
})

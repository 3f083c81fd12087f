import { array, assert, constantFrom, property } from 'fast-check'
import { expect, test } from 'vitest'
import { symbolNamed } from '../../../src/planner/pddl/symbols.ts'
import { behind, numberOf, symbolOf, treeOf } from '../../../src/planner/pddl/tree.ts'

/** What the brackets of a text are by the letter of the rules: of each node where it begins and ends, what is behind it, and its name. */
function plainly(text: string): { nodes: readonly unknown[] } | { fault: readonly unknown[] } {
  const nodes: { start: number; end: number; after: number; name: string | null }[] = []
  const open: number[] = []
  const pieces = /;[^\n]*|[\t-\r \u00A0\uFEFF]+|[()]|[^\t-\r \u00A0\uFEFF();][^\t-\r \u00A0\uFEFF();?]*/g // prettier-ignore
  for (const { 0: piece, index } of text.matchAll(pieces)) {
    if (piece.startsWith(';') || /^[\t-\r \u00A0\uFEFF]/.test(piece)) continue
    const end = index + piece.length
    if (piece === ')') {
      const list = nodes[open.pop() ?? -1]
      if (!list) return { fault: [index, end, 'This bracket closes nothing.'] }
      list.end = end
      list.after = nodes.length
    } else {
      if (piece === '(') open.push(nodes.length)
      nodes.push({ start: index, end, after: nodes.length + 1, name: piece === '(' ? null : piece.toLowerCase() }) // prettier-ignore
    }
  }
  const unclosed = nodes[open.at(-1) ?? -1]
  return unclosed
    ? { fault: [unclosed.start, unclosed.start + 1, 'This bracket is never closed.'] }
    : { nodes }
}

function read(text: string): ReturnType<typeof plainly> {
  const faults: unknown[][] = []
  const tree = treeOf(text, (_code, start, end, message) => void faults.push([start, end, message]))
  if (!tree) return { fault: faults[0] ?? [] }
  const { start, end, symbols, size } = tree
  const numbers = new Map<string, Set<number>>()
  const nodes = Array.from({ length: size }, (_, node) => {
    const number = numberOf(tree, node)
    const name = symbolOf(tree, node)
    if (name !== null) numbers.set(name, (numbers.get(name) ?? new Set()).add(number))
    return { start: start[node], end: end[node], after: behind(tree, node), name }
  })
  // Each name has one number, and each number one name.
  expect([...numbers.values()].map((all) => all.size)).toEqual(Array.from({ length: symbols.size }, () => 1)) // prettier-ignore
  expect([...numbers.keys()].map((name) => symbolNamed(symbols, name))).toEqual([...numbers.values()].map(([number]) => number)) // prettier-ignore
  return { nodes }
}

const pieces = [
  ['(', '(', '(', ')', ')', ')', '()', '?', '?x', ' ', ' ', '\n', '\t', '\r\n', '\v', '\u00A0', '\uFEFF', ';', '; (a\n', '\0', '-', ':', '='],
  ['at', 'AT', 'aT', 'a', 'A', 'truck-1', 'Truck-1', 'ä', 'Ä', 'äTruck', 'ÄTRUCK', '€', '[', '{', '@', '`', '\u007F', '\u0080', '\uFFFF'],
].flat() // prettier-ignore

test('brackets and symbols are what the rules say, whatever stands between them', () => {
  assert(
    property(array(constantFrom(...pieces), { maxLength: 60 }), (some) => {
      const text = some.join('')
      expect(read(text)).toEqual(plainly(text))
      const closed = `(${text.replaceAll(/[()]/g, ' ')}\n)`
      expect(read(closed)).toEqual(plainly(closed))
    }),
    { numRuns: 2000 },
  )
})

test('comments, blanks and nothing at all are no nodes', () => {
  for (const text of [
    `; ${'nothing '.repeat(20_000)}\n(${'(a ?b)'.repeat(2000)})`,
    `(${'(b c)'.repeat(2000)}) ;${' '.repeat(200_000)}`,
    ' '.repeat(100_000),
    '',
  ])
    expect(read(text)).toEqual(plainly(text))
})

test('thousands of names of all lengths have one number each, also where they are written in capitals', () => {
  const names = Array.from({ length: 4000 }, (_one, number) => `${'a-very-long-name'.slice(number % 17)}${number}${number % 3 === 0 ? '-at-the-end' : ''}`) // prettier-ignore
  const text = `(${[...names, ...names.map((name) => name.toUpperCase()), ...names].join(' ')})`
  expect(read(text)).toEqual(plainly(text))
  expect(treeOf(text, () => {})?.symbols.size).toBe(names.length)
})

import type { Report } from './findings.ts'
import { deepest, scan } from './scan.ts'
import { nameOf, noSymbol, type Symbols } from './symbols.ts'

// The brackets of a PDDL file as a tree of numbered nodes, lists and symbols.
//
//   T1. Nodes are numbered in the order of the text: the first child of a list is the next number.
//   T2. `behind(node)` is the number behind all that the node holds, so the next sibling, if there is one.
//   T3. No list lies deeper than `deepest`: whoever walks the tree may recurse.

export interface Tree {
  readonly text: string
  /** Offset of the first character. */
  readonly start: Int32Array
  /** Offset behind the last character. */
  readonly end: Int32Array
  /** The number of each symbol; of a list the complement of the number behind all that it holds. */
  readonly holds: Int32Array
  readonly symbols: Symbols
  /** How many nodes there are. The arrays may be longer. */
  readonly size: number
}

/** Reads the brackets; null when they do not match or nest too deeply, which is reported. Time and memory grow linearly. */
export function treeOf(text: string, report: Report): Tree | null {
  const { scan: all, ended } = scan(text)
  const { at, start, end, holds, symbols, size, depth, unclosed, misplaced } = all
  if (ended === 'deep') {
    report('planner/pddl-too-large', at, at + 1, `Brackets nest more than ${deepest} deep here.`)
    return null
  }
  if (ended === 'unopened') {
    report('planner/pddl-syntax', at, at + 1, 'This bracket closes nothing.')
    return null
  }
  if (depth === 0) return { text, start, end, holds, symbols, size }
  const open = misplaced ? misplaced.within : (start[unclosed[depth - 1] ?? 0] ?? 0)
  report('planner/pddl-syntax', open, open + 1, 'This bracket is never closed.', {
    related: misplaced
      ? [['The next section begins before it is closed.', misplaced.section, misplaced.section + 1]]
      : [],
  })
  return null
}

/** The number behind a node and all that it holds. */
export function behind({ holds }: Tree, node: number): number {
  const held = holds[node] ?? 0
  return held < 0 ? ~held : node + 1
}

/** The number of a symbol; `noSymbol` of a list. */
export function numberOf({ holds }: Tree, node: number): number {
  const held = holds[node] ?? noSymbol
  return held < 0 ? noSymbol : held
}

/** The number of the symbol that is all that stands in a list; `noSymbol` of other nodes. */
export function onlyOf(tree: Tree, node: number): number {
  return tree.holds[node] === ~(node + 2) ? numberOf(tree, node + 1) : noSymbol
}

export function isList({ holds }: Tree, node: number): boolean {
  return (holds[node] ?? 0) < 0
}

const nothing: readonly number[] = []

/** What stands in a list, in order; nothing for a symbol. */
export function childrenOf(tree: Tree, node: number): readonly number[] {
  const end = behind(tree, node)
  if (end === node + 1) return nothing
  const children: number[] = []
  for (let child = node + 1; child < end; child = behind(tree, child)) children.push(child)
  return children
}

/** How many parts a list has, its first included; none of a symbol. */
export function countOf(tree: Tree, node: number): number {
  const end = behind(tree, node)
  let count = 0
  for (let child = node + 1; child < end; child = behind(tree, child)) count++
  return count
}

/** No node: behind the last part. */
export const noNode = -1

/** The part behind the first of a list, from which `nextOf` goes on: a walk makes no list. */
export function secondOf(tree: Tree, node: number): number {
  const end = behind(tree, node)
  const second = node + 1 < end ? behind(tree, node + 1) : end
  return second < end ? second : noNode
}

/** The part of a list behind another. */
export function nextOf(tree: Tree, node: number, part: number): number {
  const next = behind(tree, part)
  return next < behind(tree, node) ? next : noNode
}

/** What stands in a list behind its first part. */
export function partsOf(tree: Tree, node: number): readonly number[] {
  const second = secondOf(tree, node)
  if (second === noNode) return nothing
  const parts = [second]
  for (let part = nextOf(tree, node, second); part !== noNode; part = nextOf(tree, node, part)) parts.push(part) // prettier-ignore
  return parts
}

/** What stands in no list, in order. */
export function topOf(tree: Tree): number[] {
  const nodes: number[] = []
  for (let node = 0; node < tree.size; node = behind(tree, node)) nodes.push(node)
  return nodes
}

/** A symbol in lower case; a list has none. */
export function symbolOf(tree: Tree, node: number | undefined): string | null {
  const symbol = node === undefined ? noSymbol : numberOf(tree, node)
  return symbol < 0 ? null : nameOf(tree.symbols, symbol)
}

/** The symbol that a list begins with. */
export function headOf(tree: Tree, node: number): string | null {
  if (!isList(tree, node)) return null
  return behind(tree, node) === node + 1 ? null : symbolOf(tree, node + 1)
}

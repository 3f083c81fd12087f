import type { Report } from './findings.ts'
import { mixed, noHash, symbolsIn, type Symbols } from './symbols.ts'
import { blank, ends, foldedUnits, kindsOfUnits, lower, opening, remark, symbolic, unitsOf, type Units } from './units.ts' // prettier-ignore

// The brackets of a PDDL file as a tree of numbered nodes, lists and symbols, in one pass over the text.
//
//   T1. Nodes are numbered in the order of the text: the first child of a list is the next number.
//   T2. `after[node]` is the number behind all that the node holds, so the next sibling, if there is one.
//   T3. No list lies deeper than `deepest`: whoever walks the tree may recurse.

const deepest = 1000

export interface Tree {
  readonly text: string
  /** Offset of the first character. */
  readonly start: Int32Array
  /** Offset behind the last character. */
  readonly end: Int32Array
  readonly after: Int32Array
  /** The number of each symbol; -1 of a list. */
  readonly symbol: Int32Array
  readonly symbols: Symbols
  /** How many nodes there are. */
  readonly size: number
}

/** Reads the brackets; null when they do not match or nest too deeply, which is reported. Time and memory grow linearly. */
export function treeOf(text: string, report: Report): Tree | null {
  const units = unitsOf(text)
  const [kinds, folded] = [kindsOfUnits(), foldedUnits()]
  const room = nodesIn(units, kinds, folded)
  const [start, end, after, symbol] = [new Int32Array(room), new Int32Array(room), new Int32Array(room), new Int32Array(room)] // prettier-ignore
  const symbols = symbolsIn(text, units)
  let size = 0
  /** The lists that are open; there are `depth` of them. */
  const unclosed = new Int32Array(deepest)
  let depth = 0
  /** The first section that begins inside another: there a bracket is missing before it. */
  let misplaced: { readonly section: number; readonly within: number } | null = null
  for (let at = 0; at < units.length;) {
    const kind = kinds[units[at] ?? 0]
    if (kind === symbolic) {
      const from = at
      let hash = mixed(noHash, lower(units[at++] ?? 0))
      for (let next = 0; at < units.length; at++) {
        next = onward(units[at] ?? 0, folded, kinds)
        if (next === ends) break
        hash = mixed(hash, next)
      }
      start[size] = from
      end[size] = at
      symbol[size] = symbols.at(from, at, hash)
      after[size] = ++size
    } else if (kind === blank) at++
    else if (kind === remark) at = endOfLine(text, at)
    else if (kind === opening) {
      if (depth >= 2 && !misplaced && mayBegin(units[at + 1], kinds) && beginsSection(text, at))
        misplaced = { section: at, within: start[unclosed[1] ?? 0] ?? 0 }
      if (depth === deepest) {
        report(
          'planner/pddl-too-large',
          at,
          at + 1,
          `Brackets nest more than ${deepest} deep here.`,
        )
        return null
      }
      unclosed[depth++] = size
      start[size] = at++
      symbol[size++] = -1
    } else {
      at++
      if (depth === 0) {
        report('planner/pddl-syntax', at - 1, at, 'This bracket closes nothing.')
        return null
      }
      const node = unclosed[--depth] ?? 0
      end[node] = at
      after[node] = size
    }
  }
  if (depth === 0) return { text, start, end, after, symbol, symbols, size }
  const at = misplaced ? misplaced.within : (start[unclosed[depth - 1] ?? 0] ?? 0)
  report('planner/pddl-syntax', at, at + 1, 'This bracket is never closed.', {
    related: misplaced
      ? [['The next section begins before it is closed.', misplaced.section, misplaced.section + 1]]
      : [],
  })
  return null
}

const nothing: readonly number[] = []

export function isList({ symbol }: Tree, node: number): boolean {
  return (symbol[node] ?? 0) < 0
}

/** What stands in a list, in order; nothing for a symbol. */
export function childrenOf({ after }: Tree, node: number): readonly number[] {
  const behind = after[node] ?? 0
  if (behind === node + 1) return nothing
  const children: number[] = []
  for (let child = node + 1; child < behind; child = after[child] ?? behind) children.push(child)
  return children
}

/** How many parts a list has, its first included; none of a symbol. */
export function countOf({ after }: Tree, node: number): number {
  const behind = after[node] ?? 0
  let count = 0
  for (let child = node + 1; child < behind; child = after[child] ?? behind) count++
  return count
}

/** No node: behind the last part. */
export const noNode = -1

/** The part behind the first of a list, from which `nextOf` goes on: a walk makes no list. */
export function secondOf({ after }: Tree, node: number): number {
  const behind = after[node] ?? 0
  const second = node + 1 < behind ? (after[node + 1] ?? behind) : behind
  return second < behind ? second : noNode
}

/** The part of a list behind another. */
export function nextOf({ after }: Tree, node: number, part: number): number {
  const next = after[part] ?? 0
  return next < (after[node] ?? 0) ? next : noNode
}

/** What stands in a list behind its first part. */
export function partsOf({ after }: Tree, node: number): readonly number[] {
  const behind = after[node] ?? 0
  const second = node + 1 < behind ? (after[node + 1] ?? behind) : behind
  if (second >= behind) return nothing
  const parts = [second]
  for (let part = after[second] ?? behind; part < behind; part = after[part] ?? behind) parts.push(part) // prettier-ignore
  return parts
}

/** What stands in no list, in order. */
export function topOf({ after, size }: Tree): number[] {
  const nodes: number[] = []
  for (let node = 0; node < size; node = after[node] ?? size) nodes.push(node)
  return nodes
}

/** A symbol in lower case; a list has none. */
export function symbolOf(tree: Tree, node: number | undefined): string | null {
  const symbol = node === undefined ? -1 : (tree.symbol[node] ?? -1)
  return symbol < 0 ? null : tree.symbols.name(symbol)
}

/** The symbol that a list begins with. */
export function headOf(tree: Tree, node: number): string | null {
  if (!isList(tree, node)) return null
  return (tree.after[node] ?? 0) === node + 1 ? null : symbolOf(tree, node + 1)
}

/** How many nodes there are, or more: arrays that grow would be thrown away, which takes V8 longer than counting. */
function nodesIn(units: Units, kinds: Uint8Array, folded: Int8Array): number {
  let nodes = 0
  for (let at = 0; at < units.length;) {
    const kind = kinds[units[at++] ?? 0]
    if (kind === symbolic) {
      nodes++
      while (at < units.length && onward(units[at] ?? 0, folded, kinds) !== ends) at++
    } else if (kind === opening) nodes++
  }
  return nodes
}

/** A unit in lower case, if it is one of ASCII, where it goes on with a symbol, and `ends` where it does not. */
function onward(unit: number, folded: Int8Array, kinds: Uint8Array): number {
  if (unit < 128) return folded[unit] ?? ends
  return kinds[unit] === symbolic ? unit : ends
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from)
  return end < 0 ? text.length : end
}

const section =
  /\(\s*:(?:requirements|types|constants|predicates|functions|action|durative-action|derived|domain|objects|init|goal|metric)[\s()]/iy

/** What may stand behind the bracket of a section: hardly any bracket has it. */
function mayBegin(next: number | undefined, kinds: Uint8Array): boolean {
  return next === 58 || (next !== undefined && kinds[next] === blank)
}

function beginsSection(text: string, at: number): boolean {
  section.lastIndex = at
  return section.test(text)
}

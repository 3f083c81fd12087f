import type { Report } from './findings.ts'
import { mixed, noHash, symbolsIn, type Symbols } from './symbols.ts'

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

const [open, close, semicolon] = [40, 41, 59]

/** Reads the brackets; null when they do not match or nest too deeply, which is reported. Time and memory grow linearly. */
export function treeOf(text: string, report: Report): Tree | null {
  const room = nodesIn(text)
  const [start, end, after, symbol] = [new Int32Array(room), new Int32Array(room), new Int32Array(room), new Int32Array(room)] // prettier-ignore
  const symbols = symbolsIn(text)
  let size = 0
  const unclosed: number[] = []
  /** The first section that begins inside another: there a bracket is missing before it. */
  let misplaced: { readonly section: number; readonly within: number } | null = null
  const add = (from: number, to: number, name: number): void => {
    start[size] = from
    end[size] = to
    symbol[size] = name
    after[size] = ++size
  }
  for (let at = 0; at < text.length;) {
    const code = text.charCodeAt(at)
    if (isBlank(code)) at++
    else if (code === semicolon) at = endOfLine(text, at)
    else if (code === open) {
      if (unclosed.length >= 2 && !misplaced && beginsSection(text, at))
        misplaced = { section: at, within: start[unclosed[1] ?? 0] ?? 0 }
      if (unclosed.length === deepest) {
        report(
          'planner/pddl-too-large',
          at,
          at + 1,
          `Brackets nest more than ${deepest} deep here.`,
        )
        return null
      }
      unclosed.push(size)
      add(at, ++at, -1)
    } else if (code === close) {
      const node = unclosed.pop()
      at++
      if (node === undefined) {
        report('planner/pddl-syntax', at - 1, at, 'This bracket closes nothing.')
        return null
      }
      end[node] = at
      after[node] = size
    } else {
      const from = at
      let hash = noHash
      for (let next = code; !endsSymbol(next); next = text.charCodeAt(at)) {
        hash = mixed(hash, next)
        if (++at === text.length) break
      }
      add(from, at, symbols.at(from, at, hash))
    }
  }
  const last = unclosed.at(-1)
  if (last === undefined) return { text, start, end, after, symbol, symbols, size }
  const at = misplaced ? misplaced.within : (start[last] ?? 0)
  report('planner/pddl-syntax', at, at + 1, 'This bracket is never closed.', {
    related: misplaced
      ? [['The next section begins before it is closed.', misplaced.section, misplaced.section + 1]]
      : [],
  })
  return null
}

export function isList({ symbol }: Tree, node: number): boolean {
  return (symbol[node] ?? 0) < 0
}

/** What stands in a list, in order; nothing for a symbol. */
export function childrenOf({ after }: Tree, node: number): number[] {
  const behind = after[node] ?? 0
  const children: number[] = []
  for (let child = node + 1; child < behind; child = after[child] ?? behind) children.push(child)
  return children
}

const nothing: readonly number[] = []

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
function nodesIn(text: string): number {
  let nodes = 0
  let within = false
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === open) nodes++
    const isEnd = endsSymbol(code)
    if (within && isEnd) nodes++
    within = !isEnd
  }
  return within ? nodes + 1 : nodes
}

function isBlank(code: number): boolean {
  return code <= 32 ? code === 32 || (code >= 9 && code <= 13) : code === 0xa0 || code === 0xfeff
}

/** Most signs are letters, and end none. */
function endsSymbol(code: number): boolean {
  if (code > semicolon) return code === 0xa0 || code === 0xfeff
  return code === open || code === close || code === semicolon || isBlank(code)
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from)
  return end < 0 ? text.length : end
}

const section =
  /\(\s*:(?:requirements|types|constants|predicates|functions|action|durative-action|derived|domain|objects|init|goal|metric)[\s()]/iy

function beginsSection(text: string, at: number): boolean {
  if (text.charCodeAt(at + 1) !== 58 && !isBlank(text.charCodeAt(at + 1))) return false
  section.lastIndex = at
  return section.test(text)
}

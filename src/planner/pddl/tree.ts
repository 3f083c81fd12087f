import type { Report } from './findings.ts'

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
  /** How many nodes there are. */
  readonly size: number
}

const [open, close, semicolon] = [40, 41, 59]

/** Reads the brackets; null when they do not match or nest too deeply, which is reported. Time and memory grow linearly. */
export function treeOf(text: string, report: Report): Tree | null {
  // Most files have a node for 4 to 12 characters.
  const room = Math.max(1024, text.length >> 3)
  let [start, end, after] = [new Int32Array(room), new Int32Array(room), new Int32Array(room)]
  let size = 0
  const unclosed: number[] = []
  /** The first section that begins inside another: there a bracket is missing before it. */
  let misplaced: { readonly section: number; readonly within: number } | null = null
  const add = (from: number, to: number): void => {
    if (size === start.length) [start, end, after] = [grown(start), grown(end), grown(after)]
    start[size] = from
    end[size] = to
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
      add(at, ++at)
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
      while (at < text.length && !endsSymbol(text.charCodeAt(at))) at++
      add(from, at)
    }
  }
  const last = unclosed.at(-1)
  if (last === undefined) return { text, start, end, after, size }
  const at = misplaced ? misplaced.within : (start[last] ?? 0)
  report('planner/pddl-syntax', at, at + 1, 'This bracket is never closed.', {
    related: misplaced
      ? [['The next section begins before it is closed.', misplaced.section, misplaced.section + 1]]
      : [],
  })
  return null
}

export function isList({ text, start }: Tree, node: number): boolean {
  return text.charCodeAt(start[node] ?? 0) === open
}

/** What stands in a list, in order; nothing for a symbol. */
export function childrenOf({ after }: Tree, node: number): number[] {
  const behind = after[node] ?? 0
  const children: number[] = []
  for (let child = node + 1; child < behind; child = after[child] ?? behind) children.push(child)
  return children
}

/** What stands in no list, in order. */
export function topOf({ after, size }: Tree): number[] {
  const nodes: number[] = []
  for (let node = 0; node < size; node = after[node] ?? size) nodes.push(node)
  return nodes
}

/** A symbol in lower case; a list has none. */
export function symbolOf(tree: Tree, node: number | undefined): string | null {
  if (node === undefined || isList(tree, node)) return null
  return tree.text.slice(tree.start[node], tree.end[node]).toLowerCase()
}

/** The symbol that a list begins with. */
export function headOf(tree: Tree, node: number): string | null {
  if (!isList(tree, node)) return null
  return (tree.after[node] ?? 0) === node + 1 ? null : symbolOf(tree, node + 1)
}

function isBlank(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13) || code === 0xa0 || code === 0xfeff
}

function endsSymbol(code: number): boolean {
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

function grown(array: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(array.length * 2)
  larger.set(array)
  return larger
}

import type { MdastReader } from 'satteri'
import { cells } from './cells.ts'
import { infoOf, isOrdered, kinds, languageOf, markdown, spanOf } from './markdown.ts'
import type { Keeper } from './remember.ts'
import { piece, worded, type Piece, type Span } from './text.ts'

/** What headings, items and lines may have. They are of one shape, since nearly every rule looks at all three. */
interface Words extends Piece {
  readonly kind: 'heading' | 'item' | 'line'
  /** Of a heading, 1 to 6; else 0. */
  readonly depth: number
  /** Of an item the one it is nested in. */
  readonly parent: Item | null
  readonly ordered: boolean
  /** The three characters `[ ]`. */
  readonly checkbox: Piece | null
  /** The list it is in: items of one list share the object. */
  readonly list: object | null
  /** Of a line the list item it continues. */
  readonly item: Item | null
  /** The first line of its paragraph. */
  readonly opens: boolean
}

export interface Heading extends Words {
  readonly kind: 'heading'
}

/** The first paragraph of a list item. */
export interface Item extends Words {
  readonly kind: 'item'
  readonly list: object
}

/** One line of a paragraph. */
export interface Line extends Words {
  readonly kind: 'line'
}

export interface Table extends Span, Keeper {
  readonly kind: 'table'
  readonly header: readonly Piece[]
  readonly rows: readonly (readonly Piece[])[]
  readonly item: Item | null
}

export interface Fence extends Span {
  readonly kind: 'fence'
  readonly language: string
  /** What stands behind the language on its first line. */
  readonly info: string
  readonly lines: readonly Piece[]
  readonly item: Item | null
}

export interface Rule extends Span {
  readonly kind: 'rule'
}

export interface Matter extends Piece {
  readonly kind: 'matter'
}

export type Block = Heading | Item | Line | Table | Fence | Rule | Matter

/** Deeper containers hold no plan; a limit keeps the walk off the end of the stack. */
const deepest = 64

/** The blocks of a document in its order, lists and quotations flattened. */
export function blocksOf(clean: string): readonly Block[] {
  const blocks: Block[] = []
  const tree = markdown(clean)
  // The children that are still to be walked, the next one last: a list for each node would be most of what the walk makes.
  const open: number[] = []
  walk(0, null, 0)
  return blocks

  function walk(node: number, item: Item | null, depth: number): void {
    if (depth > deepest) return
    switch (tree.getNodeType(node)) {
      case kinds.heading:
        blocks.push(heading(clean, tree, node, open))
        break
      case kinds.paragraph: {
        const span = spanOf(tree, node)
        const lines = linesOf(clean, span)
        for (const line of lines) blocks.push(lineOf(line, item, line === lines[0] && isFirst(clean, span, line))) // prettier-ignore
        break
      }
      case kinds.code:
        blocks.push(fence(clean, tree, node, item))
        break
      case kinds.table:
        blocks.push(table(clean, tree, node, item))
        break
      case kinds.rule:
        blocks.push({ kind: 'rule', ...spanOf(tree, node) })
        break
      case kinds.matter: {
        const { start, end } = spanOf(tree, node)
        blocks.push({ kind: 'matter', ...piece(clean, start, end) })
        break
      }
      case kinds.list:
        walkList(node, item, depth)
        break
      default: {
        const before = open.length
        tree.pushChildIds(node, open)
        walkOpen(before, item, depth + 1)
      }
    }
  }

  /** Walks the children that were left open since `before`. */
  function walkOpen(before: number, item: Item | null, depth: number): void {
    while (open.length > before) walk(open.pop() ?? 0, item, depth)
  }

  function walkList(node: number, parent: Item | null, depth: number): void {
    const list = {}
    const ordered = isOrdered(tree, node)
    const before = open.length
    tree.pushChildIds(node, open)
    while (open.length > before) {
      const child = open.pop() ?? 0
      const inside = open.length
      tree.pushChildIds(child, open)
      const span = spanOf(tree, child)
      const first = open.length > inside ? open.at(-1) : undefined
      const opens = first !== undefined && tree.getNodeType(first) === kinds.paragraph
      const own = opens ? linesOf(clean, spanOf(tree, first)) : noLines
      const told = itemLength(own)
      const item = itemOf(itemText(span, own, told), parent, ordered, checkbox(clean, span, own[0]), list) // prettier-ignore
      blocks.push(item)
      for (let index = told; index < own.length; index++) {
        const line = own[index]
        if (line) blocks.push(lineOf(line, isLazy(clean, line) ? null : item, false))
      }
      if (opens) open.pop()
      walkOpen(inside, item, depth + 2)
    }
  }
}

function heading(clean: string, tree: MdastReader, node: number, open: number[]): Heading {
  const before = open.length
  tree.pushChildIds(node, open)
  const isEmpty = open.length === before
  const { start } = spanOf(tree, isEmpty ? node : (open.at(-1) ?? node))
  const { end } = spanOf(tree, isEmpty ? node : (open[before] ?? node))
  while (open.length > before) open.pop()
  const whole = piece(clean, start, end)
  const text = whole.text.includes('\n') ? whole.text.replaceAll('\n', ' ') : whole.text
  const depth = tree.fieldU8(node, 0, 1)
  return isStrong(text)
    ? headingOf({ start: whole.start + 2, end: whole.end - 2 }, text.slice(2, -2), depth)
    : headingOf(whole, text, depth)
}

/** `## **Phase 1: Dig**`: emphasis around all of a heading says no more than the heading does. */
function isStrong(text: string): boolean {
  return text.startsWith('**') && text.length > 4 && text.indexOf('**', 2) === text.length - 2
}

// One shape: the same names in the same order.

function headingOf({ start, end }: Span, text: string, depth: number): Heading {
  return { kind: 'heading', start, end, text, signs: -1, known: undefined, depth, parent: null, ordered: false, checkbox: null, list: null, item: null, opens: false } // prettier-ignore
}

function itemOf(
  { start, end, text }: Piece,
  parent: Item | null,
  ordered: boolean,
  checkbox: Piece | null,
  list: object,
): Item {
  return { kind: 'item', start, end, text, signs: -1, known: undefined, depth: 0, parent, ordered, checkbox, list, item: null, opens: false } // prettier-ignore
}

/** A piece as a line of its own, or of the item that it continues. */
export function lineOf({ start, end, text }: Piece, item: Item | null, opens: boolean): Line {
  return { kind: 'line', start, end, text, signs: -1, known: undefined, depth: 0, parent: null, ordered: false, checkbox: null, list: null, item, opens } // prettier-ignore
}

/** The lines of a paragraph that say something. */
function linesOf(clean: string, span: Span): readonly Piece[] {
  let found = noLines
  let several: Piece[] | undefined
  for (let start = span.start; start <= span.end;) {
    const next = clean.indexOf('\n', start)
    const end = next === -1 || next > span.end ? span.end : next
    const line = piece(clean, unquoted(clean, start, end), end)
    start = end + 1
    if (line.text === '') continue
    // Most paragraphs are one line, which needs no room for more.
    if (found.length === 0) found = [line]
    else if (several) several.push(line)
    else found = several = [...found, line]
  }
  return found
}

const noLines: readonly Piece[] = []

function isFirst(clean: string, { start }: Span, line: Piece): boolean {
  return line.start === start || !clean.slice(start, line.start).includes('\n')
}

/** Where a line begins behind the signs of quotations. */
function unquoted(clean: string, start: number, end: number): number {
  let first = start
  let code = clean.charCodeAt(first)
  while (first < end && (code === 32 || code === 9)) code = clean.charCodeAt(++first)
  if (code !== 62) return start
  return start + (/^[ \t]*(?:>[ \t]?)+/.exec(clean.slice(start, end))?.[0].length ?? 0)
}

/** A line at the margin that Markdown adds to the item above, though its author began something new: `**Acceptance Criteria**:`. */
function isLazy(clean: string, line: Piece): boolean {
  return clean[line.start - 1] === '\n' && /^(?:\*\*|__)|:$/.test(line.text)
}

/** How many of its lines are an item's text: it runs on until a line that is a key of its own, such as `Agent: tester`. */
function itemLength(lines: readonly Piece[]): number {
  for (let index = 1; index < lines.length; index++)
    if (/^(?:\*\*|__|[A-Z][\w ]{1,24}:\s|[→✅❌⏳])/u.test(lines[index]?.text ?? '')) return index
  return lines.length
}

function itemText(span: Span, lines: readonly Piece[], length: number): Piece {
  const [head] = lines
  if (!head) return worded(span.start, span.start, '')
  let { end, text } = head
  for (let index = 1; index < length; index++) {
    const line = lines[index]
    if (line) text += ` ${line.text}`
    end = line?.end ?? end
  }
  const box = text.startsWith('[') ? (/^\[[ xX~/!>-]\]\s+/.exec(text)?.[0].length ?? 0) : 0
  return worded(head.start + box, end, text.slice(box))
}

function checkbox(clean: string, span: Span, head: Piece | undefined): Piece | null {
  const lead = clean.slice(span.start, head ? Math.min(head.start + 4, span.end) : span.end)
  const found = lead.includes('[') ? /\[[ xX~/!>-]\](?=\s|$)/.exec(lead) : null
  if (!found || !/^(?:[-+*]|\d+[.)])\s*$/.test(clean.slice(span.start, span.start + found.index)))
    return null
  const start = span.start + found.index
  return worded(start, start + 3, found[0])
}

function fence(clean: string, tree: MdastReader, node: number, item: Item | null): Fence {
  const { start, end } = spanOf(tree, node)
  const fenced = /^\s*(?:`{3,}|~{3,})/.test(clean.slice(start, end))
  const margin = item && fenced ? marginOf(clean, start) : 0
  const lines: Piece[] = []
  for (let from = start; from <= end;) {
    const next = clean.indexOf('\n', from)
    const to = next === -1 || next > end ? end : next
    const whole = clean.slice(from, to).trimEnd()
    const edge = fenced && (from === start || (to === end && /^\s*[`~]{3,}$/.test(whole)))
    const indent = margin === 0 ? 0 : Math.min(margin, whole.length - whole.trimStart().length)
    if (!edge) lines.push(worded(from + indent, from + whole.length, whole.slice(indent)))
    from = to + 1
  }
  const language = languageOf(clean, tree, node, fenced)
  const info = infoOf(clean, { start, end }, fenced)
  return { kind: 'fence', start, end, language, info, lines, item }
}

/** How far a list item sets its fence in; the lines inside lose as much, so that a script ends where its author ended it. */
function marginOf(clean: string, start: number): number {
  const before = clean.slice(clean.lastIndexOf('\n', start - 1) + 1, start)
  return /^[ ]*(?:(?:[-+*]|\d+[.)])[ ]+)?$/.test(before) ? before.length : 0
}

function table(clean: string, tree: MdastReader, node: number, item: Item | null): Table {
  const { start, end } = spanOf(tree, node)
  const [header = [], ...rows] = tree
    .getChildIds(node)
    .map((row) => cells(clean, spanOf(tree, row)))
  const width = Math.max(header.length, 1)
  return {
    kind: 'table',
    start,
    end,
    header,
    rows: rows.map((row) => (row.length > width ? row.slice(0, width) : row)),
    item,
    known: undefined,
  }
}

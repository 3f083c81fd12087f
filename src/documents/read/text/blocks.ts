import { markdownToMdast } from 'satteri'
import { cells } from './cells.ts'
import { piece, type Piece, type Span } from './text.ts'

export interface Heading extends Piece {
  readonly kind: 'heading'
  readonly depth: number
}

/** The first paragraph of a list item. */
export interface Item extends Piece {
  readonly kind: 'item'
  readonly parent: Item | null
  readonly ordered: boolean
  /** The three characters `[ ]`. */
  readonly checkbox: Piece | null
  /** The list it is in: items of one list share the object. */
  readonly list: object
}

/** One line of a paragraph; `item` holds the list item it continues. */
export interface Line extends Piece {
  readonly kind: 'line'
  readonly item: Item | null
  /** The first line of its paragraph. */
  readonly opens: boolean
}

export interface Table extends Span {
  readonly kind: 'table'
  readonly header: readonly Piece[]
  readonly rows: readonly (readonly Piece[])[]
  readonly item: Item | null
}

export interface Fence extends Span {
  readonly kind: 'fence'
  readonly language: string
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

/** What this file needs of a Markdown tree. */
interface Node {
  readonly type: string
  readonly position?:
    | {
        readonly start: { readonly offset?: number | undefined }
        readonly end: { readonly offset?: number | undefined }
      }
    | undefined
  readonly children?: readonly Node[]
  readonly depth?: number
  readonly lang?: string | null | undefined
  readonly ordered?: boolean | null | undefined
}

/** Deeper containers hold no plan; a limit keeps the walk off the end of the stack. */
const deepest = 64

/** The blocks of a document in its order, lists and quotations flattened. */
export function blocksOf(clean: string): readonly Block[] {
  const blocks: Block[] = []
  const tree: Node = markdownToMdast(clean)
  walk(tree, null, 0)
  return blocks

  function walk(node: Node, item: Item | null, depth: number): void {
    if (depth > deepest) return
    const span = spanOf(node)
    if (node.type === 'heading') blocks.push(heading(clean, node, span))
    else if (node.type === 'paragraph') blocks.push(...lines(clean, span, item))
    else if (node.type === 'code') blocks.push(fence(clean, node, span, item))
    else if (node.type === 'table') blocks.push(table(clean, node, span, item))
    else if (node.type === 'thematicBreak') blocks.push({ kind: 'rule', ...span })
    else if (node.type === 'yaml') blocks.push({ kind: 'matter', ...piece(clean, span) })
    else if (node.type === 'list') walkList(node, item, depth)
    else for (const child of node.children ?? []) walk(child, item, depth + 1)
  }

  function walkList(node: Node, parent: Item | null, depth: number): void {
    const list = {}
    for (const child of node.children ?? []) {
      const [first, ...rest] = child.children ?? []
      const paragraph = first?.type === 'paragraph' ? spanOf(first) : null
      const [head, ...tail] = paragraph ? lines(clean, paragraph, null) : []
      const item: Item = {
        kind: 'item',
        ...itemText(spanOf(child), head, tail),
        parent,
        ordered: node.ordered ?? false,
        checkbox: checkbox(clean, spanOf(child), head),
        list,
      }
      blocks.push(
        item,
        ...tail.map((line) => ({ ...line, item: isLazy(clean, line) ? null : item })),
      )
      for (const block of paragraph ? rest : (child.children ?? [])) walk(block, item, depth + 2)
    }
  }
}

function spanOf(node: Node): Span {
  return { start: node.position?.start.offset ?? 0, end: node.position?.end.offset ?? 0 }
}

function heading(clean: string, node: Node, span: Span): Heading {
  const first = node.children?.[0]
  const last = node.children?.at(-1)
  const inner = first && last ? { start: spanOf(first).start, end: spanOf(last).end } : span
  const text = piece(clean, inner)
  return { kind: 'heading', depth: node.depth ?? 1, ...text, text: text.text.replaceAll('\n', ' ') }
}

function lines(clean: string, span: Span, item: Item | null): Line[] {
  const result: Line[] = []
  let start = span.start
  for (const line of clean.slice(span.start, span.end).split('\n')) {
    const quoted = /^[ \t]*(?:>[ \t]?)+/.exec(line)?.[0].length ?? 0
    const text = piece(clean, { start: start + quoted, end: start + line.length })
    if (text.text !== '') result.push({ kind: 'line', ...text, item, opens: start === span.start })
    start += line.length + 1
  }
  return result
}

/** A line at the margin that Markdown adds to the item above, though its author began something new: `**Acceptance Criteria**:`. */
function isLazy(clean: string, line: Line): boolean {
  return clean[line.start - 1] === '\n' && /^(?:\*\*|__)|:$/.test(line.text)
}

/** An item's text runs on until a line that is a key of its own: `Agent: tester`. */
function itemText(span: Span, head: Line | undefined, tail: Line[]): Piece {
  if (!head) return { start: span.start, end: span.start, text: '' }
  let end = head.end
  let text = head.text
  while (tail[0] && !/^(?:\*\*|__|[A-Z][\w ]{1,24}:\s|[→✅❌⏳])/u.test(tail[0].text)) {
    end = tail[0].end
    text += ` ${tail[0].text}`
    tail.shift()
  }
  const box = /^\[[ xX~/!>-]\]\s+/.exec(text)?.[0].length ?? 0
  return { start: head.start + box, end, text: text.slice(box) }
}

function checkbox(clean: string, span: Span, head: Line | undefined): Piece | null {
  const found = /\[[ xX~/!>-]\](?=\s|$)/.exec(
    clean.slice(span.start, head ? Math.min(head.start + 4, span.end) : span.end),
  )
  if (!found || !/^(?:[-+*]|\d+[.)])\s*$/.test(clean.slice(span.start, span.start + found.index)))
    return null
  const start = span.start + found.index
  return { start, end: start + 3, text: found[0] }
}

function fence(clean: string, node: Node, span: Span, item: Item | null): Fence {
  const source = clean.slice(span.start, span.end).split('\n')
  const fenced = /^\s*(?:`{3,}|~{3,})/.test(source[0] ?? '')
  const margin = item && fenced ? marginOf(clean, span.start) : 0
  const lines: Piece[] = []
  let start = span.start
  source.forEach((line, index) => {
    const whole = line.trimEnd()
    const edge =
      fenced && (index === 0 || (index === source.length - 1 && /^\s*[`~]{3,}$/.test(whole)))
    const indent = margin === 0 ? 0 : Math.min(margin, whole.length - whole.trimStart().length)
    if (!edge)
      lines.push({ start: start + indent, end: start + whole.length, text: whole.slice(indent) })
    start += line.length + 1
  })
  return { kind: 'fence', ...span, language: (node.lang ?? '').toLowerCase(), lines, item }
}

/** How far a list item sets its fence in; the lines inside lose as much, so that a script ends where its author ended it. */
function marginOf(clean: string, start: number): number {
  const before = clean.slice(clean.lastIndexOf('\n', start - 1) + 1, start)
  return /^[ ]*(?:(?:[-+*]|\d+[.)])[ ]+)?$/.test(before) ? before.length : 0
}

function table(clean: string, node: Node, span: Span, item: Item | null): Table {
  const [header, ...rows] = (node.children ?? []).map((row) => cells(clean, spanOf(row)))
  const width = header?.length ?? 0
  return {
    kind: 'table',
    ...span,
    header: header ?? [],
    rows: rows.map((row) => row.slice(0, Math.max(width, 1))),
    item,
  }
}

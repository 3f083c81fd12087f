import { forText } from '../../base/index.ts'
import type { Block, Fence, Item, Table } from '../read/text/blocks.ts'
import { part, worded, type Piece } from '../read/text/text.ts'
import { fieldOf, type Field } from './fields.ts'

// What stands below a heading as one tree, whichever way it is written: list items with what is nested in them, bold labels with
// what follows, lines, tables, and the lines of fences by how far they are set in.

/** A line, item, table or fence with what belongs to it. */
export interface Node {
  readonly kind: 'item' | 'line' | 'table' | 'fence'
  /** The text without the sign of a list and without a checkbox. */
  readonly piece: Piece
  /** `Name: value` taken apart, where it begins so. */
  readonly label: Label | null
  /** Whether it has a checkbox: what a tick claims is not believed. */
  readonly ticked: boolean
  readonly table: Table | null
  readonly fence: Fence | null
  readonly children: Node[]
}

/** `**Name**: value`, `Name: value`, `` `name`: value ``. */
export interface Label {
  readonly name: Piece
  readonly value: Piece
  readonly bold: boolean
  /** What a name of an action's fields stands for. */
  readonly field: Field | null
}

/** What a label says: on its line, and below it. */
export interface FieldDraft {
  readonly field: Field
  readonly name: Piece
  /** What stands on the same line; null when nothing does. */
  readonly inline: Piece | null
  readonly nodes: readonly Node[]
}

/** The nodes of blocks that stand below one heading. */
export function nodesOf(blocks: readonly Block[]): readonly Node[] {
  const nodes: Node[] = []
  const items = new Map<Item, Node>()
  let label: Node | null = null
  for (const block of blocks) {
    if (block.kind === 'heading' || block.kind === 'matter') continue
    if (block.kind === 'rule') {
      label = null
      continue
    }
    const node = nodeOf(block)
    const holder: Node | undefined =
      block.kind === 'item'
        ? block.parent
          ? items.get(block.parent)
          : undefined
        : block.item
          ? items.get(block.item)
          : undefined
    if (block.kind === 'item') items.set(block, node)
    if (holder) holder.children.push(node)
    else if (block.kind === 'line') {
      nodes.push(node)
      label = isOpen(node) ? node : null
    } else if (label) label.children.push(node)
    else nodes.push(node)
  }
  return nodes
}

/** A label without a value is followed by what it names; a lone bold line is one too. */
function isOpen({ label }: Node): boolean {
  return label !== null && label.value.text === ''
}

function nodeOf(block: Exclude<Block, { kind: 'heading' | 'matter' | 'rule' }>): Node {
  const none = { children: [], table: null, fence: null, label: null, ticked: false }
  if (block.kind === 'table') return { ...none, kind: 'table', piece: spanned(block), table: block }
  if (block.kind === 'fence') return { ...none, kind: 'fence', piece: spanned(block), fence: block }
  const ticked = block.kind === 'item' && block.checkbox !== null
  const piece = worded(block.start, block.end, block.text)
  return { ...none, kind: block.kind, piece, label: labelIn(piece), ticked }
}

function spanned({ start, end }: { readonly start: number; readonly end: number }): Piece {
  return worded(start, end, '')
}

const strong = /^(\*\*|__)(?=\S)(.{1,200}?)\1[ \t]*(:?)[ \t]*/
const ticks = /^[`"']([^`"']{1,200})[`"'][ \t]*:(?=\s|$)[ \t]*/
const plainName = forText(
  String.raw`^([\p{L}_][\p{L}\p{N} _./&'\u2019-]{0,60}?(?:\([^()]{0,120}\))?)[ \t]*:(?=\s|$)[ \t]*`,
  'u',
)

/** A text taken apart as `Name: value`; null for other texts. */
function labelIn(piece: Piece): Label | null {
  const { text } = piece
  const bold = strong.exec(text)
  if (bold) {
    const inside = bold[2] ?? ''
    const closes = /:\s*$/.test(inside)
    const rest = text.slice(bold[0].length)
    // `**Bold** words that go on` are a sentence.
    if (!closes && bold[3] === '' && !/^(?:$|[—–-]+\s|\()/.test(rest)) return null
    const from = (bold[1] ?? '').length
    const name = part(piece, from, from + inside.replace(/\s*:\s*$/, '').length)
    return labelled(name, part(piece, bold[0].length), true)
  }
  const found = ticks.exec(text) ?? plainName(text).exec(text)
  if (!found) return null
  const name = found[1] ?? ''
  const from = text.indexOf(name)
  return labelled(part(piece, from, from + name.length), part(piece, found[0].length), false)
}

function labelled(name: Piece, value: Piece, bold: boolean): Label {
  return { name, value, bold, field: fieldOf(name.text) }
}

/** The lines of a fence as nodes: what is set in further belongs to the line above, whether or not a `-` stands before it. */
export function nodesInFence({ lines }: Fence): readonly Node[] {
  const nodes: Node[] = []
  const open: { readonly depth: number; readonly node: Node }[] = []
  for (const line of lines) {
    const found = /^(\s*)((?:[-*+]\s+)?)(\[[ xX]\]\s+)?/.exec(line.text)
    const indent = found?.[1]?.length ?? 0
    const text = withoutComma(part(line, found?.[0].length ?? 0))
    if (text.text === '' || /^(?:#|\/\/|--\s|[}\]),;\s]+$)/.test(text.text)) continue
    const isItem = (found?.[2] ?? '') !== ''
    // An item of YAML may stand as far in as its key.
    const depth = indent + (isItem ? 0.5 : 0)
    while (open.length > 0 && (open.at(-1)?.depth ?? 0) >= depth) open.pop()
    const node: Node = {
      kind: isItem ? 'item' : 'line', piece: text, label: labelIn(text), ticked: found?.[3] !== undefined,
      table: null, fence: null, children: [],
    } // prettier-ignore
    const holder = open.at(-1)?.node
    if (holder) holder.children.push(node)
    else nodes.push(node)
    open.push({ depth, node })
  }
  return nodes
}

/** JSON ends its lines with a comma, and opens a map or list on the line of its key. */
function withoutComma(piece: Piece): Piece {
  const end = /(?:\s*,|:\s*[{[])$/.exec(piece.text)
  return end ? part(piece, 0, end.index + (end[0].startsWith(':') ? 1 : 0)) : piece
}

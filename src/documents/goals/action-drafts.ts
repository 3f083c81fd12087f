import { isCheck } from '../read/tasks/fence.ts'
import type { Table } from '../read/text/blocks.ts'
import { part, type Piece } from '../read/text/text.ts'
import type { ParameterDraft } from './declarations.ts'
import { parametersIn } from './declarations.ts'
import { clausesIn, withoutCost } from './clauses.ts'
import { unmarked } from './entries.ts'
import { fieldOf } from './fields.ts'
import { nodesInFence, type FieldDraft, type Node } from './nodes.ts'
import { hasEffects, named, withoutNumber, type Section } from './sections.ts'
import { actionColumns, fieldRows } from './tables.ts'

// The actions and probes of a document, whichever way their blocks are written, before their values are read.

/** A named block with its fields. */
export interface BlockDraft {
  readonly name: string
  readonly piece: Piece
  readonly parameters: readonly ParameterDraft[]
  readonly fields: readonly FieldDraft[]
  /** Labels that are no fields. */
  readonly others: readonly Piece[]
}

/** What a field says in one line: beside its label, or first below it. */
export function lineOf(field: FieldDraft | undefined): Piece | null {
  if (!field) return null
  const below = field.nodes.find(({ fence, table }) => !fence && !table)?.piece
  const line = field.inline ?? below
  return line ? unquoted(line) : null
}

/** A text of JSON or YAML without its quotes. */
function unquoted(piece: Piece): Piece {
  return /^(["'])[^"']*\1$/.test(piece.text) ? part(piece, 1, piece.text.length - 1) : piece
}

/** The block that a section with a subject is; null when it only sorts others. */
export function blockOfSection(section: Section): BlockDraft | null {
  const { fields, others } = fieldsIn(section.nodes)
  const below = section.children.flatMap((child): FieldDraft[] => {
    const field = child.role === 'field' && child.title ? fieldOf(child.title.text) : null
    return field !== null && child.title
      ? [{ field, name: child.title, inline: null, nodes: child.nodes }]
      : []
  })
  const all = [...fields, ...below]
  const sorts = all.length === 0 && section.children.some(({ role }) => role === section.role)
  // Notes or a picture below "Actions" with a heading of its own are no action, unless the heading says so.
  const isAside =
    all.length === 0 && section.title !== null && named(section.title).role === 'other'
  if (!section.subject || sorts || isAside) return null
  // "1. Current State" below "Actions" tells of something else.
  const isOther = !isExplicit(section) && !all.some(({ field }) => field === 'effects')
  if (isOther && named(section.subject).role !== 'other') return null
  return blockOf(section.subject, all, others)
}

/** Whether a heading says that it is an action or a probe. */
function isExplicit({ title }: Section): boolean {
  const role = title === null ? 'other' : named(title).role
  return role === 'action' || role === 'probe'
}

/**
 * The blocks among nodes: bold lines and items with fields below them, maps in fences, rows of tables. With `explicit` only lines that
 * begin with the word, and tables.
 */
export function blocksIn(
  nodes: readonly Node[],
  key: 'action' | 'probe',
  explicit = false,
): readonly BlockDraft[] {
  const found: BlockDraft[] = []
  let open: { readonly subject: Piece; readonly nodes: Node[] } | null = null
  const close = (): void => {
    if (open && open.nodes.length > 0) {
      const { fields, others } = fieldsIn(open.nodes)
      if (fields.length > 0) found.push(blockOf(open.subject, fields, others))
    }
    open = null
  }
  for (const node of nodes) {
    const subject = opening(node, key, explicit)
    if (node.table && actionColumns(node.table)) {
      close()
      found.push(...rowsOf(node.table))
    } else if (subject) {
      close()
      open = { subject, nodes: [...node.children] }
    } else if (open) open.nodes.push(node)
    else if (explicit) continue
    else if (node.kind === 'item') found.push(...ofItem(node, key))
    else if (node.fence && node.fence.language !== 'goap')
      found.push(...inFence(nodesInFence(node.fence), key))
  }
  close()
  return found
}

/** An item with fields below it, or with all of them in its own line. */
function ofItem({ label, piece, children }: Node, key: 'action' | 'probe'): readonly BlockDraft[] {
  const { fields, others } = fieldsIn(children)
  const all = [...fields, ...(label && key === 'action' ? clausesIn(label.value) : [])]
  const isBlock = fields.length > 0 || all.some(({ field }) => field === 'effects')
  return isBlock ? [blockOf(unmarked(label?.name ?? piece), all, others)] : []
}

/** `**Action: deploy**`, `**1. Deploy**`, `Action: deploy`: what follows is about it. */
function opening(
  { kind, label, piece, children }: Node,
  key: 'action' | 'probe',
  explicit: boolean,
): Piece | null {
  if (kind !== 'line') return null
  const own = named(piece.text.startsWith('*') && label ? label.name : piece)
  if (own.role === key && own.subject) return unmarked(own.subject)
  if (!label || explicit) return null
  if (label.field === 'name') return label.value.text === '' ? null : unmarked(label.value)
  // A name may be a word of the format: `**verify**` with effects below.
  const isName = label.field === null || children.some(hasEffects)
  return label.bold && isName && label.value.text === '' ? withoutNumber(label.name) : null
}

/** Maps in a fence: `name: deploy` with its fields, a list of such, or names with their fields below. */
function inFence(nodes: readonly Node[], key: 'action' | 'probe'): readonly BlockDraft[] {
  // The brackets of JSON on lines of their own hold what is set in below them.
  if (nodes.some(isBracket))
    return nodes.flatMap((node) => inFence(isBracket(node) ? node.children : [node], key))
  const first = nodes.findIndex(({ label }) => label?.field === 'name' && label.value.text !== '')
  if (nodes[first]?.kind === 'line') {
    // `name:` begins a block, wherever it stands among the first one's fields.
    const starts = nodes.flatMap(({ label, kind }, index) =>
      kind === 'line' && label?.field === 'name' ? [index] : [],
    )
    const groups = starts.map((start, index) =>
      nodes.slice(index === 0 ? 0 : start, starts[index + 1] ?? nodes.length),
    )
    return groups.flatMap((group) => blockOfMap(group))
  }
  return nodes.flatMap((node): readonly BlockDraft[] => {
    const { label, children, kind } = node
    if (kind === 'item' && label?.field === 'name') return blockOfMap([node, ...children])
    if (kind === 'item' && children.some((child) => child.label?.field === 'name'))
      return blockOfMap([node, ...children])
    const own = named(node.piece)
    if (own.role === `${key}s`) return inFence(children, key)
    if (!children.some((child) => child.label?.field)) return []
    const { fields, others } = fieldsIn(children)
    return [blockOf(unmarked(label?.name ?? node.piece), fields, others)]
  })
}

function isBracket({ piece }: Node): boolean {
  return /^[\s{}[\],;]+$/.test(piece.text)
}

function blockOfMap(nodes: readonly Node[]): readonly BlockDraft[] {
  const { fields, others } = fieldsIn(nodes)
  const name = fields.find(({ field }) => field === 'name')?.inline
  return name && fields.length > 1 ? [blockOf(unmarked(name), fields, others)] : []
}

function rowsOf(table: Table): readonly BlockDraft[] {
  const columns = actionColumns(table) ?? []
  return table.rows.flatMap((row): readonly BlockDraft[] => {
    const fields = row.flatMap((cell, index): FieldDraft[] => {
      const field = columns[index]
      const name = table.header[index]
      return field && name && cell.text !== '' ? [{ field, name, inline: cell, nodes: [] }] : []
    })
    const name = fields.find(({ field }) => field === 'name')?.inline
    return name ? [blockOf(unmarked(name), fields, [])] : []
  })
}

function blockOf(
  subject: Piece,
  fields: readonly FieldDraft[],
  others: readonly Piece[],
): BlockDraft {
  const { cost, rest: piece } = withoutCost(unquoted(unmarked(withoutAside(subject))))
  const stated = fields.find(({ field }) => field === 'parameters')?.inline
  const found = /^(.+?)(\s*)\(([^()]*)\)\s*:?$/.exec(piece.text)
  const inside = found?.[3] ?? ''
  const open = piece.text.indexOf('(')
  const given = found ? parametersIn(part(piece, open + 1, open + 1 + inside.length)) : null
  // "Deploy (optional)" has no parameter; `deploy(service)` and "Deploy it (service: Service)" have.
  const isList = given !== null && (found?.[2] === '' || /[:?]/.test(inside))
  const parameters = stated ? parametersIn(stated) : isList ? given : []
  const name = (isList ? (found?.[1] ?? '') : piece.text).replace(/[`*]/g, '').replace(/\s*:$/, '')
  const told = cost ? [...fields, { field: 'cost' as const, name: cost, inline: cost, nodes: [] }] : fields // prettier-ignore
  return { name: name.trim(), piece, parameters: parameters ?? [], fields: told, others }
}

/** `` `Move(x, y)` (for neighbours) ``: what stands behind a call in back-ticks is for people. */
function withoutAside(subject: Piece): Piece {
  const call = /^`?[^`()]+\([^`()]*\)`(?=\s+\([^()]*\)$)/.exec(subject.text)
  return call ? part(subject, 0, call[0].length) : subject
}

/** The fields among nodes, and the labels that are none. */
function fieldsIn(nodes: readonly Node[]): Pick<BlockDraft, 'fields' | 'others'> {
  const fields: FieldDraft[] = []
  const others: Piece[] = []
  const add = (all: Pick<BlockDraft, 'fields' | 'others'>): void => {
    fields.push(...all.fields)
    others.push(...all.others)
  }
  for (const node of nodes) {
    const { label, table, fence, children } = node
    if (label?.field) {
      const inline = label.value.text === '' ? null : label.value
      fields.push({ field: label.field, name: label.name, inline, nodes: children })
    } else if (label) others.push(label.name)
    else if (table)
      for (const [field, name, value] of fieldRows(table))
        fields.push({ field, name, inline: value, nodes: [] })
    else if (fence && isShell(fence.language))
      fields.push({ field: 'command', name: node.piece, inline: null, nodes: [node] })
    else if (fence && isCheck(fence))
      fields.push({ field: 'code', name: node.piece, inline: null, nodes: [node] })
    else if (fence && fence.language !== 'goap') {
      const inside = nodesInFence(fence)
      if (inside.some((one) => one.label?.field)) add(fieldsIn(inside))
    } else add(fieldsIn(children))
  }
  return { fields, others }
}

function isShell(language: string): boolean {
  return /^(?:bash|sh|shell|zsh|console)$/.test(language)
}

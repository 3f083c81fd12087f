import type { Piece } from '../read/text/text.ts'
import { note, type Context } from './context.ts'
import { nodesInFence, type Node } from './nodes.ts'
import { named } from './sections.ts'
import { isNamedWhole, pair, statementsIn, type Statement } from './statements.ts'
import { factColumns } from './tables.ts'
import { declarationIn, type DeclarationDraft } from './declarations.ts'

/** What sections about the world and the goal say. */
export interface World {
  readonly goal: Statement[]
  readonly facts: Statement[]
  /** Facts that only a tick speaks of. */
  readonly claims: Statement[]
  readonly declarations: DeclarationDraft[]
  /** Facts with how they are observed, from tables. */
  readonly probes: (readonly [Piece, Piece])[]
}

/** Adds what nodes below a heading of a role say. */
export function readWorld(
  nodes: readonly Node[],
  about: 'goal' | 'state',
  world: World,
  context: Context,
  prefix = '',
): void {
  const told = prefix === '' ? conditionsOfMap(nodes) : undefined
  for (const node of told ?? nodes) {
    if (node.table) readTable(node, about, world)
    else if (node.fence) {
      if (node.fence.language !== 'goap')
        readWorld(unwrapped(nodesInFence(node.fence)), about, world, context, prefix)
    } else readLine(node, about, world, context, prefix)
  }
}

/** Of a map with other keys beside its conditions (`name`, `deadline`, `success_criteria`) these. */
function conditionsOfMap(nodes: readonly Node[]): readonly Node[] | undefined {
  if (!nodes.every(({ kind, label }) => kind === 'line' && label !== null)) return undefined
  return nodes.find(({ label, children }) => {
    const isGroup = children.length > 0 && label?.value.text === ''
    return isGroup && /^(?:success|conditions?|desired|goal|target)/i.test(label.name.text)
  })?.children
}

/** A fence that assigns all of it to one name: `current_state = {`, `goal:`. */
function unwrapped(nodes: readonly Node[]): readonly Node[] {
  const [first, ...rest] = nodes
  if (!first || rest.some(({ piece }) => /[^\]})\s,;]/.test(piece.text))) return nodes
  return /[={:[]\s*$/.test(first.piece.text) && named(nameOf(first)).role !== 'other'
    ? first.children
    : nodes
}

function nameOf({ piece, label }: Node): Piece {
  const name = label?.name ?? piece
  return { ...name, text: name.text.replace(/^(?:let|const|var)\s+/, '').replace(/[\s={:[]+$/, '') }
}

function readLine(
  node: Node,
  about: 'goal' | 'state',
  world: World,
  context: Context,
  prefix: string,
): void {
  const { piece, label, kind, children } = node
  if (/^[\s{}[\](),;]*$/.test(piece.text)) return
  if (label && label.value.text.replace(/[{[]\s*$/, '') === '') {
    // A label groups what is below it; the key of a map is part of its facts' names.
    const isKey = !label.bold && /^[\w.-]+$/.test(label.name.text) && named(label.name).role === 'other' // prettier-ignore
    const inside = isKey && kind === 'line' ? `${prefix}${label.name.text}.` : prefix
    readWorld(children, about, world, context, inside)
    return
  }
  if (/[={[]\s*$/.test(piece.text)) return readWorld(children, about, world, context, prefix)
  const declared = about === 'state' ? declarationIn(piece) : null
  if (declared) {
    world.declarations.push(declared)
    if (declared.value) world.facts.push(declared.value)
    return
  }
  const bold = label?.bold === true ? pair(piece, label.name.text, label.value.text) : undefined
  const { statements, unread } = bold ? { statements: [bold], unread: [] } : statementsIn(piece)
  const isLoose = kind === 'line' && node.children.length === 0 && prefix === ''
  const isProse = isLoose && !isNamedWhole(piece.text)
  for (const statement of statements) {
    if (isProse && !isMeant(statement)) continue
    const said = prefix === '' ? statement : { ...statement, fact: `${prefix}${statement.fact}` }
    if (about === 'goal') world.goal.push(said)
    else if (node.ticked && said.form === 'words') world.claims.push(said)
    else if (node.ticked && said.form === 'name') world.claims.push(said)
    else world.facts.push(said)
  }
  if (kind === 'item' && !isProse)
    for (const one of unread)
      note(context, 'documents/unread-condition', `"${shown(one.text)}" is no condition on a fact.`, one) // prettier-ignore
  if (statements.length === 0) readWorld(children, about, world, context, prefix)
}

/** In a paragraph only what is written as code or with a sign is a condition; the rest is prose. */
function isMeant({ form, piece, fact }: Statement): boolean {
  if (form !== 'value') return false
  return /[=≠<≤>≥]/.test(piece.text) || /^[a-z]\w*$/.test(fact)
}

export function shown(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}…` : text
}

function readTable(node: Node, about: 'goal' | 'state', world: World): void {
  const table = node.table
  const columns = table && factColumns(table)
  if (!table || !columns) return
  for (const row of table.rows) {
    const fact = row[columns.fact]
    if (!fact || fact.text === '') continue
    const name = fact.text.replace(/^[*_`]+|[*_`]+$/g, '')
    const at = fact.text.indexOf(name)
    const cell = (column: number): Piece | null => {
      const found = column < 0 ? undefined : row[column]
      return found && found.text !== '' && !/^[-—–]$/.test(found.text) ? found : null
    }
    const stated = (value: Piece): Statement | undefined => {
      const [bare = value.text] = value.text.split(/\s+(?=--\s|—\s|\(|#\s)/)
      return pair({ ...fact, text: fact.text }, name, bare, at)
    }
    const type = cell(columns.type)
    if (type) {
      const said = type.text.replaceAll(String.raw`\|`, '|').replace(/`/g, '')
      const listed = /[,|]|\bor\b/.test(said) ? `one of ${said.replace(/^one of:?/i, '')}` : said
      const declared = declarationIn({ ...fact, text: `${name}: ${listed}` })
      if (declared) world.declarations.push({ ...declared, piece: fact })
    }
    const value = cell(columns.value)
    const said = value && stated(value)
    if (said) (about === 'goal' && columns.goal < 0 ? world.goal : world.facts).push(said)
    const wanted = cell(columns.goal)
    const goal = wanted && stated(wanted)
    if (goal) world.goal.push(goal)
    const probe = cell(columns.probe)
    if (probe && /`/.test(probe.text)) world.probes.push([{ ...fact, text: name }, probe])
  }
}

import type { Table } from '../text/blocks.ts'
import { isColumnId, isDigit, isId, leadingId, range, severalIds } from '../text/ids.ts'
import { columnsOf, isTaskTable, sharedOut, unquoted, type Columns } from './columns.ts'
import { mention, type Mention } from './mention.ts'
import type { Field, Section } from '../text/sections.ts'
import { digit, signsIn } from '../text/signs.ts'
import { worded, type Piece, type Span } from '../text/text.ts'
import { titleOf, type Title } from '../text/titles.ts'
import { circleTokens, valueTokens, withoutTokens, type Token } from '../text/tokens.ts'
import { plain, plainOf } from '../text/words.ts'

/** The rows of a table that speak of tasks. Rows of other tables that name ids only mention them. */
export function tableMentions(section: Section, table: Table, closed: boolean): readonly Mention[] {
  const known = columnsOf(table)
  const given = sharedOut(section, table, known)
  const columns = given < 0 ? known : { ...known, title: given }
  const isTasks = given >= 0 || isTaskTable(table, columns)
  const tells = columns.status >= 0 && table.rows.some((row) => tellsDone(row[columns.status]))
  const found: Mention[] = []
  for (const row of table.rows)
    for (const each of rowMentions(
      section,
      table,
      row,
      columns,
      isTasks && !closed,
      isTasks,
      tells,
    ))
      found.push(each)
  // `Task | Agent | Dependencies` below "Agent assignments" defines what nothing else does.
  const assigns = section.role === 'agents' || section.role === 'coordination'
  const listed = section.role === 'tasks' && section.named && columns.id >= 0
  const weak =
    closed &&
    (assigns || listed) &&
    isTasks &&
    columns.strong &&
    (columns.status >= 0 || columns.fields.some(([key, index]) => key === 'needs' && index >= 0))
  return weak ? found.map((each) => ({ ...each, weak })) : found
}

const sums = /^(?:total|sum|overall)\b/i
/** "17 tasks", "2 remaining" below Tasks: how many there are of a phase. */
const counts =
  /^[~≈]?\d+(?:\s*\/\s*\d+)?\+?(?:\s+(?:tasks?|items?|actions?|issues?|remaining|left|open|done|total|pending|completed?|in|of|more|new))+$/i
const nowhere = worded(0, 0, '')

function isSum(text: string): boolean {
  return 'tsoTSO'.includes(text.charAt(0)) && sums.test(text)
}

function isCount(text: string): boolean {
  const first = text.charCodeAt(0)
  return (isDigit(first) || first === 126 || first === 0x2248) && counts.test(text)
}

const none: readonly Token[] = []

function joined(...all: readonly (readonly Token[])[]): readonly Token[] {
  let result = none
  for (const tokens of all)
    if (tokens.length > 0) result = result.length === 0 ? tokens : [...result, ...tokens]
  return result
}

function rowMentions(
  section: Section,
  table: Table,
  row: readonly Piece[],
  columns: Columns,
  defines: boolean,
  told: boolean,
  tells: boolean,
): readonly Mention[] {
  const cell = (index: number): Piece | undefined => {
    const found = index < 0 ? undefined : row[index]
    return found === undefined || found.text === '' ? undefined : found
  }
  const titleCell = cell(columns.title)
  const idCell = cell(columns.id)
  const agentCell = cell(columns.agent)
  const title = titleCell ? titleOf(titleCell) : undefined
  if (isSum(title?.text ?? plainOf(row[0] ?? nowhere)) || isCount(title?.text ?? '')) return []
  const statusCell = cell(columns.status)
  const tokens = joined(
    idCell ? titleOf(idCell).tokens : none,
    title?.tokens ?? none,
    statusCell ? statusTokens(statusCell, tells) : shortRow(table, row, columns),
  )
  const ids = rowIds(columns, idCell, title?.id ?? null, agentCell, row[0])
  const piece = titleCell ?? idCell ?? row[0]
  if (!piece) return []
  const fields = rowFields(columns, cell, ids.fromAgent)
  const onlyIds = ids.list.length !== 1
  const text = onlyIds && ids.list.length > 0 ? '' : titleText(titleCell, title, ids.list[0])
  if (ids.list.length === 0 && (text === '' || !told)) return []
  const each: readonly (string | null)[] = ids.list.length > 0 ? ids.list : [null]
  return each.map(
    (id) =>
    mention({
      id, title: text, piece: spanning(piece, row), form: columns.agent >= 0 && text === '' ? 'agents' : 'table',
      defines: defines && text !== '', section, block: table, fields, tokens: each.length === 1 ? tokens : [],
      where: 'cell', struck: title?.struck ?? false,
    }), // prettier-ignore
  )
}

/** Whether a cell of a column for the status says by a sign that something is done. */
function tellsDone(cell: Piece | undefined): boolean {
  return cell !== undefined && valueTokens(cell).some(({ kind, status }) => kind === 'emoji' && status === 'done') // prettier-ignore
}

function statusTokens(cell: Piece, tells: boolean): readonly Token[] {
  const tokens = valueTokens(cell)
  return tokens.length === 0 && tells ? circleTokens(cell) : tokens
}

/** `| R1 | Split it | ✅ Done |` below four headers: what ends a row that is cut short tells how far it is. */
function shortRow(table: Table, row: readonly Piece[], { title }: Columns): readonly Token[] {
  const filled = row.filter(({ text }) => text !== '')
  const last = filled.at(-1)
  if (!last || filled.length >= table.header.length || last === row[title]) return none
  const tokens = valueTokens(last)
  return tokens.some(({ kind, start }) => kind === 'emoji' && start === last.start) ? tokens : none
}

/** An id in front of the title is its own only when it is the row's: "A2 | S1.2 CacheKey" keeps "S1.2". */
function titleText(
  cell: Piece | undefined,
  title: Title | undefined,
  id: string | undefined,
): string {
  if (!cell || !title) return ''
  if (title.id === null || title.id === id) return title.text
  return plain(withoutTokens(cell, title.tokens))
}

function spanning(piece: Piece, row: readonly Piece[]): Piece {
  const start = row[0] ? Math.min(row[0].start, piece.start) : piece.start
  const end: Span['end'] = piece.end
  return worded(start, end, piece.text)
}

interface RowIds {
  readonly list: readonly string[]
  /** The agent's name when id and agent share a cell: "A1 Conflict Analyzer". */
  readonly fromAgent: Piece | null
}

const noIds: RowIds = { list: [], fromAgent: null }

function rowIds(
  columns: Columns,
  idCell: Piece | undefined,
  titleId: string | null,
  agentCell: Piece | undefined,
  first: Piece | undefined,
): RowIds {
  if (idCell) {
    const text = unquoted(titleOf(idCell).id ?? plainOf(idCell))
    return { list: isColumnId(text) ? [text] : listOf(text), fromAgent: null }
  }
  if (titleId !== null) return { list: severalIds(titleId) ?? [titleId], fromAgent: null }
  if (agentCell && columns.distinctAgents) {
    const shared = sharedId(agentCell)
    if (shared) return shared
  }
  if (columns.id >= 0 || !columns.naming || !first || (signsIn(first) & digit) === 0) return noIds
  const text = unquoted(plainOf(first))
  return isId(text) || range(text) ? { list: listOf(text), fromAgent: null } : noIds
}

function listOf(text: string): readonly string[] {
  const expanded = range(text)
  if (expanded) return expanded
  return isId(text)
    ? [text]
    : text
        .split(/[,+&]|\band\b/)
        .map((part) => part.trim())
        .filter(isId)
}

/** "A1 Conflict Analyzer", "A1+A3+A5 feature-implementer": ids in front of an agent's name. */
function sharedId(cell: Piece): RowIds | undefined {
  const text = plain(cell.text)
  const found = /^([A-Z#][\w.#-]*\d(?:\s*[+,&]\s*[A-Z#][\w.#-]*\d)*)\s*(.*)$/.exec(text)
  const ids = (found?.[1] ?? '')
    .split(/[+,&]/)
    .map((part) => part.trim())
    .filter((id) => isId(id) && leadingId(id))
  if (ids.length === 0) return undefined
  const name = found?.[2] ?? ''
  return { list: ids, fromAgent: worded(cell.end - name.length, cell.end, name) }
}

function rowFields(
  columns: Columns,
  cell: (index: number) => Piece | undefined,
  fromAgent: Piece | null,
): Field[] {
  const fields: Field[] = []
  const agent = fromAgent ?? cell(columns.agent)
  if (agent) fields.push({ key: 'agent', name: 'Agent', value: agent })
  for (const [key, index] of columns.fields) {
    const value = index === columns.title ? undefined : cell(index)
    if (value) fields.push({ key, name: key, value })
  }
  if (!columns.fields.some(([key]) => key === 'needs'))
    for (let index = 1; index < columns.width; index++) {
      const found = index === columns.title ? undefined : cell(index)
      if (found && isNeed(found.text)) fields.push({ key: 'needs', name: 'needs', value: found })
    }
  return fields
}

function isNeed(text: string): boolean {
  const small = text.charCodeAt(0) | 32
  return (small === 98 || small === 100) && needing.test(text)
}

/** "Depends on C.1" in any other cell. */
const needing = /^(?:depends on|blocked by)\s+\S/i

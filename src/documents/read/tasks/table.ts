import { once } from '../../../base/index.ts'
import { worded, type Piece, type Span } from '../text/text.ts'
import type { Table } from '../text/blocks.ts'
import { isColumnId, isId, leadingId, range } from '../text/ids.ts'
import type { Key } from '../text/labels.ts'
import { inEnglish, isForeign } from '../text/languages.ts'
import { isLimit } from '../text/limits.ts'
import { mention, type Mention } from './mention.ts'
import { isPhrase, phrasesOf } from '../text/phrases.ts'
import { ofTable } from '../text/remember.ts'
import type { Field, Section } from '../text/sections.ts'
import { bracket, digit, signsIn } from '../text/signs.ts'
import { titleOf, type Title } from '../text/titles.ts'
import { valueTokens, withoutTokens } from '../text/tokens.ts'
import { plain, plainOf, withSingleBlanks } from '../text/words.ts'

/** What the columns of a table hold: indexes, -1 where there is none. */
export interface Columns {
  readonly id: number
  readonly title: number
  /** Whether the first column may name tasks by id: below Phase or Week a number is something else. */
  readonly naming: boolean
  /** The title column says Task, Action, Deliverable, Package or Work item. */
  readonly strong: boolean
  readonly agent: number
  /** No two rows name the same agent, so that `A1 tester` there may tell the row's id. */
  readonly distinctAgents: boolean
  readonly status: number
  readonly fields: readonly (readonly [Key, number])[]
}

const isIdHeader = isPhrase(
  /^(?:#|no|nr|ids?|wg|act|ref|key|code|ticket|issue|story|wp|number|(?:task|action|item|goal|wg|story|work item) ?(?:id|no|#|number)?|t#)$/,
)
const isStrongTitle = isPhrase(
  /^(?:(?:sub)?tasks?|actions?|deliverables?|(?:work )?packages?|work items?|action items?)(?: (?:name|title|description|summary))?$/,
)
const titles: readonly RegExp[] = [
  /^(?:sub)?tasks?\b/, /^actions?\b/, /^deliverables?\b/, /^(?:work )?packages?$/, /^work items?$/, /^goals?$/, /^steps?$/,
  /^(?:title|name|item|activity|feature|story|what|summary|subject)$/, /^description$/,
  /^(?:recommendations?|recommended (?:action|fix)|remediation|fix(?:es)?|proposal|improvement|change|gaps?)$/, /^(?:scope|details?|work|focus|topic)$/, /^(?:target )?files?$/,
] // prettier-ignore

const keyHeaders: readonly (readonly [Key, RegExp])[] = [
  ['needs', /^(?:depend(?:s|ency|encies)?(?: on)?|deps?|blocked by|requires|prerequisites?|prereqs?|needs|after|blockers?)$/],
  ['conditions', /^pre-?conditions?$/],
  ['priority', /^(?:priority|prio|pri)$/],
  ['effort', /^(?:effort|estimates?|estimated (?:time|effort)|time|duration|hours|loe|est\.?|size)$/],
  ['due', /^(?:due|due date|deadline|target date)$/],
  ['outputs', /^(?:outputs?|artifacts?)$/],
  ['command', /^(?:command|run)$/],
  ['retries', /^(?:max )?retries$/],
  ['attempts', /^max attempts$/],
  ['timeout', /^(?:time ?out|time limit)$/],
  ['phase', /^(?:phases?|sprints?|waves?|stages?|milestones?)$/],
] // prettier-ignore

const keyOfHeader = once(
  (): ReadonlyMap<string, Key> =>
    new Map(
      keyHeaders.flatMap(([key, pattern]) =>
        phrasesOf(pattern).map((phrase) => [phrase, key] as const),
      ),
    ),
)
const noFields: Columns['fields'] = keyHeaders.map(([key]) => [key, -1] as const)
const isAgentHeader = isPhrase(
  /^(?:owner )?(?:agents?|owners?|assignees?|assigned(?: to)?|specialists?|responsible|lead)(?: type| agent| skill)?$/,
)
const isStatusHeader = isPhrase(/^(?:(?:current |ci )?status|state|done\??|progress|result)$/)

/** First columns that make a table something else than tasks, whatever follows. */
const opensOtherTable = isPhrase(
  /^(?:metrics?|kpis?|operations?|files?|modules?|areas?|categor(?:y|ies)|risks?|(?:quality )?gates?|milestones?|checks?|variables?|severity|criteri(?:a|on)|facts?|branch|goals? (?:id|state)|trigger|symptom|conditions?|scores?|ranges?|thresholds?|failure(?: modes?| type)?s?|if|when)$/,
)
/** First columns that do so unless a Task column follows. */
const opensWeakTable = isPhrase(
  /^(?:phases?|pr ?#?|prs|components?|crates?|tests?|options?|fields?|parameters?|endpoints?|requirements?|tools?|commands?|versions?|dates?|weeks?|sprints?|days?|resources?|roles?|agents?|questions?|problems?|benchmarks?|platforms?|dimensions?|aspects?|factors?|decisions?|assumptions?|constraints?|adrs?|documents?|patterns?|features?|goals?|issues? type|workflows?|jobs?|gaps?|findings?|property|setting|key|config|name|layer|tier|type|skill|service|database|table|event|hook|scenario|check|signal|claim|evidence|source)$/,
)
/** First columns whose numbers are no ids. */
const opensCounts = isPhrase(
  /^(?:phases?|sprints?|weeks?|waves?|groups?|days?|pr ?#?|prs|priority|milestones?)$/,
)
const isCommitHeader = isPhrase(/^(?:commits?|sha)$/)
const opensSteps = isPhrase(/^(?:goals?|steps?)$/)

/** Finds out what a header's columns hold. */
export function columnsOf(table: Table): Columns {
  const headers = headersOf(table)
  const first = headers[0] ?? ''
  const strong = headers.findIndex(
    (header, index) => isStrongTitle(header) && !allIds(table, index),
  )
  const id = headers.findIndex(
    (header, index) => isIdHeader(header) && mostlyIds(table, index) && index !== strong,
  )
  const starts = strong < 0 && id < 0 && startsIds(table)
  const agent = headers.findIndex(isAgentHeader)
  const weak = strong >= 0 ? strong : starts ? 0 : weakTitle(headers, id)
  // `Task | Module | Status` with nothing but ids below Task: what they are about stands beside them.
  const title = weak < 0 && isStrongTitle(headers[id] ?? '') ? besideIds(headers, id) : weak
  const agents = cellTexts(table, agent)
  return {
    id,
    title,
    strong: strong >= 0,
    naming: starts || (!opensOtherTable(first) && !opensCounts(first)),
    agent,
    distinctAgents: new Set(agents).size === agents.length,
    status: headers.findIndex(isStatusHeader),
    fields: fieldsOf(headers),
  }
}

/** The first column that says something of its own. */
function besideIds(headers: readonly string[], id: number): number {
  return headers.findIndex(
    (header, index) =>
      index !== id &&
      !isAgentHeader(header) &&
      !isStatusHeader(header) &&
      !keyOfHeader().has(header),
  )
}

function fieldsOf(headers: readonly string[]): Columns['fields'] {
  const said = headers.map((header) => keyOfHeader().get(header))
  if (said.every((key) => key === undefined)) return noFields
  return keyHeaders.map(([key]) => [key, said.indexOf(key)] as const)
}

/** The texts of a table's header. */
export const headersOf: (table: Table) => readonly string[] = ofTable((table: Table) =>
  table.header.map(headerText),
)

function headerText(cell: Piece): string {
  const lower = plainOf(cell).toLowerCase()
  return inEnglish(
    (signsIn(cell) & bracket) === 0 ? lower : withSingleBlanks(lower.replace(/\([^()]*\)/g, '')),
  )
}

const anyTitle = new RegExp(titles.map(({ source }) => source).join('|'))

function weakTitle(headers: readonly string[], id: number): number {
  if (!headers.some((header) => anyTitle.test(header))) return -1
  for (const pattern of titles) {
    const found = headers.findIndex((header, index) => index !== id && pattern.test(header))
    if (found >= 0) return found
  }
  return -1
}

function cellTexts(table: Table, column: number): readonly string[] {
  const texts: string[] = []
  // Looking for an element -1 takes long.
  if (column < 0) return texts
  for (const row of table.rows) {
    const cell = row[column]
    const text = cell ? plainOf(cell) : ''
    if (text !== '') texts.push(text)
  }
  return texts
}

function mostlyIds(table: Table, column: number): boolean {
  const texts = cellTexts(table, column)
  return (
    texts.length > 0 &&
    new Set(texts).size * 2 > texts.length &&
    texts.filter((text) => isColumnId(unquoted(text))).length * 2 > texts.length
  )
}

function allIds(table: Table, column: number): boolean {
  const texts = cellTexts(table, column)
  return (
    texts.length > 0 &&
    texts.every((text) => isId(unquoted(text)) || range(unquoted(text)) !== undefined)
  )
}

function unquoted(text: string): string {
  return text.includes('`') ? text.replaceAll('`', '') : text
}

/** The rows of a table that speak of tasks. Rows of other tables that name ids only mention them. */
export function tableMentions(section: Section, table: Table, closed: boolean): readonly Mention[] {
  const columns = columnsOf(table)
  const isTasks = isTaskTable(table, columns)
  const found: Mention[] = []
  for (const row of table.rows)
    for (const each of rowMentions(section, table, row, columns, isTasks && !closed, isTasks))
      found.push(each)
  // `Task | Agent | Dependencies` below "Agent assignments" defines what nothing else does.
  const assigns = section.role === 'agents' || section.role === 'coordination'
  const weak =
    closed &&
    assigns &&
    isTasks &&
    columns.strong &&
    columns.fields.some(([key, index]) => key === 'needs' && index >= 0)
  return weak ? found.map((each) => ({ ...each, weak })) : found
}

/** Whether the rows of a table are tasks. */
export function isTaskTable(table: Table, columns: Columns): boolean {
  const headers = headersOf(table)
  const first = headers[0] ?? ''
  if (columns.naming && columns.title === 0 && identified(table, columns)) return true
  if (opensOtherTable(first)) return false
  if (columns.strong) return saysTasks(table, columns)
  // `Step | Commit | Status` tells what was done.
  if (columns.id < 0 && headers.some(isCommitHeader)) return false
  const carries =
    columns.status >= 0 ||
    columns.agent >= 0 ||
    // `Step | Timeout` may be a table of settings.
    columns.fields.some(([key, index]) => index >= 0 && !isLimit(key))
  if (columns.id < 0) return carries && opensSteps(first) && columns.title === 0
  return carries && !(opensWeakTable(first) && columns.id !== 0)
}

/** In other languages the word for a task heads lists of hints as well (`任务 | 命令`), so that something has to be said of it as work. */
function saysTasks(table: Table, { title, id, status, agent, fields }: Columns): boolean {
  if (!isForeignHeader(table.header[title])) return true
  const plans = ['needs', 'priority', 'effort', 'due']
  return (
    id >= 0 ||
    status >= 0 ||
    agent >= 0 ||
    fields.some(([key, index]) => index >= 0 && plans.includes(key))
  )
}

function isForeignHeader(header: Piece | undefined): boolean {
  return header !== undefined && isForeign(plainOf(header).toLowerCase())
}

/** Below Milestone, Phase or the like: `M1.3: Migrate it` in the first cell, and what it needs or how far it is in another. */
function identified(table: Table, { status, agent, fields }: Columns): boolean {
  if (!startsIds(table)) return false
  const carries = fields.some(
    ([key, index]) => index > 0 && (key === 'needs' || key === 'conditions'),
  )
  return carries || status > 0 || agent > 0
}

const isNumberable = isPhrase(
  /^(?:milestones?|phases?|components?|features?|steps?|stories|story|work)$/,
)

/** Whether most of the first cells are distinct ids with titles. */
function startsIds(table: Table): boolean {
  if (!isNumberable(headersOf(table)[0] ?? '')) return false
  const ids = table.rows.flatMap((row) => {
    const { id, firm, text } = row[0] ? titleOf(row[0]) : { id: null, firm: false, text: '' }
    return id !== null && firm && text !== '' ? [id] : []
  })
  return new Set(ids).size * 2 > table.rows.length
}

const sums = /^(?:total|sum|overall)\b/i
const nowhere = worded(0, 0, '')

function isSum(text: string): boolean {
  return 'tsoTSO'.includes(text[0] ?? ' ') && sums.test(text)
}

function rowMentions(
  section: Section,
  table: Table,
  row: readonly Piece[],
  columns: Columns,
  defines: boolean,
  told: boolean,
): readonly Mention[] {
  const cell = (index: number): Piece | undefined => {
    const found = index < 0 ? undefined : row[index]
    return found === undefined || found.text === '' ? undefined : found
  }
  const titleCell = cell(columns.title)
  const idCell = cell(columns.id)
  const agentCell = cell(columns.agent)
  const title = titleCell ? titleOf(titleCell) : undefined
  if (isSum(title?.text ?? plainOf(row[0] ?? nowhere))) return []
  const statusCell = cell(columns.status)
  const tokens = [
    ...(idCell ? titleOf(idCell).tokens : []),
    ...(title?.tokens ?? []),
    ...(statusCell ? valueTokens(statusCell) : []),
  ]
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
  if (titleId !== null) return { list: [titleId], fromAgent: null }
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
  return fields
}

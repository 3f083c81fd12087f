import { once } from '../../../base/index.ts'
import type { Table } from '../text/blocks.ts'
import { isColumnId, isId, letters, range } from '../text/ids.ts'
import type { Key } from '../text/key-phrases.ts'
import { inEnglish, isForeign } from '../text/languages.ts'
import { isLimit } from '../text/limits.ts'
import { isPhrase, phrasesOf } from '../text/phrases.ts'
import { ofTable } from '../text/remember.ts'
import type { Section } from '../text/sections.ts'
import type { Piece } from '../text/text.ts'
import { bracket, signsIn } from '../text/signs.ts'
import { titleOf } from '../text/titles.ts'
import { isImperative, plainOf, withSingleBlanks } from '../text/words.ts'

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
  /** The columns of metadata that there are. */
  readonly fields: readonly (readonly [Key, number])[]
  readonly width: number
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
const noFields: Columns['fields'] = []
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
  const agent = headers.findIndex(
    (header) => isAgentHeader(header) || header.startsWith('owner skill'),
  )
  const weak = strong >= 0 ? strong : starts ? 0 : weakTitle(headers, id)
  // `Task | Module | Status` with nothing but ids below Task: what they are about stands beside them.
  const beside =
    weak < 0
      ? isStrongTitle(headers[id] ?? '')
      : id >= 0 && strong < 0 && table.rows.every((row) => (row[weak]?.text ?? '') === '')
  const title = beside ? besideIds(headers, id) : weak
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
    width: headers.length,
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
  const found = keyHeaders.map(([key]) => [key, said.indexOf(key)] as const)
  return found.filter(([, index]) => index >= 0)
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

export function unquoted(text: string): string {
  return text.includes('`') ? text.replaceAll('`', '') : text
}

/** `Agent | Module` below "Task breakdown": the column that says who does what; -1 elsewhere. */
export function sharedOut({ role, named, kind }: Section, table: Table, columns: Columns): number {
  if (role !== 'tasks' || !named || kind !== 'heading' || columns.agent < 0 || columns.title >= 0 || columns.id >= 0) return -1 // prettier-ignore
  return headersOf(table).findIndex((header) => /^(?:modules?|components?|areas?|files?|crates?|packages?|parts?|features?)$/.test(header)) // prettier-ignore
}

/** Whether the rows of a table are tasks. */
export function isTaskTable(table: Table, columns: Columns): boolean {
  const headers = headersOf(table)
  const first = headers[0] ?? ''
  if (columns.naming && columns.title === 0 && identified(table, columns)) return true
  if (opensOtherTable(first)) return false
  // `Action | Old | New` tells what was changed.
  if (headers.includes('old') && headers.includes('new')) return false
  if (columns.strong) return saysTasks(table, columns)
  // `Step | Commit | Status` tells what was done.
  if (columns.id < 0 && headers.some(isCommitHeader)) return false
  const carries =
    columns.status >= 0 ||
    columns.agent >= 0 ||
    (columns.id >= 0 && headers.some(isAcceptance)) ||
    // `Step | Timeout` may be a table of settings.
    columns.fields.some(([key, index]) => index >= 0 && !isLimit(key))
  if (columns.id === 0 && saysWork(table, columns)) return true
  if (columns.id < 0)
    return carries && ((opensSteps(first) && columns.title === 0) || isWorkList(headers, columns))
  return carries && !(opensWeakTable(first) && columns.id !== 0)
}

/** `ID | Goal`, where each row has an id of letters and numbers and says by a verb what is to be done. */
function saysWork(table: Table, { id, title }: Columns): boolean {
  const isWork = (row: readonly Piece[]): boolean => {
    const [named, told] = [row[id], row[title]]
    return (
      named !== undefined &&
      told !== undefined &&
      letters(unquoted(plainOf(named))) !== '' &&
      isImperative(told.text)
    )
  }
  return title > 0 && table.rows.length > 1 && table.rows.every(isWork)
}

const isAcceptance = isPhrase(/^(?:(?:acceptance|exit|success) criteria|acceptance|done when)$/)

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

/** `Priority | Item | Status`, `Item | Priority | Effort`: what is given a rank, a size or an end and followed up is work. */
function isWorkList(headers: readonly string[], { title, status, fields }: Columns): boolean {
  const has = (...keys: readonly Key[]): boolean =>
    fields.some(([key, index]) => index >= 0 && keys.includes(key))
  const told = [
    status >= 0,
    has('priority'),
    has('effort'),
    has('due') || headers.includes('target'),
  ]
  return (
    told.filter(Boolean).length > 1 &&
    /^(?:items?|work|feature|improvement|activity|story|initiative)$/.test(headers[title] ?? '')
  )
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

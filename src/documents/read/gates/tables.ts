import type { Table } from '../text/blocks.ts'
import { bareCommand, headingCommand, isRunnable, unescapedPipes } from '../text/command-lines.ts'
import { statedCheck } from './checks.ts'
import { criterion, type CriterionDraft } from './criteria.ts'
import { metricOfRow } from './metrics.ts'
import type { Section } from '../text/sections.ts'
import { columnsOf, headersOf } from '../tasks/columns.ts'
import { isId } from '../text/ids.ts'
import { part, worded, type Piece } from '../text/text.ts'
import { statusOf, titleTokens, valueTokens, withoutTokens } from '../text/tokens.ts'
import { plain } from '../text/words.ts'

/** Tables of gates: the criterion is the Gate, Milestone or Requirement, what is expected its Target, the command its Evidence. */
const none: readonly CriterionDraft[] = []

export function gateTables(section: Section): readonly CriterionDraft[] {
  const all = section.tables
  if (all.length === 0) return none
  return all.flatMap((table) =>
    isGateTable(section, table) ? table.rows.flatMap((row) => rowCriterion(table, row)) : none,
  )
}

function isGateTable(section: Section, table: Table): boolean {
  const first = headersOf(table)[0] ?? ''
  if (/^(?:quality )?gates?(?: (?:name|#))?$/.test(first)) return true
  if (section.role !== 'gate' && section.role !== 'criteria') return false
  if (judged(headersOf(table)) !== undefined) return true
  return (
    /^(?:#|milestones?|requirements?|criteri(?:a|on)|checks?|validation|verification|test|item|success criteri(?:a|on)|condition|metric|acceptance(?: item)?)$/.test(
      first,
    ) && table.header.length > 1
  )
}

/** `QG1 | All tests pass`: where Gate is no more than an id, what is checked stands in the next column. */
function numberedBy(headers: readonly string[], row: readonly Piece[]): number | undefined {
  if (!/^(?:quality )?gates?$/.test(headers[0] ?? '') || !isId(plain(row[0]?.text ?? '')))
    return undefined
  const column = headers.findIndex((header) =>
    /^(?:checks?|criteri(?:a|on)|requirements?|description|validation)$/.test(header),
  )
  return column < 0 ? undefined : column
}

/** `Phase | Gate criteria | Verification`: which column says what is judged, where the first names whose gate it is. */
function judged(headers: readonly string[]): number | undefined {
  if (!/^(?:phases?|sprints?|weeks?|child|tasks?|packages?|wg|ids?)$/.test(headers[0] ?? ''))
    return undefined
  const column = headers.findIndex((header) =>
    /^(?:(?:gate|exit|acceptance|success) )?criteri(?:a|on)$|^acceptance$|^validation$/.test(
      header,
    ),
  )
  return column < 0 ? undefined : column
}

const measuring =
  /^(?:evidence|commands?|checks?|verification|verified by|how(?: measured| to measure)?|validation|method|measurement(?: method)?|measured by|tool|source)$/
const aimed = /^(?:target|goal|threshold|expected)$/

/** Rows of a table of metrics that say their target and how it is measured; the others are only shown (R11). */
export function metricRows(section: Section): readonly CriterionDraft[] {
  if (section.tables.length === 0 || section.role === 'analysis') return none
  return section.tables.flatMap((block) => {
    if (isGateTable(section, block)) return none
    const headers = headersOf(block)
    if (!/^(?:metrics?|kpis?|measures?|indicators?)$/.test(headers[0] ?? '')) return none
    if (!headers.some((header) => aimed.test(header))) return none
    return block.rows.flatMap((row) => rowCriterion(block, row).filter(({ stated }) => stated?.check.kind === 'metric')) // prettier-ignore
  })
}

function rowCriterion(table: Table, row: readonly Piece[]): readonly CriterionDraft[] {
  const headers = headersOf(table)
  const numbered = headers[0] === '#'
  const name = row[judged(headers) ?? numberedBy(headers, row) ?? (numbered ? 1 : 0)]
  if (!name || name.text === '') return []
  const at = (pattern: RegExp): Piece | undefined =>
    row[headers.findIndex((header, index) => index > 0 && pattern.test(header))]
  const status = at(/^(?:status|result|state|actual|outcome|pass(?:ed)?\??)$/)
  const evidence = at(measuring)
  const expected = at(/^(?:target|expected|threshold|criteri(?:a|on)|requirement|pass criteria)$/)
  const isMetric = /^(?:metrics?|kpis?|measures?|indicators?)$/.test(
    headers[numbered ? 1 : 0] ?? '',
  )
  const aim = isMetric ? at(aimed) : undefined
  const tokens = status ? valueTokens(status) : []
  const written =
    headingCommand(name) ??
    (evidence ? (bareCommand(evidence) ?? commandCell(table, evidence)) : null) ??
    (expected?.text.startsWith('`') === true ? headingCommand(expected) : null)
  const command = written && worded(written.start, written.end, unescapedPipes(written.text))
  const measured =
    isMetric && aim && evidence ? metricOfRow(name.text, aim.text, evidence.text) : null
  const stated = measured ?? (command ? null : statedCheck(plain(name.text), null))
  return [
    {
      text: plain(withoutTokens(name, titleTokens(name))), piece: name, tokens: [...titleTokens(name), ...tokens].map((token) => ({ token, where: 'cell' as const })),
      status: statusOf(tokens), command, runnable: command !== null && isRunnable(command.text), expect: stated?.expect ?? (expected && expected.text !== '' ? plain(expected.text) : null), stated, adorned: false,
    },
  ] // prettier-ignore
}

/** `nextest -p core` below Command: there code is a command, whatever program it calls. */
function commandCell(table: Table, cell: Piece): Piece | null {
  const headers = headersOf(table)
  const isCommandColumn = table.rows.some((row) => headers.some((header, index) => row[index] === cell && /^commands?$/.test(header))) // prettier-ignore
  const code = isCommandColumn ? /^(`+)([^`]+)\1$/.exec(cell.text) : null
  return code?.[2] === undefined
    ? null
    : part(cell, code[1]?.length ?? 1, cell.text.length - (code[1]?.length ?? 1))
}

/** A goal with the criteria in its row. */
export interface GoalRow {
  readonly title: string
  readonly piece: Piece
  readonly criteria: readonly CriterionDraft[]
}

/** `| Goal | Success criteria |`: each row is the gate of a goal. */
export function goalTables(section: Section): readonly GoalRow[] {
  const all = section.tables
  if (all.length === 0) return []
  return all.flatMap((block) => {
    if (!/^goals?$/.test(headersOf(block)[0] ?? '')) return []
    const column = headersOf(block).findIndex((header) =>
      /^(?:success|acceptance) criteri(?:a|on)$/.test(header),
    )
    if (column < 0 || columnsOf(block).strong) return []
    return block.rows.flatMap((row) => {
      const [name, cell] = [row[0], row[column]]
      return name && cell && cell.text !== ''
        ? [
            {
              title: plain(name.text),
              piece: name,
              criteria: [criterion(cell, null)],
            },
          ]
        : []
    })
  })
}

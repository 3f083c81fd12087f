import type { Table } from '../text/blocks.ts'
import { bareCommand, headingCommand, isRunnable, unescapedPipes } from '../text/command-lines.ts'
import { criterion, type CriterionDraft } from './criteria.ts'
import { tables, type Section } from '../text/sections.ts'
import { columnsOf, headerText } from '../tasks/table.ts'
import type { Piece } from '../text/text.ts'
import { statusOf, titleTokens, valueTokens, withoutTokens } from '../text/tokens.ts'
import { plain } from '../text/words.ts'

/** Tables of gates: the criterion is the Gate, Milestone or Requirement, what is expected its Target, the command its Evidence. */
const none: readonly CriterionDraft[] = []

export function gateTables(section: Section): readonly CriterionDraft[] {
  const all = tables(section)
  if (all.length === 0) return none
  return all.flatMap((table) =>
    isGateTable(section, table) ? table.rows.flatMap((row) => rowCriterion(table, row)) : none,
  )
}

function isGateTable(section: Section, table: Table): boolean {
  const first = headerText(table.header[0] ?? { start: 0, end: 0, text: '' })
  if (/^(?:quality )?gates?(?: (?:name|#))?$/.test(first)) return true
  if (section.role !== 'gate' && section.role !== 'criteria') return false
  return (
    /^(?:#|milestones?|requirements?|criteri(?:a|on)|checks?|validation|verification|test|item|success criteri(?:a|on)|condition|metric)$/.test(
      first,
    ) && table.header.length > 1
  )
}

function rowCriterion(table: Table, row: readonly Piece[]): readonly CriterionDraft[] {
  const headers = table.header.map(headerText)
  const numbered = headers[0] === '#'
  const name = row[numbered ? 1 : 0]
  if (!name || name.text === '') return []
  const at = (pattern: RegExp): Piece | undefined =>
    row[headers.findIndex((header, index) => index > 0 && pattern.test(header))]
  const status = at(/^(?:status|result|state|actual|outcome|pass(?:ed)?\??)$/)
  const evidence = at(
    /^(?:evidence|commands?|checks?|verification|how|validation|method|measurement|tool)$/,
  )
  const expected = at(/^(?:target|expected|threshold|criteri(?:a|on)|requirement|pass criteria)$/)
  const tokens = status ? valueTokens(status) : []
  const written = headingCommand(name) ?? (evidence ? bareCommand(evidence) : null)
  const command = written && { ...written, text: unescapedPipes(written.text) }
  return [
    {
      text: plain(withoutTokens(name, titleTokens(name))), piece: name, tokens: [...titleTokens(name), ...tokens].map((token) => ({ token, where: 'cell' as const })),
      status: statusOf(tokens), command, runnable: command !== null && isRunnable(command.text), expect: expected && expected.text !== '' ? plain(expected.text) : null, adorned: false,
    },
  ] // prettier-ignore
}

/** A goal with the criteria in its row. */
export interface GoalRow {
  readonly title: string
  readonly piece: Piece
  readonly criteria: readonly CriterionDraft[]
}

/** `| Goal | Success criteria |`: each row is the gate of a goal. */
export function goalTables(section: Section): readonly GoalRow[] {
  const all = tables(section)
  if (all.length === 0) return []
  return all.flatMap((block) => {
    if (!/^goals?$/.test(headerText(block.header[0] ?? { start: 0, end: 0, text: '' }))) return []
    const column = block.header.findIndex((cell) =>
      /^(?:success|acceptance) criteri(?:a|on)$/.test(headerText(cell)),
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

import type { Item, Table } from '../text/blocks.ts'
import { phaseNumber, type Numbered } from '../text/roles.ts'
import { enclosing, type Outline, type Section } from '../text/sections.ts'
import { worded, type Piece } from '../text/text.ts'
import { valueTokens, type Token } from '../text/tokens.ts'
import { plainOf } from '../text/words.ts'
import { columnsOf, headersOf, isTaskTable } from './columns.ts'

/** The numbers of the phases that headings open: `phase 1`, `sprint 2`. */
export function phaseNumbers({ all }: Outline): ReadonlySet<string> {
  const numbers = new Set<string>()
  for (const { kind, role, number } of all) {
    const name = kind === 'heading' && role === 'phase' ? nameOf(number) : undefined
    if (name !== undefined) numbers.add(name)
  }
  return numbers
}

/**
 * `- [x] Phase 1: Set up` elsewhere than below the heading of phase 1 shows how far that phase is, and is no task. Not so a checkbox
 * with parts of its own: there the list is the plan.
 */
export function isPhaseMark(item: Item, section: Section, phases: ReadonlySet<string>): boolean {
  if (item.checkbox === null || phases.size === 0) return false
  const name = nameOf(phaseNumber(item.text))
  return (
    name !== undefined &&
    phases.has(name) &&
    !section.items.some(({ parent }) => parent === item) &&
    enclosing(section, (at) => nameOf(at.number) === name) === null
  )
}

/**
 * `1. **Run Phase 1 first** - the loader`: the items of lists that name phases which headings open, and nothing else. They say when, and
 * are no tasks.
 */
export function phaseTurns({ items }: Section, phases: ReadonlySet<string>): ReadonlySet<Item> {
  if (phases.size === 0 || !items.some(({ text }) => turn.test(text))) return noTurns
  const turns = new Set<Item>()
  for (const members of Map.groupBy(items, ({ list }) => list).values())
    if (members.length > 1 && members.every((item) => namesTurn(item, phases)))
      for (const item of members) turns.add(item)
  return turns
}

const noTurns: ReadonlySet<Item> = new Set()

function namesTurn(item: Item, phases: ReadonlySet<string>): boolean {
  const rest = item.checkbox === null ? turn.exec(item.text)?.[1] : undefined
  const name = rest === undefined ? undefined : nameOf(phaseNumber(rest))
  return name !== undefined && phases.has(name)
}

const turn =
  /^(?:\*\*)?(?:run|do|begin|start|execute|complete|finish) (?:with )?((?:phase|sprint|stage|wave|week) .*)$/i

/** A row of a table that shows how far phases are. */
export interface PhaseRow {
  /** As in a heading: "Phase 1", also where only 1 stands in the cell. */
  readonly title: Piece
  readonly tokens: readonly Token[]
}

/** `Phase | Status`: the rows that show how far phases are. None of a table of tasks, which have their phase in a column. */
export function phaseRows(table: Table, phases: ReadonlySet<string>): readonly PhaseRow[] {
  const kind = /^(?:phase|sprint|wave|stage|group|week)/.exec(headersOf(table)[0] ?? '')?.[0]
  if (kind === undefined || phases.size === 0) return []
  const columns = columnsOf(table)
  if (columns.status <= 0 || isTaskTable(table, columns)) return []
  return table.rows.flatMap((row) => {
    const [cell, status] = [row[0], row[columns.status]]
    if (!cell || !status) return []
    const text = plainOf(cell)
    const title = /^\w{1,4}$/.test(text) ? worded(cell.start, cell.end, `${kind} ${text}`) : cell
    const name = nameOf(phaseNumber(title.text))
    const tokens = valueTokens(status)
    return name !== undefined && phases.has(name) && tokens.length > 0 ? [{ title, tokens }] : []
  })
}

/** Steps and goals may be tasks themselves. */
function nameOf(number: Numbered | undefined): string | undefined {
  return number === undefined ||
    number.kind === 'step' ||
    number.kind === 'goal' ||
    number.kind === 'subgoal'
    ? undefined
    : `${number.kind} ${number.number}`
}

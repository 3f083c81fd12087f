import type { Figure, Slug } from '../../model/index.ts'
import type { Group } from './order/groups.ts'
import type { Draft } from './tasks/identity.ts'
import { headersOf } from './tasks/columns.ts'
import type { Table } from './text/blocks.ts'
import { labelOf } from './text/labels.ts'
import { matches } from './text/matches.ts'
import { ofSection } from './text/remember.ts'
import { phaseNumber } from './text/roles.ts'
import type { Section } from './text/sections.ts'
import { percent, signsIn } from './text/signs.ts'
import { titleIndex } from './text/similar.ts'
import { part, type Piece, type Text } from './text/text.ts'
import { plain } from './text/words.ts'
import type { Reading } from './understand.ts'

/** Every figure of the document that follows from progress, in its order. */
export function figuresOf(reading: Reading, text: Text, original: string): readonly Figure[] {
  const found = new Map<number, Figure>()
  const add = (piece: Piece, figure: Unplaced): void => {
    const place = text.place(piece)
    // A figure in a repaired stretch could not be written back.
    if (original.slice(place.start, place.end) !== piece.text || found.has(place.start)) return
    found.set(place.start, { ...figure, place, text: piece.text })
  }
  for (const section of reading.outline.all)
    for (const block of section.blocks) {
      if (block.kind === 'line' || block.kind === 'item') shares(block, section, reading, add)
      if (block.kind === 'table') progressRows(block, reading, add)
    }
  measures(reading, add)
  return [...found.values()].toSorted((a, b) => a.place.start - b.place.start)
}

type Unplaced =
  | { readonly kind: 'share'; readonly tasks: readonly Slug[] }
  | { readonly kind: 'count'; readonly of: 'done' | 'open'; readonly tasks: readonly Slug[] }
  | { readonly kind: 'measure'; readonly gate: Slug; readonly criterion: Slug }
  | { readonly kind: 'output'; readonly name: string }

type Add = (piece: Piece, figure: Unplaced) => void

/** `Prepared statements ___% → Metrics ___%`; digits only where a heading says that it shows progress. */
function shares(line: Piece, section: Section, reading: Reading, add: Add): void {
  if ((signsIn(line) & percent) === 0) return
  const isProgress = showsProgress(section)
  const label = labelOf(line)
  const within = label ? groupNamed(label.name.text, reading) : undefined
  const from = label ? line.text.length - label.value.text.length : 0
  let start = from
  for (const blank of matches(line.text, /(_{2,}|\b\d{1,3})(?=\s?%)/g)) {
    const name = plain(
      line.text.slice(start, blank.index).replace(/^[%\s→>,;|&+-]+|[:\s*~≈-]+$/g, ''),
    )
    start = blank.index + blank[0].length + 1
    if (!blank[0].startsWith('_') && !isProgress) continue
    const tasks = name === '' ? within?.tasks : tasksNamed(name, within, reading)
    if (tasks && tasks.length > 0)
      add(part(line, blank.index, blank.index + blank[0].length), {
        kind: 'share',
        tasks: tasks.map(({ key }) => key),
      })
  }
}

/** Whether the title of a section, or of one around it, says that it shows progress. */
const showsProgress: (section: Section) => boolean = ofSection(
  ({ title, parent }: Section): boolean =>
    /\bprogress\b|\bcompletion\b/i.test(title.text) || (parent !== null && showsProgress(parent)),
)

/** The tasks that a name means: a group's, or the one task with such a title, of the group if one is named. */
function tasksNamed(
  name: string,
  within: Group | undefined,
  reading: Reading,
): readonly Draft[] | undefined {
  const group = groupNamed(name, reading)
  if (group) return group.tasks
  const index = within
    ? titleIndex(within.tasks.map((task) => ({ value: task, title: task.title })))
    : reading.words.titles
  const task = index.similar(name)
  return task && [task]
}

function groupNamed(name: string, { words }: Reading): Group | undefined {
  const number = phaseNumber(name)
  if (number) return words.groups.get(`${number.kind} ${number.number}`)
  return words.groupTitles.same(name)
}

const rowNames =
  /^(?:phases?|sprints?|goals?|sub-?goals?|groups?|weeks?|milestones?|components?|areas?|agents?|tracks?|workstreams?|stages?|waves?)$/

/** `| Phase | Tasks | Done | Progress |`: counts and percentages of a table whose rows name groups. */
function progressRows(table: Table, reading: Reading, add: Add): void {
  const headers = headersOf(table)
  if (!rowNames.test(headers[0] ?? '')) return
  const column = (pattern: RegExp): number =>
    headers.findIndex((header, index) => index > 0 && pattern.test(header))
  const all = column(/^(?:total|tasks|total tasks|items|all)$/)
  const done = column(/^(?:done|completed?|finished|closed)(?: tasks)?$/)
  const open = column(/^(?:remaining|left|open|pending|to-?do)(?: tasks)?$/)
  const share = column(
    /^(?:%|% (?:done|complete)|percent(?:age)?|progress|completion|complete|share)$/,
  )
  for (const row of table.rows) {
    const name = plain(row[0]?.text ?? '')
    const tasks = /^(?:total|overall|all|sum)\b/i.test(name)
      ? reading.tasks
      : groupNamed(name, reading)?.tasks
    if (!tasks || tasks.length === 0) continue
    // A table that counts otherwise than we do is not ours to fill.
    const total = numberIn(row[all])
    if (total && Number(total.text) !== tasks.length) continue
    const keys = tasks.map(({ key }) => key)
    const [doneCell, openCell, shareCell] = [numberIn(row[done]), numberIn(row[open]), row[share]]
    if (doneCell) add(doneCell, { kind: 'count', of: 'done', tasks: keys })
    if (openCell) add(openCell, { kind: 'count', of: 'open', tasks: keys })
    if (shareCell) shareFigure(shareCell, tasks.length, keys, add)
  }
}

/** A cell that is a number, but for emphasis. */
function numberIn(cell: Piece | undefined): Piece | undefined {
  const found = cell && /^(\**)(\d+)\1$/.exec(cell.text)
  return cell && found
    ? part(cell, (found[1] ?? '').length, (found[1] ?? '').length + (found[2] ?? '').length)
    : undefined
}

/** `40%`, `___%`, `2/5`. */
function shareFigure(cell: Piece, total: number, tasks: readonly Slug[], add: Add): void {
  const percent = /(_{2,}|\d{1,3})(?=\s?%)/.exec(cell.text)
  if (percent)
    add(part(cell, percent.index, percent.index + percent[0].length), { kind: 'share', tasks })
  const ratio = /(\d+)\s*\/\s*(\d+)/.exec(cell.text)
  if (ratio && Number(ratio[2]) === total)
    add(part(cell, ratio.index, ratio.index + (ratio[1] ?? '').length), {
      kind: 'count',
      of: 'done',
      tasks,
    })
}

/** Where both stand, Current is what was before. */
const measuredColumns = [/^(?:actual|measured|observed)\b/, /^(?:current|now|value)\b/]

/** What a criterion measures, in words: "Coverage" of ``Coverage ≥ 80 % (`npm run coverage`)``. */
function measuredName(text: string): string {
  const words = text.replace(/`[^`]*`/g, ' ')
  return words.replace(/\s(?:[=<>≤≥]|(?:at least|at most|under|below|over|above|less than|more than)\s)\s*\d.*$/is, '') // prettier-ignore
}

/**
 * The Actual or Current cell of a row that is a criterion with a measure, or whose metric such a criterion is about; else of a metric
 * that a task may tell.
 */
function measures(reading: Reading, add: Add): void {
  const keys = reading.gateKeys
  const owners = new Map<number, { gate: Slug; criterion: Slug }>()
  const named: { value: { gate: Slug; criterion: Slug }; title: string }[] = []
  reading.gates.forEach(({ criteria }, index) => {
    criteria.forEach(({ piece, text, command, stated, expect }, at) => {
      const value = { gate: keys[index]?.gate ?? '', criterion: keys[index]?.criteria[at] ?? '' }
      if ((command === null && stated?.check.kind !== 'metric') || expect === null) return
      owners.set(piece.start, value)
      named.push({ value, title: measuredName(text) }, { value, title: expect })
    })
  })
  const titles = titleIndex(named)
  for (const section of reading.outline.all)
    for (const block of section.tables) {
      const headers = headersOf(block)
      const columns = measuredColumns.map((one) => headers.findIndex((header, at) => at > 0 && one.test(header))) // prettier-ignore
      const column = columns.find((at) => at > 0)
      if (column === undefined) continue
      const isMetrics = /^(?:metrics?|kpis?|measures?|indicators?)\b/.test(headers[0] ?? '')
      for (const row of block.rows) {
        const own = row.map(({ start }) => owners.get(start)).find(Boolean)
        const name = plain(row[0]?.text ?? '')
        const meant = own ?? (isMetrics ? titles.similar(name) : undefined)
        const token = row[column] && measuredToken(row[column])
        if (!token) continue
        if (meant) add(token, { kind: 'measure', ...meant })
        else if (isMetrics && name !== '') add(token, { kind: 'output', name })
      }
    }
}

/** The number of a cell, or the whole of one that says that nothing is known yet. */
function measuredToken(cell: Piece): Piece | undefined {
  if (/^(?:tbd|tba|\?+|[-–—]|n\/?a|_{2,}%?|pending|unknown|not measured|)$/i.test(cell.text))
    return cell
  const found = /[~≈]?-?\d[\d,]*(?:\.\d+)?(?:\s?%|\s?(?:[nuµm]?s|min|h|[kMG]i?B|KB)\b)?/.exec(
    cell.text,
  )
  return found ? part(cell, found.index, found.index + found[0].length) : undefined
}

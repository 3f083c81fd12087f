import { forText } from '../../../base/index.ts'
import type { Draft } from '../tasks/identity.ts'
import { isProgram } from '../tasks/fence.ts'
import { isPhaseMark, phaseRows } from '../tasks/phase-marks.ts'
import { foldId, isId, range } from '../text/ids.ts'
import { isBlank } from '../text/blanks.ts'
import { matches } from '../text/matches.ts'
import { phaseNumber } from '../text/roles.ts'
import type { Outline, Section } from '../text/sections.ts'
import { colon, signsIn } from '../text/signs.ts'
import { part, type Piece } from '../text/text.ts'
import { checkboxToken, type PlacedToken } from '../text/tokens.ts'
import { plain } from '../text/words.ts'

/** A place that speaks of a group. */
export interface GroupPlace {
  /** The heading, bold line or fence line. */
  readonly title: Piece
  readonly section: Section | null
  /** What a bold line says behind the name: `✅ COMPLETE`. */
  readonly value: Piece | null
  /** What shows how far it is, in a list or table of nothing but that, and where. */
  readonly marks?: readonly PlacedToken[]
}

/** A phase that a line names, with the tasks that it names for it. */
export interface LinePlace {
  readonly place: GroupPlace
  readonly tasks: readonly Draft[]
}

/** The checkboxes and rows of a section that show how far phases are. */
export function markPlaces(section: Section, phases: ReadonlySet<string>): readonly GroupPlace[] {
  const found: GroupPlace[] = []
  for (const item of section.items)
    if (item.checkbox && isPhaseMark(item, section, phases))
      found.push(marked(item, [{ token: checkboxToken(item.checkbox), where: 'list' }]))
  for (const table of section.tables)
    for (const { title, tokens } of phaseRows(table, phases))
      found.push(marked(title, tokens.map((token) => ({ token, where: 'cell' })))) // prettier-ignore
  return found
}

function marked(title: Piece, marks: readonly PlacedToken[]): GroupPlace {
  return { title, section: null, value: null, marks }
}

/** `Phase A (parallel): A1, A2` as a list item that names tasks, or in a fence, where the lines below may name them too. */
export function linePlaces(
  section: Section,
  ids: ReadonlyMap<string, Draft>,
): readonly LinePlace[] {
  if (section.items.length === 0 && section.fences.length === 0) return noPlaces
  if (section.role === 'prompt' || section.role === 'timeline') return noPlaces
  const found: LinePlace[] = []
  for (const block of section.blocks) {
    if (block.kind === 'fence' && !isProgram(block)) found.push(...fencePlaces(block.lines, ids))
    if (block.kind !== 'item' || block.checkbox) continue
    const place = linePlace(block)
    const tasks = place?.value ? named(place.value.text, ids) : none
    if (place && tasks.length > 0) found.push({ place, tasks })
  }
  return found
}

const noPlaces: readonly LinePlace[] = []

function fencePlaces(
  lines: readonly Piece[],
  ids: ReadonlyMap<string, Draft>,
): readonly LinePlace[] {
  const result: LinePlace[] = []
  let open: { readonly tasks: Draft[]; readonly column: number } | null = null
  for (const line of lines) {
    const drawn = drawnPlace(line)
    if (drawn) {
      result.push({ place: drawn, tasks: named(drawn.title.text, ids) })
      open = null
      continue
    }
    const place = linePlace(line)
    const column = line.text.search(/\S/)
    if (place) {
      const tasks = [...named(place.value?.text ?? '', ids)]
      const own = tasks.length > 0
      // Words without ids belong to the phase's name, and the lines below say what is in it.
      result.push({ place: own ? place : { ...place, title: part(line, column) }, tasks })
      open = own ? null : { tasks, column }
    } else if (open && column >= 0) {
      const further = column > open.column || !/^\s*\p{Letter}/u.test(line.text)
      if (column < open.column || !further) open = null
      else open.tasks.push(...named(line.text, ids))
    }
  }
  return result
}

const phaseLine =
  /^[\s*]*((?:Phase|Wave|Stage|Sprint|Batch|Group)\s+\w+(?:\s*\([^()]*\))?)\**\s*:\**\s*(.*)$/i

/** Whether the first letter is that of a word in `phaseLine`: only blanks and `*` may stand before it. */
function mayBePhase(text: string): boolean {
  let at = 0
  while (text.charCodeAt(at) === 42 || isBlank(text.charCodeAt(at))) at++
  return 'pwsbgPWSBG'.includes(text[at] ?? ' ')
}

const drawnPhase =
  /^[\s│├└─]*((?:Phase|Wave|Stage|Sprint|Batch|Group)\s+\w+(?:\s*\([^()]*\))?)\s*(?:─+|-{2,})\s*((?:parallel|sequential|concurrent|hybrid)\b.*)$/i

/** `Phase 2 (A1, A2) ─── parallel ──> Done` in a fence: how a phase runs. */
function drawnPlace(line: Piece): GroupPlace | undefined {
  const found = /─|--/.test(line.text) ? drawnPhase.exec(line.text) : null
  const [, name = '', mode = ''] = found ?? []
  if (!found || phaseNumber(name) === undefined) return undefined
  const at = line.text.indexOf(name)
  const value = part(line, line.text.length - mode.length)
  return { title: part(line, at, at + name.length), section: null, value }
}

function linePlace(line: Piece): GroupPlace | undefined {
  const found = (signsIn(line) & colon) !== 0 && mayBePhase(line.text) ? phaseLine.exec(line.text) : null // prettier-ignore
  if (!found || phaseNumber(found[1] ?? '') === undefined) return undefined
  const at = line.text.indexOf(found[1] ?? '')
  const title = part(line, at, at + (found[1] ?? '').length)
  const value = part(line, line.text.length - (found[2] ?? '').length)
  return { title, section: null, value }
}

const phaseBehind = /(?:^|[—–:-])\s*((?:phase|sprint|wave|stage|group)\s+\w+)/gi

/** "Phase B: Completion" at the root of a tree, when the document is the plan of phase B: no phase within it. */
export function isDocument({ title }: GroupPlace, { all }: Outline): boolean {
  const heading = all.find((section) => section.depth === 1)
  const number = phaseNumber(title.text)
  if (!heading || !number) return false
  return matches(heading.title.text, phaseBehind).some((found) => {
    const own = phaseNumber(found[1] ?? '')
    return own?.kind === number.kind && own.number === number.number
  })
}

/** The tasks whose ids or ranges a text names. */
export function named(text: string, ids: ReadonlyMap<string, Draft>): readonly Draft[] {
  if (ids.size === 0 || !/\d/.test(text)) return none
  const found = new Set<Draft>()
  const words = plain(text)
  for (const word of matches(words, namelike(words))) {
    const token = word[0].endsWith('.') ? word[0].replace(/\.+$/, '') : word[0]
    const expanded = ids.has(foldId(token)) ? [token] : (range(token) ?? [])
    for (const id of expanded) {
      const task = isId(id) || ids.has(foldId(id)) ? ids.get(foldId(id)) : undefined
      if (task) found.add(task)
    }
  }
  return [...found]
}

const none: readonly Draft[] = []

const namelike = forText(
  String.raw`#?[\p{Letter}\p{Number}][\p{Letter}\p{Number}.#]*(?:[-\u2013\u2014\u2026][\p{Letter}\p{Number}.]+)*`,
  'gu',
)

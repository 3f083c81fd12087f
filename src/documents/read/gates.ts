import type { Status } from '../../model/index.ts'
import type { Item, Table } from './blocks.ts'
import { bareCommand, headingCommand, isRunnable } from './commands.ts'
import { cleanTitle, groupNames, type Group } from './groups.ts'
import type { Draft } from './identity.ts'
import { fieldOf } from './tasks-list.ts'
import { phaseNumber, roleTitle } from './roles.ts'
import { enclosing, items, type Outline, type Section } from './sections.ts'
import type { TitleIndex } from './similar.ts'
import { columnsOf, headerText } from './tasks-table.ts'
import { part, type Piece } from './text.ts'
import {
  checkboxToken,
  statusOf,
  titleTokens,
  valueTokens,
  withoutTokens,
  type Token,
} from './tokens.ts'
import type { PlacedToken } from './statuses.ts'
import { plain } from './words.ts'

export interface CriterionDraft {
  readonly text: string
  readonly piece: Piece
  readonly tokens: readonly PlacedToken[]
  readonly status: Status | null
  readonly command: Piece | null
  readonly runnable: boolean
  readonly expect: string | null
  /** A ✅ in front that may only be an ornament. */
  readonly adorned: boolean
}

export interface GateDraft {
  readonly title: string
  readonly piece: Piece
  /** The phase or goal that it closes. */
  readonly group: Group | null
  /** The task whose acceptance criteria these are. */
  readonly task: Draft | null
  readonly criteria: readonly CriterionDraft[]
  /** All criteria carry a ✅ though what they judge is not done. */
  readonly decorated: boolean
}

/** What gates need to know of the plan around them. */
export interface GateContext {
  readonly groups: readonly Group[]
  readonly owners: ReadonlyMap<Section, Draft>
  readonly isDone: (group: Group | null) => boolean
  /** Items that speak of tasks already. */
  readonly taken: ReadonlySet<unknown>
}

/** Every gate of the document in its order (R11). */
export function gatesOf(outline: Outline, context: GateContext): readonly GateDraft[] {
  const bySection = new Map<Section, Group>()
  for (const group of context.groups)
    for (const { section } of group.places) if (section) bySection.set(section, group)
  const names = groupNames(context.groups)
  const gates: GateDraft[] = []
  for (const section of outline.all) {
    const criteria = [...sectionCriteria(section, context), ...gateTables(section)]
    const group = groupOfGate(section, bySection, context.groups, names)
    if (criteria.length > 0) gates.push(gate(section, criteria, group, context))
    gates.push(...goalTables(section))
  }
  return gates
}

function gate(
  section: Section,
  found: readonly CriterionDraft[],
  group: Group | null,
  context: GateContext,
): GateDraft {
  const at = enclosing(section, (each) => context.owners.has(each))
  const task = at ? (context.owners.get(at) ?? null) : null
  const adorned = found.length > 0 && found.every((each) => each.adorned)
  const decorated = adorned && !context.isDone(group)
  const criteria = decorated ? found.map((each) => ({ ...each, status: null, tokens: [] })) : found
  return {
    title: titleOfGate(section, task, group),
    piece: section.title,
    group,
    task,
    criteria,
    decorated,
  }
}

const abandoning =
  /\b(?:no.?go|pivot|adjust|abort|stop|fail(?:ure)?|kill|abandon|rollback)\b.{0,12}(?:criteria|conditions)/i

/** Labels inside a gate that tell what follows from it, or what to give up for. */
function isAside(section: Section): boolean {
  return (
    abandoning.test(section.title.text) ||
    /^(?:outcomes?|decisions?|actions?|consequences?|on failure|if\b.*|rationale|notes?|implementation notes|report back.*)$/i.test(
      roleTitle(section.title.text),
    )
  )
}

/** Whether a section opens a gate of its own, rather than adding to the one around it. */
function opensGate(section: Section): boolean {
  if (section.kind === 'root' || section.depth === 1) return false
  const own = (section.role === 'gate' || section.role === 'criteria') && section.named
  if (isAside(section)) return false
  if (
    own &&
    section.role === 'criteria' &&
    section.parent &&
    enclosing(section.parent, (at) => at.role === 'gate' && at.named)
  )
    return false
  return own || isValidationPhase(section)
}

/** A phase of validation is a gate when its bullets are commands. */
function isValidationPhase(section: Section): boolean {
  if (section.role !== 'phase' || !section.named) return false
  if (!/validat|verif|quality/i.test(section.title.text)) return false
  const own = items(section).filter((item) => !item.parent)
  return (
    section.blocks.every((block) => block.kind !== 'table') &&
    own.some(
      (item) => headingCommand(stripped(item).text) !== null || /^run:?\s*`/i.test(item.text),
    )
  )
}

function sectionCriteria(section: Section, context: GateContext): readonly CriterionDraft[] {
  if (!opensGate(section)) return []
  const result: CriterionDraft[] = []
  if (section.value && section.value.text !== '' && statusOnly(section.value) === false)
    result.push(...sentences(section.value).map((piece) => criterion(piece, null)))
  collectItems(
    section,
    section.value !== null && section.value.text !== '' && !statusOnly(section.value),
    context,
    result,
  )
  return result
}

function statusOnly(value: Piece): boolean {
  const tokens = valueTokens(value)
  return (
    tokens.length > 0 && plain(withoutTokens(value, tokens)).replace(/\([^()]*\)/g, '').length < 3
  )
}

/** The section's items and those below its plain labels; a value behind the label leaves the list to others. */
function collectItems(
  section: Section,
  valued: boolean,
  context: GateContext,
  result: CriterionDraft[],
): void {
  const gateRole =
    section.role === 'gate' || section.role === 'criteria' || isValidationPhase(section)
  if (!gateRole) return
  const own = new Set(items(section))
  if (!valued)
    for (const item of own) {
      const parentCounts = item.parent !== null && own.has(item.parent)
      if (parentCounts && !isLabelOnly(item.parent)) continue
      if (
        context.taken.has(item) ||
        isLabelOnly(item) ||
        (fieldOf(item) && !/^run$/i.test(fieldOf(item)?.name ?? '') && isMetadata(item))
      )
        continue
      // "All agents complete → Quality gates" says when, not what.
      if (!/(?:→|->)\s*(?:quality )?gates?\b/i.test(item.text)) result.push(criterion(item, item))
    }
  for (const child of section.children)
    if (!opensGate(child) && !isAside(child) && child.kind !== 'heading')
      collectItems(child, false, context, result)
    else if (
      child.kind === 'heading' &&
      !opensGate(child) &&
      (child.role === 'gate' || child.role === 'criteria') &&
      !isAside(child)
    )
      collectItems(child, false, context, result)
}

function isLabelOnly(item: Item | null): boolean {
  return item !== null && /^\**[^*`]{1,60}:?\**:\s*$|^\*\*[^*]{1,60}:\*\*$/.test(item.text)
}

function isMetadata(item: Item): boolean {
  const key = fieldOf(item)?.key
  return key !== undefined && key !== 'other' && key !== 'command' && key !== 'outputs'
}

/** "All PRs merged. `gh run list` shows green." are two criteria. */
function sentences(value: Piece): readonly Piece[] {
  const result: Piece[] = []
  let start = 0
  for (const found of value.text.matchAll(/\.\s+(?=[\p{Lu}`])/gu)) {
    if ((value.text.slice(start, found.index).split('`').length - 1) % 2 === 1) continue
    result.push(part(value, start, found.index))
    start = found.index + found[0].length
  }
  result.push(part(value, start, value.text.replace(/\.$/, '').length))
  return result.filter((piece) => piece.text !== '')
}

/** The text of an item without status tokens, and what stands behind a trailing arrow. */
function stripped(item: Piece): {
  readonly text: Piece
  readonly lead: Token | null
  readonly result: Piece | null
  readonly tokens: readonly Token[]
} {
  const tokens = titleTokens(item)
  const lead = tokens.find((token) => token.start === item.start && token.kind === 'emoji') ?? null
  const from = lead ? lead.text.length : 0
  const arrow = /\s(?:→|->|=>|⇒)\s/.exec(item.text.slice(from))
  const end = arrow ? from + arrow.index : item.text.length
  const text = part(item, from, end)
  return { text, lead, result: arrow ? part(item, end + arrow[0].length) : null, tokens }
}

function criterion(piece: Piece, item: Item | null): CriterionDraft {
  const { text, lead, result, tokens } = stripped(piece)
  const box = item?.checkbox ? checkboxToken(item.checkbox) : null
  const outcome = result ? valueTokens(result) : []
  const own = box
    ? [box]
    : result
      ? [...tokens.filter((token) => token.start < text.end), ...outcome]
      : tokens
  const unique = [...new Map(own.map((token) => [token.start, token])).values()]
  const command = headingCommand(text)
  const words = plain(withoutTokens(text, titleTokens(text))).replace(/[.;]$/, '')
  return {
    text: words === '' ? plain(text.text) : words,
    piece: item ?? piece,
    tokens: unique.map((token) => ({ token, where: 'list' })),
    status: box && !/x/i.test(box.text) ? box.status : statusOf(unique),
    command,
    runnable: command !== null && isRunnable(command.text),
    expect: expectationOf(text, command, result && outcome.length === 0 ? result : null),
    adorned:
      lead !== null &&
      lead.status === 'done' &&
      box === null &&
      outcome.length === 0 &&
      !unique.some((token) => token.kind === 'word'),
  }
}

/** What must come out: behind the arrow, or behind the command. */
function expectationOf(text: Piece, command: Piece | null, result: Piece | null): string | null {
  if (result) return plain(result.text)
  if (!command) return null
  const behind = text.text
    .slice(command.end - text.start)
    .replace(/^`+\s*/, '')
    .trim()
  return behind === '' ? null : plain(behind)
}

/** Tables of gates: the criterion is the Gate, Milestone or Requirement, what is expected its Target, the command its Evidence. */
function gateTables(section: Section): readonly CriterionDraft[] {
  return section.blocks.flatMap((block) =>
    block.kind === 'table' && isGateTable(section, block)
      ? block.rows.flatMap((row) => rowCriterion(block, row))
      : [],
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
  const command = headingCommand(name) ?? (evidence ? bareCommand(evidence) : null)
  return [
    {
      text: plain(withoutTokens(name, titleTokens(name))), piece: name, tokens: [...titleTokens(name), ...tokens].map((token) => ({ token, where: 'cell' as const })),
      status: statusOf(tokens), command, runnable: command !== null && isRunnable(command.text), expect: expected && expected.text !== '' ? plain(expected.text) : null, adorned: false,
    },
  ] // prettier-ignore
}

/** `| Goal | Success criteria |`: each row is the gate of a goal. */
function goalTables(section: Section): readonly GateDraft[] {
  return section.blocks.flatMap((block) => {
    if (
      block.kind !== 'table' ||
      !/^goals?$/.test(headerText(block.header[0] ?? { start: 0, end: 0, text: '' }))
    )
      return []
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
              group: null,
              task: null,
              criteria: [criterion(cell, null)],
              decorated: false,
            },
          ]
        : []
    })
  })
}

function titleOfGate(section: Section, task: Draft | null, group: Group | null): string {
  const own = cleanTitle(section.title)
  const folded = roleTitle(own)
  const generic =
    section.role === 'criteria' ||
    /^(?:quality gates?|gates?|validation|verification|quality checks?)$/.test(folded)
  const around = task
    ? (task.id ?? task.title)
    : (group?.title.replace(/\s*\([^()]*\)/g, '') ?? null)
  const inside = section.kind !== 'heading' || section.role === 'criteria'
  if (!generic || around === null || !inside || own === around) return own
  return `${around}: ${own}`
}

/** The group that a gate closes: the one it stands in, or names ("Gate 1: After Phase 1"), or shares its name with. */
function groupOfGate(
  section: Section,
  bySection: ReadonlyMap<Section, Group>,
  groups: readonly Group[],
  names: TitleIndex<Group>,
): Group | null {
  const holder = enclosing(section, (at) => bySection.has(at))
  if (holder) return bySection.get(holder) ?? null
  const goal = enclosing(
    section.parent,
    (at) => at.kind === 'heading' && at.depth > 1 && at.parent?.role === 'goals',
  )
  if (goal) return names.similar(cleanTitle(goal.title).replace(/\s+-\s+Priority.*$/i, '')) ?? null
  const text = cleanTitle(section.title)
  const mentioned = phaseNumber(
    /\b(?:after|for|of|to)\s+((?:phase|sprint|group|week|stage|wave|goal)\s+\w+)/i.exec(
      text,
    )?.[1] ?? '',
  )
  if (mentioned)
    return (
      groups.find(
        (group) =>
          group.number?.kind === mentioned.kind && group.number.number === mentioned.number,
      ) ?? null
    )
  const rest = text.replace(/^\W*(?:quality\s+)?gate\s+\w+\s*[:—–-]\s*/i, '')
  return rest !== text ? (names.similar(rest) ?? null) : null
}

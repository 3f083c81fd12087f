import type { Item } from '../text/blocks.ts'
import { letters } from '../text/ids.ts'
import { labelOf } from '../text/labels.ts'
import { isLimit } from '../text/limits.ts'
import { agentOfItem, sharedIds } from './holders.ts'
import { matches } from '../text/matches.ts'
import { assignmentOf } from './assignments.ts'
import { fieldOf } from './item-field.ts'
import { mention, type Mention } from './mention.ts'
import { tellsStates } from './states.ts'
import { isPart } from './work-lists.ts'
import { isPhaseMark, phaseTurns } from './phase-marks.ts'
import { roleOf, type Role } from '../text/roles.ts'
import type { Section } from '../text/sections.ts'
import { asterisk, bar, beyond, signsIn } from '../text/signs.ts'
import { part, worded } from '../text/text.ts'
import { mayHaveId, titleOf, type Title } from '../text/titles.ts'
import { checkboxToken, type Token } from '../text/tokens.ts'
import { isImperative, plain } from '../text/words.ts'

/** What the reading of lists needs to know of the document. */
export interface ListContext {
  /** Letters that ids of the document begin with, firmly seen: `t`, `wg-`. */
  readonly families: ReadonlySet<string>
  /** Checkboxes are numbered `1.` and `2.1`. */
  readonly numbered: boolean
  /** Whether tasks with ids are defined anywhere: then bare bullets below phases repeat them. */
  readonly hasIds: boolean
  /** Whether they are defined in phases, or phases name them. */
  readonly idsInPhases: boolean
  /** The role whose contents an item is, its own list's label considered. */
  readonly closed: (section: Section) => boolean
  /** Lists two thirds of whose items are imperative. */
  readonly imperative: ReadonlySet<object>
  /** Lists of numbered phases two thirds of whose items say what is to be done in other words. */
  readonly working: ReadonlySet<object>
  /** Lists two thirds of whose items begin with the sign of a status, not all with the same ✅. */
  readonly marked: ReadonlySet<object>
  /** The numbers of the phases that headings open. */
  readonly phases: ReadonlySet<string>
}

/** The tasks that a section's lists define or mention; `owner` is the task that the section itself is. */
export function listMentions(
  section: Section,
  owner: Mention | null,
  context: ListContext,
): readonly Mention[] {
  const all = section.items
  if (all.length === 0) return none
  const result: Mention[] = []
  const found = new Map<Item, Mention>()
  const states = tellsStates(section)
  const turns = phaseTurns(section, context.phases)
  for (const item of all) {
    if (turns.has(item) || isPhaseMark(item, section, context.phases)) continue
    const parent = (item.parent && nearest(item.parent, found)) ?? owner
    const given = assigned(section, item, parent, context)
    if (given) {
      result.push(given)
      found.set(item, given)
      continue
    }
    const field = fieldOf(item)
    if (field && !(isLimit(field.key) && isJudged(section, item, context))) {
      ;(parent ? parent.fields : section.fields).push(field)
      continue
    }
    const ids = context.hasIds || context.families.size > 0 ? sharedIds(item) : undefined
    if (ids) {
      result.push(...ids.map((id) => mention({ id, title: '', piece: item, form: 'agents', defines: false, section, block: item, where: 'list', agent: agentOfItem(item) }))) // prettier-ignore
      continue
    }
    for (const each of itemMentions(section, item, parent, context, states)) {
      result.push(each)
      if (!found.has(item)) found.set(item, each)
    }
  }
  return result
}

/** A task that an item gives to somebody, directly below a phase or a list of tasks; what it gives by its id only says whose it is. */
function assigned(
  section: Section,
  item: Item,
  parent: Mention | null,
  context: ListContext,
): Mention | undefined {
  if (parent || item.checkbox || context.closed(section)) return undefined
  const role = itemRole(item) ?? section.role
  if (role !== 'phase' && role !== 'tasks') return undefined
  const given = assignmentOf(item)
  if (!given) return undefined
  const title = titleOf(given.work)
  const known = title.id !== null && title.text === ''
  const isId = title.firm || (title.id !== null && context.families.has(letters(title.id)))
  return mention({
    id: isId ? title.id : null,
    title: isId ? title.text : plain(given.work.text),
    piece: item,
    form: 'list',
    defines: !known,
    section,
    block: item,
    tokens: title.tokens,
    where: 'list',
    agent: given.agent,
    struck: title.struck,
  })
}

/** `- Timeout: 30 s` among criteria is what is wanted of the result, not how long to try. */
function isJudged(section: Section, item: Item, context: ListContext): boolean {
  return context.closed(section) || closedLabel(itemRole(item) ?? section.role)
}

/** The mention that an item is, or is nested in. */
function nearest(item: Item, found: ReadonlyMap<Item, Mention>): Mention | null {
  for (let at: Item | null = item; at; at = at.parent) {
    const known = found.get(at)
    if (known) return known
  }
  return null
}

const none: readonly Mention[] = []

function itemMentions(
  section: Section,
  item: Item,
  parent: Mention | null,
  context: ListContext,
  states: boolean,
): readonly Mention[] {
  const role = (item.parent && itemRole(item)) ?? section.role
  const closed = context.closed(section) || closedLabel(role)
  if (!closed) {
    const several = severalTitles(item)
    if (several.length > 0)
      return several.map((each) => listMention(section, item, each, parent, true))
  }
  if (!item.checkbox && (closed || parent) && !mayHaveId(item)) return none
  const numbered = context.numbered ? numberedTitle(item) : undefined
  const title = numbered ?? titleOf(item)
  if (title.id === null && !item.checkbox && (closed || parent)) return none
  const known = {
    title,
    tokens: item.checkbox ? [checkboxToken(item.checkbox), ...title.tokens] : title.tokens,
  }
  if (numbered && !closed) return [listMention(section, item, known, parent, true)]
  // "Sprint 1.3: The login (will be limited)" speaks of the sprint that a heading opens.
  if (title.word !== null && /^sprint$/i.test(title.word) && !item.checkbox && [...context.phases].some((name) => name.startsWith('sprint '))) return none // prettier-ignore
  if (title.id !== null && (title.firm || context.families.has(letters(title.id)))) {
    if (/^\d+$/.test(title.id) && title.word === null && (closed || !item.checkbox)) return []
    if (!title.firm && !item.checkbox && speaking.test(title.text)) return []
    if (!item.checkbox && onlyEffort.test(title.text)) return []
    const chained = /(?:→|->|⇒|\|\||∥)/.test(item.text) && title.text === ''
    return chained ? [] : [listMention(section, item, known, parent, !closed)]
  }
  if (closed)
    return item.checkbox && tracks(section) && !item.text.startsWith('`')
      ? [listMention(section, item, known, parent, false)]
      : []
  if (parent && !(item.checkbox && parent.id !== null)) return []
  const counts = item.checkbox
    ? countsAsTask(section, role, states)
    : plainCounts(section, role, item, context)
  return counts && title.text !== ''
    ? [
        listMention(
          section,
          item,
          { ...known, title: { ...title, id: null, text: unidentified(item, title) } },
          parent,
          true,
        ),
      ]
    : []
}

/** "WG-4 (the pump) and WG-5 are done": a sentence about tasks. */
const speaking = /^(?:\([^()]*\)\s+)?(?:and|or|is|are|was|were|has|have|had|from)\s/i

/** `B1 (Error handling): 8-12 h` says how long it takes, and not what it is. */
const onlyEffort =
  /^~?\d[\d.]*(?:\s*[-–]\s*\d[\d.]*)?\s*(?:h|hrs?|hours?|mins?|minutes?|d|days?|w|weeks?)\s*(?:\([^()]*\))?$/i

/** `- [ ] 1. Set up`, `- [ ] 2.1 Create it`. */
function numberedTitle(item: Item): Title | undefined {
  if (!item.checkbox) return undefined
  const title = titleOf(item)
  if (title.id !== null) return /^\d+(?:\.\d+)+$/.test(title.id) ? title : undefined
  const found = /^(\d{1,3})[.)]\s+(\S[\s\S]*)$/.exec(title.text)
  return found ? { ...title, id: found[1] ?? null, firm: true, text: found[2] ?? '' } : undefined
}

/** A checklist that may show how far tasks are: in a log, or below a phase's name among the criteria; a gate's own speak of the gate. */
function tracks(section: Section): boolean {
  if (section.role === 'gate') return false
  return section.role !== 'criteria' || section.number !== undefined
}

/** The whole text, where what looked like an id was part of the sentence. */
function unidentified(item: Item, title: Title): string {
  return title.id === null ? title.text : plain(item.text)
}

/** "In scope", "Out of scope": there ✅ and ❌ say what belongs to the work, not how far it is. */
const scope = /\b(?:in|out)[- ]?(?:of[- ])?scope\b/i

function listMention(
  section: Section,
  item: Item,
  { title, tokens: shown }: { readonly title: Title; readonly tokens: readonly Token[] },
  parent: Mention | null,
  defines: boolean,
): Mention {
  const tokens = shown.length > 0 && scope.test(section.title.text) ? [] : shown
  const unmarked = item.checkbox ? withoutMarks(title.text) : title.text
  return mention({
    id: title.id, title: unmarked, piece: item, form: 'list', defines: defines && unmarked !== '', section, block: item,
    parent, tokens, where: 'list', beside: unmarked !== title.text && besideMark.test(title.text), struck: title.struck,
  }) // prettier-ignore
}

const besideMark = /^(?:\[[A-Z]+\d*\]\s*)*\[P\]|\s\(P\)$/

/** `[P] [US1] Create it` is "Create it", which may run beside others and belongs to the user story 1. */
function withoutMarks(title: string): string {
  if (!title.startsWith('[') && !title.endsWith('(P)')) return title
  return title
    .replace(/^(?:\[(?:P|US\d+|Story)\]\s*)+/, '')
    .replace(/\s+\(P\)$/, '')
    .trim()
}

/** The label that a list hangs on, when it is an item itself: `- **Success criteria**:`. */
function itemRole(item: Item): Role | undefined {
  for (let at = item.parent; at; at = at.parent) {
    const label = labelOf(at)
    if (label && label.value.text === '') return roleOf(label.name.text)
  }
  return undefined
}

function closedLabel(role: Role): boolean {
  return closedRoles.has(role)
}

/** In sections of these roles lists name no tasks. */
export const closedRoles: ReadonlySet<Role> = new Set([
  'gate', 'criteria', 'contingency', 'rollback', 'risk', 'metrics', 'log', 'prompt', 'reference', 'timeline', 'agents',
  'analysis', 'deferred', 'graph',
]) // prettier-ignore

function countsAsTask(section: Section, role: Role, states: boolean): boolean {
  if (role === 'goals') return false
  return !(states && section.kind !== 'root' && role !== 'tasks' && role !== 'phase')
}

/** The lists two thirds of whose items, metadata aside, begin with a verb. */
export function imperativeLists(all: readonly Item[]): ReadonlySet<object> {
  const lists = Map.groupBy(
    all.filter((item) => !fieldOf(item)),
    (item) => item.list,
  )
  const result = new Set<object>()
  for (const [list, members] of lists)
    if (members.filter((item) => isImperative(item.text)).length * 3 >= members.length * 2)
      result.add(list)
  return result
}

/** The lists in which signs tell how far each item is: a checklist without boxes. */
export function markedLists(all: readonly Item[]): ReadonlySet<object> {
  const lists = Map.groupBy(
    all.filter((item) => !item.parent && !item.checkbox),
    (item) => item.list,
  )
  const result = new Set<object>()
  for (const [list, members] of lists) {
    let signs = 0
    let open = false
    for (const item of members)
      for (const { kind, start, status } of titleOf(item).tokens)
        if (kind === 'emoji' && start === item.start) {
          signs++
          open ||= status !== 'done'
        }
    if (open && signs * 3 >= members.length * 2) result.add(list)
  }
  return result
}

/** Bare bullets are tasks below a Tasks label, and below a phase when they are imperative and nothing has ids. */
function plainCounts(section: Section, role: Role, item: Item, context: ListContext): boolean {
  if (item.parent && !labelOf(item.parent)) return false
  if (role === 'tasks') return section.kind !== 'heading' || !context.hasIds || section.named
  return (
    role === 'phase' &&
    !(
      context.hasIds &&
      (context.idsInPhases || !isNumberedPhase(section) || item.text.startsWith('`'))
    ) &&
    (context.imperative.has(item.list) ||
      context.marked.has(item.list) ||
      context.working.has(item.list)) &&
    (section.named || isWorkLabel(section) || isPart(section) || saysWhen(section))
  )
}

/** `### Phase 2: Build` */
function isNumberedPhase({ kind, number, named }: Section): boolean {
  return kind === 'heading' && named && number !== undefined && number.kind !== 'agent'
}

/** "After all agents have ended:" directly below a phase. */
function saysWhen({ kind, parent, title }: Section): boolean {
  return (
    (kind === 'label' || kind === 'bold') &&
    parent !== null &&
    parent.named &&
    /^(?:after|once|then|finally|first|next)\b/i.test(title.text)
  )
}

/** `**Fixes:**` directly below a phase. */
function isWorkLabel({ kind, parent, title }: Section): boolean {
  return (
    kind === 'bold' &&
    parent !== null &&
    parent.named &&
    /^(?:(?:required |planned )?(?:fix(?:es)?|changes|updates|improvements|work)|what to do)$/i.test(
      title.text,
    )
  )
}

interface Titled {
  readonly title: Title
  readonly tokens: readonly Token[]
}

/** What an item says of several tasks at once; each has an id. */
function severalTitles(item: Item): readonly Titled[] {
  if (!mayHaveId(item)) return alone
  const [bold, ranked] = [boldIds(item), ranks(item)]
  return bold.length === 0 ? ranked : [...bold, ...ranked]
}

const alone: readonly Titled[] = []

const namedInBold = /\*\*([^*]+)\*\*\s*\(([^()]+)\)/g

/** `**Sprint 1.1** (Environment) → **Sprint 1.2** (Stability)`: several tasks in one item. */
function boldIds(item: Item): readonly Titled[] {
  if ((signsIn(item) & asterisk) === 0 || !/\*\*\s*\(/.test(item.text)) return alone
  const result: Titled[] = []
  for (const found of matches(item.text, namedInBold)) {
    const title = titleOf(part(item, found.index, found.index + found[0].length))
    const id = titleOf(worded(0, 0, found[1] ?? ''))
    if (id.id === null || id.text !== '' || title.id === null) return alone
    result.push({ title: { ...id, text: plain(found[2] ?? '') }, tokens: [] })
  }
  const rest = item.text.replace(/\*\*[^*]+\*\*\s*\([^()]+\)/g, '').trim()
  return rest.startsWith(':') ? alone : result
}

const sideBySide = /\s(?:\|\||∥)\s/g

/** `TEST.1: Tests || TEST.2: Review`: tasks of one rank in one item. */
function ranks(item: Item): readonly Titled[] {
  if ((signsIn(item) & (bar | beyond)) === 0) return alone
  if (!item.text.includes('||') && !item.text.includes('∥')) return alone
  const bounds = matches(item.text, sideBySide)
  if (bounds.length === 0) return alone
  const starts = [0, ...bounds.map((bound) => bound.index + bound[0].length)]
  const ends = [...bounds.map((bound) => bound.index), item.text.length]
  const titles = starts.map((start, index) => titleOf(part(item, start, ends[index])))
  return titles.every((title) => title.id !== null && title.firm)
    ? titles.map((title) => ({ title, tokens: title.tokens }))
    : alone
}

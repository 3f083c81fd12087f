import type { Item } from '../text/blocks.ts'
import { foldId, isNumber, letters, severalIds } from '../text/ids.ts'
import { keyOfTitle } from '../text/labels.ts'
import { mayHaveId, titleOf } from '../text/titles.ts'
import { agentNames } from './agents.ts'
import { barePhases, phasesBesideWork } from './bare-phases.ts'
import { isClosed } from './closed.ts'
import type { Mention } from './mention.ts'
import { phaseNumbers } from './phase-marks.ts'
import { enclosing, type Outline, type Section } from '../text/sections.ts'
import { earlyDigit, signsIn } from '../text/signs.ts'
import { fenceFamilies, fenceMentions } from './fence.ts'
import { beginAnew, headingMention, isTelling } from './heading.ts'
import {
  closedRoles,
  imperativeLists,
  listMentions,
  markedLists,
  type ListContext,
} from './list.ts'
import { isReported } from './reported.ts'
import { nextSteps } from './next-steps.ts'
import { shares } from './shares.ts'
import { mostlyStates } from './states.ts'
import { tableMentions } from './table.ts'
import { workLists } from './work-lists.ts'

/** Everything in the document that defines or mentions a task, in its order (R3). */
export function collect(outline: Outline): readonly Mention[] {
  const tables = outline.all.map((section) => tablesOf(section))
  const fences = outline.all.map((section) => fencesOf(section))
  const inTables = tables.flat()
  const boxes = checkboxIds(outline)
  let headings = headingMentions(outline)
  const inPhases: Item[] = []
  for (const { role, items } of outline.all) if (role === 'phase') inPhases.push(...items)
  const imperative = imperativeLists(inPhases)
  const context: ListContext = {
    families: familiesOf(outline, inTables, boxes),
    numbered: isNumbered(boxes) || isCounted(outline, headings),
    hasIds: definesIds(inTables, headings, fences),
    idsInPhases: namesIdsInPhases(outline, inTables, headings, fences),
    closed: isClosed,
    imperative,
    marked: markedLists(inPhases),
    working: workLists(outline, imperative),
    phases: phaseNumbers(outline),
  }
  // An agent may be the metadata that makes a task of a heading.
  if (listedAgents(outline)) headings = headingMentions(outline)
  const result: Mention[] = []
  outline.all.forEach((section, index) => {
    const heading = headings[index]
    if (heading?.own) result.push(heading.own)
    for (const mention of listMentions(section, heading?.owner ?? null, context))
      result.push(mention)
    for (const mention of tables[index] ?? none) result.push(mention)
    for (const mention of fences[index] ?? none) result.push(mention)
  })
  const planned = withBarePhases(outline, withoutRanges(result), context)
  if (planned.some(({ defines, weak }) => defines || weak)) return planned
  const reported = planned.map((each) => (isReported(each) ? { ...each, defines: true } : each))
  if (reported.some(({ defines }) => defines)) return reported
  const given = shares(outline)
  return [...reported, ...(given.length > 0 ? given : nextSteps(outline))]
}

/** `A1-A3: Dig` is one task, unless one of these is a task itself; in a list only beside other ids of the kind. */
function withoutRanges(mentions: readonly Mention[]): readonly Mention[] {
  const ranges = new Map<Mention, readonly string[]>()
  for (const each of mentions) {
    const ids = each.defines && each.id !== null ? severalIds(each.id) : undefined
    if (ids) ranges.set(each, ids)
  }
  if (ranges.size === 0) return mentions
  const defined = new Set(
    mentions.flatMap((each) =>
      each.defines && each.id !== null && !ranges.has(each) ? [foldId(each.id)] : [],
    ),
  )
  const families = new Set([...defined].map(letters))
  const speaks = (each: Mention): boolean => {
    const ids = ranges.get(each)
    if (!ids) return false
    return ids.some((id) => defined.has(id)) || (each.form === 'list' && !families.has(letters(ids[0] ?? ''))) // prettier-ignore
  }
  return mentions.map((each) => (speaks(each) ? { ...each, defines: false } : each))
}

/** With the phases that are tasks themselves. */
function withBarePhases(
  outline: Outline,
  mentions: readonly Mention[],
  { hasIds }: ListContext,
): readonly Mention[] {
  if (hasIds) return withSchedule(mentions)
  const all = [...mentions, ...barePhases(outline, mentions)]
  const planned = withSchedule(all)
  // Where the timeline is the plan, what its phases are called says nothing more.
  return planned === all ? [...all, ...phasesBesideWork(outline, all)] : planned
}

/** A timeline repeats what is planned elsewhere, unless its checkboxes are far more than all else: then it is the plan. */
function withSchedule(mentions: readonly Mention[]): readonly Mention[] {
  const scheduled = new Set(mentions.filter(isScheduled))
  if (scheduled.size === 0) return mentions
  const defined = mentions.filter(({ defines }) => defines).length
  return scheduled.size > 3 * defined
    ? mentions.map((each) => (scheduled.has(each) ? { ...each, weak: true } : each))
    : mentions
}

/** A checkbox in a week or phase of a timeline that is no criterion. */
function isScheduled({ form, section, title, tokens }: Mention): boolean {
  if (form !== 'list' || title === '' || !tokens.some(({ kind }) => kind === 'checkbox'))
    return false
  const when = enclosing(section, ({ number }) => number !== undefined)
  return (
    when !== null &&
    enclosing(when, ({ role }) => role === 'timeline') !== null &&
    (section.role === 'timeline' || !closedRoles.has(section.role)) &&
    !mostlyStates(section.items)
  )
}

interface Heading {
  readonly own: Mention | undefined
  /** The task that the section is, or is in. */
  readonly owner: Mention | null
}

/** The tasks that sections are, in the order of the sections. */
function headingMentions({ all }: Outline): readonly Heading[] {
  const owners = new Map<Section | null, Mention | null>()
  const anew = beginAnew(all)
  return all.map((section) => {
    const parent = owners.get(section.parent) ?? null
    const own = headingMention(section, parent, isClosed(section), anew)
    const owner = own ?? parent
    if (owner) owners.set(section, owner)
    return { own, owner }
  })
}

/** `**Assigned agents:**` and a list of names below it say who is meant for what stands around them. False: there are none. */
function listedAgents({ all }: Outline): boolean {
  let found = false
  for (const section of all) {
    const { kind, parent, title } = section
    if (kind === 'heading' || !parent || keyOfTitle(title) !== 'agent') continue
    for (const item of section.items) {
      const [name] = item.parent ? [] : agentNames(item.text.replace(/\s+[—–:-]+\s.*$/, ''))
      if (name === undefined || !/^[\w-]+$/.test(name)) continue
      parent.fields.push({ key: 'agent', name: title.text, value: item })
      found = true
    }
  }
  return found
}

const none: readonly Mention[] = []

function tablesOf(section: Section): readonly Mention[] {
  let found: readonly Mention[] = none
  for (const table of section.tables) {
    const own = tableMentions(section, table, isClosed(section))
    found = found.length === 0 ? own : [...found, ...own]
  }
  return found
}

function fencesOf(section: Section): readonly Mention[] {
  let found: readonly Mention[] = none
  if (section.role === 'prompt') return found
  for (const fence of section.fences) {
    const closed = section.role === 'goals' || (isClosed(section) && section.role !== 'graph')
    const own = fenceMentions(section, fence, closed)
    found = found.length === 0 ? own : [...found, ...own]
  }
  return found
}

function familiesOf(
  outline: Outline,
  tables: readonly Mention[],
  boxes: readonly string[],
): ReadonlySet<string> {
  const families = new Set<string>()
  const add = (id: string | null): void => {
    const family = id === null ? '' : letters(id)
    if (family !== '') families.add(family)
  }
  for (const { id } of tables) add(id)
  for (const section of outline.all) {
    if (mayHaveId(section.title)) {
      const { id, firm } = titleOf(section.title)
      if (firm) add(id)
    }
    for (const fence of section.fences) fenceFamilies(fence, families)
    for (const item of section.items)
      if ((signsIn(item) & earlyDigit) !== 0) {
        const title = titleOf(item)
        if (title.firm) add(title.id)
      }
  }
  for (const family of looseFamilies(boxes)) families.add(family)
  return families
}

/** `- [ ] T001 Create it`, `- [ ] T002 Test it`: letters that number several checkboxes, though nothing sets the ids off. */
function looseFamilies(boxes: readonly string[]): readonly string[] {
  const ids = boxes.filter((id) => letters(id) !== '')
  if (ids.length === 0) return []
  const members = Map.groupBy(new Set(ids.map(foldId)), letters)
  return [...members].filter(([, all]) => all.length > 1).map(([family]) => family)
}

/** `- [ ] 2.1 Create it`: whether checkboxes are numbered in several levels, so that `- [ ] 1. Set up` has the id 1. */
function isNumbered(boxes: readonly string[]): boolean {
  return new Set(boxes.filter((id) => /^\d+(?:\.\d+)+$/.test(id))).size > 1
}

/** `- [ ] 1. Dig`, `- [ ] 2. Fill`: whether checkboxes, and no headings, are counted through the whole document. */
function isCounted(outline: Outline, headings: readonly Heading[]): boolean {
  const numbers: string[] = []
  for (const { items } of outline.all)
    for (const { checkbox, parent, text } of items) {
      const number = checkbox && !parent ? countedBox.exec(text)?.[1] : undefined
      if (number !== undefined) numbers.push(number)
    }
  return (
    numbers.length > 2 &&
    new Set(numbers).size === numbers.length &&
    !headings.some(({ own }) => own?.id && isNumber(own.id))
  )
}

const countedBox = /^(?:\*\*)?(\d{1,3})[.)]\s+\S/

/** The ids that the texts of checkboxes begin with. */
function checkboxIds(outline: Outline): readonly string[] {
  const ids: string[] = []
  for (const { items } of outline.all)
    for (const item of items) {
      if (!item.checkbox) continue
      const { id } = titleOf(item)
      if (id !== null) ids.push(id)
    }
  return ids
}

function definesIds(
  tables: readonly Mention[],
  headings: readonly Heading[],
  fences: readonly (readonly Mention[])[],
): boolean {
  return (
    tables.some(definesId) ||
    headings.some(({ own }) => own?.defines === true && isTelling(own)) ||
    fences.some((each) => each.some(definesId))
  )
}

const namesId = /\b[A-Z]{1,5}-?\d+(?:\.\d+)*\b/

/** Whether headings or fences define ids, or numbered phases name them: then bullets of phases without ids are notes. */
function namesIdsInPhases(
  { all }: Outline,
  tables: readonly Mention[],
  headings: readonly Heading[],
  fences: readonly (readonly Mention[])[],
): boolean {
  return (
    tables.some(({ id, section }) => id !== null && isInPhase(section)) ||
    headings.some(({ own }) => own !== undefined && definesId(own)) ||
    fences.some((each) => each.some(definesId)) ||
    all.some((section) => isInPhase(section) && (namesId.test(section.title.text) || section.items.some((item) => (signsIn(item) & earlyDigit) !== 0 && titleOf(item).firm))) // prettier-ignore
  )
}

function isInPhase(section: Section): boolean {
  return (
    enclosing(section, ({ kind, role, number }) => kind === 'heading' && role === 'phase' && number !== undefined) !== null // prettier-ignore
  )
}

function definesId({ defines, id }: Mention): boolean {
  return defines && id !== null
}

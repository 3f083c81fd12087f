import type { Slug } from '../../../model/index.ts'
import { freeKey, slug } from '../../../base/index.ts'
import type { Draft, Identities } from '../tasks/identity.ts'
import { isProgram } from '../tasks/fence.ts'
import type { Mention } from '../tasks/mention.ts'
import { phaseNumbers } from '../tasks/phase-marks.ts'
import { append } from '../text/maps.ts'
import { matches } from '../text/matches.ts'
import { phaseNumber, type Numbered } from '../text/roles.ts'
import type { Keeper } from '../text/remember.ts'
import { enclosing, type Outline, type Section } from '../text/sections.ts'
import { isDocument, linePlaces, markPlaces, named, type GroupPlace } from './places.ts'
import { worded } from '../text/text.ts'
import { cleanTitle, nameOf } from '../text/titles.ts'
import { titleIndex, type TitleIndex } from '../text/similar.ts'
import { bare, overlap, plain, stems } from '../text/words.ts'

/** A phase, goal, component, …: what owns tasks (R14). */
export interface Group extends Keeper {
  readonly key: Slug
  readonly title: string
  /** The words behind "Phase 1:". */
  readonly name: string
  readonly number: Numbered | null
  /** Every place that speaks of it; the first one defines it. */
  readonly places: readonly GroupPlace[]
  /** Whether it is a stretch of the execution; else it only sorts tasks. */
  readonly execution: boolean
  /** Its tasks in the order of the document, those of groups inside it included. */
  readonly tasks: readonly Draft[]
  /** Those of them that more than a log names. */
  readonly firm: ReadonlySet<Draft>
}

interface Forming {
  readonly title: string
  readonly name: string
  readonly number: Numbered | null
  readonly places: GroupPlace[]
  readonly listed: Set<Draft>
  /** Those named by more than a log. */
  readonly firm: Set<Draft>
}

/** Kinds of groups that sort tasks by subject or person and say nothing of when. */
const sorting = new Set(['component', 'goal', 'subgoal', 'agent', 'epic', 'tier', 'level', 'part'])

/** The groups of a document with their tasks. */
export function groupsOf(
  outline: Outline,
  { tasks, byId: ids }: Identities,
  parents: ReadonlyMap<Draft, Draft>,
): readonly Group[] {
  const forming: Forming[] = []
  const byNumber = new Map<string, Forming[]>()
  const taskSections = new Set<Section>()
  for (const { mentions } of tasks)
    for (const { form, section } of mentions) if (form === 'block') taskSections.add(section)
  const phases = phaseNumbers(outline)
  for (const section of outline.all) {
    if (isGroup(section) && !taskSections.has(section))
      add(forming, byNumber, { title: section.title, section, value: section.value })
    for (const field of section.fields)
      if (
        field.key === 'other' &&
        phaseNumber(field.name) !== undefined &&
        section.role !== 'timeline'
      )
        add(forming, byNumber, {
          title: worded(field.value.start, field.value.end, field.name),
          section: null,
          value: field.value,
        })
    for (const place of markPlaces(section, phases)) add(forming, byNumber, place)
    for (const { place, tasks: members } of linePlaces(section, ids)) {
      if (isDocument(place, outline)) continue
      const group = add(forming, byNumber, place)
      for (const task of members) {
        group.listed.add(task)
        group.firm.add(task)
      }
    }
  }
  listContents(forming, tasks)
  listCells(byNumber, tasks)
  listOthers(byNumber, forming)
  const used = new Map<string, number>()
  const groups = forming.map((group) => finished(group, ids, used))
  return linked(groups, parents)
}

/** A Phase column says in each row whose task it is: "Phase 2", or just "2". */
function listCells(
  byNumber: ReadonlyMap<string, readonly Forming[]>,
  tasks: readonly Draft[],
): void {
  for (const task of tasks)
    for (const { fields } of task.mentions)
      for (const { key, value } of fields) {
        if (key !== 'phase') continue
        const number = phaseNumber(value.text)
        const name = number
          ? `${number.kind} ${number.number}`
          : `phase ${plain(value.text).toLowerCase()}`
        const group = byNumber.get(name)?.[0]
        group?.listed.add(task)
        group?.firm.add(task)
      }
}

/** A group has the tasks that are defined or mentioned below its titles. */
function listContents(forming: readonly Forming[], tasks: readonly Draft[]): void {
  const bySection = new Map<Section, Forming>()
  for (const group of forming)
    for (const place of group.places) if (place.section) bySection.set(place.section, group)
  for (const task of tasks)
    for (const mention of task.mentions) {
      if (isLookalike(mention)) continue
      for (let at: Section | null = mention.section; at; at = at.parent) {
        const group = bySection.get(at)
        group?.listed.add(task)
        if (mention.section.role !== 'log') group?.firm.add(task)
      }
    }
}

/** `- [x] Documentation complete` among a phase's criteria: like the title of a task, which need not be of that phase. */
function isLookalike({ id, defines, form, section }: Mention): boolean {
  return id === null && !defines && form === 'list' && section.role === 'criteria'
}

/** The group of each section that a group's titles are. */
export function groupsBySection(groups: readonly Group[]): ReadonlyMap<Section, Group> {
  const result = new Map<Section, Group>()
  for (const group of groups)
    for (const { section } of group.places) if (section) result.set(section, group)
  return result
}

/** The sections whose titles are a group's. */
export function sectionsOf({ places }: Pick<Group, 'places'>): ReadonlySet<Section> {
  const result = new Set<Section>()
  for (const { section } of places) if (section) result.add(section)
  return result
}

function isGroup(section: Section): boolean {
  if (section.kind === 'root' || section.kind === 'label' || section.depth === 1) return false
  if (section.kind === 'bold' && section.depth !== 7) return false
  if (section.method) return false
  if (section.number !== undefined) return !/^gate/i.test(section.title.text)
  return section.role === 'phase' && section.named
}

const goalNamed = /\(((?:sub-?)?goal|component|epic|track|workstream)s?\s+([\w.]+)\)/gi

/** "Phase 1: Types (Goal 1)": a phase without tasks of its own that names a goal runs that goal's. */
function listOthers(
  byNumber: ReadonlyMap<string, readonly Forming[]>,
  forming: readonly Forming[],
): void {
  for (const group of forming) {
    if (group.listed.size > 0 || !group.number || sorting.has(group.number.kind)) continue
    listParts(group, group.number, forming)
    for (const found of matches(group.title, goalNamed)) {
      const name = `${(found[1] ?? '').toLowerCase().replace('-', '')} ${(found[2] ?? '').toLowerCase()}`
      for (const task of byNumber.get(name)?.[0]?.listed ?? []) {
        group.listed.add(task)
        group.firm.add(task)
      }
    }
  }
}

/** "Phase B" without tasks of its own has those of "Phase B.1" and "Phase B.2". */
function listParts(group: Forming, { kind, number }: Numbered, forming: readonly Forming[]): void {
  for (const part of forming) {
    if (part.number?.kind !== kind || !part.number.number.startsWith(`${number}.`)) continue
    for (const task of part.listed) {
      group.listed.add(task)
      group.firm.add(task)
    }
  }
}

function add(forming: Forming[], byNumber: Map<string, Forming[]>, place: GroupPlace): Forming {
  const title = cleanTitle(place.title)
  const own = title === place.title.text ? place.section?.number : undefined
  const number = own ?? phaseNumber(title) ?? null
  const name = nameOf(title)
  const key = number ? `${number.kind} ${number.number}` : `= ${name.toLowerCase()}`
  const known = byNumber.get(key) ?? []
  const same = known.find((group) => joins(group, name, place))
  if (same) {
    same.places.push(place)
    return same
  }
  const group: Forming = {
    title,
    name,
    number,
    places: [place],
    listed: new Set(),
    firm: new Set(),
  }
  append(byNumber, key, group)
  forming.push(group)
  return group
}

/** The same number is the same group unless both have contents and their names share nothing, such as "Week 1" of two tracks. */
function joins(group: Forming, name: string, place: GroupPlace): boolean {
  if (group.name === '' || name === '') return true
  if (isShort(group) && around(place.section) !== around(group.places[0]?.section ?? null))
    return false
  const first = group.places.slice(0, 4)
  if (place.section?.role !== 'phase' || !first.some((other) => other.section?.role === 'phase'))
    return true
  return (
    overlap(stems(group.name), stems(name)) >= 0.34 ||
    first.every((other) => (other.section?.blocks.length ?? 0) === 0)
  )
}

/** Days and weeks recur in every phase. */
function isShort({ number }: Forming): boolean {
  return number !== null && /^(?:day|week|step)$/.test(number.kind)
}

/** The numbered heading that a section stands below. */
function around(section: Section | null): Section | null {
  return enclosing(section?.parent ?? null, (at) => at.number !== undefined)
}

/** Groups by name; of two with the same name and tasks the phase counts. */
export function groupNames(groups: readonly Group[]): TitleIndex<Group> {
  const byName = new Map<string, Group>()
  for (const group of groups) {
    const name = bare(group.name)
    if (name !== '' && group.tasks.length > 0 && (!byName.has(name) || group.execution))
      byName.set(name, group)
  }
  return titleIndex([...byName.values()].map((group) => ({ value: group, title: group.name })))
}

function finished(
  group: Forming,
  ids: ReadonlyMap<string, Draft>,
  used: Map<string, number>,
): Group {
  const sections = sectionsOf(group)
  const members = group.listed.size > 0 ? group.listed : new Set(spoken(sections, ids))
  const places = ranked(group.places)
  const title = places[0] ? cleanTitle(places[0].title) : group.title
  return {
    key: freeKey(
      used,
      slug(title.includes('(') ? title.replace(/\([^()]*\)/g, ' ') : title) || 'phase',
    ),
    title,
    name: nameOf(title) || group.name,
    number: group.number,
    places,
    execution: isExecution(group),
    tasks: inOrder(members),
    firm: group.listed.size > 0 ? group.firm : members,
    known: undefined,
  }
}

/** The place that shows most of a group first: a heading of the plan, then other headings, lines and mentions in goals or logs. */
function ranked(places: readonly GroupPlace[]): readonly GroupPlace[] {
  return places.length < 2 ? places : places.toSorted((a, b) => weightOf(a) - weightOf(b))
}

function weightOf({ section }: GroupPlace): number {
  if (section === null) return 3
  if (section.role !== 'phase' || within(section, 'goals', 'timeline', 'log')) return 2
  return section.kind === 'heading' ? 0 : 1
}

/** Ids that the texts and fences of a phase name: `Week 1: WG-1 + WG-2`. */
function spoken(sections: ReadonlySet<Section>, ids: ReadonlyMap<string, Draft>): readonly Draft[] {
  const found: Draft[] = []
  for (const section of sections)
    for (const block of section.blocks) {
      if (block.kind === 'fence' && !isProgram(block))
        for (const line of block.lines) found.push(...named(line.text, ids))
      if (block.kind === 'line' || block.kind === 'item') found.push(...named(block.text, ids))
    }
  return found
}

function isExecution(group: Forming): boolean {
  if (group.number && sorting.has(group.number.kind)) return false
  return group.places.some(
    (place) =>
      (place.section === null && place.marks === undefined && !isFieldPlace(place)) ||
      (place.section !== null &&
        place.section.role === 'phase' &&
        !within(place.section, 'timeline', 'goals')),
  )
}

/** A key line such as `**Phase 1**: ✅ COMPLETE` speaks of a phase and makes none. */
function isFieldPlace(place: GroupPlace): boolean {
  return place.section === null && place.value !== null && place.title.start === place.value.start
}

function within(section: Section, ...roles: readonly string[]): boolean {
  return enclosing(section.parent, (at) => roles.includes(at.role)) !== null
}

/** Whether tasks are defined below the group's titles, not only mentioned. */
function defines(group: Group): boolean {
  const sections = sectionsOf(group)
  return group.tasks.some(
    (task) => enclosing(task.definition.section, (at) => sections.has(at)) !== null,
  )
}

function inOrder(tasks: ReadonlySet<Draft>): readonly Draft[] {
  return tasks.size === 0 ? [] : [...tasks].toSorted((a, b) => a.index - b.index)
}

/** A phase without tasks of its own has those of the group, or the task with parts, that its name means (R14). */
function linked(groups: readonly Group[], parents: ReadonlyMap<Draft, Draft>): readonly Group[] {
  const parts = new Map<Draft, Draft[]>()
  for (const [part, whole] of parents) append(parts, whole, part)
  const owners = titleIndex(
    groups.flatMap((group) =>
      defines(group) && group.name !== '' ? [{ value: group, title: group.name }] : [],
    ),
  )
  const roots = titleIndex([...parts.keys()].map((task) => ({ value: task, title: task.title })))
  return groups.map((group) => {
    if (!group.execution || group.name === '' || defines(group)) return group
    const how = group.tasks.length > 0 ? 'same' : 'similar'
    const other = owners[how](group.name)
    if (other) return { ...group, tasks: other.tasks, firm: new Set(other.tasks) }
    const root = roots[how](group.name)
    if (!root) return group
    const own = [root, ...(parts.get(root) ?? [])]
    return { ...group, tasks: own, firm: new Set(own) }
  })
}

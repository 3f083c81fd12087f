import { letters } from './ids.ts'
import type { Mention } from './mention.ts'
import type { Role } from './roles.ts'
import { enclosing, items, type Outline, type Section } from './sections.ts'
import { fenceFamilies, fenceMentions } from './tasks-fence.ts'
import { headingMention } from './tasks-heading.ts'
import { closedRoles, imperativeLists, listMentions, type ListContext } from './tasks-list.ts'
import { tableMentions } from './tasks-table.ts'
import { titleOf } from './titles.ts'

/** Everything in the document that defines or mentions a task, in its order (R3). */
export function collect(outline: Outline): readonly Mention[] {
  const tables = outline.all.map((section) => tablesOf(section))
  const context: ListContext = {
    families: familiesOf(outline, tables.flat()),
    hasIds: definesIds(outline, tables.flat()),
    closed: isClosed,
    imperative: imperativeLists(
      outline.all.flatMap((section) => (section.role === 'phase' ? items(section) : [])),
    ),
  }
  const owners = new Map<Section, Mention>()
  const result: Mention[] = []
  outline.all.forEach((section, index) => {
    const parent = ownerOf(section.parent, owners)
    const own = headingMention(section, parent, isClosed(section))
    if (own) {
      owners.set(section, own)
      result.push(own)
    }
    result.push(
      ...listMentions(section, own ?? parent, context),
      ...(tables[index] ?? []),
      ...fencesOf(section),
    )
  })
  return result
}

function ownerOf(section: Section | null, owners: ReadonlyMap<Section, Mention>): Mention | null {
  const owner = enclosing(section, (at) => owners.has(at))
  return (owner && owners.get(owner)) ?? null
}

const closedWithin: ReadonlySet<Role> = new Set(['coordination', 'timeline'])

/** Whether a section's contents define no tasks, though they may mention some. */
export function isClosed(section: Section): boolean {
  return (
    closedRoles.has(section.role) || enclosing(section, (at) => closedWithin.has(at.role)) !== null
  )
}

function tablesOf(section: Section): readonly Mention[] {
  const closed = isClosed(section)
  return section.blocks.flatMap((block) =>
    block.kind === 'table' ? tableMentions(section, block, closed) : [],
  )
}

function fencesOf(section: Section): readonly Mention[] {
  const closed = section.role === 'goals' || (isClosed(section) && section.role !== 'graph')
  return section.blocks.flatMap((block) =>
    block.kind === 'fence' && section.role !== 'prompt'
      ? fenceMentions(section, block, closed)
      : [],
  )
}

function familiesOf(outline: Outline, tables: readonly Mention[]): ReadonlySet<string> {
  const families = new Set<string>()
  const add = (id: string | null): void => {
    if (id !== null && letters(id) !== '') families.add(letters(id))
  }
  for (const { id } of tables) add(id)
  for (const section of outline.all) {
    const { id, firm } = titleOf(section.title)
    if (firm) add(id)
    for (const block of section.blocks)
      if (block.kind === 'fence') fenceFamilies(block).forEach((each) => each && families.add(each))
    for (const item of items(section)) {
      const title = titleOf(item)
      if (title.firm) add(title.id)
    }
  }
  return families
}

function definesIds(outline: Outline, tables: readonly Mention[]): boolean {
  if (tables.some((each) => each.defines && each.id !== null)) return true
  return outline.all.some(
    (section) =>
      headingMention(section, null, isClosed(section))?.defines === true ||
      fencesOf(section).some((each) => each.defines && each.id !== null),
  )
}

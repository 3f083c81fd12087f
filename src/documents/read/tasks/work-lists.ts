import type { Item } from '../text/blocks.ts'
import { leadingId } from '../text/ids.ts'
import { labelOf } from '../text/labels.ts'
import { append } from '../text/maps.ts'
import type { Outline, Section } from '../text/sections.ts'
import { mayHaveId, nameOf } from '../text/titles.ts'
import { titleTokens } from '../text/tokens.ts'
import { isImperative, isState, plain } from '../text/words.ts'
import { isWork } from './assignments.ts'
import { fieldOf } from './item-field.ts'

/**
 * The lists directly below the headings of numbered phases two thirds of whose items say what is to be done, be it by a noun
 * ("Security hardening") or behind a name in bold (`**CLI**: Add the commands`), and those of the phases beside them, which are
 * written alike. `imperative` are the lists that say it by verbs.
 */
export function workLists({ all }: Outline, imperative: ReadonlySet<object>): ReadonlySet<object> {
  const rows = new Map<Section | null, Section[]>()
  for (const section of all)
    if (section.items.length > 1 && isStretch(section)) append(rows, section.parent, section)
  const result = new Set<object>()
  for (const row of rows.values()) {
    const lists = row.flatMap((section) => listsOf(section, imperative))
    const working = lists.filter(([, members]) => isMostly(members, saysWork))
    const items = lists.flatMap(([, members]) => members)
    const isRow =
      working.length > 0 ||
      lists.some(([list]) => imperative.has(list)) ||
      (lists.length > 1 && items.filter(saysWork).length * 2 >= items.length)
    for (const [list] of isRow ? lists.filter(([, members]) => !tells(members)) : [])
      result.add(list)
    for (const [list] of working) result.add(list)
  }
  return result
}

/** The lists of a phase with the items that say more than metadata. Where the lists below its items say what to do, it has none. */
function listsOf(
  { items }: Section,
  imperative: ReadonlySet<object>,
): readonly (readonly [object, readonly Item[]])[] {
  if (items.some(({ parent, list }) => parent && imperative.has(list))) return []
  const own = items.filter((item) => !item.parent && !item.checkbox && !fieldOf(item))
  return [...Map.groupBy(own, ({ list }) => list)].filter(([, { length }]) => length > 1)
}

function isMostly(items: readonly Item[], test: (item: Item) => boolean): boolean {
  return items.filter(test).length * 3 >= items.length * 2
}

/** Whether a list tells what was done or how things are, or names things and says something of each. */
function tells(items: readonly Item[]): boolean {
  return (
    items.some(({ text }) => done.test(text)) ||
    items.some((item) => mayHaveId(item) && leadingId(plain(item.text))) ||
    items.filter(({ text }) => isState(text)).length * 3 > items.length ||
    items.filter((item) => labelOf(item) !== undefined && !saysWork(item)).length * 3 > items.length
  )
}

const done =
  /^\W*(?:added|archived|built|changed|cleaned|completed|converted|created|deleted|excluded|extracted|fixed|found|implemented|improved|integrated|introduced|merged|migrated|moved|reduced|refactored|removed|renamed|replaced|resolved|ran|updated|upgraded|was|wrote)\b/i

const kinds = /^(?:phase|sprint|week|wave|stage|iteration|batch|cycle|round|day|month|milestone)$/

/** What is told of a phase instead of what is to be done in it. */
const told =
  /^\W*(?:ready\b|success|complet|status|result|summary|report|achievement|highlight|overview|criteri|condition|goal|focus|feature|enhancement|improvement|candidate|recommendation|idea|progress|update|current|decision|lead\b)/i

/** Whether a section is the heading of a numbered phase, week or sprint that is not over. */
export function isStretch({ kind, role, number, title }: Section): boolean {
  return (
    kind === 'heading' &&
    role === 'phase' &&
    number !== undefined &&
    kinds.test(number.kind) &&
    !told.test(nameOf(title.text)) &&
    !titleTokens(title).some(({ status }) => status === 'done')
  )
}

function saysWork(item: Item): boolean {
  // What stands below a label says it; what begins with ids speaks of tasks.
  if (/:\**\s*$/.test(item.text) || (mayHaveId(item) && leadingId(plain(item.text)))) return false
  if (isImperative(item.text) || isWork(item)) return true
  const label = labelOf(item)
  if (!label) return false
  return label.bold ? isWork(label.value) || isWork(label.name) : isImperative(label.value.text)
}

/** What a label below a phase says of it, rather than what is to be done. */
const about =
  /^(?:\d+[.)] )?(?:(?:key|core|main|expected|new|specific) )?(?:features?|benefits?|objectives?|goals?|focus|approach|responsibilit|requirement|why|rationale|notes?|outcomes?|impact|outputs?|inputs?|examples?|usage|questions?|prompt|when|if|before|after|strengths?|weaknesses|pros|cons|options?|principles?|guidelines?|rules?|best practices|tips|considerations?|use|agents?|team|skills?|tools?|what|how|process|workflow|issues?|problems?|challenges?|findings?|scope|constraints?|adjust|pivot|mock|fail)|\bno.?go\b|^go\b/i

/** `**Storage**` with a list directly below a numbered phase: a part of its work, unless deliverables tell that. */
export function isPart({ kind, named, parent, title }: Section): boolean {
  if (kind !== 'bold' || named || parent === null || !isStretch(parent)) return false
  return (
    !about.test(title.text) &&
    (/\b(?:steps|milestones|work)\W*$/i.test(title.text) ||
      !parent.children.some(({ role }) => role === 'deliverables'))
  )
}

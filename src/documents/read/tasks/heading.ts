import { lineOf } from '../text/blocks.ts'
import { mention, type Mention } from './mention.ts'
import { enclosing, type Section } from '../text/sections.ts'
import { statusTokens } from './statuses.ts'
import type { Key } from '../text/key-phrases.ts'
import type { Role } from '../text/roles.ts'
import { cleanTitle, mayHaveId, titleOf, type Title } from '../text/titles.ts'

/**
 * A heading or bold line that is a task: `### WG-040: Fix it`, `**Task 2B.1**: Research` (R3). Undefined when it is none. Numbers that
 * begin anew in each phase are no ids.
 */
export function headingMention(
  section: Section,
  parent: Mention | null,
  closed: boolean,
  beginsAnew: boolean,
): Mention | undefined {
  if (section.kind === 'root' || section.kind === 'label' || section.depth === 1) return undefined
  if (section.kind === 'bold' && section.depth !== 8 && !isBoldStep(section)) return undefined
  if (section.method) return undefined
  const isItem = isWorkItem(section)
  if (!isItem && !mayHaveId(section.title)) return undefined
  const title = numbered(section) ?? titleOf(section.title)
  const isKnown =
    title.id !== null &&
    (title.firm || isDotted(section, title.id)) &&
    (isItem || substantial(section, title.id, title.word))
  if (!isKnown && !(isItem && parent === null)) return undefined
  const block = lineOf(section.title, null, true)
  const isOpen = !closed || ((isItem || (isKnown && isCarried(section, title.id))) && describing.has(section.role)) // prettier-ignore
  return mention({
    id: !isKnown || (beginsAnew && countedNumber(section) !== undefined) ? null : title.id, title: isKnown ? named(title.text) : cleanTitle(section.title), piece: section.title, form: 'block', defines: isOpen && named(title.text) !== '', section,
    block, parent, fields: section.fields, tokens: title.tokens, where: section.kind === 'heading' ? 'heading' : 'line',
    struck: title.struck,
  }) // prettier-ignore
}

/** `### IMP-001: Keep it` with `Status:` below, whatever the heading above it calls it. */
function isCarried(section: Section, id: string | null): boolean {
  return section.kind === 'heading' && /^[A-Z]+-?\d/.test(id ?? '') && hasMetadata(section)
}

/** "Task B1.4 status: complete" tells of the task and does not name it. */
function named(title: string): string {
  return /^(?:status|progress|summary|results?)$/i.test(title) ? '' : title
}

/** What a heading that describes a piece of work is given: nobody says of other things whose they are and how long they take. */
const workKeys: ReadonlySet<Key> = new Set(['agent', 'priority', 'needs', 'effort', 'due'])

/** Roles of headings below which such a piece of work is one all the same: "Quality Improvements". */
const describing: ReadonlySet<Role> = new Set(['analysis', 'reference'])

/** `### Harden it` with `Priority: high` and `Effort: 2 h` below: work, whatever its name. */
function isWorkItem(section: Section): boolean {
  const { kind, depth, fields, number, named } = section
  if (kind !== 'heading' || depth < 3 || fields.length < 2 || number !== undefined) return false
  if (named && !describing.has(section.role)) return false
  const keys = new Set(fields.map(({ key }) => key).filter((key) => workKeys.has(key)))
  return keys.size > 1 && isChildless(section)
}

/** Whether steps or numbered headings are counted from 1 several times. */
export function beginAnew(sections: readonly Section[]): boolean {
  const numbers = sections.flatMap((section) => countedNumber(section) ?? [])
  return new Set(numbers).size < numbers.length
}

/** The number of a step, or of a heading that is one of several below a phase. */
function countedNumber(section: Section): string | undefined {
  const { kind, number, parent, depth, title } = section
  if (number?.kind === 'step' && (kind === 'heading' || depth === 7)) return `step ${number.number}`
  if (kind !== 'heading' || parent?.role !== 'phase' || !mayHaveId(title)) return undefined
  const id = numbered(section)?.id ?? undefined
  return id === undefined ? undefined : `heading ${id}`
}

/** `**Step 1: Dig**` */
function isBoldStep(section: Section): boolean {
  return section.depth === 7 && section.number?.kind === 'step'
}

/** `### 1.1 Dig`: a heading's number without a colon, which `substantial` still has to find metadata for; `### #831 Dig`. */
function isDotted(section: Section, id: string): boolean {
  return section.kind === 'heading' && /^(?:\d+(?:\.\d+)+|#\d+)$/.test(id)
}

/** `### 1. Dig` directly below a heading for tasks, or below a phase with metadata of a task: there a number is an id. */
function numbered(section: Section): Title | undefined {
  const parent = section.parent
  const listed =
    parent?.kind === 'heading' &&
    parent.named &&
    !parent.method &&
    (parent.role === 'tasks' || (parent.role === 'phase' && hasMetadata(section)))
  if (!listed || section.kind !== 'heading' || section.named || !isChildless(section))
    return undefined
  const title = titleOf(section.title)
  const found = /^(\d{1,3})[.)]\s+(.+)$/.exec(title.text)
  return found ? { ...title, id: found[1] ?? null, firm: true, text: found[2] ?? '' } : undefined
}

/**
 * Whether a heading's id is that of a task: headings are numbered for other reasons too, so `### 1.1 Overview` counts
 * only with task metadata or a status, and a number alone never.
 */
function substantial(section: Section, id: string, word: string | null): boolean {
  if (section.number !== undefined && !/^(?:task|action)$/i.test(word ?? ''))
    return /goal|step/i.test(word ?? '') ? isChildless(section) : false
  if (word !== null || numbered(section)) return true
  if (/^(?:[A-Z]|#\d)/i.test(id)) return true
  if (section.kind === 'bold') return /\d\.\d|^\d{1,2}[A-Z]$/.test(id)
  const inPhase = enclosing(section.parent, (at) => at.role === 'phase' || at.role === 'tasks')
  if (!/\d/.test(id) || /^\d+$/.test(id) || inPhase === null) return false
  return countsOn(section, id) || hasMetadata(section)
}

/** Whether a heading's number is one that a document knows its tasks by: that of a step, or one counted on from its phase's, says little. */
export function isTelling({ section, id }: Mention): boolean {
  return (
    id !== null &&
    section.number?.kind !== 'step' &&
    (!countsOn(section, id) || hasMetadata(section))
  )
}

/** `#### 1.2 Line it` directly below "Phase 1", without tasks of its own. */
function countsOn(section: Section, id: string): boolean {
  const number =
    section.named || /background|overview|introduction/i.test(section.title.text)
      ? undefined
      : section.parent?.number
  return (
    isChildless(section) &&
    number?.kind === 'phase' &&
    /^\d+\.\d+$/.test(id) &&
    id.startsWith(`${number.number}.`)
  )
}

function hasMetadata(section: Section): boolean {
  const telling = new Set(['agent', 'status', 'priority', 'needs', 'effort'])
  return (
    section.fields.some((field) => telling.has(field.key)) ||
    statusTokens(section.fields).length > 0 ||
    titleOf(section.title).tokens.length > 0 ||
    section.blocks.some(
      (block) =>
        block.kind === 'item' &&
        (block.checkbox !== null ||
          /^\**(?:agent|owner|status|priority|dependencies|effort)\b/i.test(block.text)),
    )
  )
}

/** `#### Action 1.1: Dig` below a goal. */
function isTask(section: Section): boolean {
  const { id, firm } = titleOf(section.title)
  return section.kind === 'heading' && id !== null && firm && section.number === undefined
}

/** A goal or step without tasks of its own is one task; else it is a group of them. */
function isChildless(section: Section): boolean {
  const holds = (at: Section): boolean =>
    (at !== section &&
      (at.role === 'tasks' || at.role === 'phase') &&
      at.kind !== 'label' &&
      (at.role === 'tasks' || at.depth === 8)) ||
    at.blocks.some(
      (block) =>
        block.kind === 'table' ||
        (block.kind === 'item' && (block.checkbox !== null || titleOf(block).firm)),
    ) ||
    at.children.some(holds)
  return !holds(section) && !section.children.some(isTask)
}

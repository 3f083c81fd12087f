import type { Contingency } from '../../../model/index.ts'
import type { Item, Table } from '../text/blocks.ts'
import { labelOf } from '../text/labels.ts'
import { ofSection } from '../text/remember.ts'
import type { Outline, Section } from '../text/sections.ts'
import { headersOf } from '../tasks/columns.ts'
import { worded, type Piece } from '../text/text.ts'
import { plain } from '../text/words.ts'

export type ContingencyDraft = Omit<Contingency, 'place'> & { readonly piece: Piece }

/** What the document does when something fails (R12): contingencies, rollbacks, and risks with a mitigation. */
export function contingenciesOf(outline: Outline): readonly ContingencyDraft[] {
  const found: ContingencyDraft[] = []
  for (const section of outline.all) {
    for (const one of fromSection(section)) found.push(one)
    for (const one of fromLines(section)) found.push(one)
    for (const table of section.tables) for (const one of rows(table)) found.push(one)
  }
  return found
}

const none: readonly ContingencyDraft[] = []

function fromSection(section: Section): readonly ContingencyDraft[] {
  if (section.role !== 'rollback' && section.role !== 'contingency' && section.role !== 'risk')
    return none
  const title = plain(section.title.text).replace(/^[^\p{L}\p{N}]+/u, '')
  if (section.role === 'contingency' && /^if\s/i.test(title)) {
    const actions = section.blocks.some((block) => block.kind === 'item')
      ? actionsOf(section)
      : valueActions(section)
    return actions.length > 0 ? [draft(title, section.title, actions, 'contingency')] : []
  }
  if (section.kind === 'label' && /^if\s/i.test(title) && section.role === 'rollback')
    return [draft(title, section.title, actionsOf(section), 'rollback')]
  return triggers(section)
}

function valueActions(section: Section): readonly string[] {
  return section.value && section.value.text !== '' ? split(section.value.text) : []
}

/** `**Trigger:** X`, then `**Steps:**` with a list; `**Risk:** X`, then `**Mitigation:**`. */
function triggers(section: Section): readonly ContingencyDraft[] {
  if (section.kind !== 'heading' || (section.fields.length === 0 && section.children.length === 0))
    return none
  const result: ContingencyDraft[] = []
  let open: { trigger: string; piece: Piece; kind: Contingency['kind'] } | undefined
  const parts = [
    ...section.fields.map((field) => ({
      at: field.value.start,
      name: field.name,
      value: field.value,
      child: null,
    })),
    ...section.children.map((child) => ({
      at: child.title.start,
      name: child.title.text,
      value: child.value ?? worded(child.title.start, child.title.end, ''),
      child,
    })),
  ].toSorted((a, b) => a.at - b.at)
  for (const { name, value, child } of parts) {
    if (/^(?:trigger|risk|when|symptom)\b/i.test(name) && value.text !== '')
      open = {
        trigger: plain(value.text),
        piece: value,
        kind: /^risk/i.test(name)
          ? 'risk'
          : section.role === 'rollback'
            ? 'rollback'
            : 'contingency',
      }
    const actions = child
      ? actionsOf(child)
      : /^(?:mitigation|action|fallback|response)\b/i.test(name)
        ? [plain(value.text)]
        : []
    if (
      open &&
      /^(?:steps?|mitigation|actions?|fallback|response|procedure)\b/i.test(name) &&
      actions.length > 0
    )
      result.push(draft(open.trigger, open.piece, actions, open.kind))
  }
  return result
}

function actionsOf(section: Section): readonly string[] {
  return section.items
    .filter(
      (item) =>
        item.parent === null && !(mayBeCondition(item.text) && conditional.test(plain(item.text))),
    )
    .flatMap((item) => actionOf(item))
}

/** "Symptom" tells when, "Action" and "Fallback" what to do. */
function actionOf(item: Item): readonly string[] {
  const label = labelOf(item)
  const name = label?.name.text ?? ''
  if (/^(?:symptom|trigger|owner|time|impact|probability|detection)\b/i.test(name)) return []
  if (label && /^(?:actions?|mitigation|response|steps?)$/i.test(name) && label.value.text !== '')
    return [plain(label.value.text)]
  if (label?.bold && /^fallback$/i.test(name)) return [plain(label.value.text)]
  return [plain(item.text)]
}

const conditional = /^(if\s[^:→]{1,300}?)(?::\s+|\s*(?:→|->|=>)\s*|,\s+(?:then\s+)?)(.+)$/i

/** `- If X: do Y`, `If X → Y`. */
function fromLines(section: Section): readonly ContingencyDraft[] {
  if (section.blocks.length === 0 || !isForFailure(section)) return none
  return section.blocks.flatMap((block) => {
    if (block.kind !== 'item' && block.kind !== 'line') return []
    const found = mayBeCondition(block.text) ? conditional.exec(plain(block.text)) : null
    return found ? [draft(found[1] ?? '', block, split(found[2] ?? ''), 'contingency')] : []
  })
}

/** Whether the first letter of a text is that of "if": markup in front has none. */
function mayBeCondition(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    const small = text.charCodeAt(index) | 32
    if (small >= 97 && small <= 122) return small === 105
  }
  return false
}

/** Whether a section, or one around it, is about what goes wrong. */
const isForFailure: (section: Section) => boolean = ofSection(
  ({ role, parent }: Section): boolean =>
    role === 'contingency' || role === 'risk' || role === 'rollback' || (parent !== null && isForFailure(parent)), // prettier-ignore
)

function split(text: string): readonly string[] {
  return plain(text)
    .split(/\s*(?:;|→|->|=>)\s*/)
    .map((action) => action.replace(/\.$/, ''))
    .filter((action) => action !== '')
}

function rows(table: Table): readonly ContingencyDraft[] {
  const headers = headersOf(table)
  const risk = headers.findIndex((header) => header.startsWith('risk') && /^risks?\b/.test(header))
  if (risk < 0) return none
  const mitigation = headers.findIndex((header) =>
    /^(?:mitigations?|response|contingency|action)(?: strategy| plan)?$/.test(header),
  )
  const owner = headers.findIndex((header) => /^owner$/.test(header))
  if (mitigation < 0) return none
  return table.rows.flatMap((row) => {
    const [name, action] = [row[risk], row[mitigation]]
    if (!name || !action || name.text === '' || action.text === '') return []
    return [
      {
        ...draft(plain(name.text), name, [plain(action.text)], 'risk'),
        owner: plain(row[owner]?.text ?? '') || null,
      },
    ]
  })
}

function draft(
  trigger: string,
  piece: Piece,
  actions: readonly string[],
  kind: Contingency['kind'],
): ContingencyDraft {
  return { trigger: trigger.replace(/:$/, ''), piece, actions, kind, owner: null }
}

import type { Item } from '../text/blocks.ts'
import { criterion, sentences, statusOnly, type CriterionDraft } from './criteria.ts'
import { isAside, isProof, isStateChecklist, isValidationPhase, opensGate } from './opens.ts'
import { gateTables, goalTables, metricRows } from './tables.ts'
import type { Group } from '../order/groups.ts'
import { cleanTitle } from '../text/titles.ts'
import type { Draft } from '../tasks/identity.ts'
import { fencedCommands, hasCommands, withCommands } from './fence-commands.ts'
import { ownScriptChecks, withScripts } from './script-checks.ts'
import { labelOf } from '../text/labels.ts'
import { phaseNumber, roleOf, roleTitle } from '../text/roles.ts'
import { enclosing, type Outline, type Section } from '../text/sections.ts'
import { beyond, colon, greater, markup, picture, signsIn } from '../text/signs.ts'
import type { TitleIndex } from '../text/similar.ts'
import { fieldOf } from '../tasks/item-field.ts'
import { isLimit } from '../text/limits.ts'
import type { Piece } from '../text/text.ts'

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
  readonly names: TitleIndex<Group>
  readonly bySection: ReadonlyMap<Section, Group>
  readonly owners: ReadonlyMap<Section, Draft>
  readonly isDone: (group: Group | null) => boolean
  /** The tasks that list items speak of. */
  readonly ofItem: ReadonlyMap<Item, Draft>
  /** The list items that tasks are. */
  readonly defining: ReadonlySet<Item>
}

/** Every gate of the document in its order (R11). */
export function gatesOf(outline: Outline, context: GateContext): readonly GateDraft[] {
  const gates: GateDraft[] = []
  for (const section of outline.all) {
    const opens = opensGate(section)
    if (section.items.length === 0 && section.tables.length === 0 && !opens) continue
    const own = sectionCriteria(section, context)
    const inTables = gateTables(section)
    const criteria = inTables.length === 0 ? own : [...own, ...inTables]
    const metrics = metricRows(section)
    const labels = criteria.length === 0 ? section.items.filter((item) => isJudging(item) && !context.defining.has(item)) : noLabels // prettier-ignore
    // Whose gate it is, is asked only where there may be one.
    const mayBe = opens || criteria.length > 0 || labels.length > 0 || metrics.length > 0
    const group = mayBe ? groupOfGate(section, context) : null
    const several = group === null && opens ? afterPhases(section, context) : noGates
    if (several.length > 0) gates.push(...several)
    else if (criteria.length > 0) gates.push(gate(section, criteria, group, context))
    else if (labels.length > 0) gates.push(...labelGates(section, labels, group, context))
    if (metrics.length > 0) gates.push(gate(section, metrics, group, context))
    for (const row of goalTables(section))
      gates.push({ ...row, group: null, task: null, decorated: false })
  }
  return gates
}

const noLabels: readonly Item[] = []
const noGates: readonly GateDraft[] = []

function gate(
  section: Section,
  found: readonly CriterionDraft[],
  group: Group | null,
  context: GateContext,
): GateDraft {
  const at = enclosing(section, (each) => context.owners.has(each))
  const task = at ? (context.owners.get(at) ?? null) : null
  const adorned = context.isDone(group) ? noAdornments : adornedIn(section, found)
  const decorated = adorned.size > 0
  const criteria = decorated ? found.map((each) => (adorned.has(each) ? { ...each, status: null, tokens: [] } : each)) : found // prettier-ignore
  return {
    title: titleOfGate(section, task, group),
    piece: section.title,
    group,
    task,
    criteria,
    decorated,
  }
}

const noAdornments: ReadonlySet<CriterionDraft> = new Set()

/** The criteria that carry a ✅ as all do beside them: in the gate, or below a heading within it. */
function adornedIn(
  section: Section,
  found: readonly CriterionDraft[],
): ReadonlySet<CriterionDraft> {
  const some = found.filter((each) => each.adorned)
  if (some.length === 0) return noAdornments
  if (some.length === found.length) return new Set(found)
  const parts = Map.groupBy(found, ({ piece }) =>
    section.children.findLast((child) => child.title.start <= piece.start),
  )
  return new Set(
    [...parts.values()].flatMap((all) =>
      all.length > 1 && all.every((each) => each.adorned) ? all : [],
    ),
  )
}

/** `1. **After Phase 2**: All tests pass` in a list of gates: each is a gate of its own. */
function afterPhases(section: Section, context: GateContext): readonly GateDraft[] {
  const own = section.items.filter((item) => !item.parent)
  const labels = own.map((item) => labelOf(item))
  const named = labels.map((label) =>
    phaseNumber(label?.name.text.replace(/^\s*(?:after|end of)\s+/i, '') ?? ''),
  )
  if (named.filter(Boolean).length < 2 || own.every(({ checkbox }) => checkbox)) return []
  return own.flatMap((item, index) => {
    const [label, number] = [labels[index], named[index]]
    if (!label || label.value.text === '') return []
    const group = number
      ? (context.groups.find(
          (each) => each.number?.kind === number.kind && each.number.number === number.number,
        ) ?? null)
      : null
    const criteria = sentences(label.value).map((piece) => criterion(piece, null))
    const only =
      criteria.length === 1 ? [{ ...criterion(label.value, item), piece: item }] : criteria
    return [
      {
        title: label.name.text,
        piece: label.name,
        group,
        task: null,
        criteria: only,
        decorated: false,
      },
    ]
  })
}

const judging = /gate|criteri|condition|valid|verif|quality|done|dod\b/i

/** Whether an item is a label of criteria. */
function isJudging(item: Item): boolean {
  const label = item.checkbox ? undefined : labelOf(item)
  if (!label || !judging.test(item.text.slice(0, 60))) return false
  const role = roleOf(label.name.text)
  return role === 'criteria' || role === 'gate' || (label.bold && proving.test(label.name.text))
}

const proving = /^(?:verify|verified (?:by|with)|done when)$/i

/** `- **Success criteria**:` with items below or a text behind it, among what a task's list says of the task. */
function labelGates(
  section: Section,
  labels: readonly Item[],
  group: Group | null,
  context: GateContext,
): readonly GateDraft[] {
  const all = section.items
  const isAside = (): boolean =>
    enclosing(section, ({ role }) => role === 'timeline' || role === 'log') !== null
  const isLogged = (): boolean => enclosing(section, ({ role }) => role === 'log') !== null
  return labels.flatMap((item) => {
    const label = labelOf(item)
    const task = ownerOf(item, section, context)
    if (!label || isLogged() || (!task && (group === null || item.parent || isAside()))) return []
    const below = all.filter((each) => each.parent === item && !context.ofItem.has(each))
    const criteria = [
      ...(label.value.text === '' || statusOnly(label.value)
        ? []
        : sentences(label.value).map((piece) => criterion(piece, null))),
      ...below.flatMap((each) => withChecks(section, each)),
    ]
    const whose = task
      ? (task.id ?? task.title)
      : (group?.title.replace(/\s*\([^()]*\)/g, '') ?? '')
    const title = `${whose}: ${label.name.text}`
    return criteria.length === 0
      ? []
      : [{ title, piece: label.name, group: task ? null : group, task, criteria, decorated: false }]
  })
}

/** The task that an item speaks of: one of the items around it, or the section's. */
function ownerOf(item: Item, section: Section, context: GateContext): Draft | null {
  for (let at = item.parent; at; at = at.parent) {
    const task = context.ofItem.get(at)
    if (task) return task
  }
  const holder = enclosing(section, (each) => context.owners.has(each))
  return holder ? (context.owners.get(holder) ?? null) : null
}

function sectionCriteria(section: Section, context: GateContext): readonly CriterionDraft[] {
  if (!opensGate(section)) return []
  const result: CriterionDraft[] = []
  const { value } = section
  const isValued = value !== null && value.text !== '' && !statusOnly(value) && !saysWhen.test(value.text) // prettier-ignore
  if (isValued) result.push(...sentences(value).map((piece) => criterion(piece, null)))
  collectItems(section, isValued, context, result)
  return result.length > 0 ? result : told(section)
}

/** `**Gate 4**: After Task 6` and a list below. */
const saysWhen = /^(?:after|before|at the end of|following)\s[^.]{1,60}$/i

/** `### Quality gate` and a sentence that says what must be so. */
function told({ kind, role, named, blocks, children }: Section): readonly CriterionDraft[] {
  if (kind !== 'heading' || role !== 'gate' || !named || blocks.length > 2 || children.length > 0)
    return noCriteria
  return blocks.flatMap((block) =>
    block.kind === 'line' && demands.test(block.text) ? [criterion(block, null)] : noCriteria,
  )
}

const noCriteria: readonly CriterionDraft[] = []
const demands =
  /^[^:]*(?:\bmust\b|\bbefore (?:proceeding|phase|moving|starting|the next)\b|\ball\b.*\b(?:complete|pass(?:es|ed)?|documented|verified)\b)/i

/** The section's items and those below its plain labels; a value behind the label leaves the list to others. */
function collectItems(
  section: Section,
  valued: boolean,
  context: GateContext,
  result: CriterionDraft[],
): void {
  const gateRole =
    section.role === 'gate' ||
    section.role === 'criteria' ||
    isValidationPhase(section) ||
    isStateChecklist(section)
  if (!gateRole) return
  const own = section.items
  if (!valued)
    for (const item of own) {
      const parentCounts = item.parent !== null && own.includes(item.parent)
      if (parentCounts && !isLabelOnly(item.parent)) continue
      if (
        context.ofItem.has(item) ||
        (isLabelOnly(item) && !hasCommands(section, item)) ||
        (isMetadata(item) && !/^run$/i.test(fieldOf(item)?.name ?? ''))
      )
        continue
      // "All agents complete → Quality gates" says when, not what.
      const mayPoint = (signsIn(item) & (greater | beyond)) !== 0
      if (!mayPoint || !toGates.test(item.text)) result.push(...withChecks(section, item))
    }
  if (!valued) result.push(...ownScriptChecks(section))
  if (own.length === 0) result.push(...markedLines(section))
  result.push(...fencedCommands(section))
  for (const child of section.children)
    if (!opensGate(child) && !isAside(child) && child.kind !== 'heading') {
      if (isProof(child) && child.value && !statusOnly(child.value))
        result.push(...sentences(child.value).map((piece) => criterion(piece, null)))
      collectItems(child, false, context, result)
    } else if (
      child.kind === 'heading' &&
      !opensGate(child) &&
      (child.role === 'gate' || child.role === 'criteria') &&
      !isAside(child)
    )
      collectItems(child, false, context, result)
}

/** `✅ The build succeeds`, line by line. */
function markedLines({ blocks }: Section): readonly CriterionDraft[] {
  const found = blocks.flatMap((block) =>
    block.kind === 'line' && !block.item && (signsIn(block) & picture) !== 0
      ? [criterion(block, null)]
      : noCriteria,
  )
  const marked = found.filter(({ tokens, piece }) => tokens.some(({ token }) => token.start === piece.start)) // prettier-ignore
  return marked.length > 1 ? marked : noCriteria
}

/** A criterion with the scripts and commands that stand below it. */
function withChecks(section: Section, item: Item): readonly CriterionDraft[] {
  const [own, ...others] = withScripts(section, item, criterion(item, item))
  return own ? [...withCommands(section, item, own), ...others] : []
}

const toGates = /(?:→|->)\s*(?:quality )?gates?\b/i

function isLabelOnly(item: Item | null): boolean {
  if (item === null || (signsIn(item) & colon) === 0) return false
  return /^\**[^*`]{1,60}:?\**(?:\s*\([^()]{1,40}\))?:\s*$|^\*\*[^*]{1,60}:\*\*$/.test(item.text)
}

function isMetadata(item: Item): boolean {
  const key = fieldOf(item)?.key
  return (
    key !== undefined &&
    !isLimit(key) &&
    key !== 'other' &&
    key !== 'command' &&
    key !== 'outputs' &&
    key !== 'report'
  )
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

const groupWords = /phase|sprint|group|week|stage|wave|goal|milestone|gate/i

/** The group that a gate closes: the one it stands in, or names ("Gate 1: After Phase 1"), or shares its name with. */
function groupOfGate(section: Section, { groups, bySection, names }: GateContext): Group | null {
  for (let at: Section | null = section; at; at = at.parent) {
    const group = bySection.get(at)
    if (group) return group
  }
  const goal = enclosing(
    section.parent,
    (at) => at.kind === 'heading' && at.depth > 1 && at.parent?.role === 'goals',
  )
  if (goal) return names.similar(cleanTitle(goal.title).replace(/\s+-\s+Priority.*$/i, '')) ?? null
  // No word of a title without markup comes only with its cleaning.
  if ((signsIn(section.title) & markup) === 0 && !groupWords.test(section.title.text)) return null
  const text = cleanTitle(section.title)
  if (!groupWords.test(text)) return null
  const mentioned = phaseNumber(
    /(?:^|\b(?:after|for|of|to)\s+)((?:phase|sprint|group|week|stage|wave|goal|milestone)\s+\w+)/i.exec(
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

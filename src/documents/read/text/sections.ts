import type { Block, Fence, Heading, Item, Line, Table } from './blocks.ts'
import { isNumber, leadingId, mayLead } from './ids.ts'
import type { Key } from './key-phrases.ts'
import { labelOf, type Label } from './labels.ts'
import { isLimit, keyOfLabel } from './limits.ts'
import type { Keeper } from './remember.ts'
import { isMethod, phaseNumber, roleOf, roleTitle, type Numbered, type Role } from './roles.ts'
import { part, worded, type Piece } from './text.ts'
import { mayHaveId, titleOf } from './titles.ts'
import { valueTokens } from './tokens.ts'

/** `Key: value` below a heading, a bold line or a task. */
export interface Field {
  readonly key: Key
  readonly name: string
  readonly value: Piece
}

/** A heading or bold line with what stands below it (R1). */
export interface Section extends Keeper {
  readonly kind: 'root' | 'heading' | 'bold' | 'label'
  /** Headings 1–6; then 7 bold phases, 8 bold tasks, 9 other bold lines, 10 plain labels. */
  readonly depth: number
  readonly title: Piece
  /** What a bold line says behind its colon. */
  readonly value: Piece | null
  readonly parent: Section | null
  readonly role: Role
  /** Whether the role is its own; else it is inherited. */
  readonly named: boolean
  /** The kind and number in its title: "Phase 2B". */
  readonly number: Numbered | undefined
  /** Whether its title is a step of the method, such as "DECOMPOSE". */
  readonly method: boolean
  readonly blocks: Block[]
  /** Of these blocks the list items, the tables and the fences. */
  readonly items: Item[]
  readonly tables: Table[]
  readonly fences: Fence[]
  readonly children: Section[]
  readonly fields: Field[]
}

/** The tree of a document's sections; `all` holds them in order. */
export interface Outline {
  readonly root: Section
  readonly all: readonly Section[]
}

/** Builds the heading tree with bold lines as pseudo headings. */
export function outline(blocks: readonly Block[]): Outline {
  const root = section('root', 0, worded(0, 0, ''), null, null, undefined)
  const all = [root]
  let current = root

  blocks.forEach((block, index) => {
    if (block.kind === 'heading') open('heading', block.depth, block, null, blocks[index + 1])
    else if (block.kind === 'rule') current = real(current)
    else if (isPhaseItem(block, current)) {
      current = real(current)
      open('bold', 7, block, null, undefined, 'phase')
    } else if (block.kind !== 'line' || block.item) put(current, block)
    else line(block, blocks[index + 1])
  })
  return { root, all }

  function open(
    kind: Section['kind'],
    depth: number,
    title: Piece,
    value: Piece | null,
    next: Block | undefined,
    role?: Role,
  ): void {
    while (current.depth >= depth && current.parent) current = current.parent
    const opened = section(kind, depth, title, value, current, next, role)
    current.children.push(opened)
    all.push(opened)
    current = opened
  }

  function line(block: Line, next: Block | undefined): void {
    const label = labelOf(block)
    if (isPlainPhase(block, next)) {
      current = real(current)
      open('bold', 7, block, null, next)
      return
    }
    if (!label) put(current, block)
    else if (opens(label, block, next)) openLabel(label, block, next)
    else keyLine(label, block)
  }

  function openLabel(label: Label, block: Line, next: Block | undefined): void {
    const depth = depthOf(label)
    if (!label.bold) open('label', 10, label.name, label.value, next)
    else if (depth === 9 && current.depth === 7 && current.blocks.length === 0)
      open('bold', 8.5, label.name, label.value, next)
    else {
      if (depth === 9 && current.depth >= 8.5) current = upTo(current, 8.5)
      if (depth === 9 && current.depth === 7 && current.blocks.length > 0)
        current = upTo(current, 7)
      else if (depth === 9 && current.depth === 7)
        return open('bold', 8.5, label.name, label.value, next)
      open(
        'bold',
        depth,
        depth === 8 ? part(block, 0) : label.name,
        depth === 8 ? null : label.value,
        next,
      )
    }
  }

  function keyLine(label: Label, block: Line): void {
    const key = keyOfLabel(label)
    if (!label.bold && key === undefined) {
      put(current, block)
      return
    }
    if (label.bold && current.depth >= 8.5) current = upTo(current, 8.5)
    else if (label.bold && current.depth === 7 && current.blocks.length > 0) current = real(current)
    current.fields.push({ key: key ?? 'other', name: label.name.text, value: label.value })
    if (key === undefined || key === 'other' || isLimit(key)) put(current, block)
  }
}

/** `Phase 4: Clean up (approved)` as a line of its own, with a list or who does it below. */
function isPlainPhase(block: Line, next: Block | undefined): boolean {
  if (block.item || !block.opens || !mayHaveId(block) || !plainPhase.test(block.text)) return false
  if (next?.kind === 'item') return true
  const label = next?.kind === 'line' && !next.item ? labelOf(next) : undefined
  return label !== undefined && label.value.text !== '' && !plainPhase.test(next?.kind === 'line' ? next.text : '') // prettier-ignore
}

const plainPhase = /^(?:phase|sprint|week|stage|milestone) \d{1,2}[a-z]?: \S.{0,100}$/i

const phasesTitle = /^(?:(?:execution|implementation|work|project) )?phases?$/

/** `1) Discovery (parallel)` below "Phases": what follows is in that phase. */
function isPhaseItem(block: Block, current: Section): block is Item {
  return (
    block.kind === 'item' &&
    block.ordered &&
    block.parent === null &&
    block.checkbox === null &&
    phasesTitle.test(roleTitle(real(current).title.text))
  )
}

function section(
  kind: Section['kind'],
  depth: number,
  title: Piece,
  value: Piece | null,
  parent: Section | null,
  next: Block | undefined,
  given?: Role,
): Section {
  const own = given ?? roleWithin(parent, kind, depth, title, next)
  const role = own ?? parent?.role ?? 'quiet'
  const named = own !== undefined
  return {
    kind, depth, title, value, parent, role, named, number: phaseNumber(title.text), method: isMethod(title.text), blocks: [], items: [], tables: [], fences: [], children: [], fields: [],
    known: undefined,
  } // prettier-ignore
}

function put(section: Section, block: Block): void {
  section.blocks.push(block)
  if (block.kind === 'item') section.items.push(block)
  else if (block.kind === 'table') section.tables.push(block)
  else if (block.kind === 'fence') section.fences.push(block)
}

/** Sections of these roles keep it for all below them: the steps of a rollback are no tasks. */
const keeping: ReadonlySet<Role> = new Set([
  'rollback',
  'contingency',
  'risk',
  'prompt',
  'log',
  'deferred',
])

function roleWithin(
  parent: Section | null,
  kind: Section['kind'],
  depth: number,
  title: Piece,
  next: Block | undefined,
): Role | undefined {
  // The first heading names the document: "Phase 11: Execution Plan" is no phase of it.
  if (kind === 'root' || depth === 1) return undefined
  const told = isTaskTitle(title) ? undefined : (roleOf(title.text) ?? lookedAt(title, next))
  const said =
    told === 'phase' && isGatePhase(title, next)
      ? 'gate'
      : (told === 'goals' || told === 'metrics') && isGoalState(title, next)
        ? 'criteria'
        : told
  const own = said !== undefined && isChecklist(said, title, next) ? undefined : said
  if (parent?.role === 'criteria' || parent?.role === 'gate')
    return own === 'phase' || own === 'tasks' || own === 'goals' || sortsCriteria(own, title, next)
      ? undefined
      : own
  if (!parent || !keeping.has(parent.role)) return own
  return own === 'gate' && kind === 'heading' ? own : undefined
}

const beforeOrBehind = /^(?:pre|post) (?:\w+ )?(?:validation|verification)$/

/** "Post-release validation" with boxes, bullets or commands directly below: a gate. Above headings of its own it only sorts. */
function lookedAt(title: Piece, next: Block | undefined): Role | undefined {
  const tells = next?.kind === 'item' || next?.kind === 'fence'
  return tells && beforeOrBehind.test(roleTitle(title.text)) ? 'gate' : undefined
}

/** "Quantitative targets", "Qualitative improvements" or "Testing" with a list, inside criteria: a part of these. */
function sortsCriteria(told: Role | undefined, title: Piece, next: Block | undefined): boolean {
  if (next?.kind !== 'item') return false
  const name = roleTitle(title.text)
  if (told === 'reference') return /^(?:testing|documentation)$/.test(name)
  return (
    told === 'metrics' || (told === 'analysis' && /\b(?:improvements|requirements)$/.test(name))
  )
}

/** "Phase 5: Quality Gates" with commands that are ticked off, or "All gates passed:" below. */
function isGatePhase(title: Piece, next: Block | undefined): boolean {
  if (!/:\s*(?:quality )?gates?\W*$/i.test(title.text)) return false
  if (next?.kind === 'line') return /\bgates?\b.*:$/i.test(next.text)
  return next?.kind === 'item' && next.checkbox !== null && next.text.startsWith('`')
}

/** "Goal state", "Success metrics" with checkboxes: what is to be so in the end. */
function isGoalState(title: Piece, next: Block | undefined): boolean {
  return (
    next?.kind === 'item' &&
    next.checkbox !== null &&
    /^(?:goal state|success metrics)$/.test(roleTitle(title.text))
  )
}

/** What a numbered checklist says more of than its heading does. */
const outweighed: ReadonlySet<Role> = new Set(['reference', 'analysis', 'metrics', 'log'])

/** Headings below which a checklist, too, is no work of this plan. */
const aside =
  /^(?:future|related|appendix|links?|glossary|examples?)\b|\b(?:references?|notes?|files)\b/

/** `src/a.ts` in a list of files, with or without a note. */
const onlyPath = /^`[^`\s]*[./][^`\s]*`(?:\s*\([^()]*\))?\W*$/

/**
 * Whether a list of checkboxes below "Testing" or "Documentation" says what is to be done, so that the heading only sorts it. Below
 * `## 4. Update command` a list that is counted on from it, `- [ ] 4.1 …`, does so whatever the heading's words are.
 */
function isChecklist(told: Role, title: Piece, next: Block | undefined): boolean {
  if (next?.kind !== 'item' || next.checkbox === null || !outweighed.has(told)) return false
  if (onlyPath.test(next.text)) return false
  if (told === 'reference' && !aside.test(roleTitle(title.text))) return true
  const number = /^(\d+)[.)]\s/.exec(title.text)?.[1]
  return number !== undefined && next.text.startsWith(`${number}.`)
}

/** "WG-045: Expand Snapshot Tests" is a task, whatever its words. */
function isTaskTitle(title: Piece): boolean {
  if (!mayHaveId(title)) return false
  const { id, firm } = titleOf(title)
  return id !== null && firm && !isNumber(id) && phaseNumber(title.text) === undefined
}

function real(from: Section): Section {
  let at = from
  while (at.depth > 6 && at.parent) at = at.parent
  return at
}

function upTo(from: Section, depth: number): Section {
  let at = from
  while (at.depth >= depth && at.parent) at = at.parent
  return at
}

/** A label opens a section unless it is metadata: a key with a value, or the beginning of a sentence. */
function opens(label: Label, block: Line, next: Block | undefined): boolean {
  const name = label.name.text
  const key = keyOfLabel(label)
  const empty = label.value.text === '' || onlyStatus(label.value)
  const listFollows = next?.kind === 'item' || next?.kind === 'fence' || next?.kind === 'table'
  if (!label.bold) {
    if (/^if\s/i.test(name)) return empty && listFollows
    return empty && listFollows && key === undefined
  }
  if (isTaskLine(block.text, label)) return true
  if (key !== undefined) return label.value.text === '' && listFollows
  if (empty) return true
  const role = roleOf(name)
  if (role === 'gate' || role === 'criteria' || /^(?:trigger|risk|mitigation|if)\b/i.test(name))
    return true
  return (
    next?.kind === 'item' && next.start - label.value.end <= 2 && !/[.!?]$/.test(label.value.text)
  )
}

function onlyStatus(value: Piece): boolean {
  const tokens = valueTokens(value)
  if (tokens.length === 0) return false
  const rest = tokens.reduce((text, token) => text.replace(token.text, ''), value.text)
  return (
    rest.replace(/\([^()]*\)|[^\p{Letter}]+/gu, '').length === 0 || /^\W*mostly/i.test(value.text)
  )
}

function depthOf(label: Label): number {
  if (phaseNumber(label.name.text) !== undefined && roleOf(label.name.text) === 'phase') return 7
  return isTaskName(label.name.text) ? 8 : 9
}

function isTaskLine(text: string, label: Label): boolean {
  return (
    isTaskName(label.name.text) &&
    (label.value.text !== '' || /^\S+\s+\S/.test(label.name.text) || /task/i.test(text))
  )
}

/** `Task 2B.1`, `WG-040`, `1.1 Directory Structure`: bold names that begin with an id of some substance. */
export function isTaskName(name: string): boolean {
  const id = mayLead(name, 0) ? leadingId(name) : undefined
  if (id === undefined || (roleOf(name) === 'phase' && !/^task|^step|^action/i.test(name)))
    return false
  return id.word !== null || /\d\.\d|[A-Za-z]-?\d|^\d{1,2}[A-Z]$/.test(id.id)
}

/** The nearest enclosing section that satisfies the test, the section itself included. */
export function enclosing(
  from: Section | null,
  test: (section: Section) => boolean,
): Section | null {
  for (let at = from; at; at = at.parent) if (test(at)) return at
  return null
}

export type { Heading }

import { arrowsOf, type GraphNode } from './graphs.ts'
import type { Draft } from '../tasks/identity.ts'
import { isOwner } from '../tasks/mention.ts'
import type { Group } from './groups.ts'
import { needWords } from '../text/asides.ts'
import { keyOfTitle } from '../text/labels.ts'
import { isOpen, openLedger, type Dependencies, type Ledger } from './ledger.ts'
import { readNeeds, saysFlag, saysNone, type Need, type Vocabulary } from './needs.ts'
import { statements } from './sentences.ts'
import { enclosing, type Field, type Outline, type Section } from '../text/sections.ts'
import { matches } from '../text/matches.ts'
import { bracket, signsIn } from '../text/signs.ts'
import { part, type Piece } from '../text/text.ts'

/** Every dependency that the document states (R5, R6, R7). */
export function dependenciesOf(
  outline: Outline,
  tasks: readonly Draft[],
  groups: readonly Group[],
  words: Vocabulary,
): Dependencies {
  const ledger = openLedger(tasks, groups)
  const owners = ownersOf(tasks, groups)
  for (const task of tasks) fromTask(ledger, task, words)
  for (const group of groups) fromGroup(ledger, group, words)
  for (const section of outline.all) {
    fromLabelled(ledger, section, owners, words)
    fromFences(ledger, section, words)
    fromSentences(ledger, section, words)
  }
  fromSubGoals(ledger, outline, words, groups)
  return ledger.close()
}

type Owner = { readonly task: Draft } | { readonly group: Group }

function ownersOf(tasks: readonly Draft[], groups: readonly Group[]): ReadonlyMap<Section, Owner> {
  const owners = new Map<Section, Owner>()
  for (const group of groups)
    for (const { section } of group.places) if (section) owners.set(section, { group })
  for (const task of tasks)
    for (const mention of task.mentions) if (isOwner(mention)) owners.set(mention.section, { task })
  return owners
}

const neededAside = new RegExp(
  String.raw`[([](?:[A-Za-z]+\s*(?:[-\u2013\u2014,;]|then)\s*)?${needWords}([^()[\]]+)[)\]]`,
  'gi',
)

function fromTask(ledger: Ledger, task: Draft, words: Vocabulary): void {
  for (const mention of task.mentions) {
    for (const field of mention.fields) taskField(ledger, task, field, words)
    // "Merge PRs (after T1 completes)", "[after A, B]", "(deps: A, B)"
    if (mention.form === 'table' || (signsIn(mention.piece) & bracket) === 0) continue
    for (const found of matches(mention.piece.text, neededAside)) {
      const value = part(
        mention.piece,
        found.index + found[0].indexOf(found[1] ?? ''),
        found.index + found[0].length - 1,
      )
      ledger.needs(task, known(readNeeds(value, words)))
    }
  }
}

function known(needs: readonly Need[]): readonly Need[] {
  return needs.filter((need) => need.kind === 'tasks' || need.kind === 'group')
}

function taskField(ledger: Ledger, task: Draft, field: Field, words: Vocabulary): void {
  if (field.key === 'needs') ledger.needs(task, readNeeds(field.value, words))
  // A precondition is a fact more often than a task: only what is known counts.
  if (field.key === 'conditions') ledger.needs(task, known(readNeeds(field.value, words)))
  if (field.key === 'blocking' && !saysFlag(field.value.text))
    ledger.needs(task, readNeeds(field.value, words))
  if (field.key === 'blocks')
    for (const need of readNeeds(field.value, words))
      if (need.kind === 'tasks')
        for (const from of need.tasks)
          if (from !== task) ledger.edge(from, task, 'R6', 'stated', need.place)
}

const none: readonly RegExpExecArray[] = []

function fromGroup(ledger: Ledger, group: Group, words: Vocabulary): void {
  for (const { section, title, value } of group.places) {
    for (const field of section?.fields ?? []) groupField(ledger, group, field, words)
    const inside = (signsIn(title) & bracket) === 0 ? none : matches(title.text, /\(([^()]*)\)/g)
    for (const found of inside)
      parenthesis(
        ledger,
        group,
        part(title, found.index + 1, found.index + found[0].length - 1),
        words,
      )
    if (value && /^none\b/i.test(value.text)) ledger.states(group)
    // `**Can run parallel with Phase 2**`
    for (const child of section?.children ?? [])
      if (child.kind !== 'heading' && mayRunBeside.test(child.title.text))
        parenthesis(ledger, group, child.title, words)
  }
}

const mayRunBeside =
  /^(?:can|may|will|should) (?:be )?(?:run|done|executed)(?: in)? parallel (?:with|to)\s/i

/** "(parallel after A2)", "(Parallel with Phase 2)" in a phase's heading. */
function parenthesis(ledger: Ledger, group: Group, inside: Piece, words: Vocabulary): void {
  const behind = (pattern: RegExp): readonly Need[] => {
    const rest = pattern.exec(inside.text)?.[1]
    return rest === undefined
      ? []
      : readNeeds(part(inside, inside.text.length - rest.length), words)
  }
  ledger.groupNeeds(group, known(behind(/\b(?:after|depends on|requires)\s+(.+)$/i)))
  for (const need of behind(
    /\b(?:parallel|concurrent(?:ly)?|together|alongside)\s+(?:with|to)\s+(.+)$/i,
  ))
    if (need.kind === 'group') ledger.beside(group, need.group)
    else if (need.kind === 'tasks') besideTasks(ledger, group, need.tasks, words)
}

/** "(Parallel with A3)": beside the phase that A3 is in. */
function besideTasks(
  ledger: Ledger,
  group: Group,
  tasks: readonly Draft[],
  { groups }: Vocabulary,
): void {
  for (const other of new Set(groups.values()))
    if (other !== group && other.execution && tasks.some((task) => other.tasks.includes(task)))
      ledger.beside(group, other)
}

function groupField(ledger: Ledger, group: Group, field: Field, words: Vocabulary): void {
  const blocking = field.key === 'blocking' && !saysFlag(field.value.text)
  if (field.key === 'needs' || blocking) {
    const needs = readNeeds(field.value, words)
    if (saysNone(field.value.text) || needs.some((need) => need.kind === 'group'))
      ledger.states(group)
    ledger.groupNeeds(group, needs)
  }
  if (field.key === 'blocks')
    for (const need of readNeeds(field.value, words))
      if (need.kind === 'group') ledger.order(need.group, group, 'stated', need.place)
}

/** `**Blocks**:` and `**Dependencies**:` with a list below. */
function fromLabelled(
  ledger: Ledger,
  section: Section,
  owners: ReadonlyMap<Section, Owner>,
  words: Vocabulary,
): void {
  const key =
    section.kind === 'bold' || section.kind === 'label' ? keyOfTitle(section.title) : undefined
  if (key !== 'blocks' && key !== 'needs') return
  const at = enclosing(section, (each) => owners.has(each))
  const owner = at ? owners.get(at) : undefined
  if (!owner) return
  for (const item of section.items) {
    const field: Field = { key, name: section.title.text, value: item }
    if ('task' in owner) taskField(ledger, owner.task, field, words)
    else groupField(ledger, owner.group, field, words)
  }
}

function fromFences(ledger: Ledger, section: Section, words: Vocabulary): void {
  if (section.role === 'prompt' || section.role === 'timeline') return
  for (const fence of section.fences)
    for (const { from, to } of arrowsOf(fence, words)) connect(ledger, from, to)
}

function connect(ledger: Ledger, from: GraphNode, to: GraphNode): void {
  if (from.group && to.group) ledger.order(to.group, from.group, 'stated', to.piece)
  else if (isInside(from, to) || isInside(to, from)) return
  else if (from.group || to.group)
    ledger.later({
      from: to.group?.tasks ?? to.tasks,
      to: from.group?.tasks ?? from.tasks,
      place: to.piece,
      rule: 'R7',
      origin: 'inferred',
    })
  else
    for (const dependent of to.tasks)
      for (const prerequisite of from.tasks)
        if (dependent !== prerequisite)
          ledger.edge(dependent, prerequisite, 'R7', 'stated', to.piece)
}

/** An arrow from a goal to its own tasks says what is in it. */
function isInside(node: GraphNode, other: GraphNode): boolean {
  return node.group !== null && other.tasks.some((task) => node.group?.tasks.includes(task))
}

function fromSentences(ledger: Ledger, section: Section, words: Vocabulary): void {
  for (const statement of statements(section, words)) {
    if (statement.kind === 'first') ledger.first(statement.group, statement.place)
    else if (statement.kind === 'beside') {
      for (const one of statement.groups)
        for (const other of statement.groups) if (one !== other) ledger.beside(one, other)
    } else
      for (const one of statement.from) {
        if (one.kind === 'tasks') for (const task of one.tasks) ledger.needs(task, statement.to)
        if (one.kind === 'group') ledger.groupNeeds(one.group, known(statement.to))
      }
  }
}

/** Sub-goals that only describe ("2. Integration", "Dependencies: Phase 2B complete") speak for the phases of the same tasks. */
function fromSubGoals(
  ledger: Ledger,
  outline: Outline,
  words: Vocabulary,
  groups: readonly Group[],
): void {
  for (const section of outline.all) {
    if (section.role !== 'goals' || section.kind !== 'heading') continue
    const title = section.title.text.replace(/^\d+[.)]\s*/, '').replace(/\s+-\s+Priority.*$/i, '')
    const own = words.groupTitles.similar(title)
    if (!own) continue
    for (const field of section.fields) {
      if (field.key !== 'needs') continue
      const needs = readNeeds(field.value, words)
      for (const from of phasesWithin(own, groups)) {
        if (needs.some(isOpen)) ledger.leavesOpen(from)
        for (const need of needs)
          if (need.kind === 'group')
            for (const to of phasesWithin(need.group, groups))
              ledger.order(from, to, 'stated', need.place)
      }
    }
  }
}

/** The phases all of whose tasks are the group's. */
function phasesWithin(group: Group, groups: readonly Group[]): readonly Group[] {
  if (group.execution) return [group]
  const own = new Set(group.tasks)
  return groups.filter(
    (other) =>
      other.execution && other.tasks.length > 0 && other.tasks.every((task) => own.has(task)),
  )
}

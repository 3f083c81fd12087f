import type { Provenance } from '../../model/index.ts'
import { arrowsOf, type GraphNode } from './graphs.ts'
import type { Draft } from './identity.ts'
import type { Group } from './groups.ts'
import { keyOf } from './labels.ts'
import { append } from './maps.ts'
import { readNeeds, saysFlag, saysNone, type Need, type Vocabulary } from './needs.ts'
import { statements } from './sentences.ts'
import { enclosing, items, type Field, type Outline, type Section } from './sections.ts'
import { part, type Piece } from './text.ts'

/** `from` waits for `to`. */
export interface Edge {
  readonly from: Draft
  readonly to: Draft
  readonly rule: 'R5' | 'R6' | 'R7' | 'R8'
  readonly origin: Provenance['origin']
  readonly place: Piece
}

/** `from` waits for `to`, group by group. */
export interface Order {
  readonly from: Group
  readonly to: Group
  readonly origin: Provenance['origin']
  readonly place: Piece
}

/** A need that is no edge, and whose it is. */
export interface Loose {
  readonly task: Draft | null
  readonly need: Need
}

export interface Dependencies {
  readonly edges: readonly Edge[]
  /** The same edges where they are stated once more. */
  readonly repeated: readonly Edge[]
  readonly orders: readonly Order[]
  /** Groups that say themselves what they wait for, if only "None". */
  readonly stated: ReadonlySet<Group>
  /** Groups of whose needs not all could be resolved, so that the document's order counts as well. */
  readonly partial: ReadonlySet<Group>
  /** Groups that run beside another one: [group, beside]. */
  readonly beside: readonly (readonly [Group, Group])[]
  readonly loose: readonly Loose[]
}

interface Collector {
  edge(from: Draft, to: Draft, rule: Edge['rule'], origin: Provenance['origin'], place: Piece): void
  order(from: Group, to: Group, origin: Provenance['origin'], place: Piece): void
  /** Waits for a group's last tasks; which these are shows only when all edges are known. */
  later(from: readonly Draft[], to: readonly Draft[], place: Piece): void
  needs(task: Draft, needs: readonly Need[]): void
  groupNeeds(group: Group, needs: readonly Need[]): void
}

/** Every dependency that the document states (R5, R6, R7). */
export function dependenciesOf(
  outline: Outline,
  tasks: readonly Draft[],
  groups: readonly Group[],
  words: Vocabulary,
): Dependencies {
  const edges = new Map<string, Edge>()
  const orders = new Map<string, Order>()
  const stated = new Set<Group>()
  const partial = new Set<Group>()
  const beside: (readonly [Group, Group])[] = []
  const loose: Loose[] = []
  const repeated: Edge[] = []
  const deferred: {
    readonly from: readonly Draft[]
    readonly to: readonly Draft[]
    readonly place: Piece
  }[] = []
  const collector: Collector = {
    later: (from, to, place) => void deferred.push({ from, to, place }),
    edge(from, to, rule, origin, place) {
      const key = `${from.key}\n${to.key}`
      if (from === to) return
      if (edges.has(key)) repeated.push({ from, to, rule, origin, place })
      else edges.set(key, { from, to, rule, origin, place })
    },
    order(from, to, origin, place) {
      const key = `${from.key}\n${to.key}`
      if (from !== to && !orders.has(key)) orders.set(key, { from, to, origin, place })
    },
    needs: (task, needs) => taskNeeds(collector, loose, tasks, task, needs),
    groupNeeds(group, needs) {
      if (needs.some(isOpen)) partial.add(group)
      groupNeeds(collector, loose, groups, group, needs)
    },
  }
  const owners = ownersOf(tasks, groups)
  for (const task of tasks) fromTask(collector, task, words)
  for (const group of groups) fromGroup(collector, group, words, stated, beside)
  const first = new Set<Group>()
  for (const section of outline.all) {
    fromLabelled(collector, section, owners, words)
    fromFences(collector, section, words)
    fromSentences(collector, section, groups, words, beside, first)
  }
  aliases(collector, outline, words, groups, partial)
  for (const { from, to, place } of orders.values())
    if (!from.execution || !to.execution) collector.later(from.tasks, to.tasks, place)
  const inner = innerEdges(edges.values())
  for (const { from, to, place } of deferred) {
    const [dependents, prerequisites] = [new Set(from), new Set(to)]
    const firsts = from.filter((task) => !inner.needs(task, dependents))
    const lasts = to.filter((task) => !inner.needed(task, prerequisites) && !dependents.has(task))
    // Two groups of hundreds of tasks without any order inside are no plan; the last task stands for the others then.
    const ends = firsts.length * lasts.length > 50_000 ? lasts.slice(-1) : lasts
    for (const first of firsts)
      for (const last of ends) collector.edge(first, last, 'R6', 'inferred', place)
  }
  return {
    edges: [...edges.values()],
    repeated,
    orders: [...orders.values()],
    stated,
    partial,
    beside,
    loose,
  }
}

function isOpen(need: Need): boolean {
  return need.kind === 'dangling' || (need.kind === 'external' && !need.satisfied)
}

type Owner = { readonly task: Draft } | { readonly group: Group }

function ownersOf(tasks: readonly Draft[], groups: readonly Group[]): ReadonlyMap<Section, Owner> {
  const owners = new Map<Section, Owner>()
  for (const group of groups)
    for (const { section } of group.places) if (section) owners.set(section, { group })
  for (const task of tasks)
    for (const mention of task.mentions)
      if (mention.form === 'block') owners.set(mention.section, { task })
  return owners
}

function taskNeeds(
  collector: Collector,
  loose: Loose[],
  tasks: readonly Draft[],
  task: Draft,
  needs: readonly Need[],
): void {
  for (const need of needs) {
    if (need.kind === 'tasks')
      for (const to of need.tasks)
        collector.edge(task, to, need.tasks.length > 1 ? 'R5' : 'R6', 'stated', need.place)
    else if (need.kind === 'group') collector.later([task], need.group.tasks, need.place)
    else if (need.kind === 'all')
      for (const to of earlier(tasks, task)) collector.edge(task, to, 'R6', 'stated', need.place)
    else loose.push({ task, need })
  }
}

/** Rows above a row of the same table; without a table, all tasks above. */
function earlier(tasks: readonly Draft[], task: Draft): readonly Draft[] {
  const before = tasks.slice(0, tasks.indexOf(task))
  const rows = before.filter(
    (other) => task.definition.form !== 'table' || other.definition.block === task.definition.block,
  )
  return rows.slice(-mostAbove)
}

/** "All above" means at most so many: longer tables would need quadratic space. */
const mostAbove = 500

/** Which tasks of a set have needs within it, and which are needed within it. */
function innerEdges(edges: Iterable<Edge>): {
  needs(task: Draft, within: ReadonlySet<Draft>): boolean
  needed(task: Draft, within: ReadonlySet<Draft>): boolean
} {
  const up = new Map<Draft, Draft[]>()
  const down = new Map<Draft, Draft[]>()
  for (const { from, to } of edges) {
    append(up, from, to)
    append(down, to, from)
  }
  const touches = (others: readonly Draft[] | undefined, within: ReadonlySet<Draft>): boolean =>
    others !== undefined && others.some((other) => within.has(other))
  return {
    needs: (task, within) => within.size > 1 && touches(up.get(task), within),
    needed: (task, within) => within.size > 1 && touches(down.get(task), within),
  }
}

function groupNeeds(
  collector: Collector,
  loose: Loose[],
  groups: readonly Group[],
  group: Group,
  needs: readonly Need[],
): void {
  for (const need of needs) {
    if (need.kind === 'group') collector.order(group, need.group, 'stated', need.place)
    else if (need.kind === 'tasks')
      for (const from of group.tasks)
        for (const to of need.tasks)
          if (!group.tasks.includes(to)) collector.edge(from, to, 'R6', 'inferred', need.place)
    if (need.kind === 'all')
      for (const other of groups.slice(0, groups.indexOf(group)))
        if (other.execution && group.execution)
          collector.order(group, other, 'inferred', need.place)
    if (need.kind !== 'group' && need.kind !== 'tasks' && need.kind !== 'all')
      loose.push({ task: null, need })
  }
}

function fromTask(collector: Collector, task: Draft, words: Vocabulary): void {
  for (const mention of task.mentions) {
    for (const field of mention.fields) taskField(collector, task, field, words)
    // "Merge PRs (after T1 completes)", "[after A, B]", "(deps: A, B)"
    for (const found of mention.piece.text.matchAll(
      /[([](?:after|deps?:?|depends on|requires|needs|blocked by:?)\s+([^()[\]]+)[)\]]/gi,
    )) {
      const value = part(
        mention.piece,
        found.index + found[0].indexOf(found[1] ?? ''),
        found.index + found[0].length - 1,
      )
      if (mention.form !== 'table') collector.needs(task, known(readNeeds(value, words)))
    }
  }
}

function known(needs: readonly Need[]): readonly Need[] {
  return needs.filter((need) => need.kind === 'tasks' || need.kind === 'group')
}

function taskField(collector: Collector, task: Draft, field: Field, words: Vocabulary): void {
  if (field.key === 'needs') collector.needs(task, readNeeds(field.value, words))
  if (field.key === 'blocking' && !saysFlag(field.value.text))
    collector.needs(task, readNeeds(field.value, words))
  if (field.key === 'blocks')
    for (const need of readNeeds(field.value, words))
      if (need.kind === 'tasks')
        for (const from of need.tasks) collector.edge(from, task, 'R6', 'stated', need.place)
}

function fromGroup(
  collector: Collector,
  group: Group,
  words: Vocabulary,
  stated: Set<Group>,
  beside: (readonly [Group, Group])[],
): void {
  for (const { section, title, value } of group.places) {
    for (const field of section?.fields ?? []) groupField(collector, group, field, words, stated)
    for (const found of title.text.matchAll(/\(([^()]*)\)/g)) {
      const inside = part(title, found.index + 1, found.index + found[0].length - 1)
      const after = /\b(?:after|depends on|requires)\s+(.+)$/i.exec(inside.text)
      if (after)
        collector.groupNeeds(
          group,
          known(readNeeds(part(inside, inside.text.length - (after[1] ?? '').length), words)),
        )
      const with_ =
        /\b(?:parallel|concurrent(?:ly)?|together|alongside)\s+(?:with|to)\s+(.+)$/i.exec(
          inside.text,
        )
      if (with_)
        for (const need of readNeeds(
          part(inside, inside.text.length - (with_[1] ?? '').length),
          words,
        ))
          if (need.kind === 'group') beside.push([group, need.group])
    }
    if (value && /^none\b/i.test(value.text)) stated.add(group)
  }
}

function groupField(
  collector: Collector,
  group: Group,
  field: Field,
  words: Vocabulary,
  stated: Set<Group>,
): void {
  const blocking = field.key === 'blocking' && !saysFlag(field.value.text)
  if (field.key === 'needs' || blocking) {
    const needs = readNeeds(field.value, words)
    if (saysNone(field.value.text) || needs.some((need) => need.kind === 'group')) stated.add(group)
    collector.groupNeeds(group, needs)
  }
  if (field.key === 'blocks')
    for (const need of readNeeds(field.value, words))
      if (need.kind === 'group') collector.order(need.group, group, 'stated', need.place)
}

/** `**Blocks**:` and `**Dependencies**:` with a list below. */
function fromLabelled(
  collector: Collector,
  section: Section,
  owners: ReadonlyMap<Section, Owner>,
  words: Vocabulary,
): void {
  const key =
    section.kind === 'bold' || section.kind === 'label' ? keyOf(section.title.text) : undefined
  if (key !== 'blocks' && key !== 'needs') return
  const at = enclosing(section, (each) => owners.has(each))
  const owner = at ? owners.get(at) : undefined
  if (!owner) return
  for (const item of items(section)) {
    const field: Field = { key, name: section.title.text, value: item }
    if ('task' in owner) taskField(collector, owner.task, field, words)
    else groupField(collector, owner.group, field, words, new Set())
  }
}

function fromFences(collector: Collector, section: Section, words: Vocabulary): void {
  if (section.role === 'prompt' || section.role === 'timeline') return
  for (const block of section.blocks) {
    if (block.kind !== 'fence') continue
    for (const { from, to } of arrowsOf(block, words)) connect(collector, from, to)
  }
}

function connect(collector: Collector, from: GraphNode, to: GraphNode): void {
  if (from.group && to.group) collector.order(to.group, from.group, 'stated', to.piece)
  const inside = (node: GraphNode, other: GraphNode): boolean =>
    node.group !== null && other.tasks.some((task) => node.group?.tasks.includes(task))
  if (inside(from, to) || inside(to, from)) return
  if (from.group && to.group) return
  if (from.group || to.group)
    collector.later(to.group?.tasks ?? to.tasks, from.group?.tasks ?? from.tasks, to.piece)
  else
    for (const dependent of to.tasks)
      for (const prerequisite of from.tasks)
        collector.edge(dependent, prerequisite, 'R7', 'stated', to.piece)
}

function fromSentences(
  collector: Collector,
  section: Section,
  groups: readonly Group[],
  words: Vocabulary,
  beside: (readonly [Group, Group])[],
  first: Set<Group>,
): void {
  for (const statement of statements(section, words)) {
    if (statement.kind === 'beside') {
      for (const one of statement.groups)
        for (const other of statement.groups) if (one !== other) beside.push([one, other])
      continue
    }
    if (statement.kind === 'first') {
      if (statement.group.execution && !first.has(statement.group))
        for (const group of groups.slice(groups.indexOf(statement.group) + 1))
          if (group.execution) collector.order(group, statement.group, 'stated', statement.place)
      first.add(statement.group)
      continue
    }
    const { from, to } = statement
    for (const one of from) {
      if (one.kind === 'tasks') for (const task of one.tasks) collector.needs(task, to)
      if (one.kind === 'group')
        collector.groupNeeds(
          one.group,
          to.filter((need) => need.kind === 'group' || need.kind === 'tasks'),
        )
    }
  }
}

/** Sub-goals that only describe ("2. Integration", "Dependencies: Phase 2B complete") speak for the phases of the same tasks. */
function aliases(
  collector: Collector,
  outline: Outline,
  words: Vocabulary,
  groups: readonly Group[],
  partial: Set<Group>,
): void {
  const phasesOf = (group: Group): readonly Group[] =>
    group.execution
      ? [group]
      : groups.filter(
          (other) =>
            other.execution &&
            other.tasks.length > 0 &&
            other.tasks.every((task) => group.tasks.includes(task)),
        )
  for (const section of outline.all) {
    if (section.role !== 'goals' || section.kind !== 'heading') continue
    const title = section.title.text.replace(/^\d+[.)]\s*/, '').replace(/\s+-\s+Priority.*$/i, '')
    const own = words.groupTitles.similar(title)
    if (!own) continue
    for (const field of section.fields) {
      if (field.key !== 'needs') continue
      const needs = readNeeds(field.value, words)
      for (const from of phasesOf(own)) {
        if (needs.some(isOpen)) partial.add(from)
        for (const need of needs)
          if (need.kind === 'group')
            for (const to of phasesOf(need.group)) collector.order(from, to, 'stated', need.place)
      }
    }
  }
}

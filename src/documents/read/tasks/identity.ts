import { freeKey, slug } from '../../../base/index.ts'
import type { Slug } from '../../../model/index.ts'
import { foldId } from '../text/ids.ts'
import { append } from '../text/maps.ts'
import type { Mention } from './mention.ts'
import { roleOf } from '../text/roles.ts'
import { ofSection, type Keeper } from '../text/remember.ts'
import { enclosing, type Section } from '../text/sections.ts'
import { titleIndex, type TitleIndex } from '../text/similar.ts'
import { titleOf } from '../text/titles.ts'
import { bare, overlap, plain, stems } from '../text/words.ts'

/** A task with all places that speak of it. */
export interface Draft extends Keeper {
  readonly key: Slug
  /** Its place among the tasks of the document. */
  readonly index: number
  readonly id: string | null
  readonly title: string
  /** The richest place (R4). */
  readonly definition: Mention
  /** All places, the definition included, in the order of the document. */
  readonly mentions: readonly Mention[]
  /** The section whose title the task's group is. */
  readonly group: Section
}

/** A task's mentions, the one that defines it before all others. */
export function definitionFirst(task: Draft): Draft['mentions'] {
  if (task.mentions[0] === task.definition) return task.mentions
  return [task.definition, ...task.mentions.filter((mention) => mention !== task.definition)]
}

export interface Identities {
  readonly tasks: readonly Draft[]
  /** Pairs that have the same id and different titles. */
  readonly duplicates: readonly (readonly [Draft, Draft])[]
  /** Tasks by their folded ids; of two with the same the last. */
  readonly byId: ReadonlyMap<string, Draft>
}

interface Cluster {
  readonly id: string | null
  readonly mentions: Mention[]
}

/** Which mentions are one task (R4). */
export function identify(mentions: readonly Mention[]): Identities {
  const byId = new Map<string, Cluster[]>()
  const clusters: Cluster[] = []
  for (const mention of mentions) if (mention.id !== null) addById(byId, clusters, mention)
  const defined = clusters.filter((cluster) => cluster.mentions.some((mention) => mention.defines))
  addByTitle(defined, mentions)
  attachRest(defined, mentions)
  addWeak(defined, clusters, mentions)
  const several = defined.filter((cluster) => cluster.mentions.length > 1)
  if (several.length > 0) {
    const order = new Map(mentions.map((mention, index) => [mention, index]))
    for (const { mentions: all } of several)
      all.sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0))
  }
  const tasks = keyed(defined)
  return { tasks, duplicates: duplicatesOf(tasks), byId: tasksById(tasks) }
}

function addById(byId: Map<string, Cluster[]>, clusters: Cluster[], mention: Mention): void {
  const id = foldId(mention.id ?? '')
  const known = byId.get(id) ?? []
  const same =
    known.find((cluster) => !contradicts(cluster, mention)) ??
    (mention.defines ? undefined : known[0])
  if (same) same.mentions.push(mention)
  else {
    const cluster = { id: mention.id, mentions: [mention] }
    append(byId, id, cluster)
    clusters.push(cluster)
  }
}

/** Two definitions of the same form with the same id and titles that share little are two tasks. */
function contradicts(cluster: Cluster, mention: Mention): boolean {
  if (!mention.defines) return false
  // A few definitions are enough to tell; all of them would be compared with all.
  return cluster.mentions.slice(0, 8).some(
    (other) =>
      other.defines && other.form === mention.form &&
      (other.block !== mention.block || mention.form === 'table') &&
      overlap(stems(other.title), stems(mention.title)) < 0.3 && bare(other.title) !== bare(mention.title), // prettier-ignore
  )
}

/** Tasks without an id: one per title within a group. */
function addByTitle(clusters: Cluster[], mentions: readonly Mention[]): void {
  if (!mentions.some(({ id, defines }) => id === null && defines)) return
  const identified = titleIndex(
    clusters.map((cluster) => ({ value: cluster, title: definitionOf(cluster).title })),
  )
  const groups = new Map<Section, TitleIndex<Cluster>>()
  for (const mention of mentions) {
    if (mention.id !== null || !mention.defines) continue
    const group = groupOf(mention.section)
    const within = groups.get(group) ?? titleIndex<Cluster>([])
    groups.set(group, within)
    const same = within.same(mention.title) ?? identified.same(mention.title)
    if (same && !isBesideRow(same, mention)) same.mentions.push(mention)
    else {
      const cluster = { id: null, mentions: [mention] }
      clusters.push(cluster)
      within.add(cluster, mention.title)
    }
  }
}

/** Two rows of a table are two tasks, be they called the same. */
function isBesideRow({ mentions }: Cluster, { form, block }: Mention): boolean {
  return (
    form === 'table' && mentions.some((other) => other.form === 'table' && other.block === block)
  )
}

/** Mentions without id that define nothing belong to the task whose title they resemble, if there is just one. */
function attachRest(clusters: readonly Cluster[], mentions: readonly Mention[]): void {
  if (!mentions.some(({ id, defines }) => id === null && !defines)) return
  const index = titleIndex(
    clusters.map((cluster) => ({ value: cluster, title: definitionOf(cluster).title })),
  )
  for (const mention of mentions) {
    if (mention.id !== null || mention.defines) continue
    index.similar(mention.title)?.mentions.push(mention)
  }
}

/** What only an agent table names is a task as well. */
function addWeak(
  defined: Cluster[],
  clusters: readonly Cluster[],
  mentions: readonly Mention[],
): void {
  if (!mentions.some(({ weak }) => weak)) return
  const known = new Set(defined.flatMap((cluster) => cluster.mentions))
  for (const cluster of clusters)
    if (cluster.mentions.some((each) => each.weak && !known.has(each))) defined.push(cluster)
  for (const mention of mentions)
    if (mention.id === null && mention.weak && !known.has(mention))
      defined.push({ id: null, mentions: [mention] })
}

function definitionOf({ mentions }: Cluster): Mention {
  const [first] = mentions
  if (!first) throw new Error('a cluster has at least one mention')
  if (mentions.length === 1) return first
  let best = first
  for (const mention of mentions)
    if (
      mention !== first &&
      mention.defines &&
      (!best.defines || richness(mention) > richness(best))
    )
      best = mention
  return best
}

function richness(mention: Mention): number {
  let told = 0
  for (const { key } of mention.fields) if (key !== 'other') told++
  if (mention.form === 'block') return told > 0 ? 60 + told : 45
  if (mention.form === 'table') return told > 0 || mention.tokens.length > 0 ? 50 + told : 40
  if (mention.form === 'list') return 30 + Math.min(told, 9)
  return mention.form === 'fence' ? 20 : mention.form === 'agents' ? 10 : 0
}

/** The section that a task's group is named after: the phase or goal above it, else the heading it stands below. */
export const groupOf: (section: Section) => Section = ofSection(findGroupOf)

function findGroupOf(section: Section): Section {
  const heading =
    enclosing(section, (at) => at.kind !== 'label' && at.depth !== 8 && at.depth < 8.5) ?? section
  const own = enclosing(heading, (at) => !isContentTitle(at) || at.kind === 'root')
  return own && own.depth > 1 ? own : heading
}

/** "Deliverables", "Atomic Tasks": titles that tell what is below, not what it is about. Task headings are no groups either. */
const isContentTitle: (section: Section) => boolean = ofSection(findIsContentTitle)

function findIsContentTitle(section: Section): boolean {
  if (section.number !== undefined) return false
  if (titleOf(section.title).id !== null && titleOf(section.title).firm) return true
  return ['tasks', 'deliverables'].includes(roleOf(section.title.text) ?? '') && section.depth > 2
}

function keyed(clusters: readonly Cluster[]): readonly Draft[] {
  const ordered = clusters
    .map((cluster) => ({ cluster, definition: definitionOf(cluster) }))
    .toSorted((a, b) => a.definition.piece.start - b.definition.piece.start)
  const used = new Map<string, number>()
  return ordered.map(({ cluster, definition }, index) => {
    const group = groupOf(definition.section)
    const wanted = slug(cluster.id === null ? definition.title : cluster.id) || 'task'
    const taken = used.has(wanted) ? slug(plain(titleOf(group.title).text), 30) : ''
    const key = freeKey(used, wanted, taken)
    return {
      key,
      index,
      id: cluster.id === null ? null : (definition.id ?? cluster.id),
      title: definition.title,
      definition,
      mentions: cluster.mentions,
      group,
      known: undefined,
    }
  })
}

function tasksById(tasks: readonly Draft[]): ReadonlyMap<string, Draft> {
  const result = new Map<string, Draft>()
  for (const task of tasks) if (task.id !== null) result.set(foldId(task.id), task)
  return result
}

function duplicatesOf(tasks: readonly Draft[]): readonly (readonly [Draft, Draft])[] {
  const first = new Map<string, Draft>()
  const pairs: (readonly [Draft, Draft])[] = []
  for (const task of tasks) {
    if (task.id === null) continue
    const id = foldId(task.id)
    const other = first.get(id)
    if (other) pairs.push([other, task])
    else first.set(id, task)
  }
  return pairs
}

import type { Piece } from '../read/text/text.ts'
import { blockOfSection, blocksIn, type BlockDraft } from './action-drafts.ts'
import type { Context } from './context.ts'
import { entriesIn, type Entry } from './entries.ts'
import type { Node } from './nodes.ts'
import { named, type Role, type Section } from './sections.ts'
import { statementsIn } from './statements.ts'
import { actionColumns } from './tables.ts'
import { readWorld, type World } from './world.ts'

/** All that the sections of a goal document say, not yet put together. */
export interface Drafts extends World {
  readonly title: Piece | null
  /** What the heading of the goal names it. */
  readonly goalName: Piece | null
  /** The goal's heading, for telling that nothing stands below it. */
  readonly goalPlace: Piece | null
  readonly types: Entry[]
  readonly objects: Entry[]
  readonly resources: Entry[]
  readonly probeBlocks: BlockDraft[]
  readonly probeNodes: Node[]
  readonly actions: BlockDraft[]
  /** Whether there is a section for it. */
  readonly has: ReadonlySet<Role>
}

/** Reads the sections, each by its role. */
export function draftsOf(sections: readonly Section[], context: Context): Drafts {
  const has = new Set<Role>()
  const first = sections.find(({ title, depth, role }) => title && depth === 1 && role === 'other') // prettier-ignore
  const goal = sections.find(({ role }) => role === 'goal')
  const drafts = {
    goal: [], facts: [], claims: [], declarations: [], probes: [], types: [], objects: [], resources: [], probeBlocks: [],
    probeNodes: [], actions: [],
    title: first?.title ?? null, goalName: goal?.subject ?? null, goalPlace: goal?.title ?? null, has,
  } satisfies Drafts as Drafts // prettier-ignore
  for (const section of sections) {
    has.add(section.role)
    readSection(section, drafts, context)
  }
  if (drafts.goal.length === 0)
    for (const section of sections)
      if (section.role === 'success') readWorld(section.nodes, 'goal', drafts, context)
  return drafts
}

function readSection(section: Section, drafts: Drafts, context: Context): void {
  const { role, nodes } = section
  if (role === 'other') readUnnamed(nodes, drafts, context)
  else if (role === 'action') {
    const block = blockOfSection(section)
    if (block) drafts.actions.push(block)
    drafts.actions.push(...blocksIn(block ? nodes.filter(isBlock) : nodes, 'action'))
  } else if (role === 'probe') {
    const block = blockOfSection(section)
    if (block) drafts.probeBlocks.push(block)
  } else readNodes(role, nodes, drafts, context)
}

function readNodes(role: Role, all: readonly Node[], drafts: Drafts, context: Context): void {
  // A table of actions is one wherever it stands.
  const tables = role === 'actions' ? [] : all.filter(isOfActions)
  drafts.actions.push(...blocksIn(tables, 'action'))
  const nodes = tables.length === 0 ? all : all.filter((node) => !isOfActions(node))
  if (role === 'goal' || role === 'state') readWorld(nodes, role, drafts, context)
  else if (role === 'types' || role === 'objects' || role === 'resources')
    drafts[role].push(...entriesIn(nodes))
  else if (role === 'actions') drafts.actions.push(...blocksIn(nodes, 'action'))
  else if (role === 'probes') {
    drafts.probeBlocks.push(...blocksIn(nodes, 'probe'))
    drafts.probeNodes.push(...nodes)
  }
}

function isOfActions({ table }: Node): boolean {
  return table !== null && actionColumns(table) !== null
}

/** Labels that name a role below any other heading: `**Current State**:`, `Goal: { deployed: true }`, `goal_state = {` in a fence. */
function readUnnamed(nodes: readonly Node[], drafts: Drafts, context: Context): void {
  drafts.actions.push(...blocksIn(nodes, 'action', true))
  for (const node of nodes) {
    const { label } = node
    if (!label || node.kind !== 'line') continue
    const { role } = named(label.name)
    if (role === 'goal' || role === 'state') {
      const { statements } = statementsIn(label.value)
      const target = role === 'goal' ? drafts.goal : drafts.facts
      target.push(...statements.filter(({ form }) => form !== 'words'))
    }
    if (role !== 'other' && role !== 'action' && role !== 'probe')
      readNodes(role, node.children, drafts, context)
  }
}

/** Below the fields of an action: a bold line with fields of its own, and a table of actions. */
function isBlock({ label, table, children }: Node): boolean {
  if (table) return true
  return label?.bold === true && !label.field && children.some((child) => child.label?.field)
}

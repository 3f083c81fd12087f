import { isOwner, type Mention } from './tasks/mention.ts'
import { aliased, type Aliased } from './tasks/aliases.ts'
import { agentOf, agentsOfGroups, knownAgents, type AgentClaim } from './tasks/agents.ts'
import { collect } from './tasks/collect.ts'
import { contingenciesOf, type ContingencyDraft } from './gates/contingencies.ts'
import { dependenciesOf } from './order/dependencies.ts'
import type { Dependencies, Edge } from './order/ledger.ts'
import { gatesOf, type GateDraft } from './gates/gates.ts'
import { gateKeys, type GateKeys } from './gates/keys.ts'
import { groupsBySection, groupsOf, sectionsOf, type Group } from './order/groups.ts'
import { parentsOf } from './order/parents.ts'
import { identify, type Draft, type Identities } from './tasks/identity.ts'
import {
  deliverablesOf,
  metricsOf,
  risksOf,
  type MetricDraft,
  type RiskDraft,
} from './gates/measures.ts'
import { readNeeds, vocabulary, type Need, type Vocabulary } from './order/needs.ts'
import { chains } from './order/chains.ts'
import { phasesOf, strategyOf, type ModeClaim, type PhaseDraft } from './order/phases.ts'
import type { Item } from './text/blocks.ts'
import { promptsOf } from './tasks/prompts.ts'
import { enclosing, type Outline, type Section } from './text/sections.ts'
import type { Piece } from './text/text.ts'
import { documentStatus, groupStatus, statusesOf, type StatusClaim } from './tasks/statuses.ts'
import { overlap, stems } from './text/words.ts'
import { taskCommands, taskScripts, type CommandClaim, type ScriptClaim } from './tasks/commands.ts'

/** Everything that the document was found to mean, before it becomes a plan. */
export interface Reading {
  readonly outline: Outline
  /** Short names of headings. */
  readonly aliases: Aliased['pairs']
  readonly identities: Identities
  readonly tasks: readonly Draft[]
  readonly parents: ReadonlyMap<Draft, Draft>
  readonly groups: readonly Group[]
  readonly words: Vocabulary
  readonly strategy: ModeClaim | null
  readonly phases: readonly PhaseDraft[]
  readonly dependencies: Dependencies
  /** Stated and inferred edges. */
  readonly edges: readonly Edge[]
  readonly statuses: ReadonlyMap<Draft, StatusClaim>
  readonly document: StatusClaim | null
  readonly agents: ReadonlyMap<Draft, AgentClaim>
  /** The groups of each task, those around its definition first. */
  readonly ofTask: ReadonlyMap<Draft, readonly Group[]>
  readonly commands: ReadonlyMap<Draft, CommandClaim>
  readonly scripts: ReadonlyMap<Draft, ScriptClaim>
  readonly prompts: ReadonlyMap<Draft, Piece>
  readonly gates: readonly GateDraft[]
  /** In the order of the gates. */
  readonly gateKeys: readonly GateKeys[]
  readonly contingencies: readonly ContingencyDraft[]
  readonly metrics: readonly MetricDraft[]
  readonly risks: readonly RiskDraft[]
  readonly deliverables: readonly string[]
}

/** Reads an outline, rule by rule, in the order in which each builds on the one before. */
export function understand(outline: Outline): Reading {
  const { mentions, groups: aliases, pairs } = aliased(outline, collect(outline))
  const identities = identify(mentions)
  const { tasks } = identities
  const parents = parentsOf(identities)
  const groups = groupsOf(outline, identities, parents)
  const words = vocabulary(tasks, groups, aliases)
  const dependencies = dependenciesOf(outline, tasks, groups, words)
  const strategy = strategyOf(outline)
  const phases = phasesOf(groups, dependencies, strategy)
  const edges = [
    ...dependencies.edges,
    ...chains(phases, tasks, parents, dependencies.edges, strategy),
  ]
  const document = documentStatus(outline)
  const statuses = statusesOf(tasks, parents, groups, document)
  const known = knownAgents(outline, mentions)
  const ofTask = groupsByTask(groups)
  const bySection = groupsBySection(groups)
  const groupAgents = agentsOfGroups(groups, known)
  const agents = new Map<Draft, AgentClaim>()
  for (const task of tasks) {
    const claim = agentOf(task, ofTask.get(task) ?? [], known, bySection, groupAgents)
    if (claim) agents.set(task, claim)
  }
  const owners = ownersOf(tasks)
  const gates = gatesOf(outline, {
    groups,
    names: words.groupTitles,
    bySection,
    owners,
    isDone: (group) => isDone(group, statuses, document),
    ofItem: tasksByItem(tasks),
    defining: definingItems(tasks),
  })
  return {
    outline, aliases: pairs, identities, tasks, parents, groups, words, strategy, phases, dependencies, edges, statuses, document, agents, ofTask,
    commands: taskCommands(outline, identities, (text) => isTold(readNeeds(text, words))), scripts: taskScripts(outline, identities), prompts: promptsOf(outline, owners, bySection), gates, gateKeys: gateKeys(gates), contingencies: contingenciesOf(outline), metrics: metricsOf(outline),
    risks: risksOf(outline), deliverables: deliverablesOf(outline),
  } // prettier-ignore
}

/** Whether there is something to wait for, and all of it stands in the document. */
function isTold(needs: readonly Need[]): boolean {
  return needs.length > 0 && needs.every(({ kind }) => kind === 'tasks' || kind === 'group')
}

/** The groups of each task, those around its definition first. */
function groupsByTask(groups: readonly Group[]): ReadonlyMap<Draft, readonly Group[]> {
  const result = new Map<Draft, Group[]>()
  for (const group of groups) {
    const sections = sectionsOf(group)
    for (const task of group.tasks) {
      const known = result.get(task)
      if (known === undefined) result.set(task, [group])
      else if (enclosing(task.definition.section, (at) => sections.has(at))) known.unshift(group)
      else known.push(group)
    }
  }
  return result
}

/** The tasks that list items speak of. */
/** `B1: ≤ 280 calls` among criteria says what is wanted of B1, and is no place where B1 is listed. */
function judges(task: Draft, { section, defines, id, title }: Mention): boolean {
  return (
    (section.role === 'criteria' || section.role === 'gate') &&
    !defines &&
    id !== null &&
    title !== '' &&
    overlap(stems(task.title), stems(title)) < 0.3
  )
}

function tasksByItem(tasks: readonly Draft[]): ReadonlyMap<Item, Draft> {
  const result = new Map<Item, Draft>()
  for (const task of tasks)
    for (const mention of task.mentions)
      if (mention.block.kind === 'item' && !judges(task, mention)) result.set(mention.block, task)
  return result
}

/** The list items that define a task at the top of a list. */
function definingItems(tasks: readonly Draft[]): ReadonlySet<Item> {
  const result = new Set<Item>()
  for (const { definition } of tasks)
    if (definition.block.kind === 'item' && !definition.block.parent) result.add(definition.block)
  return result
}

function ownersOf(tasks: readonly Draft[]): ReadonlyMap<Section, Draft> {
  const result = new Map<Section, Draft>()
  for (const task of tasks)
    for (const mention of task.mentions) if (isOwner(mention)) result.set(mention.section, task)
  return result
}

/** Whether what a gate judges is done: a group that says so, or whose tasks all are; for none the document. */
function isDone(
  group: Group | null,
  statuses: ReadonlyMap<Draft, StatusClaim>,
  document: StatusClaim | null,
): boolean {
  if (!group) return document?.status === 'done'
  if (groupStatus(group)?.status === 'done') return true
  return (
    group.tasks.length > 0 && group.tasks.every((task) => statuses.get(task)?.status === 'done')
  )
}

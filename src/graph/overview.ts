import {
  taskKey,
  type Phase,
  type Plan,
  type Slug,
  type Status,
  type Task,
} from '../model/index.ts'
import { graph as graphOf } from './graph.ts'
import { nesting } from './nesting.ts'
import type { Schedule } from './schedule.ts'
import type { TaskGraph } from './task-graph.ts'

/** A graph to be drawn in place of another. */
export interface Overview {
  readonly graph: TaskGraph
  /** As given, its critical path by the cards that stand for the tasks. */
  readonly schedule: Schedule
  /** How many tasks, and how many cards stand for them. */
  readonly tasks: number
  readonly cards: number
}

/**
 * A graph of more than `most` tasks by its phases: the tasks that a phase runs itself are one card, which says how many there are and how
 * many are done. Null where the graph is smaller, or where phases do not make it half as large.
 */
export function overview(whole: TaskGraph, schedule: Schedule, most: number): Overview | null {
  const tasks = whole.nodes.filter(({ kind }) => kind === 'task').length
  if (tasks <= most) return null
  const plans = whole.plans.map((plan) => ({ plan, card: cardsOf(plan) }))
  const cardOf = new Map(
    plans.flatMap(
      ({ plan, card }) =>
      plan.tasks.map(({ key }) => [taskKey(plan.document, key), taskKey(plan.document, card.get(key) ?? key)] as const), // prettier-ignore
    ),
  )
  const needs = needsOf(whole, cardOf)
  const small = graphOf(plans.map(({ plan, card }) => planOf(plan, card, needs)))
  const cards = new Set(cardOf.values()).size
  if (cards * 2 > tasks) return null
  const criticalPath = [...new Set(schedule.criticalPath.map((key) => cardOf.get(key) ?? key))]
  return { graph: small, schedule: { ...schedule, criticalPath }, tasks, cards }
}

/** The card of each task that a phase runs with others. No slug has a colon. */
function cardsOf(plan: Plan): ReadonlyMap<Slug, Slug> {
  const all = [...nesting(plan).innermost]
  const sizes = new Map<Phase, number>()
  for (const [, phase] of all) sizes.set(phase, (sizes.get(phase) ?? 0) + 1)
  return new Map(
    all.flatMap(([task, phase]) =>
      (sizes.get(phase) ?? 0) > 1 ? [[task, `tasks:${phase.key}`] as const] : [],
    ),
  )
}

/** What the cards need of each other. Of two cards whose tasks need each other only the one that begins earlier is needed: they wait in no circle. */
function needsOf(
  { nodes, edges }: TaskGraph,
  cardOf: ReadonlyMap<string, string>,
): ReadonlyMap<string, ReadonlySet<string>> {
  const rank = new Map<string, number>()
  for (const [index, { key }] of nodes.entries()) {
    const card = cardOf.get(key)
    if (card !== undefined && !rank.has(card)) rank.set(card, index)
  }
  const needs = new Map<string, Set<string>>()
  for (const { from, to, origin } of edges) {
    const [before, after] = [cardOf.get(from), cardOf.get(to)]
    if (before === undefined || after === undefined || origin === 'order') continue
    if ((rank.get(before) ?? 0) >= (rank.get(after) ?? 0)) continue
    const known = needs.get(after)
    if (known) known.add(before)
    else needs.set(after, new Set([before]))
  }
  return needs
}

function planOf(
  plan: Plan,
  card: ReadonlyMap<Slug, Slug>,
  needs: ReadonlyMap<string, ReadonlySet<string>>,
): Plan {
  const { document } = plan
  const slugs = (all: readonly Slug[]): readonly Slug[] => [
    ...new Set(all.map((key) => card.get(key) ?? key)),
  ]
  const groups = Map.groupBy(plan.tasks, ({ key }) => card.get(key) ?? key)
  return {
    ...plan,
    tasks: [...groups].flatMap(([key, [first, ...others]]) =>
      first
        ? [
            {
              ...(others.length > 0 ? merged(key, [first, ...others]) : { ...first, parent: null }),
              needs: [...(needs.get(taskKey(document, key)) ?? [])].map((need) =>
                need.startsWith(`${document}#`) ? need.slice(document.length + 1) : need,
              ),
            },
          ]
        : [],
    ),
    phases: plan.phases.map((phase) => ({ ...phase, tasks: slugs(phase.tasks) })),
    gates: plan.gates.map((gate) => ({ ...gate, after: slugs(gate.after) })),
  }
}

function merged(key: Slug, tasks: readonly [Task, ...Task[]]): Task {
  const [first] = tasks
  const done = tasks.filter(({ status }) => status === 'done').length
  const same = tasks.every(({ agent }) => agent === first.agent)
  return {
    ...first,
    key,
    id: null,
    title: `${tasks.length} tasks${done > 0 ? `, ${done} done` : ''}`,
    status: statusOf(tasks.map(({ status }) => status ?? 'pending')),
    agent: same ? first.agent : null,
    parent: null,
    priority: null,
    effort: null,
    externals: [],
    command: null,
  }
}

/** Of several tasks: what all of them are; failed if one is; else begun if one is done or running. */
function statusOf(all: readonly Status[]): Status {
  const kinds = new Set(all)
  const [only] = kinds
  if (only !== undefined && kinds.size === 1) return only
  if (kinds.has('failed')) return 'failed'
  return kinds.has('running') || kinds.has('done') ? 'running' : 'pending'
}

import {
  gateKey,
  needKey,
  phaseKey,
  taskKey,
  type Gate,
  type Phase,
  type Plan,
  type Provenance,
  type Task,
  type TaskKey,
} from '../model/index.ts'
import { homes, isInside } from './nesting.ts'
import type { EdgeOrigin, GraphEdge, GraphNode } from './task-graph.ts'

/** The nodes of a plan, in the order of the document: each phase around its tasks and gates, then what stands in no phase. */
export function nodesOf(plan: Plan): GraphNode[] {
  const { document } = plan
  const { home } = homes(plan)
  const closes = gatePhases(plan)
  const tasks = new Map(plan.tasks.map((task) => [task.key, task] as const))
  const base = { document, plan, task: null, gate: null, phase: null }
  const nodes: GraphNode[] = []
  const taskNode = (task: Task): GraphNode => ({
    ...base,
    key: taskKey(document, task.key),
    kind: 'task',
    task,
  })
  const gateNode = (gate: Gate): GraphNode => ({
    ...base,
    key: gateKey(document, gate.key),
    kind: 'gate',
    gate,
  })
  for (const task of plan.tasks) if (!home.has(task.key)) nodes.push(taskNode(task))
  for (const phase of plan.phases) {
    const key = phaseKey(document, phase.key)
    nodes.push({ ...base, key: `${key}:start`, kind: 'phase-start', phase })
    for (const slug of phase.tasks) {
      const task = tasks.get(slug)
      if (task && home.get(slug) === phase) nodes.push(taskNode(task))
    }
    for (const gate of closes.get(phase) ?? []) nodes.push(gateNode(gate))
    nodes.push({ ...base, key: `${key}:end`, kind: 'phase-end', phase })
  }
  for (const gate of closes.get(null) ?? []) nodes.push(gateNode(gate))
  return nodes
}

/** The gates by the phase that they close: their own, or the only one that runs the tasks they stand behind. */
export function gatePhases({ phases, gates }: Plan): ReadonlyMap<Phase | null, readonly Gate[]> {
  const byKey = new Map(phases.toReversed().map((phase) => [phase.key, phase] as const))
  const listing = new Map(
    gates.flatMap(({ after }) => after.map((slug) => [slug, new Set<Phase>()] as const)),
  )
  for (const phase of phases) for (const slug of phase.tasks) listing.get(slug)?.add(phase)
  return Map.groupBy(gates, (gate) => {
    if (gate.closing) return null
    if (gate.phase !== null) return byKey.get(gate.phase) ?? null
    const [only, ...others] = new Set(gate.after.flatMap((slug) => [...(listing.get(slug) ?? [])]))
    return only && others.length === 0 ? only : null
  })
}

/**
 * Everything that a plan says about order, as edges. Edges to tasks of other plans are among them. `needed`: the keys of all that
 * some task of any plan needs.
 */
export function* edgesOf(plan: Plan, needed: ReadonlySet<TaskKey>): Generator<GraphEdge> {
  yield* dependencies(plan)
  yield* parts(plan)
  yield* phases(plan)
  yield* orders(plan, needed)
  yield* gates(plan)
}

function edge(
  from: string,
  to: string,
  origin: EdgeOrigin,
  provenance: Provenance | null = null,
): GraphEdge {
  return { from, to, origin, provenance }
}

function* dependencies({ document, tasks }: Plan): Generator<GraphEdge> {
  for (const task of tasks)
    for (const need of task.needs) yield needEdge(document, task, need, taskKey(document, task.key))
}

function needEdge(document: string, task: Task, need: string, to: TaskKey): GraphEdge {
  const why =
    task.provenance.find(({ field, value }) => field === 'needs' && value === need) ?? null
  return edge(needKey(document, need), to, why?.origin ?? 'stated', why)
}

/** A parent is done after its parts; the parts wait for what the parent needs. */
function* parts({ document, tasks }: Plan): Generator<GraphEdge> {
  if (tasks.every(({ parent }) => parent === null)) return
  const byKey = new Map(tasks.map((task) => [task.key, task] as const))
  for (const task of tasks) {
    const parent = task.parent === null ? undefined : byKey.get(task.parent)
    if (!parent) continue
    const key = taskKey(document, task.key)
    yield edge(key, taskKey(document, parent.key), 'part')
    for (const ancestor of ancestors(task, byKey))
      for (const need of ancestor.needs) {
        // That a parent needs its own parts says nothing about their order.
        const needed = byKey.get(need)
        if (needed && ancestors(needed, byKey).has(ancestor)) continue
        yield { ...needEdge(document, ancestor, need, key), inherited: true }
      }
  }
}

function ancestors(task: Task, byKey: ReadonlyMap<string, Task>): Set<Task> {
  const found = new Set<Task>()
  for (let next: Task | undefined = task; next?.parent != null;) {
    next = byKey.get(next.parent)
    if (!next || found.has(next)) break
    found.add(next)
  }
  return found
}

/** A phase in another one begins and ends within it. */
function* phases(plan: Plan): Generator<GraphEdge> {
  const { home, outer } = homes(plan)
  const byKey = new Map(plan.phases.toReversed().map((phase) => [phase.key, phase] as const))
  for (const phase of plan.phases) {
    const key = phaseKey(plan.document, phase.key)
    yield edge(`${key}:start`, `${key}:end`, 'barrier')
    const around = outer.get(phase)
    if (around) {
      const outside = phaseKey(plan.document, around.key)
      yield edge(`${outside}:start`, `${key}:start`, 'barrier')
      yield edge(`${key}:end`, `${outside}:end`, 'barrier')
    }
    for (const need of phase.needs) {
      const other = byKey.get(need)
      if (other && (isInside(phase, other, outer) || isInside(other, phase, outer))) continue
      yield edge(`${phaseKey(plan.document, need)}:end`, `${key}:start`, 'barrier')
    }
    for (const slug of phase.tasks) {
      if (home.get(slug) !== phase) continue
      const task = taskKey(plan.document, slug)
      yield edge(`${key}:start`, task, 'barrier')
      yield edge(task, `${key}:end`, 'barrier')
    }
  }
}

/**
 * A phase without a mode, or a sequential one, runs the tasks that no edge touches one after the other; a sequential one whose tasks
 * have no edges among themselves runs them all so.
 */
function* orders(plan: Plan, needed: ReadonlySet<TaskKey>): Generator<GraphEdge> {
  const lined = plan.phases.filter(({ mode }) => mode === null || mode === 'sequential')
  if (lined.length === 0) return
  const { home } = homes(plan)
  const byKey = new Map(plan.tasks.map((task) => [task.key, task] as const))
  const touched = new Set<string>()
  for (const { key, needs, parent } of plan.tasks) {
    if (needs.length > 0 || parent !== null || needed.has(taskKey(plan.document, key)))
      touched.add(key)
    if (parent !== null) touched.add(parent)
  }
  for (const phase of lined) {
    const own = new Set(phase.tasks.filter((slug) => home.get(slug) === phase))
    const chained = phase.mode === 'sequential' && !areLinked(plan.document, own, byKey)
    const free = [...own].filter((slug) => chained || !touched.has(slug))
    for (const [index, slug] of free.entries()) {
      const before = free[index - 1]
      if (before !== undefined)
        yield edge(taskKey(plan.document, before), taskKey(plan.document, slug), 'order')
    }
  }
}

/** Whether one of the tasks needs another of them, or is a part of it. */
function areLinked(
  document: string,
  slugs: ReadonlySet<string>,
  byKey: ReadonlyMap<string, Task>,
): boolean {
  const keys = new Set([...slugs].map((slug) => taskKey(document, slug)))
  return [...slugs].some((slug) => {
    const { needs = [], parent = null } = byKey.get(slug) ?? {}
    return (
      (parent !== null && slugs.has(parent)) ||
      needs.some((need) => keys.has(needKey(document, need)))
    )
  })
}

function* gates(plan: Plan): Generator<GraphEdge> {
  const { document } = plan
  const closes = new Map(
    [...gatePhases(plan)].flatMap(([phase, ended]) => ended.map((gate) => [gate, phase] as const)),
  )
  for (const gate of plan.gates) {
    const key = gateKey(document, gate.key)
    if (gate.closing) {
      yield* closing(plan, key)
      continue
    }
    const phase = closes.get(gate) ?? null
    const after = gate.after.length > 0 ? gate.after : (phase?.tasks ?? [])
    for (const slug of after) yield edge(taskKey(document, slug), key, 'gate')
    if (!phase) continue
    yield edge(`${phaseKey(document, phase.key)}:start`, key, 'gate')
    yield edge(key, `${phaseKey(document, phase.key)}:end`, 'gate')
  }
}

/** A gate that closes the plan stands behind everything else in it. */
function* closing(plan: Plan, key: string): Generator<GraphEdge> {
  for (const task of plan.tasks) yield edge(taskKey(plan.document, task.key), key, 'gate')
  for (const phase of plan.phases)
    yield edge(`${phaseKey(plan.document, phase.key)}:end`, key, 'gate')
  for (const other of plan.gates)
    if (!other.closing) yield edge(gateKey(plan.document, other.key), key, 'gate')
}

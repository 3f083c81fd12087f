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
import type { EdgeOrigin, GraphEdge, GraphNode } from './task-graph.ts'

/** The nodes of a plan, in the order of the document: each phase around its tasks and gates, then what stands in no phase. */
export function nodesOf(plan: Plan): GraphNode[] {
  const { document } = plan
  const home = homes(plan)
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
    for (const gate of plan.gates) if (gatePhase(plan, gate) === phase) nodes.push(gateNode(gate))
    nodes.push({ ...base, key: `${key}:end`, kind: 'phase-end', phase })
  }
  for (const gate of plan.gates) if (gatePhase(plan, gate) === null) nodes.push(gateNode(gate))
  return nodes
}

/** The phase that runs each task: the first that lists it. */
function homes(plan: Plan): ReadonlyMap<string, Phase> {
  const home = new Map<string, Phase>()
  for (const phase of plan.phases)
    for (const slug of phase.tasks) if (!home.has(slug)) home.set(slug, phase)
  return home
}

/** The phase that a gate closes: its own, or the only one that runs the tasks it stands behind. */
function gatePhase(plan: Plan, gate: Gate): Phase | null {
  if (gate.closing) return null
  if (gate.phase !== null) return plan.phases.find(({ key }) => key === gate.phase) ?? null
  const [only, ...others] = plan.phases.filter(({ tasks }) =>
    tasks.some((slug) => gate.after.includes(slug)),
  )
  return only && others.length === 0 ? only : null
}

/** Everything that a plan says about order, as edges. Edges to tasks of other plans are among them. */
export function edgesOf(plan: Plan): GraphEdge[] {
  return [...dependencies(plan), ...parts(plan), ...phases(plan), ...orders(plan), ...gates(plan)]
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
  const byKey = new Map(tasks.map((task) => [task.key, task] as const))
  for (const task of tasks) {
    const parent = task.parent === null ? undefined : byKey.get(task.parent)
    if (!parent) continue
    const key = taskKey(document, task.key)
    yield edge(key, taskKey(document, parent.key), 'part')
    for (const ancestor of ancestors(task, byKey))
      for (const need of ancestor.needs) yield needEdge(document, ancestor, need, key)
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

function* phases(plan: Plan): Generator<GraphEdge> {
  const home = homes(plan)
  for (const phase of plan.phases) {
    const key = phaseKey(plan.document, phase.key)
    yield edge(`${key}:start`, `${key}:end`, 'barrier')
    for (const need of phase.needs)
      yield edge(`${phaseKey(plan.document, need)}:end`, `${key}:start`, 'barrier')
    for (const slug of phase.tasks) {
      if (home.get(slug) !== phase) continue
      const task = taskKey(plan.document, slug)
      yield edge(`${key}:start`, task, 'barrier')
      yield edge(task, `${key}:end`, 'barrier')
    }
  }
}

/** A phase without a mode, or a sequential one, runs the tasks that no edge touches one after the other. */
function* orders(plan: Plan): Generator<GraphEdge> {
  const home = homes(plan)
  const touched = new Set<string>()
  for (const { key, needs, parent } of plan.tasks) {
    if (needs.length > 0 || parent !== null) touched.add(key)
    for (const need of needs) touched.add(need)
    if (parent !== null) touched.add(parent)
  }
  for (const phase of plan.phases) {
    if (phase.mode !== null && phase.mode !== 'sequential') continue
    const free = phase.tasks.filter((slug) => home.get(slug) === phase && !touched.has(slug))
    for (const [index, slug] of free.entries()) {
      const before = free[index - 1]
      if (before !== undefined)
        yield edge(taskKey(plan.document, before), taskKey(plan.document, slug), 'order')
    }
  }
}

function* gates(plan: Plan): Generator<GraphEdge> {
  const { document } = plan
  for (const gate of plan.gates) {
    const key = gateKey(document, gate.key)
    if (gate.closing) {
      yield* closing(plan, key)
      continue
    }
    const phase = gatePhase(plan, gate)
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

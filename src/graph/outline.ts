import { taskKey, type Phase, type Plan } from '../model/index.ts'
import { gatePhases } from './edges.ts'
import { nesting } from './nesting.ts'
import type { GraphEdge, GraphNode, TaskGraph } from './task-graph.ts'

/** A plan or a phase as a box: what is drawn directly in it, and the boxes within. */
export interface Box {
  /** The document, or `document#phase/slug`. */
  readonly key: string
  readonly plan: Plan
  /** Null for the box of a plan. */
  readonly phase: Phase | null
  /** Each task stands in one box only: its innermost phase. */
  readonly tasks: readonly GraphNode[]
  readonly gates: readonly GraphNode[]
  readonly boxes: readonly Box[]
}

/** A box for each plan, with its phases as boxes in it. A phase all of whose tasks run in another stands in that one's box. */
export function outline(graph: TaskGraph): Box[] {
  const drawn = new Set<string>()
  const seen = new Set<string>()
  return graph.plans
    .filter(({ document }) => !seen.has(document) && seen.add(document))
    .map((plan) => planBox(graph, plan, drawn))
}

function planBox(graph: TaskGraph, plan: Plan, drawn: Set<string>): Box {
  const nodeAt = (key: string): GraphNode[] => {
    const node = graph.nodes[graph.position.get(key) ?? -1]
    if (!node || drawn.has(key)) return []
    drawn.add(key)
    return [node]
  }
  const { innermost, outer } = nesting(plan)
  const tasks = Map.groupBy(plan.tasks, ({ key }) => innermost.get(key) ?? null)
  const closed = gatePhases(plan)
  const inside = Map.groupBy(plan.phases, (phase) => outer.get(phase) ?? null)
  const box = (phase: Phase | null): Box => ({
    key: phase === null ? plan.document : `${plan.document}#phase/${phase.key}`,
    plan,
    phase,
    tasks: (tasks.get(phase) ?? []).flatMap(({ key }) => nodeAt(taskKey(plan.document, key))),
    gates: (closed.get(phase) ?? []).flatMap(({ key }) => nodeAt(`${plan.document}#gate/${key}`)),
    boxes: (inside.get(phase) ?? []).map(box),
  })
  return box(null)
}

/** Edges between tasks and gates; what the boxes of phases show already is left out. */
export function edgesBetweenNodes({ edges }: TaskGraph): readonly GraphEdge[] {
  return edges.filter(({ origin, from, to }) => origin !== 'barrier' && !isEnd(from) && !isEnd(to))
}

/** A phase that waits for another, as the keys of their boxes. */
export interface Barrier {
  readonly from: string
  readonly to: string
}

/** Which phase waits for which; a barrier that follows from others is left out, and so is one between a phase and its own part. */
export function barriers(graph: TaskGraph, boxes: readonly Box[]): readonly Barrier[] {
  const within = ancestry(boxes)
  const all = graph.edges.flatMap(({ origin, from, to }) => {
    const [before, after] = [from.replace(/:end$/, ''), to.replace(/:start$/, '')]
    if (origin !== 'barrier' || before === from || after === to || before === after) return []
    if (within.get(before)?.has(after) || within.get(after)?.has(before)) return []
    return [{ from: before, to: after }]
  })
  return all.length > 2000 ? all : withoutDetours(all)
}

/** The boxes around each box. */
export function ancestry(
  boxes: readonly Box[],
  around: readonly string[] = [],
): Map<string, ReadonlySet<string>> {
  return new Map(
    boxes.flatMap((box) => [
      [box.key, new Set(around)] as const,
      ...ancestry(box.boxes, [...around, box.key]),
    ]),
  )
}

function withoutDetours(all: readonly Barrier[]): Barrier[] {
  const next = Map.groupBy(all, ({ from }) => from)
  return all.filter(({ from, to }) => {
    const reached = new Set((next.get(from) ?? []).map((one) => one.to).filter((key) => key !== to))
    for (const key of reached)
      for (const one of next.get(key) ?? []) if (one.to !== from) reached.add(one.to)
    return !reached.has(to)
  })
}

/** Edges that lie on a circle that the graph reports, as `from`, line break, `to`. */
export function circleEdges({ cycles }: TaskGraph): ReadonlySet<string> {
  // Each node of the path needs the next one.
  return new Set(
    cycles.flatMap((path) =>
      path.map((key, index) => `${path[(index + 1) % path.length] ?? key}\n${key}`),
    ),
  )
}

/** Edges between neighbours on the critical path, as `from`, line break, `to`. */
export function criticalEdges(path: readonly string[]): ReadonlySet<string> {
  return new Set(path.slice(1).map((key, index) => `${path[index] ?? ''}\n${key}`))
}

function isEnd(key: string): boolean {
  return /#phase\/[^#]*:(?:start|end)$/.test(key)
}

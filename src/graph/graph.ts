import { DirectedGraph } from 'graphology'
import { needKey, type Plan, type TaskKey } from '../model/index.ts'
import { across } from './across.ts'
import { cyclicComponents, shortestCycle } from './components.ts'
import { edgesOf, nodesOf } from './edges.ts'
import type { GraphEdge, GraphNode, TaskGraph } from './task-graph.ts'

// Builds the graph of one or several plans.
//
//   G1. Dependencies of the document always have their edge; what was stated of a task is never left out.
//   G2. An edge that follows from order, phases or gates yields when it would close a circle, weakest first.
//   G3. What is still circular then is the document's own contradiction: it is reported, not repaired.

/** Graphs of lists of plans that are still in use: whoever shows a run needs the graph that runs it. */
const known = new WeakMap<readonly Plan[], TaskGraph>()

/**
 * Builds the graph; of the same list of the same plans only once. Never throws for a circle: `cycles` tells of it. Time is linear in tasks and
 * edges.
 */
export function graph(plans: Plan | readonly Plan[]): TaskGraph {
  if ('tasks' in plans) return built([plans])
  const before = known.get(plans)
  const isSame = before?.plans.length === plans.length
  if (before && isSame && plans.every((plan, index) => plan === before.plans[index])) return before
  const made = built([...plans])
  known.set(plans, made)
  return made
}

function built(all: readonly Plan[]): TaskGraph {
  const written = distinct(all.flatMap(nodesOf))
  const keys = new Set(written.map(({ key }) => key))
  const needed = neededIn(all)
  const wanted = unique([...all.flatMap((plan) => edgesOf(plan, needed)), ...across(all)])
  const dangling = wanted
    .filter(({ from, to }) => !keys.has(from) && keys.has(to))
    .map(({ from, to }) => ({ task: to satisfies TaskKey, need: from }))
  const possible = wanted.filter(({ from, to }) => keys.has(from) && keys.has(to))
  const { edges, yielded, cycles } = withoutCircles(written, possible)
  const nodes = ordered(written, edges, cycles)
  const position = new Map(nodes.map(({ key }, index) => [key, index] as const))
  const { needs, dependents } = adjacency(position, edges)
  let digraph: DirectedGraph | undefined
  return {
    plans: all,
    nodes,
    position,
    needs,
    dependents,
    edges,
    cycles,
    dangling,
    yielded,
    // Made when it is asked for: it takes longer than all the rest.
    get digraph() {
      return (digraph ??= digraphOf(nodes, edges))
    },
  }
}

/** The first node of each key: a plan made in code may list a task twice. */
function distinct(nodes: readonly GraphNode[]): GraphNode[] {
  const seen = new Set<string>()
  return nodes.filter(({ key }) => !seen.has(key) && seen.add(key))
}

function neededIn(plans: readonly Plan[]): Set<TaskKey> {
  return new Set(
    plans.flatMap(({ document, tasks }) =>
      tasks.flatMap(({ needs }) => needs.map((need) => needKey(document, need))),
    ),
  )
}

/** One edge for each pair: the strongest reason for it. */
function unique(edges: readonly GraphEdge[]): GraphEdge[] {
  const byPair = new Map<string, GraphEdge>()
  for (const edge of edges) {
    const pair = `${edge.from}\n${edge.to}`
    const before = byPair.get(pair)
    if (!before || strength(edge) > strength(before)) byPair.set(pair, edge)
  }
  return [...byPair.values()]
}

/** The strength of what decides between inferred dependencies, and of what stands for ever. */
const deduced = 6
const firm = 7

/** How long an edge stands when circles are opened. */
function strength({ from, to, origin, inherited }: GraphEdge): number {
  if (inherited) return 5
  switch (origin) {
    case 'order':
      return 0
    case 'barrier':
      // A task that is needed earlier leaves its phase's start behind before phases give up their order.
      if (from.endsWith(':start') && !to.endsWith(':end')) return 1
      return from.endsWith(':end') ? 2 : 4
    case 'gate':
      return 3
    case 'inferred':
      return deduced
    default:
      return firm
  }
}

interface Opened {
  readonly edges: readonly GraphEdge[]
  readonly yielded: readonly GraphEdge[]
  readonly cycles: readonly (readonly string[])[]
}

function withoutCircles(nodes: readonly GraphNode[], all: readonly GraphEdge[]): Opened {
  const position = new Map(nodes.map(({ key }, index) => [key, index] as const))
  const yielded: GraphEdge[] = []
  let edges = all
  for (;;) {
    const { needs } = adjacency(position, edges)
    const components = cyclicComponents(needs)
    const weakest = weakestOf(components, position, edges)
    if (weakest.size === 0)
      return {
        ...restored(position, edges, yielded),
        cycles: components.map((component) => keysOf(shortestCycle(component, needs), nodes)),
      }
    yielded.push(...weakest)
    edges = edges.filter((edge) => !weakest.has(edge))
  }
}

/** Of each circular component the edges of the weakest kind in it; none of a component in which all must stand. */
function weakestOf(
  components: readonly (readonly number[])[],
  position: ReadonlyMap<string, number>,
  edges: readonly GraphEdge[],
): Set<GraphEdge> {
  const home = new Map(components.flatMap((nodes, index) => nodes.map((node) => [node, index])))
  const least = components.map(() => firm)
  const decides = components.map(() => false)
  const inside = edges.flatMap((edge) => {
    const component = home.get(position.get(edge.from) ?? -1)
    if (component === undefined || component !== home.get(position.get(edge.to) ?? -1)) return []
    least[component] = Math.min(least[component] ?? firm, strength(edge))
    if (strength(edge) === firm) decides[component] = true
    return [{ edge, component }]
  })
  // Inferred edges alone in a circle are a contradiction to report, not one that stated edges decide.
  return new Set(
    inside
      .filter(({ edge, component }) => {
        const weakest = least[component] ?? firm
        const yields = weakest < deduced || (weakest === deduced && decides[component])
        return yields && strength(edge) === weakest
      })
      .map(({ edge }) => edge),
  )
}

/** How many steps the search for needless omissions may take, so that a large plan full of contradictions stays quick. */
const patience = 5_000_000

/** Puts back, the strongest first, what was left out with others of its kind but closes no circle. */
function restored(
  position: ReadonlyMap<string, number>,
  edges: readonly GraphEdge[],
  omitted: readonly GraphEdge[],
): Pick<Opened, 'edges' | 'yielded'> {
  if (omitted.length === 0) return { edges, yielded: [] }
  const dependents = adjacency(position, edges).dependents.map((list) => [...list])
  const back = new Set<GraphEdge>()
  let steps = 0
  const closes = (from: number, to: number): boolean => {
    const reached = new Set([to])
    for (const node of reached) {
      if (node === from || ++steps > patience) return true
      for (const dependent of dependents[node] ?? []) reached.add(dependent)
    }
    return false
  }
  for (const edge of omitted.toSorted((left, right) => strength(right) - strength(left))) {
    const from = position.get(edge.from) ?? -1
    const to = position.get(edge.to) ?? -1
    if (closes(from, to)) continue
    dependents[from]?.push(to)
    back.add(edge)
  }
  return {
    edges: [...edges, ...back],
    yielded: omitted.filter((edge) => !back.has(edge)),
  }
}

function keysOf(path: readonly number[], nodes: readonly GraphNode[]): string[] {
  return path.map((index) => nodes[index]?.key ?? '')
}

/** Each node after its needs, otherwise as written; nodes that a circle holds up go last. */
function ordered(
  nodes: readonly GraphNode[],
  edges: readonly GraphEdge[],
  cycles: readonly (readonly string[])[],
): GraphNode[] {
  const position = new Map(nodes.map(({ key }, index) => [key, index] as const))
  const { needs, dependents } = adjacency(position, edges)
  const state = new Uint8Array(nodes.length)
  const held = behind(
    cycles.flat().map((key) => position.get(key) ?? 0),
    dependents,
  )
  const order: GraphNode[] = []
  const visit = (root: number): void => {
    const path: { node: number; edge: number }[] = []
    const push = (node: number): void => {
      if (state[node]) return
      state[node] = 1
      path.push({ node, edge: 0 })
    }
    push(root)
    for (let top = path.at(-1); top; top = path.at(-1)) {
      const need = needs[top.node]?.[top.edge++]
      if (need !== undefined) push(need)
      else {
        path.pop()
        const node = nodes[top.node]
        if (node) order.push(node)
      }
    }
  }
  for (const index of nodes.keys()) if (!held.has(index)) visit(index)
  for (const index of held) visit(index)
  return order
}

function behind(
  starts: readonly number[],
  dependents: readonly (readonly number[])[],
): Set<number> {
  const found = new Set(starts)
  for (const node of found) for (const dependent of dependents[node] ?? []) found.add(dependent)
  return found
}

interface Adjacency {
  readonly needs: readonly (readonly number[])[]
  readonly dependents: readonly (readonly number[])[]
}

function adjacency(position: ReadonlyMap<string, number>, edges: readonly GraphEdge[]): Adjacency {
  const needs: number[][] = Array.from({ length: position.size }, () => [])
  const dependents: number[][] = Array.from({ length: position.size }, () => [])
  for (const { from, to } of edges) {
    const first = position.get(from)
    const then = position.get(to)
    if (first === undefined || then === undefined) continue
    needs[then]?.push(first)
    dependents[first]?.push(then)
  }
  return { needs, dependents }
}

function digraphOf(nodes: readonly GraphNode[], edges: readonly GraphEdge[]): DirectedGraph {
  const digraph = new DirectedGraph({ allowSelfLoops: true })
  for (const { key, kind, document } of nodes) digraph.addNode(key, { kind, document })
  for (const { from, to, origin } of edges) digraph.addEdge(from, to, { origin })
  return digraph
}

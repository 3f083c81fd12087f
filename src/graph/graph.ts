import { DirectedGraph } from 'graphology'
import type { Plan, TaskKey } from '../model/index.ts'
import { cyclicComponents, shortestCycle } from './components.ts'
import { edgesOf, nodesOf } from './edges.ts'
import type { GraphEdge, GraphNode, TaskGraph } from './task-graph.ts'

// Builds the graph of one or several plans.
//
//   G1. Dependencies of the document always have their edge; what was stated is never left out.
//   G2. An edge that follows from order, phases or gates yields when it would close a circle, weakest first.
//   G3. What is still circular then is the document's own contradiction: it is reported, not repaired.

/** Builds the graph. Never throws for a circle: `cycles` tells of it. Time is linear in tasks and edges. */
export function graph(plans: Plan | readonly Plan[]): TaskGraph {
  const all = 'tasks' in plans ? [plans] : plans
  const written = all.flatMap(nodesOf)
  const known = new Set(written.map(({ key }) => key))
  const wanted = unique(all.flatMap(edgesOf))
  const dangling = wanted
    .filter(({ from, to }) => !known.has(from) && known.has(to))
    .map(({ from, to }) => ({ task: to satisfies TaskKey, need: from }))
  const possible = wanted.filter(({ from, to }) => known.has(from) && known.has(to))
  const { edges, yielded, cycles } = withoutCircles(written, possible)
  const nodes = ordered(written, edges, cycles)
  const position = new Map(nodes.map(({ key }, index) => [key, index] as const))
  const { needs, dependents } = adjacency(position, edges)
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
    digraph: digraphOf(nodes, edges),
  }
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

/** How long an edge stands when circles are opened: 6 always does. */
function strength({ from, to, origin }: GraphEdge): number {
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
      return 5
    default:
      return 6
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
        edges,
        yielded,
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
  const least = components.map(() => 6)
  const inside = edges.flatMap((edge) => {
    const component = home.get(position.get(edge.from) ?? -1)
    if (component === undefined || component !== home.get(position.get(edge.to) ?? -1)) return []
    least[component] = Math.min(least[component] ?? 6, strength(edge))
    return [{ edge, component }]
  })
  // Inferred edges alone in a circle are a contradiction to report, not one that stated edges decide.
  const decides = components.map((_, index) =>
    inside.some(({ edge, component }) => component === index && strength(edge) === 6),
  )
  return new Set(
    inside
      .filter(({ edge, component }) => {
        const weakest = least[component] ?? 6
        return strength(edge) === weakest && weakest < 6 && (weakest < 5 || decides[component])
      })
      .map(({ edge }) => edge),
  )
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

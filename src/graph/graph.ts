import type { DirectedGraph } from 'graphology'
import { graphology } from '../base/index.ts'
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
  const { possible, dangling } = collected(all, written)
  const { edges, yielded, cycles, linked } = withoutCircles(written, possible)
  const { nodes, position, needs, dependents } = ordered(written, edges, cycles, linked)
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

interface Collected {
  readonly possible: readonly GraphEdge[]
  readonly dangling: TaskGraph['dangling']
}

/**
 * What the plans say about order: of each pair one edge, the strongest reason for it. Of a large plan this is most of the graph, so
 * nothing is kept but the edges, and those name their ends by the nodes' own strings.
 */
function collected(plans: readonly Plan[], nodes: readonly GraphNode[]): Collected {
  const position = positions(nodes)
  const needed = neededIn(plans)
  const possible: GraphEdge[] = []
  const dangling = new Map<string, TaskGraph['dangling'][number]>()
  /** Where the edge of a pair is. */
  const known = new Map<number, number>()

  function take(edge: GraphEdge): void {
    const to = position.get(edge.to)
    const from = position.get(edge.from)
    if (to === undefined) return
    if (from === undefined) {
      dangling.set(`${edge.from}\n${edge.to}`, { task: edge.to satisfies TaskKey, need: edge.from }) // prettier-ignore
      return
    }
    const pair = from * nodes.length + to
    const index = known.get(pair)
    const before = index === undefined ? undefined : possible[index]
    if (before && strength(edge) <= strength(before)) return
    if (index === undefined) known.set(pair, possible.length)
    possible[index ?? possible.length] = {
      ...edge,
      from: nodes[from]?.key ?? edge.from,
      to: nodes[to]?.key ?? edge.to,
    }
  }

  for (const plan of plans) for (const edge of edgesOf(plan, needed)) take(edge)
  for (const edge of across(plans)) take(edge)
  return { possible, dangling: [...dangling.values()] }
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
      return from.endsWith(':end') && !to.endsWith(':end') ? 2 : 4
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

function withoutCircles(
  nodes: readonly GraphNode[],
  all: readonly GraphEdge[],
): Opened & { readonly linked: Linked } {
  const position = positions(nodes)
  const yielded: GraphEdge[] = []
  let edges = all
  for (;;) {
    const linked = adjacency(position, edges)
    const components = cyclicComponents(linked.needs)
    const weakest = weakestOf(components, position, edges)
    if (weakest.size > 0) {
      yielded.push(...weakest)
      edges = edges.filter((edge) => !weakest.has(edge))
      continue
    }
    const whole = restored(position, edges, yielded)
    return {
      ...whole,
      cycles: components.map((component) => keysOf(shortestCycle(component, linked.needs), nodes)),
      linked: whole.edges === edges ? linked : adjacency(position, whole.edges),
    }
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
): Omit<Opened, 'cycles'> {
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
  linked: Linked,
): Linked & { readonly nodes: readonly GraphNode[] } {
  const { position, needs, dependents } = linked
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
  if (order.every((node, index) => node === nodes[index])) return { nodes, ...linked }
  return { nodes: order, ...adjacency(positions(order), edges) }
}

function behind(
  starts: readonly number[],
  dependents: readonly (readonly number[])[],
): Set<number> {
  const found = new Set(starts)
  for (const node of found) for (const dependent of dependents[node] ?? []) found.add(dependent)
  return found
}

/** Where each node is, and what is beside it. */
type Linked = Pick<TaskGraph, 'position' | 'needs' | 'dependents'>

function positions(nodes: readonly GraphNode[]): ReadonlyMap<string, number> {
  return new Map(nodes.map(({ key }, index) => [key, index] as const))
}

function adjacency(position: ReadonlyMap<string, number>, edges: readonly GraphEdge[]): Linked {
  const from = Int32Array.from(edges, (edge) => position.get(edge.from) ?? -1)
  const to = Int32Array.from(edges, (edge) => position.get(edge.to) ?? -1)
  return {
    position,
    needs: grouped(position.size, to, from),
    dependents: grouped(position.size, from, to),
  }
}

/** Lists of `values` by the `homes` at the same places, in order. Each list is as long as it needs to be, and what is equal and short is one. */
function grouped(
  size: number,
  homes: Int32Array,
  values: Int32Array,
): readonly (readonly number[])[] {
  const ends = new Int32Array(size)
  for (const home of homes) ends[home] = (ends[home] ?? 0) + 1
  for (let index = 1; index < size; index++)
    ends[index] = (ends[index] ?? 0) + (ends[index - 1] ?? 0)
  const next = Int32Array.from(ends)
  const sorted = Array.from({ length: homes.length }, () => 0)
  for (let index = homes.length - 1; index >= 0; index--) {
    const place = (next[homes[index] ?? 0] ?? 0) - 1
    next[homes[index] ?? 0] = place
    sorted[place] = values[index] ?? 0
  }
  const none: readonly number[] = []
  const alone = new Map<number, readonly number[]>()
  return Array.from({ length: size }, (_, index) => {
    const [begin, end] = [index === 0 ? 0 : (ends[index - 1] ?? 0), ends[index] ?? 0]
    if (begin === end) return none
    if (end - begin > 1) return sorted.slice(begin, end)
    const only = sorted[begin] ?? 0
    const list = alone.get(only) ?? [only]
    alone.set(only, list)
    return list
  })
}

function digraphOf(nodes: readonly GraphNode[], edges: readonly GraphEdge[]): DirectedGraph {
  const digraph = new (graphology().DirectedGraph)({ allowSelfLoops: true })
  for (const { key, kind, document } of nodes) digraph.addNode(key, { kind, document })
  for (const { from, to, origin } of edges) digraph.addEdge(from, to, { origin })
  return digraph
}

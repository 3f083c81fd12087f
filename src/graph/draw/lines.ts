import { circleEdges, criticalEdges } from '../outline.ts'
import type { TaskGraph } from '../task-graph.ts'
import type { Rectangle } from './geometry.ts'
import type { Layout } from './layout.ts'
import type { LineKind } from './legend.ts'
import { lineElement, type Line } from './line-element.ts'
import { route, type Wire } from './route.ts'
import { terrainOf } from './terrain.ts'

export interface Lines {
  readonly drawn: readonly string[]
  /** The kinds that occur. */
  readonly kinds: ReadonlySet<LineKind>
}

/** All lines of a drawing as SVG: phases first, what is critical or circular last, so that it lies on top. */
export function lineElements(
  graph: TaskGraph,
  layout: Layout,
  criticalPath: readonly string[],
): Lines {
  const numbers = new Map(
    [
      ...layout.cards.map(({ card }) => card.node.key),
      ...layout.frames.map(({ box }) => box.key),
    ].map((key, index) => [key, index + 1] as const),
  )
  const lines = [
    ...linesOfPhases(layout, criticalPath, numbers),
    ...linesOfNodes(graph, layout, criticalPath, numbers),
  ]
  const found = route(
    terrainOf(layout),
    lines.map(({ wire }) => wire),
  )
  const drawn = lines
    .map((line, index) => ({ line, points: found[index] ?? null }))
    .toSorted((left, right) => layer(left.line) - layer(right.line))
    .map(({ line, points }) => lineElement(line, points))
  return { drawn, kinds: new Set(lines.map(({ kind }) => kind)) }
}

function layer({ kind, isCritical }: Line): number {
  if (kind === 'barrier') return isCritical ? 1 : 0
  return kind === 'circle' ? 4 : isCritical ? 3 : 2
}

function linesOfNodes(
  graph: TaskGraph,
  layout: Layout,
  path: readonly string[],
  numbers: ReadonlyMap<string, number>,
): Line[] {
  const cards = new Map<string, Rectangle>(
    layout.cards.map((one) => [one.card.node.key, one] as const),
  )
  const circles = circleEdges(graph)
  const critical = criticalEdges(path)
  return layout.edges.flatMap(({ from, to, origin }): Line[] => {
    const [first, last] = [cards.get(from), cards.get(to)]
    if (!first || !last) return []
    const pair = `${from}\n${to}`
    const wire: Wire = { ...ends(from, to, numbers), from: first, to: last, direction: 'across' }
    const kind = circles.has(pair) ? 'circle' : origin === 'stated' ? 'stated' : 'inferred'
    return [{ wire, kind, isCritical: critical.has(pair) }]
  })
}

/** A line between phases passes only what lies around both. */
function linesOfPhases(
  layout: Layout,
  path: readonly string[],
  numbers: ReadonlyMap<string, number>,
): Line[] {
  const frames = new Map(layout.frames.map((frame) => [frame.box.key, frame] as const))
  const region = new Map(layout.frames.map(({ box }, index) => [box.key, index + 1] as const))
  const crossed = criticalBarriers(layout, path)
  return layout.barriers.flatMap(({ from, to }): Line[] => {
    const [first, last] = [frames.get(from), frames.get(to)]
    if (!first || !last) return []
    const around = [...first.around, ...last.around].map((key) => region.get(key) ?? 0)
    const wire: Wire = {
      ...ends(from, to, numbers),
      from: first,
      to: last,
      direction: 'down',
      regions: new Set([0, ...around]),
    }
    return [{ wire, kind: 'barrier', isCritical: crossed.has(`${from}\n${to}`) }]
  })
}

function ends(
  from: string,
  to: string,
  numbers: ReadonlyMap<string, number>,
): Pick<Wire, 'source' | 'target'> {
  return { source: numbers.get(from) ?? 0, target: numbers.get(to) ?? 0 }
}

/** Barriers between the phases of neighbours on the critical path that no line of their own joins. */
function criticalBarriers({ frames, edges }: Layout, path: readonly string[]): Set<string> {
  const home = new Map(
    frames.flatMap(({ box }) => box.tasks.map(({ key }) => [key, box.key] as const)),
  )
  const joined = new Set(edges.map(({ from, to }) => `${from}\n${to}`))
  return new Set(
    [...criticalEdges(path)].flatMap((pair) => {
      const [from = '', to = ''] = pair.split('\n')
      return joined.has(pair) ? [] : [`${home.get(from) ?? ''}\n${home.get(to) ?? ''}`]
    }),
  )
}

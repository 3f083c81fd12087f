import { ancestry, barriers, circleEdges, edgesBetweenNodes, outline, type Box } from './outline.ts'
import type { Schedule } from './schedule.ts'
import type { GraphNode, TaskGraph } from './task-graph.ts'
import { nameOf } from './why.ts'

/**
 * The graph as a Mermaid flowchart: phases as boxes that wait for each other, gates as diamonds, the critical path thick, circles
 * red.
 */
export function mermaid(graph: TaskGraph, schedule?: Schedule): string {
  const boxes = outline(graph)
  const ids = identifiers(graph, boxes)
  const several = boxes.length > 1
  const lines = [
    'flowchart LR',
    ...boxes.flatMap((box) => (several ? boxLines(box, ids, '  ') : contents(box, ids, '  '))),
  ]
  const links = edgesBetweenNodes(graph)
  const order = barriers(graph, boxes)
  for (const { from, to, origin } of links)
    lines.push(`  ${ids.get(from)} ${origin === 'stated' ? '-->' : '-.->'} ${ids.get(to)}`)
  for (const { from, to } of order) lines.push(`  ${ids.get(from)} --> ${ids.get(to)}`)
  const circles = circleEdges(graph)
  const red = links.flatMap(({ from, to }, index) => (circles.has(`${from}\n${to}`) ? [index] : []))
  if (red.length > 0) lines.push(`  linkStyle ${red.join(',')} stroke:#c62828,stroke-width:2px`)
  if (order.length > 0)
    lines.push(
      `  linkStyle ${order.map((_, index) => links.length + index).join(',')} stroke:#9e9e9e,stroke-width:1px`,
    )
  const critical = (schedule?.criticalPath ?? []).flatMap((key) => ids.get(key) ?? [])
  if (critical.length > 0) {
    lines.push('  classDef critical stroke-width:3px')
    lines.push(`  class ${critical.join(',')} critical`)
  }
  return lines.join('\n')
}

/** Names without meaning: Mermaid takes words such as `end` in a key for its own. */
function identifiers({ nodes }: TaskGraph, boxes: readonly Box[]): ReadonlyMap<string, string> {
  return new Map([
    ...nodes.map(({ key }, index) => [key, `n${index}`] as const),
    ...[...ancestry(boxes).keys()].map((key, index) => [key, `p${index}`] as const),
  ])
}

function boxLines(box: Box, ids: ReadonlyMap<string, string>, indent: string): string[] {
  const title = box.phase?.title ?? (box.plan.title || box.plan.document)
  return [
    `${indent}subgraph ${ids.get(box.key)}["${escaped(title)}"]`,
    ...contents(box, ids, `${indent}  `),
    `${indent}end`,
  ]
}

function contents(box: Box, ids: ReadonlyMap<string, string>, indent: string): string[] {
  return [
    ...[...box.tasks, ...box.gates].map((node) => `${indent}${ids.get(node.key)}${shape(node)}`),
    ...box.boxes.flatMap((inner) => boxLines(inner, ids, indent)),
  ]
}

function shape(node: GraphNode): string {
  return node.gate ? `{"${escaped(node.gate.title)}"}` : `["${escaped(nameOf(node))}"]`
}

function escaped(text: string): string {
  return text
    .replaceAll('#', '#35;') // Mermaid reads `#12;` as a character
    .replaceAll('&', '&amp;')
    .replaceAll('"', '&quot;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/[\r\n]+/g, ' ')
}

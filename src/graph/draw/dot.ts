import type { Status } from '../../model/index.ts'
import {
  barriers,
  circleEdges,
  criticalEdges,
  edgesBetweenNodes,
  outline,
  type Barrier,
  type Box,
} from '../outline.ts'
import type { Schedule } from '../schedule.ts'
import type { GraphEdge, GraphNode, TaskGraph } from '../task-graph.ts'
import { wrapped } from './text.ts'

/**
 * The graph in Graphviz's language: phases as clusters, gates as diamonds, what was inferred dashed, the critical path bold,
 * circles red. Names of nodes are their keys.
 */
export function dot(graph: TaskGraph, schedule?: Schedule): string {
  const boxes = outline(graph)
  const path = schedule?.criticalPath ?? []
  const look = { critical: new Set(path), first: firstNodes(boxes) }
  const marks = { critical: criticalEdges(path), circles: circleEdges(graph) }
  const draw = boxes.length > 1 ? cluster : contents
  const lines = [
    'digraph plan {',
    '  graph [rankdir=LR, compound=true, fontname="Helvetica,Arial,sans-serif", labeljust=l, style=rounded, color="#8c959f"]',
    '  node [shape=box, style="rounded,filled", fillcolor=white, fontname="Helvetica,Arial,sans-serif", fontsize=11]',
    '  edge [fontname="Helvetica,Arial,sans-serif", color="#57606a"]',
    ...boxes.flatMap((box) => draw(box, look, '  ')),
    ...edgesBetweenNodes(graph).map((edge) => edgeLine(edge, marks)),
    ...barriers(graph, boxes).flatMap((barrier) => barrierLine(barrier, look.first)),
    '}',
  ]
  return lines.join('\n')
}

interface Look {
  readonly critical: ReadonlySet<string>
  /** A node of each box. */
  readonly first: ReadonlyMap<string, string>
}

function cluster(box: Box, look: Look, indent: string): string[] {
  const { phase, plan } = box
  const title = phase?.title ?? (plan.title || plan.document)
  const mode = phase?.mode ? ` [${phase.mode}]` : ''
  return [
    `${indent}subgraph ${quoted(`cluster ${box.key}`)} {`,
    `${indent}  label=${quoted(title + mode)}`,
    ...contents(box, look, `${indent}  `),
    `${indent}}`,
  ]
}

function contents(box: Box, look: Look, indent: string): string[] {
  const own = look.first.get(box.key)
  return [
    ...(own === anchor(box.key) ? [`${indent}${quoted(own)} [shape=point, style=invis]`] : []),
    ...box.tasks.map((node) => indent + taskLine(node, look.critical.has(node.key))),
    ...box.gates.map((node) => indent + gateLine(node)),
    ...box.boxes.flatMap((inner) => cluster(inner, look, indent)),
  ]
}

const fills: Readonly<Record<Status, string>> = {
  done: '#d5ece1',
  running: '#d6e6fa',
  pending: '#ffffff',
  failed: '#fbdcd0',
  blocked: '#fdf0c9',
  skipped: '#eeeeee',
}

function taskLine({ key, task }: GraphNode, isCritical: boolean): string {
  const status = task?.status ?? 'pending'
  const title = task?.id == null ? (task?.title ?? '') : `${task.id}  ${task.title}`
  const agent = task?.agent == null ? '' : `\n@${task.agent}`
  const label = wrapped(title, 240, 40, 12).join('\n') + agent
  const bold = isCritical ? ', penwidth=2.5, color="#7b2d8b"' : ''
  const state = status === 'pending' ? '' : `, fillcolor=${quoted(fills[status])}`
  return `${quoted(key)} [label=${quoted(label)}, tooltip=${quoted(`${title} (${status})`)}${state}${bold}]`
}

function gateLine({ key, gate }: GraphNode): string {
  const { title = '', criteria = [] } = gate ?? {}
  return `${quoted(key)} [shape=diamond, style=filled, label=${quoted(`${title} (${criteria.length})`)}]`
}

function edgeLine(
  { from, to, origin }: GraphEdge,
  { critical, circles }: { critical: ReadonlySet<string>; circles: ReadonlySet<string> },
): string {
  const pair = `${from}\n${to}`
  const style = [
    ...(origin === 'stated' ? [] : ['dashed']),
    ...(critical.has(pair) ? ['bold'] : []),
  ]
  const attributes = [
    ...(style.length > 0 ? [`style=${quoted(style.join(','))}`] : []),
    ...(critical.has(pair) ? ['penwidth=2.5', 'color="#7b2d8b"'] : []),
    ...(circles.has(pair) ? ['color="#c62828"'] : []),
  ]
  const list = attributes.length > 0 ? ` [${attributes.join(', ')}]` : ''
  return `  ${quoted(from)} -> ${quoted(to)}${list}`
}

/** Graphviz draws edges between nodes only; `ltail` and `lhead` end them at the clusters around. */
function barrierLine({ from, to }: Barrier, first: ReadonlyMap<string, string>): string[] {
  const [tail, head] = [first.get(from), first.get(to)]
  if (tail === undefined || head === undefined) return []
  const clusters = `ltail=${quoted(`cluster ${from}`)}, lhead=${quoted(`cluster ${to}`)}`
  return [`  ${quoted(tail)} -> ${quoted(head)} [${clusters}, color="#b0b7bf", arrowsize=0.7]`]
}

/** A node of each box, or of a box in it; an invisible one where there is none. */
function firstNodes(boxes: readonly Box[]): Map<string, string> {
  const found = new Map<string, string>()
  for (const box of boxes) {
    const inner = firstNodes(box.boxes)
    for (const [key, node] of inner) found.set(key, node)
    const [own] = [...box.tasks, ...box.gates]
    const [within] = inner.values()
    found.set(box.key, own?.key ?? within ?? anchor(box.key))
  }
  return found
}

function anchor(box: string): string {
  return `${box} (empty)`
}

/** A string of Graphviz: no escape of its own is understood in it, and it is never HTML, since it is quoted. */
function quoted(text: string): string {
  const clean = text
    .replaceAll('\\', '\\\\')
    .replaceAll('"', String.raw`\"`)
    .replace(/\r\n?|\n/g, String.raw`\n`)
    .replaceAll('\0', '')
  return `"${clean}"`
}

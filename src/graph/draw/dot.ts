import type { TaskGraph } from '../task-graph.ts'
import type { Schedule } from '../schedule.ts'
import { nameOf } from '../why.ts'
import { isEnd } from './shown.ts'

/** The graph in the DOT language of Graphviz: phases as clusters, gates as diamonds, inferred edges dashed, the critical path bold. */
export function dot(graph: TaskGraph, schedule?: Schedule): string {
  const ids = new Map(graph.nodes.map(({ key }, index) => [key, `n${index}`] as const))
  const critical = new Set(schedule?.criticalPath)
  const placed = new Set<string>()
  const lines = [
    'digraph plan {',
    '  rankdir=LR; compound=true;',
    '  node [shape=box, style=rounded, fontname="sans-serif"];',
  ]
  const task = (key: string, depth: string): string[] => {
    const node = graph.nodes[graph.position.get(key) ?? -1]
    if (!node?.task || placed.has(key)) return []
    placed.add(key)
    const bold = critical.has(key) ? ', penwidth=3' : ''
    return [`${depth}${ids.get(key)} [label=${quoted(nameOf(node))}${bold}];`]
  }
  for (const [index, { kind, phase, document }] of graph.nodes.entries()) {
    if (kind !== 'phase-start' || !phase) continue
    lines.push(`  subgraph cluster_${index} {`, `    label=${quoted(phase.title)};`)
    for (const slug of phase.tasks) lines.push(...task(`${document}#${slug}`, '    '))
    lines.push('  }')
  }
  for (const { key, kind, gate } of graph.nodes) {
    if (kind === 'task') lines.push(...task(key, '  '))
    if (gate) lines.push(`  ${ids.get(key)} [shape=diamond, label=${quoted(gate.title)}];`)
  }
  for (const { from, to, origin } of graph.edges) {
    if (origin === 'barrier' || isEnd(from) || isEnd(to)) continue
    const style = [
      ...(origin === 'stated' ? [] : ['style=dashed']),
      ...(critical.has(from) && critical.has(to) ? ['penwidth=3'] : []),
    ]
    lines.push(`  ${ids.get(from)} -> ${ids.get(to)}${style.length > 0 ? ` [${style.join(', ')}]` : ''};`) // prettier-ignore
  }
  return [...lines, '}'].join('\n')
}

/** A DOT string: only quotes and backslashes mean something in it; control characters are left out. */
function quoted(text: string): string {
  const plain = text.replace(/\s+/g, ' ').replace(/\p{Cc}/gu, '')
  return `"${plain.replaceAll('\\', String.raw`\\`).replaceAll('"', String.raw`\"`)}"`
}

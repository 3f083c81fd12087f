import { formatDuration, type Milliseconds } from '../base/index.ts'
import { splitKey, type Place } from '../model/index.ts'
import { schedule } from './schedule.ts'
import type { EdgeOrigin, GraphNode, TaskGraph } from './task-graph.ts'

/** A task or gate that another one waits for, and why. */
export interface Reason {
  readonly key: string
  readonly name: string
  readonly origin: EdgeOrigin
  /** The rule of docs/plan-format.md that found it; null for an order that no rule had to find. */
  readonly rule: string | null
  readonly place: Place | null
}

/** Why a task stands where it stands. */
export interface Explanation {
  readonly key: string
  readonly name: string
  readonly document: string
  readonly place: Place | null
  readonly phase: string | null
  readonly needs: readonly Reason[]
  readonly neededBy: readonly Reason[]
  readonly critical: boolean
  readonly slack: Milliseconds
  /** A circle holds it up: it has no place in a schedule. */
  readonly held: boolean
  /** Edges that were left out because the document says otherwise. */
  readonly yielded: readonly Reason[]
  /** Other facts of the task and what they rest on. */
  readonly facts: readonly {
    field: string
    value: string
    rule: string
    origin: string
    place: Place | null
  }[]
}

/** Explains a task of the graph by its key. */
export function why(graph: TaskGraph, key: string): Explanation {
  const node = nodeOf(graph, key)
  const item = schedule(graph).items.find((one) => one.key === key)
  const phase = node?.plan.phases.find(({ tasks }) => node.task && tasks.includes(node.task.key))
  return {
    key,
    name: node ? nameOf(node) : key,
    document: node?.document ?? '',
    place: node?.task?.place ?? null,
    phase: phase?.title ?? null,
    needs: graph.edges.filter(({ to }) => to === key).map((edge) => reason(graph, edge.from, edge)),
    neededBy: graph.edges
      .filter(({ from }) => from === key)
      .map((edge) => reason(graph, edge.to, edge)),
    critical: item?.critical ?? false,
    slack: item?.slack ?? 0,
    held: node?.kind === 'task' && item === undefined,
    yielded: graph.yielded
      .filter(({ to }) => to === key)
      .map((edge) => reason(graph, edge.from, edge)),
    facts: (node?.task?.provenance ?? []).filter(({ field }) => field !== 'needs'),
  }
}

function reason(graph: TaskGraph, key: string, edge: TaskGraph['edges'][number]): Reason {
  const node = nodeOf(graph, key)
  const { origin, provenance } = edge
  return {
    key,
    name: node ? nameOf(node) : key,
    origin,
    rule: provenance?.rule ?? null,
    place: provenance?.place ?? null,
  }
}

function nodeOf(graph: TaskGraph, key: string): GraphNode | undefined {
  return graph.nodes[graph.position.get(key) ?? -1]
}

/** A node in words: `1.1 Update dependencies`, `gate "Build"`, `the start of "Phase 2"`. */
export function nameOf({ task, gate, phase, kind }: GraphNode): string {
  if (task) return task.id === null ? task.title : `${task.id} ${task.title}`
  if (gate) return `gate "${gate.title}"`
  return `the ${kind === 'phase-start' ? 'start' : 'end'} of "${phase?.title ?? ''}"`
}

const origins: Readonly<Record<EdgeOrigin, string>> = {
  stated: 'stated',
  inferred: 'inferred',
  part: 'a part of it',
  order: 'the order of the document',
  barrier: 'its phase',
  gate: 'a gate',
}

/** The explanation as lines of text. */
export function formatWhy(explanation: Explanation): string {
  const { name, document, place, phase } = explanation
  const where = place ? `${document}:${place.line}` : document
  const lines = [`${name}  (${where})`]
  if (phase !== null) lines.push(`  in ${phase}`)
  lines.push(`  ${latitude(explanation)}`)
  lines.push(...section('needs', explanation.needs, 'nothing: it may start at once', document))
  lines.push(...section('is needed by', explanation.neededBy, 'nothing'))
  if (explanation.yielded.length > 0)
    lines.push(
      ...section('left out, since the document says otherwise', explanation.yielded, '', document),
    )
  for (const fact of explanation.facts)
    lines.push(
      `  ${fact.field}: ${fact.value}  (${fact.origin} by ${fact.rule}${fact.place ? `, line ${fact.place.line}` : ''})`,
    )
  return lines.join('\n')
}

function latitude({ critical, held, slack }: Explanation): string {
  if (held) return 'held up by a circle: it cannot start'
  return critical ? 'on the critical path' : `may end ${formatDuration(slack)} later without delay`
}

/** The reasons as lines. A reason is written where the dependent task is: in `document`, or else in that of the other task. */
function section(
  title: string,
  reasons: readonly Reason[],
  none: string,
  document?: string,
): string[] {
  if (reasons.length === 0) return [`  ${title} ${none}`]
  return [
    `  ${title}`,
    ...reasons.map(({ key, name, origin, rule, place }) => {
      const where = document ?? splitKey(key).document
      const why = [origins[origin], rule, place ? `${where}:${place.line}` : null]
      return `    ${name}  (${why.filter((part) => part !== null).join(', ')})`
    }),
  ]
}

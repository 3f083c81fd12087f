import { GoapError, nearest } from '../base/index.ts'
import { taskKey, type Phase, type TaskKey } from '../model/index.ts'
import { findTask } from './find.ts'
import type { TaskGraph } from './task-graph.ts'

/** Which tasks of a graph are meant. What several kinds name is meant if all of them name it. */
export interface Selection {
  /** These tasks, and nothing else. */
  readonly only?: readonly string[]
  /** These tasks and all that rests on them. */
  readonly from?: readonly string[]
  /** These tasks and all that they need. */
  readonly until?: readonly string[]
  /** The tasks of these phases, by title, key or number. */
  readonly phases?: readonly string[]
}

/** The keys of the tasks that a selection means. Throws `graph/unknown-task`, `graph/ambiguous-task`, `graph/unknown-phase`. */
export function select(graph: TaskGraph, selection: Selection): ReadonlySet<TaskKey> {
  const { only, from, until, phases } = selection
  const sets = [
    only && new Set(only.map((name) => positionOf(graph, name))),
    from &&
      closure(
        graph.dependents,
        from.map((name) => positionOf(graph, name)),
      ),
    until &&
      closure(
        graph.needs,
        until.map((name) => positionOf(graph, name)),
      ),
    phases && new Set(phases.flatMap((name) => inPhase(graph, name))),
  ].flatMap((set) => set ?? [])
  return new Set(
    graph.nodes.flatMap(({ kind, key }, position) =>
      kind === 'task' && sets.every((set) => set.has(position)) ? [key] : [],
    ),
  )
}

function positionOf(graph: TaskGraph, name: string): number {
  return graph.position.get(findTask(graph, name).key) ?? -1
}

/** All positions that can be reached, the first ones included. */
function closure(
  edges: readonly (readonly number[])[],
  first: readonly number[],
): ReadonlySet<number> {
  const found = new Set(first)
  // The set grows while it is walked.
  for (const position of found) for (const next of edges[position] ?? []) found.add(next)
  return found
}

function inPhase({ nodes, position }: TaskGraph, name: string): readonly number[] {
  const starts = nodes.filter(({ kind }) => kind === 'phase-start')
  const found = starts.filter(({ phase }) => phase && isCalled(phase, name))
  if (found.length === 0) {
    const near = nearest(
      name,
      starts.map(({ phase }) => phase?.title ?? ''),
    )
    throw new GoapError('graph/unknown-phase', `No phase is called "${name}".`, {
      hint: near === undefined ? `There are ${starts.map(({ phase }) => `"${phase?.title ?? ''}"`).join(', ') || 'none'}.` : `Did you mean "${near}"?`, // prettier-ignore
    })
  }
  return found.flatMap(({ phase, document }) =>
    (phase?.tasks ?? []).flatMap((task) => position.get(taskKey(document, task)) ?? []),
  )
}

/** Whether a phase is meant by a name: its title, the title up to a colon or bracket, its number, or its key. */
export function isCalled({ key, title }: Pick<Phase, 'key' | 'title'>, name: string): boolean {
  const whole = title.toLowerCase()
  const bare = whole.replace(/\s*\([^)]*\)$/, '')
  const short = whole.replace(/[:—–(].*$/, '').trim()
  return [whole, bare, short, key, short.replace(/^\D+/, '')].includes(name.trim().toLowerCase())
}

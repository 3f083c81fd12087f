import { changesBetween, GoapError } from '../base/index.ts'
import type { GraphNode, TaskGraph } from './task-graph.ts'

/** The task of that key, id or slug, without regard to case. Throws `graph/unknown-task` and `graph/ambiguous-task`. */
export function findTask(graph: TaskGraph, name: string): GraphNode {
  return find(graph, name, 'task', ({ kind }) => kind === 'task')
}

/** The same for tasks and gates; a gate is also found by its title, and a task comes before a gate of the same name. */
export function findSubject(graph: TaskGraph, name: string): GraphNode {
  return find(graph, name, 'task or gate', ({ kind }) => kind === 'task' || kind === 'gate')
}

function find(
  { nodes }: TaskGraph,
  name: string,
  what: string,
  among: (node: GraphNode) => boolean,
): GraphNode {
  const wanted = name.trim().toLowerCase()
  const all = nodes.filter(among)
  const tests: readonly ((node: GraphNode) => boolean)[] = [
    ({ key }) => key.toLowerCase() === wanted,
    ({ task }) => task?.key.toLowerCase() === wanted || task?.id?.toLowerCase() === wanted,
    ({ gate }) => gate?.key.toLowerCase() === wanted || gate?.title.toLowerCase() === wanted,
  ]
  const matches = tests.map((test) => all.filter(test)).find(({ length }) => length > 0) ?? []
  const [found, ...others] = matches
  if (!found)
    throw new GoapError('graph/unknown-task', `No ${what} is called "${name}".`, {
      hint: suggestion(all, wanted),
    })
  if (others.length > 0)
    throw new GoapError(
      'graph/ambiguous-task',
      `${matches.length} ${what === 'task' ? 'tasks' : 'tasks or gates'} are called "${name}".`,
      { hint: `Name one of ${matches.map(({ key }) => key).join(', ')}.` },
    )
  return found
}

function suggestion(nodes: readonly GraphNode[], wanted: string): string {
  const names = nodes.flatMap(({ task, gate }) =>
    task ? [task.id ?? task.key] : gate ? [gate.key] : [],
  )
  const near = names
    .map((name) => ({ name, distance: changesBetween(name, wanted) }))
    .filter((one) => one.distance <= Math.max(2, wanted.length / 3))
    .toSorted((left, right) => left.distance - right.distance)
    .slice(0, 3)
  if (near.length > 0) return `Did you mean ${near.map(({ name }) => `"${name}"`).join(' or ')}?`
  return names.length > 0
    ? `There are ${names.slice(0, 8).join(', ')}${names.length > 8 ? ', …' : ''}.`
    : 'The documents have no tasks.'
}

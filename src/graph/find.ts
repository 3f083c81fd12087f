import { changesBetween, GoapError } from '../base/index.ts'
import type { GraphNode, TaskGraph } from './task-graph.ts'

/**
 * The task of that name: a full key `document#task`, a key or an id (compared without case) where it is unique. Throws
 * `graph/unknown-task` with the nearest names, or `graph/ambiguous-task` with the full keys.
 */
export function findTask(graph: TaskGraph, name: string): GraphNode {
  const wanted = name.trim().toLowerCase()
  const tasks = graph.nodes.filter(({ kind }) => kind === 'task')
  const exact = tasks.filter(({ key }) => key.toLowerCase() === wanted)
  const matches =
    exact.length > 0
      ? exact
      : tasks.filter(
          ({ task }) => task?.key.toLowerCase() === wanted || task?.id?.toLowerCase() === wanted,
        )
  const [found, ...others] = matches
  if (!found)
    throw new GoapError('graph/unknown-task', `No task is called "${name}".`, {
      hint: suggestion(tasks, wanted),
    })
  if (others.length > 0)
    throw new GoapError('graph/ambiguous-task', `${matches.length} tasks are called "${name}".`, {
      hint: `Name one of ${matches.map(({ key }) => key).join(', ')}.`,
    })
  return found
}

function suggestion(tasks: readonly GraphNode[], wanted: string): string {
  const names = tasks.flatMap(({ task }) => (task ? [task.id ?? task.key] : []))
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

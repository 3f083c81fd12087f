import { graph } from '../../graph/index.ts'
import {
  needKey,
  taskKey,
  type Diagnostic,
  type Place,
  type Plan,
  type Task,
} from '../../model/index.ts'
import { diagnostic, related } from './diagnostic.ts'

/** Circles of dependencies that a task of the plan is on, each with its path. */
export function cycles(plan: Plan, others: readonly Plan[]): Diagnostic[] {
  const plans = [plan, ...others.filter(({ document }) => document !== plan.document)]
  const steps = new Map<string, Step>(
    plans.flatMap((one) =>
      one.tasks.map((task) => [
        taskKey(one.document, task.key),
        { document: one.document, task, isHere: one === plan },
      ]),
    ),
  )
  return graph(plans).cycles.flatMap((keys) => {
    const path = fromHere(keys.flatMap((key) => steps.get(key) ?? []))
    return path[0]?.isHere ? [cycle(path)] : []
  })
}

interface Step {
  readonly document: string
  readonly task: Task
  readonly isHere: boolean
}

/** The same circle, begun at its first task of this document. */
function fromHere(path: readonly Step[]): readonly Step[] {
  const first = path.findIndex(({ isHere }) => isHere)
  return first < 1 ? path : [...path.slice(first), ...path.slice(0, first)]
}

function cycle(path: readonly Step[]): Diagnostic {
  const names = path.map(nameOf)
  const message =
    path.length === 1
      ? `Task ${names[0]} needs itself.`
      : `These tasks wait for each other: ${[...names, names[0]].join(' → ')}.`
  const links = path.map((step, index) => {
    const next = path[(index + 1) % path.length] ?? step
    const place = step.isHere ? needPlace(step, next) : null
    return { place, told: related(`${nameOf(step)} needs ${nameOf(next)}`, place) }
  })
  return diagnostic('documents/cycle', message, links[0]?.place ?? null, {
    related: links.slice(1).flatMap(({ told }) => told),
    tasks: path.filter(({ isHere }) => isHere).map(({ task }) => task.key),
  })
}

function nameOf({ document, task, isHere }: Step): string {
  const name = task.id ?? `"${task.title}"`
  return isHere ? name : `${document}#${task.id ?? task.key}`
}

/** Where a task says that it needs another. */
function needPlace({ document, task }: Step, need: Step): Place | null {
  const key = taskKey(need.document, need.task.key)
  const why = task.provenance.find(
    ({ field, value }) => field === 'needs' && needKey(document, value) === key,
  )
  return why?.place ?? task.place
}

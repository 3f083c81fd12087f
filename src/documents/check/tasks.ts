import type { Diagnostic, Plan, Task } from '../../model/index.ts'
import { diagnostic, related } from './diagnostic.ts'

/** What is odd about the tasks and phases of a plan: titles given twice, gaps in their numbers, phases without anything. */
export function taskFindings(plan: Plan): Diagnostic[] {
  return [...duplicateTitles(plan), ...gaps(plan), ...orphanPhases(plan)]
}

/** Within a phase the same title again is the same task; in two phases a reader may take it for one. */
function duplicateTitles({ tasks }: Plan): Diagnostic[] {
  const groups = Map.groupBy(
    tasks.filter(({ id }) => id === null),
    ({ title }) => title.toLowerCase(),
  )
  return [...groups.values()].flatMap(([first, ...others]) =>
    others.map((task) =>
      diagnostic('documents/duplicate-title', `Two tasks are called "${task.title}".`, task.place, {
        related: related('the first one', first?.place),
        tasks: [first?.key ?? '', task.key],
      }),
    ),
  )
}

interface Numbered {
  readonly task: Task
  readonly number: number
}

/** Ids that count from 0 or 1 and leave out a few: `T1`, `T2`, `T4`. Numbers of tickets begin anywhere, so they tell nothing. */
function gaps({ tasks }: Plan): Diagnostic[] {
  const series = new Map<string, Numbered[]>()
  for (const task of tasks) {
    const [, prefix, digits] = /^(.*?\D)(\d{1,3})$/u.exec(task.id ?? '') ?? []
    if (prefix === undefined || prefix.startsWith('#')) continue
    const numbered = { task, number: Number(digits) }
    const known = series.get(prefix)
    if (known) known.push(numbered)
    else series.set(prefix, [numbered])
  }
  return [...series.values()].flatMap(gapsOf)
}

function gapsOf(all: readonly Numbered[]): Diagnostic[] {
  const found = all.toSorted((left, right) => left.number - right.number)
  const [first, last] = [found[0], found.at(-1)]
  if (!first || !last || first.number > 1 || found.length < 3) return []
  const missing = last.number - first.number + 1 - new Set(found.map(({ number }) => number)).size
  if (missing * 4 > found.length) return []
  return found.flatMap(({ task, number }, index) => {
    const before = found[index - 1]
    if (!before || number - before.number < 2) return []
    return [
      diagnostic(
        'documents/id-gap',
        `After "${before.task.id}" comes "${task.id}"; ${number - before.number === 2 ? 'the id between them is' : 'the ids between them are'} not defined.`,
        task.place,
        { related: related(`"${before.task.id}"`, before.task.place), tasks: [task.key] },
      ),
    ]
  })
}

function orphanPhases(plan: Plan): Diagnostic[] {
  if (plan.tasks.length === 0) return []
  const gated = new Set(plan.gates.map(({ phase }) => phase))
  return plan.phases
    .filter(({ key, tasks }) => tasks.length === 0 && !gated.has(key))
    .map((phase) =>
      diagnostic(
        'documents/orphan-phase',
        `Phase "${phase.title}" runs no task and has no gate.`,
        phase.place,
      ),
    )
}

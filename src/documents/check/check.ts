import type { Json } from '../../base/index.ts'
import { graph, type TaskGraph } from '../../graph/index.ts'
import {
  taskKey,
  type Diagnostic,
  type Place,
  type Plan,
  type PlanDocument,
  type Task,
} from '../../model/index.ts'
import { diagnostic } from './diagnostic.ts'
import { timetableContradictions } from './timetable.ts'

/** Everything that is wrong with a document, by place: what reading found, and what only the whole plan shows. */
export function check(document: PlanDocument): readonly Diagnostic[] {
  const { plan, source } = document
  const built = graph(plan)
  const found = [
    ...document.diagnostics,
    ...cycles(plan, built),
    ...timetableContradictions(document),
    ...duplicateTitles(plan),
    ...orphanPhases(plan),
    ...gatesWithoutCommand(plan),
    ...withoutAgent(plan),
  ]
  const ignored = ignores(source.text)
  return found
    .filter(({ code, place }) => !ignored.has(`${place.line} ${code}`))
    .toSorted((left, right) => left.place.start - right.place.start)
}

function cycles(plan: Plan, { cycles }: TaskGraph): Diagnostic[] {
  const byKey = new Map<string, Task>(
    plan.tasks.map((task) => [taskKey(plan.document, task.key), task]),
  )
  return cycles.map((path) => {
    const tasks = path.flatMap((key) => byKey.get(key) ?? [])
    const names = tasks.map((task) => task.id ?? `"${task.title}"`)
    const shown = [...names, names[0] ?? ''].join(' → ')
    const message =
      names.length === 1
        ? `Task ${names[0]} needs itself.`
        : `These tasks wait for each other: ${shown}.`
    const [first] = tasks
    return diagnostic(
      'documents/cycle',
      message,
      first ? needPlace(first, tasks[1] ?? first) : null,
      {
        related: tasks.slice(1).flatMap((task, index) => {
          const next = tasks[index + 2] ?? first
          const place = next ? needPlace(task, next) : task.place
          return place
            ? [
                {
                  message: `${task.id ?? task.title} needs ${next?.id ?? next?.title ?? ''}`,
                  place,
                },
              ]
            : []
        }),
        tasks: tasks.map(({ key }) => key),
      },
    )
  })
}

/** Where a task says that it needs another. */
function needPlace(task: Task, need: Task): Place | null {
  const why = task.provenance.find(({ field, value }) => field === 'needs' && value === need.key)
  return why?.place ?? task.place
}

function duplicateTitles({ tasks }: Plan): Diagnostic[] {
  const groups = Map.groupBy(
    tasks.filter(({ id }) => id === null),
    ({ title, group }) => `${group ?? ''}\n${title.toLowerCase()}`,
  )
  return [...groups.values()].flatMap(([first, ...others]) =>
    others.map((task) =>
      diagnostic('documents/duplicate-title', `Two tasks are called "${task.title}".`, task.place, {
        related: first?.place ? [{ message: 'the first one', place: first.place }] : [],
      }),
    ),
  )
}

function orphanPhases({ phases, gates, tasks }: Plan): Diagnostic[] {
  if (tasks.length === 0) return []
  return phases
    .filter((phase) => phase.tasks.length === 0 && !gates.some((gate) => gate.phase === phase.key))
    .map((phase) =>
      diagnostic(
        'documents/orphan-phase',
        `Phase "${phase.title}" runs no task and has no gate.`,
        phase.place,
      ),
    )
}

function gatesWithoutCommand({ gates }: Plan): Diagnostic[] {
  return gates
    .filter(({ criteria }) => criteria.length > 0 && criteria.every(({ check }) => check === null))
    .map((gate) =>
      diagnostic(
        'documents/gate-without-command',
        `Gate "${gate.title}" has no command, so nothing can be measured: its criteria are only claimed.`,
        gate.place,
      ),
    )
}

/** Only where nearly all tasks have an agent is one without it worth a word. */
function withoutAgent({ tasks }: Plan): Diagnostic[] {
  const without = tasks.filter(({ agent, command }) => agent === null && command === null)
  if (without.length === 0 || without.length * 5 > tasks.length) return []
  return without.map((task) =>
    diagnostic(
      'documents/task-without-agent',
      `Task ${task.id ?? `"${task.title}"`} has no agent; the others have.`,
      task.place,
    ),
  )
}

/** `line code` pairs that `<!-- goap-ignore CODE -->` silences: its own line and the next. */
function ignores(text: string): ReadonlySet<string> {
  const found = new Set<string>()
  if (!text.includes('goap-ignore')) return found
  for (const [index, line] of text.split(/\r\n|\n|\r/).entries()) {
    const match = /<!--\s*goap-ignore\s+([^>]*?)\s*-->/.exec(line)
    for (const name of match?.[1]?.split(/[\s,]+/) ?? []) {
      const code = name.startsWith('documents/') ? name : `documents/${name}`
      found.add(`${index + 1} ${code}`).add(`${index + 2} ${code}`)
    }
  }
  return found
}

/** Findings of a file as `goap/check@1`. */
export function checkJson(file: string, diagnostics: readonly Diagnostic[]): Json {
  return {
    schema: 'goap/check@1',
    file,
    diagnostics: diagnostics.map(({ code, severity, message, hint, place, related }) => ({
      code,
      severity,
      message,
      hint,
      ...placeJson(place),
      related: related.map((one) => ({ message: one.message, ...placeJson(one.place) })),
    })),
  }
}

function placeJson({ line, column, endLine, endColumn }: Place): Record<string, number> {
  return { line, column, endLine, endColumn }
}

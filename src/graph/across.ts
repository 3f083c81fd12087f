import { slug } from '../base/index.ts'
import { gateKey, taskKey, type Plan } from '../model/index.ts'
import type { GraphEdge } from './task-graph.ts'

/**
 * Edges between documents of one run: what a task needs beyond its own document and names with the other's file, `A1 (base.md)`, or
 * all of the other, by its file or title. What names two of the documents, or nothing in the one it names, makes no edge.
 */
export function* across(plans: readonly Plan[]): Generator<GraphEdge> {
  if (plans.length < 2) return
  for (const plan of plans)
    for (const task of plan.tasks)
      for (const { text, satisfied } of task.externals)
        if (!satisfied)
          for (const from of meant(text, plan, plans))
            yield { from, to: taskKey(plan.document, task.key), origin: 'stated', provenance: null }
}

/** The keys of all that a text names in another plan. */
function meant(text: string, own: Plan, plans: readonly Plan[]): readonly string[] {
  const { what = '', file = text } = /^(?<what>.+?) \((?<file>[^()]+)\)$/.exec(text)?.groups ?? {}
  const [plan, ...others] = plans.filter((one) => one !== own && isCalled(one, file))
  if (!plan || others.length > 0) return []
  return what === '' ? everything(plan) : named(plan, fold(what))
}

/** By its path, any end of it, with or without the ending, or its title. */
function isCalled({ document, title }: Plan, name: string): boolean {
  const wanted = fold(name).replace(/^(?:\.{1,2}\/)+/, '')
  const path = fold(document)
  const stem = path.replace(/\.[^./]+$/, '')
  const ends = (whole: string): boolean => whole === wanted || whole.endsWith(`/${wanted}`)
  return ends(path) || ends(stem) || withoutKind(fold(title)) === withoutKind(wanted)
}

function withoutKind(title: string): string {
  return title.replace(/^(?:goap\s+)?(?:goal|plan)\s*:\s*/, '')
}

function everything({ document, tasks, gates }: Plan): readonly string[] {
  return [
    ...tasks.map(({ key }) => taskKey(document, key)),
    ...gates.map(({ key }) => gateKey(document, key)),
  ]
}

/** A task by its id, key or title, or the tasks and gates of a phase by its key or title. */
function named({ document, tasks, phases, gates }: Plan, what: string): readonly string[] {
  const task = tasks.find((one) =>
    [one.id ?? '', one.key, one.title].some((name) => fold(name) === what),
  )
  if (task) return [taskKey(document, task.key)]
  const phase = phases.find(({ key, title }) => key === slug(what) || fold(title) === what)
  if (!phase) return []
  return [
    ...phase.tasks.map((key) => taskKey(document, key)),
    ...gates.filter((gate) => gate.phase === phase.key).map(({ key }) => gateKey(document, key)),
  ]
}

const fold = (text: string): string => text.trim().toLowerCase()

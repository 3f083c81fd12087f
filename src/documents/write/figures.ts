import {
  gateKey,
  outputKey,
  splitKey,
  type Figure,
  type Outcome,
  type PlanDocument,
  type RunEvent,
  type Status,
} from '../../model/index.ts'
import { ownerKey, type Progress } from './progress.ts'
import type { Edit } from './splice.ts'

/** What the checks of criteria measured, by `ownerKey`, and what tasks gave as outputs, by `output` and the name. */
export type Measures = ReadonlyMap<string, string>

/** Folds events into the values that the gates of a document measured, and that its tasks gave, from `before` on. */
export function measuresOf(
  events: Iterable<RunEvent>,
  document: string,
  before: Measures = new Map(),
): Measures {
  const measures = new Map(before)
  const prefix = gateKey(document, '')
  for (const event of events) {
    if (event.type === 'task.finished' && splitKey(event.task).document === document)
      takeOutputs(measures, event.outcome)
    if (event.type !== 'gate.finished' || !event.gate.startsWith(prefix)) continue
    for (const { key, measured } of event.criteria) {
      const owner = { kind: 'criterion', gate: event.gate.slice(prefix.length), key } as const
      if (measured !== undefined) measures.set(ownerKey(owner), measured)
    }
  }
  return measures
}

/** Outputs that are a value: a number, or a text that is one with `%` or a unit of time. */
function takeOutputs(measures: Map<string, string>, outcome: Outcome): void {
  if (outcome.kind !== 'succeeded') return
  for (const [name, value] of Object.entries(outcome.outputs)) {
    const text = typeof value === 'number' || typeof value === 'string' ? String(value).trim() : ''
    if (isValue.test(text)) measures.set(outputOwner(name), text)
  }
}

// As the reader finds a value in a cell: what it could not find again must not be written.
const isValue = /^[~≈]?-?\d[\d,]*(?:\.\d+)?(?:\s?%|\s?(?:ms|s|min|h))?$/

function outputOwner(name: string): string {
  return `output ${outputKey(name)}`
}

/** The edits that make the figures of a document say what its statuses do, as far as the progress touches them. */
export function figureEdits(
  { figures, plan }: PlanDocument,
  progress: Progress,
  measures: Measures,
): readonly Edit[] {
  if (figures.length === 0) return []
  const statuses = new Map(plan.tasks.map(({ key, status }) => [key, status] as const))
  const statusOf = (key: string): Status | null =>
    progress.get(ownerKey({ kind: 'task', key })) ?? statuses.get(key) ?? null
  return figures.flatMap((figure) => {
    const replacement =
      figure.kind === 'measure'
        ? measured(figure, measures)
        : figure.kind === 'output'
          ? given(figure, measures)
          : counted(figure, progress, statusOf)
    return replacement === null || replacement === figure.text
      ? []
      : [{ mark: figure, replacement }]
  })
}

function measured(
  { gate, criterion, text }: Extract<Figure, { kind: 'measure' }>,
  measures: Measures,
): string | null {
  const value = measures.get(ownerKey({ kind: 'criterion', gate, key: criterion }))
  if (value === undefined) return null
  // In an empty cell the value keeps its distance from the line behind it.
  return text === '' ? `${value} ` : value
}

/** A number without a unit gets the one that is there. */
function given(
  { name, text }: Extract<Figure, { kind: 'output' }>,
  measures: Measures,
): string | null {
  const value = measures.get(outputOwner(name))
  if (value === undefined) return null
  if (text === '') return `${value} `
  const unit = /\d(\s?(?:%|[a-z]+))$/.exec(text)?.[1] ?? ''
  return /\d$/.test(value) ? value + unit : value
}

function counted(
  figure: Exclude<Figure, { kind: 'measure' } | { kind: 'output' }>,
  progress: Progress,
  statusOf: (key: string) => Status | null,
): string | null {
  const { tasks } = figure
  if (!tasks.some((key) => progress.has(ownerKey({ kind: 'task', key })))) return null
  const done = tasks.filter((key) => isOver(statusOf(key))).length
  if (figure.kind === 'count') return String(figure.of === 'done' ? done : tasks.length - done)
  // Never 100 before all are done.
  return String(Math.floor((done / tasks.length) * 100))
}

function isOver(status: Status | null): boolean {
  return status === 'done' || status === 'skipped'
}

/** The progress with what it means for the headings of groups that are no phases: done when all of their tasks are. */
export function withGroups({ groups, plan }: PlanDocument, progress: Progress): Progress {
  if (groups.length === 0) return progress
  const statuses = new Map(plan.tasks.map(({ key, status }) => [key, status] as const))
  const all = new Map(progress)
  for (const { key, tasks } of groups) {
    const wanted = tasks.map((task) => progress.get(ownerKey({ kind: 'task', key: task })))
    if (wanted.every((one) => one === undefined)) continue
    const now = tasks.map((task, index) => wanted[index] ?? statuses.get(task) ?? 'pending')
    const waits = now.every(
      (status) => !isOver(status) && status !== 'running' && status !== 'failed',
    )
    const status = now.every(isOver) ? 'done' : waits ? 'pending' : 'running'
    all.set(ownerKey({ kind: 'group', key }), status)
  }
  return all
}

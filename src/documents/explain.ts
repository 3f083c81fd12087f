import type { Place, Plan, PlanDocument, Provenance } from '../model/index.ts'

/** What a stretch of a document was understood as, and by which rule of docs/plan-format.md. */
export interface Note {
  /** What is spoken of: a task, phase or gate by its key, or `plan`. */
  readonly subject: string
  readonly kind:
    | 'plan'
    | 'task'
    | 'phase'
    | 'gate'
    | 'criterion'
    | 'contingency'
    | 'metric'
    | 'risk'
  /** What of it is explained: `task`, `needs`, `agent`, `status`, … */
  readonly field: string
  readonly value: string
  readonly rule: string
  readonly origin: Provenance['origin']
  readonly place: Place
}

/** Everything that was understood, in the order of the document; what rests on no place is left out. */
export function explain({ plan }: PlanDocument): readonly Note[] {
  return notesOf(plan).toSorted((a, b) => a.place.start - b.place.start)
}

function notesOf(plan: Plan): readonly Note[] {
  const notes: Note[] = []
  const take = (
    kind: Note['kind'],
    subject: string,
    all: readonly Provenance[] | undefined,
  ): void => {
    for (const { place, ...rest } of all ?? [])
      if (place) notes.push({ kind, subject, ...rest, place })
  }
  const name = (
    kind: Note['kind'],
    field: string,
    value: string,
    rule: string,
    place: Place | null,
  ): void => take(kind, value, [{ field, value, rule, origin: 'stated', place }])
  take('plan', 'plan', plan.provenance)
  for (const task of plan.tasks) {
    take('task', task.id ?? task.key, task.provenance)
    for (const { text, place } of task.externals)
      take('task', task.id ?? task.key, [
        { field: 'outside', value: text, rule: 'R6', origin: 'stated', place },
      ])
  }
  for (const phase of plan.phases) take('phase', phase.key, phase.provenance)
  for (const gate of plan.gates) {
    take('gate', gate.key, gate.provenance)
    for (const criterion of gate.criteria)
      take('criterion', `${gate.key}/${criterion.key}`, criterion.provenance)
  }
  for (const { kind, trigger, place } of plan.contingencies)
    // A risk with its mitigation is both; it is told once.
    if (kind !== 'risk') name('contingency', kind, trigger, 'R12', place)
  for (const metric of plan.metrics) name('metric', 'metric', metric.name, 'R12', metric.place)
  for (const { risk, place } of plan.risks) name('risk', 'risk', risk, 'R12', place)
  return notes
}

import type { Figure, Mark, Plan, PlanDocument, Status } from '../../model/index.ts'
import { ownerKey, type Progress, type WantedStatus } from './progress.ts'
import type { Edit } from './splice.ts'

/**
 * Whether `after`, the document with ordered edits made, reads as it should: the same plan but for its statuses, each edited token
 * where it was put and saying what was wanted, and every other token of a task or phase saying what it said. Ticks of criteria may
 * begin or cease to count: where all have one, they mean something only once the phase is done.
 */
export function proves(
  before: PlanDocument,
  edits: readonly Edit[],
  after: PlanDocument,
  progress: Progress,
): boolean {
  if (definition(before.plan) !== definition(after.plan)) return false
  const found = new Map(after.marks.map((mark) => [mark.place.start, mark]))
  const replacements = new Map<Mark | Figure, string>(
    edits.map(({ mark, replacement }) => [mark, replacement]),
  )
  let shift = 0
  for (const mark of before.marks) {
    const now = found.get(mark.place.start + shift)
    const replacement = replacements.get(mark)
    const isThere = now !== undefined && isSame(mark, now)
    if (replacement === undefined) {
      if (mark.owner.kind !== 'criterion' && !(isThere && now.status === mark.status)) return false
      continue
    }
    shift += replacement.length - mark.text.length
    const wanted = progress.get(ownerKey(mark.owner))
    if (!isThere || wanted === undefined) return false
    if (!shows(mark.kind, now.status, wanted)) return false
  }
  const statuses = new Map(after.plan.tasks.map(({ key, status }) => [key, status]))
  return edits.every(({ mark }) => !('owner' in mark) || counts(mark, statuses, progress))
}

function isSame(mark: Mark, now: Mark): boolean {
  return mark.kind === now.kind && ownerKey(mark.owner) === ownerKey(now.owner)
}

/** A checkbox says only whether something is done. */
function shows(kind: Mark['kind'], status: Status, wanted: WantedStatus): boolean {
  return kind === 'checkbox' ? (status === 'done') === (wanted === 'done') : status === wanted
}

/** Whether the plan, too, takes a task for done exactly when it is to be. */
function counts(
  { owner }: Mark,
  statuses: ReadonlyMap<string, Status | null>,
  progress: Progress,
): boolean {
  if (owner.kind !== 'task') return true
  return (statuses.get(owner.key) === 'done') === (progress.get(ownerKey(owner)) === 'done')
}

/** Whether figures read back as the same plan with the same statuses, each figure saying what was written. */
export function provesFigures(
  before: PlanDocument,
  edits: readonly Edit[],
  after: PlanDocument,
): boolean {
  if (definition(before.plan) !== definition(after.plan)) return false
  if (statusLine(before) !== statusLine(after)) return false
  const places = new Map(after.figures.map((figure) => [figure.place.start, figure.text]))
  let shift = 0
  return edits.every(({ mark, replacement }) => {
    const start = mark.place.start + shift
    shift += replacement.length - mark.text.length
    return places.get(start) === replacement.trim()
  })
}

/** Fields that progress may change, and the places that move with it. */
const changing = new Set(['status', 'place', 'commandPlace', 'provenance', 'satisfied'])

/** All that a plan says but for progress, as text to compare. */
function definition({ title, tasks, phases, gates, contingencies }: Plan): string {
  return JSON.stringify({ title, tasks, phases, gates, contingencies }, (name, value: unknown) =>
    changing.has(name) ? undefined : value,
  )
}

function statusLine({ plan }: PlanDocument): string {
  return JSON.stringify(plan.tasks.map(({ key, status }) => [key, status]))
}

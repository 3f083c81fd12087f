import {
  gateKey,
  phaseKey,
  splitKey,
  type Owner,
  type RunEvent,
  type Status,
} from '../../model/index.ts'

/** What a token is to say. Owners that are not in it keep their tokens. */
export type WantedStatus = Extract<Status, 'done' | 'running' | 'pending' | 'failed'>

/** What the tokens of one document are to say, by `ownerKey`. */
export type Progress = ReadonlyMap<string, WantedStatus>

/** The key of an owner in a progress. */
export function ownerKey(owner: Owner): string {
  return owner.kind === 'criterion'
    ? `criterion ${owner.gate} ${owner.key}`
    : `${owner.kind} ${owner.key}`
}

/** Folds events into what they mean for the tokens of a document, from `before` on. Events of other documents mean nothing. */
export function progressOf(
  events: Iterable<RunEvent>,
  document: string,
  before: Progress = new Map(),
): Progress {
  const progress = new Map(before)
  for (const event of events) take(progress, document, event)
  return progress
}

function take(progress: Map<string, WantedStatus>, document: string, event: RunEvent): void {
  switch (event.type) {
    case 'task.started':
      // A person is only asked: what the author says of the task stands until there is an answer.
      return event.agent === 'manual' ? undefined : want(progress, document, event.task, 'running')
    case 'task.ready':
    case 'task.retried':
      return waits(progress, document, event.task)
    case 'task.finished':
      return want(progress, document, event.task, ends[event.outcome.kind])
    case 'task.compensated':
      return event.outcome.kind === 'succeeded'
        ? want(progress, document, event.task, 'pending')
        : undefined
    case 'round.opened':
      for (const key of event.nodes) waits(progress, document, key)
      return undefined
    case 'question.asked':
    case 'permission.requested':
      return waits(progress, document, event.subject)
    case 'run.paused':
      return takeBack(progress, 'task ')
    case 'run.finished':
      return takeBack(progress, '')
    case 'phase.started':
      return wantPhase(progress, document, event.phase, 'running')
    case 'phase.finished':
      return wantPhase(
        progress,
        document,
        event.phase,
        event.outcome === 'succeeded' ? 'done' : 'failed',
      )
    case 'gate.finished':
      return takeGate(progress, document, event)
    default:
  }
}

const ends = { succeeded: 'done', failed: 'failed', cancelled: 'pending' } as const

/** What was running waits again. A phase goes on while its run is only paused. */
function takeBack(progress: Map<string, WantedStatus>, prefix: string): void {
  for (const [key, status] of progress)
    if (status === 'running' && key.startsWith(prefix)) progress.set(key, 'pending')
}

/** A task that we had said something of waits again; of any other the document keeps what it says. */
function waits(progress: Map<string, WantedStatus>, document: string, key: string): void {
  const { document: of, slug } = splitKey(key)
  if (of === document && progress.has(ownerKey({ kind: 'task', key: slug })))
    want(progress, document, key, 'pending')
}

function want(
  progress: Map<string, WantedStatus>,
  document: string,
  key: string,
  status: WantedStatus,
): void {
  const { document: of, slug } = splitKey(key)
  if (of === document && !slug.includes('/'))
    progress.set(ownerKey({ kind: 'task', key: slug }), status)
}

function wantPhase(
  progress: Map<string, WantedStatus>,
  document: string,
  key: string,
  status: WantedStatus,
): void {
  const prefix = phaseKey(document, '')
  if (key.startsWith(prefix))
    progress.set(ownerKey({ kind: 'phase', key: key.slice(prefix.length) }), status)
}

/**
 * A criterion gets its tick by evidence, loses it without, and keeps what it says when nothing was checked; so does one that waits
 * for a person's word, who may have ticked it.
 */
function takeGate(
  progress: Map<string, WantedStatus>,
  document: string,
  { gate, criteria }: Extract<RunEvent, { type: 'gate.finished' }>,
): void {
  const prefix = gateKey(document, '')
  if (!gate.startsWith(prefix)) return
  for (const { key, verdict, check } of criteria) {
    if (verdict === 'claimed') continue
    if (check === 'approval' && verdict === 'insufficient-evidence') continue
    const owner: Owner = { kind: 'criterion', gate: gate.slice(prefix.length), key }
    progress.set(ownerKey(owner), verdict === 'passed' ? 'done' : 'failed')
  }
}

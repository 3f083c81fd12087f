import { GoapError } from '../base/index.ts'
import type { RunEvent } from '../model/index.ts'
import type { Holder, RunStatus } from './journal.ts'

/** The status that an event gives its run, if it gives one. */
export function statusAfter(event: RunEvent): RunStatus | undefined {
  switch (event.type) {
    case 'run.started':
    case 'run.resumed':
      return 'running'
    case 'run.paused':
      return 'paused'
    case 'run.finished':
      return event.outcome
    default:
      return undefined
  }
}

/** Whether a run may be taken over: nobody holds it, its holder is dead, or it was silent for too long on another host. */
export function mayTake(
  current: Holder | null,
  by: Holder,
  silent: boolean,
  dead: (holder: Holder) => boolean,
): boolean {
  if (current === null || dead(current)) return true
  // On the same host a living process is believed even when it is slow to say so.
  return silent && current.host !== by.host
}

export function unknownRun(run: string): GoapError {
  return new GoapError('journal/unknown-run', `There is no run "${run}".`)
}

export function existsError(run: string): GoapError {
  return new GoapError('journal/run-exists', `There is a run "${run}" already.`)
}

export function heldError(run: string, holder: Holder | null): GoapError {
  const who = holder ? `process ${holder.pid} on ${holder.host}` : 'another process'
  return new GoapError('journal/held', `Run ${run} is being executed by ${who}.`)
}

export function fencedError(run: string, ours: number, theirs: number): GoapError {
  return new GoapError(
    'journal/fenced',
    `Run ${run} has been taken over: this process holds fence ${ours}, the run has ${theirs}.`,
  )
}

export function gapError(run: string, expected: number, found: number): GoapError {
  return new GoapError('journal/gap', `Run ${run} needs event ${expected} next, but got ${found}.`)
}

import type { Timestamp } from '../base/index.ts'
import type { RunEvent } from '../model/index.ts'

/** An event that is told as it is: a signal, a fact, a waiver, a contingency, or a kind that a newer goap has written. */
export interface Remark {
  readonly seq: number
  readonly at: Timestamp
  readonly type: string
  /** The key of the task, gate or phase that it concerns, if it names one. */
  readonly subject: string | null
  /** Who, if it says so. */
  readonly by: string | null
  /** What it says, in words of the event. */
  readonly text: string
}

/** Tells an event by its own fields, whatever kind it is of. */
export function remark(event: RunEvent): Remark {
  const { run: _run, seq, at, type, ...rest } = event
  const fields = new Map<string, unknown>(Object.entries(rest))
  const subject = firstText(fields, ['subject', 'task', 'gate', 'phase'])
  const by = firstText(fields, ['by'])
  return { seq, at, type, subject, by, text: told(fields) }
}

/** The first of these fields that is a text; it is taken out. */
function firstText(fields: Map<string, unknown>, names: readonly string[]): string | null {
  for (const name of names) {
    const value = fields.get(name)
    if (typeof value !== 'string') continue
    fields.delete(name)
    return value
  }
  return null
}

/** What a reader looks for stands first without its name, the rest as `name: value`. */
function told(fields: Map<string, unknown>): string {
  const first = firstText(fields, ['text', 'reason', 'kind', 'name'])
  const rest = [...fields]
    .filter(([, value]) => value !== null && value !== undefined && value !== '')
    .map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
  return [...(first === null ? [] : [first]), ...rest].join(', ')
}

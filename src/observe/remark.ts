import type { Timestamp } from '../base/index.ts'
import type { Evidence, RunEvent } from '../model/index.ts'

/** An event that is told as it is: a signal, a fact, a waiver, a step of a contingency, or a kind that a newer goap has written. */
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
  readonly evidence: readonly Evidence[]
}

/** Tells an event by its own fields, whatever kind it is of. */
export function remark(event: RunEvent): Remark {
  const { run: _run, seq, at, type, ...rest } = event
  const fields = new Map<string, unknown>(Object.entries(rest))
  const subject = takenText(fields, ['subject', 'task', 'gate', 'phase'])
  const by = takenText(fields, ['by'])
  return { seq, at, type, subject, by, text: told(fields), evidence: evidenceOf(fields) }
}

/** The first of these fields that is a text; it is taken out. */
function takenText(fields: Map<string, unknown>, names: readonly string[]): string | null {
  for (const name of names) {
    const value = fields.get(name)
    if (typeof value !== 'string') continue
    fields.delete(name)
    return value
  }
  return null
}

/** What a reader looks for stands first without its name, the rest as `name: value`. */
function told(fields: ReadonlyMap<string, unknown>): string {
  const rest = new Map(fields)
  const first = takenText(rest, ['text', 'why', 'action', 'trigger', 'decision', 'kind', 'name', 'reason']) // prettier-ignore
  const others = [...rest]
    .filter(
      ([name, value]) =>
        name !== 'evidence' && value !== null && value !== undefined && value !== '',
    ) // prettier-ignore
    .map(([name, value]) => `${name}: ${shown(value)}`)
  return [...(first === null ? [] : [first]), ...others].join(', ')
}

/** An outcome by its kind and reason, a long list by its length, all else as it is. */
function shown(value: unknown): string {
  if (typeof value === 'string') return value
  if (Array.isArray(value)) return value.length <= 5 ? value.map(shown).join(', ') : `${value.length}` // prettier-ignore
  const { kind, reason } = isRecord(value) ? value : {}
  if (typeof kind !== 'string') return JSON.stringify(value)
  return typeof reason === 'string' ? `${kind} (${reason})` : kind
}

function evidenceOf(fields: ReadonlyMap<string, unknown>): readonly Evidence[] {
  const outcome = fields.get('outcome')
  const found = isRecord(outcome) ? outcome['evidence'] : fields.get('evidence')
  const all: readonly unknown[] = Array.isArray(found) ? found : [found]
  return all.filter(isEvidence)
}

const kinds = {
  command: true,
  file: true,
  measure: true,
  script: true,
  statement: true,
  parts: true,
} satisfies Record<Evidence['kind'], true>

function isEvidence(value: unknown): value is Evidence {
  return isRecord(value) && Object.hasOwn(kinds, String(value['kind']))
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

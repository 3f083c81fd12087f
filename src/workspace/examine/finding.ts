/** Something that was looked at, and whether it is in order. */
export interface Condition {
  /** Stable; scripts may compare it: `node`, `workspace`, `configuration`, … */
  readonly subject: Subject
  /** `note`: worth knowing, nothing is wrong. `warning`: something will not work as one expects. `error`: goap cannot work. */
  readonly level: 'ok' | 'note' | 'warning' | 'error'
  readonly says: string
  /** What to do about it; null when there is nothing to do. */
  readonly advice: string | null
  /** What is the matter in terms of exit codes: `use` is 2, `documents` 3, `waiting` 4. Only of warnings and errors. */
  readonly concern?: 'use' | 'documents' | 'waiting'
}

export type Subject =
  | 'node' | 'workspace' | 'configuration' | 'permissions' | 'state' | 'journal' | 'runs' | 'git' | 'plans' | 'agents'
  | 'programs' | 'shell' | 'confinement' | 'sandbox' | 'terminal' // prettier-ignore

export function ok(subject: Subject, says: string): Condition {
  return { subject, level: 'ok', says, advice: null }
}

export function note(subject: Subject, says: string, advice: string | null = null): Condition {
  return { subject, level: 'note', says, advice }
}

export function wrong(
  subject: Subject,
  level: 'warning' | 'error',
  says: string,
  advice: string,
  concern: Condition['concern'] = 'use',
): Condition {
  return { subject, level, says, advice, concern }
}

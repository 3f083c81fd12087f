import type { Place } from '../base/index.ts'

export type { Place }

/** Why the reader believes something: the rule of docs/plan-format.md, and the words it rests on. */
export interface Provenance {
  /** What is explained: `needs`, `agent`, `status`, `command`, `priority`, `phase`, `mode`, … */
  readonly field: string
  /** The value that was found: the key of the needed task, the agent's name, … */
  readonly value: string
  /** `R6`, `R8`, …; see docs/plan-format.md. */
  readonly rule: string
  /** Stated by the author, or inferred by the rule. */
  readonly origin: 'stated' | 'inferred'
  readonly place: Place | null
}

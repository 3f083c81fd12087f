/**
 * A stretch of a document. Offsets and columns count UTF-16 units (a byte order mark counts); lines and columns start at 1;
 * `end` and `endColumn` lie behind the last unit.
 */
export interface Place {
  readonly start: number
  readonly end: number
  readonly line: number
  readonly column: number
  readonly endLine: number
  readonly endColumn: number
}

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

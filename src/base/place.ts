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

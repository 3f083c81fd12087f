import type { Diagnostic, GoalDocument, PlanDocument } from '../../model/index.ts'
import { linesOf } from './lines.ts'

/** A known finding: what it is and the line it stands on, not the number of that line, so that edits elsewhere do not matter. */
export interface KnownFinding {
  readonly file: string
  readonly code: string
  /** The text of the line, blanks at its ends and runs of blanks left out. */
  readonly line: string
  /** How many findings are alike. */
  readonly count: number
}

/** The text without the tokens that show statuses: what goap ticks makes no known finding new. */
export function unmarked(document: PlanDocument | GoalDocument): string {
  const { source } = document
  // Nothing is ticked in a goal document.
  const marks = 'marks' in document ? document.marks : []
  const { text } = source
  let result = ''
  let read = 0
  for (const { start, end } of marks
    .map(({ place }) => place)
    .toSorted((left, right) => left.start - right.start)) {
    if (start < read) continue
    result += text.slice(read, start) + ' '.repeat(end - start)
    read = end
  }
  return result + text.slice(read)
}

/** The findings of a document with what tells each of them again after edits elsewhere. */
export function fingerprints(
  diagnostics: readonly Diagnostic[],
  text: string,
): readonly { readonly diagnostic: Diagnostic; readonly line: string }[] {
  if (diagnostics.length === 0) return []
  const lines = linesOf(text)
  return diagnostics.map((diagnostic) => ({
    diagnostic,
    line: (lines[diagnostic.place.line - 1]?.text ?? '').replace(/\s+/g, ' ').trim().slice(0, 200),
  }))
}

/** The findings of a file as known ones, in a stable order. */
export function knownFindings(
  file: string,
  diagnostics: readonly Diagnostic[],
  text: string,
): readonly KnownFinding[] {
  const counts = new Map<string, KnownFinding>()
  for (const { diagnostic, line } of fingerprints(diagnostics, text)) {
    const { code } = diagnostic
    const key = `${code}\n${line}`
    counts.set(key, { file, code, line, count: (counts.get(key)?.count ?? 0) + 1 })
  }
  return [...counts.values()].toSorted((a, b) => order(a.code, b.code) || order(a.line, b.line))
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** Findings that a baseline does not know; of several alike as many count as it knows. */
export function newFindings(
  file: string,
  diagnostics: readonly Diagnostic[],
  text: string,
  known: readonly KnownFinding[],
): { readonly fresh: readonly Diagnostic[]; readonly stale: readonly KnownFinding[] } {
  const left = new Map(
    known
      .filter((one) => one.file === file)
      .map((one) => [`${one.code}\n${one.line}`, { one, count: one.count }] as const),
  )
  const fresh = fingerprints(diagnostics, text).flatMap(({ diagnostic, line }) => {
    const entry = left.get(`${diagnostic.code}\n${line}`)
    if (!entry || entry.count === 0) return [diagnostic]
    left.set(`${diagnostic.code}\n${line}`, { ...entry, count: entry.count - 1 })
    return []
  })
  return { fresh, stale: [...left.values()].flatMap(({ one, count }) => (count > 0 ? [one] : [])) }
}

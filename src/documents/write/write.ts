import type { Mark, PlanDocument, RunEvent } from '../../model/index.ts'
import { read } from '../read/index.ts'
import { byteOffsets } from '../source.ts'
import { ownerKey, progressOf, type Progress, type WantedStatus } from './progress.ts'
import { tokenFor, vocabularyOf } from './vocabulary.ts'

// Writes progress into a document without touching anything else.
//
//   W1. Only tokens that carry a status change; every other byte stays as it was, whatever its encoding.
//   W2. What was written reads back as the same tasks with the wanted statuses; an edit that does not is not made.
//   W3. Writing twice is writing once.

/** A token that was, or was not, replaced. */
export interface Edit {
  readonly mark: Mark
  readonly replacement: string
}

/** An edit that was not made, and why. */
export interface RefusedEdit extends Edit {
  readonly reason: string
}

export interface WriteResult {
  readonly bytes: Uint8Array
  readonly edits: readonly Edit[]
  readonly refused: readonly RefusedEdit[]
}

/** The document's bytes with the progress of the events in its status tokens. Without events: the same bytes. */
export function write(document: PlanDocument, events: Iterable<RunEvent>): Uint8Array {
  return writeBack(document, progressOf(events, document.plan.document)).bytes
}

/** Reads the document as it is now and writes progress into it: it may have been edited since the run began. */
export function rewrite(current: Uint8Array, file: string, progress: Progress): WriteResult {
  return writeBack(read(current, file), progress)
}

/** Writes progress into a document that has been read, and tells what was and was not done. */
export function writeBack(document: PlanDocument, progress: Progress): WriteResult {
  const edits = editsOf(document, progress)
  const whole = applied(document, edits)
  if (edits.length === 0 || says(document, whole, edits, progress))
    return { bytes: whole, edits, refused: [] }
  return oneByOne(document, edits, progress)
}

function editsOf({ marks, source }: PlanDocument, progress: Progress): Edit[] {
  const vocabulary = vocabularyOf(marks)
  return marks
    .flatMap((mark) => {
      const wanted = progress.get(ownerKey(mark.owner))
      if (wanted === undefined) return []
      const isThere = source.text.slice(mark.place.start, mark.place.end) === mark.text
      const replacement = isThere ? tokenFor(mark, wanted, vocabulary) : mark.text
      return replacement === mark.text ? [] : [{ mark, replacement }]
    })
    .toSorted((left, right) => left.mark.place.start - right.mark.place.start)
}

/** The bytes with the edits, which are in ascending order. */
function applied({ source }: PlanDocument, edits: readonly Edit[]): Uint8Array {
  if (edits.length === 0) return source.bytes
  const offsets = byteOffsets(
    source,
    edits.flatMap(({ mark }) => [mark.place.start, mark.place.end]),
  )
  const encoder = new TextEncoder()
  const parts: Uint8Array[] = []
  let from = 0
  for (const [index, { replacement }] of edits.entries()) {
    parts.push(source.bytes.subarray(from, offsets[2 * index]), encoder.encode(replacement))
    from = offsets[2 * index + 1] ?? from
  }
  parts.push(source.bytes.subarray(from))
  return joined(parts)
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

/**
 * Whether the written document has the same tasks, and every edited owner shows what it was to show (W2). More tokens may count
 * than before: ticks of a gate that were decorative while its phase was open mean something once the phase is done.
 */
function says(
  before: PlanDocument,
  bytes: Uint8Array,
  edits: readonly Edit[],
  progress: Progress,
): boolean {
  const after = read(bytes, before.file)
  if (!sameTasks(before, after)) return false
  const edited = new Set(edits.map(({ mark }) => ownerKey(mark.owner)))
  const now = Map.groupBy(after.marks, ({ owner }) => ownerKey(owner))
  const then = Map.groupBy(before.marks, ({ owner }) => ownerKey(owner))
  return [...then].every(([key, marks]) => {
    const found = now.get(key) ?? []
    const wanted = edited.has(key) ? progress.get(key) : undefined
    if (found.length !== marks.length) return false
    return wanted === undefined || found.every(({ kind, status }) => shows(kind, status, wanted))
  })
}

function sameTasks(before: PlanDocument, after: PlanDocument): boolean {
  const left = before.plan.tasks
  const right = after.plan.tasks
  return left.length === right.length && left.every(({ key }, index) => key === right[index]?.key)
}

function shows(kind: Mark['kind'], status: string, wanted: WantedStatus): boolean {
  return kind === 'checkbox'
    ? (status === 'done') === (wanted === 'done')
    : status === wanted || wanted !== 'done'
}

/** Makes each edit that can be made beside those before it. */
function oneByOne(document: PlanDocument, edits: readonly Edit[], progress: Progress): WriteResult {
  let made: Edit[] = []
  const refused: RefusedEdit[] = []
  const groups = Map.groupBy(edits, ({ mark }) => ownerKey(mark.owner))
  for (const group of groups.values()) {
    const tried = [...made, ...group].toSorted(
      (left, right) => left.mark.place.start - right.mark.place.start,
    )
    if (says(document, applied(document, tried), tried, progress)) made = tried
    else
      for (const edit of group)
        refused.push({ ...edit, reason: 'the document would not read back as the same plan' })
  }
  return { bytes: applied(document, made), edits: made, refused }
}
